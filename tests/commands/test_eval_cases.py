"""`drafter eval` over cases, through the real command: shipped ones without a model, a small one with a real server."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from drafter import cli
from drafter.model.tokens import estimate_tokens
from tests.commands import eval_lake
from tests.conftest import BuildTree
from tests.model.server import Body, Canned, ModelServer, say
from tests.model_blog import FILES, answer_words

CASE = """language = "ja"
period = "2024"
cutoff = 2025-01-03
site = "site"
reference = "mine.md"
split = "tune"
must_mention = [["4時間52分"], ["ピアノ"]]
must_not_mention = [["最終出社日"]]
vetoes = ["forbidden", "register"]
"""
MINE = "## 2024年のできごと\n\n### 走る\n\n湖のまわりを４時間５２分で走り切った。\n"


def answer_well(body: Body) -> Canned:
    messages = [str(message["content"]) for message in body["messages"]]
    usage = {"prompt_tokens": sum(map(len, messages)), "completion_tokens": 300}
    return say(answer_words(messages[0], messages[-1]), usage=usage)


def judge_kindly(body: Body) -> Canned:
    """Yes to every item, with words of the draft for those that are asked about."""
    if "JudgeReply" not in json.dumps(body):
        return answer_well(body)
    words = str(body["messages"][-1]["content"])
    said = next(
        s for s in ("湖のまわりを4時間52分で走り切った。", "2024年は全部で", "フルマラソンを完走する") if s in words
    )
    items = re.findall(r"^- (\w+):", words, re.MULTILINE)
    reply = {
        "items": [{"item": item, "reason": "it does", "evidence": said, "verdict": "yes"} for item in items],
        "scale": {"reason": "so so", "evidence": said, "verdict": "4"},
    }
    usage = {"prompt_tokens": len(words), "completion_tokens": 200}
    return say(json.dumps(reply, ensure_ascii=False), usage=usage)


@pytest.fixture
def cases(build_tree: BuildTree) -> Path:
    site = {f"cases/lake/site/{path}": text for path, text in FILES.items() if path.startswith(("content", "hugo"))}
    return build_tree({**site, "cases/lake/case.toml": CASE, "cases/lake/mine.md": MINE})


def start(cases: Path, *arguments: str) -> subprocess.Popen[str]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("DRAFTER_", "OPENAI_"))}
    command = [sys.executable, "-m", "drafter", "eval", "cases", *arguments]
    return subprocess.Popen(
        command, cwd=cases, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def finish(cases: Path, *arguments: str) -> tuple[int, str, str]:
    process = start(cases, *arguments)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def by_metric(out: str, writer: str) -> dict[str, Mapping[str, object]]:
    return {row["metric"]: row for row in json.loads(out)["rows"] if row["writer"] == writer}


def test_a_case_is_drafted_by_code_and_by_a_model_and_both_are_scored(cases: Path) -> None:
    with ModelServer(answer_well).run() as server:
        model = ("--model", "org/test:1b", "--base-url", server.base_url, "--yes", "--json")
        code, out, err = finish(cases, *model)
        n_asked = len(server.bodies)
        assert code == 0, err
        again = finish(cases, *model)
        assert again[0] == 0
        assert len(server.bodies) == n_asked
    written, chosen = by_metric(out, "org/test:1b"), by_metric(out, "extractive")
    assert set(written) == set(chosen)
    assert (written["mentioned"]["value"], written["forbidden"]["value"]) == (0.5, 0)
    assert written["rouge1"]["value"] != chosen["rouge1"]["value"]
    assert by_metric(again[1], "org/test:1b") == written
    (run,) = (cases / ".drafter" / "runs").glob(f"*{json.loads(out)['run']}")
    assert sorted(path.name for path in (run / "drafts").glob("*.md")) == [
        "lake.extractive.1.md",
        "lake.org-test-1b.1.md",
    ]
    assert "4時間52分" in (run / "drafts" / "lake.org-test-1b.1.md").read_text("utf-8")
    assert (run / "scores.jsonl").read_bytes().count(b"\n") == len(json.loads(out)["rows"])


def test_the_model_of_the_settings_drafts_where_none_is_named(cases: Path) -> None:
    with ModelServer(answer_well).run() as server:
        settings = f'[model]\nlarge = "writer-2"\nsmall = "reader-2"\nbase_url = "{server.base_url}"\n'
        (cases / "drafter.toml").write_text(settings + 'key_variable = "OTHER_KEY"\n', "utf-8")
        code, out, err = finish(cases, "--yes", "--json")
        assert code == 0, err
        assert {body["model"] for body in server.bodies} == {"writer-2", "reader-2"}
    assert {row["writer"] for row in json.loads(out)["rows"]} == {"extractive", "writer-2"}


def test_each_repeat_asks_for_a_draft_of_its_own(cases: Path) -> None:
    with ModelServer(answer_well).run() as server:
        model = ("--model", "m", "--base-url", server.base_url, "--yes", "--json")
        finish(cases, *model)
        n_once = len(server.bodies)
        _, out, _ = finish(cases, *model, "--repeat", "3")
        assert len(server.bodies) == 3 * n_once
    drafts = {(row["writer"], row["draft"]) for row in json.loads(out)["rows"]}
    assert drafts == {("extractive", 1), ("m", 1), ("m", 2), ("m", 3)}


def test_a_run_that_was_killed_keeps_its_scores_and_pays_for_nothing_twice(cases: Path) -> None:
    def answer_slowly(body: Body) -> Canned:
        time.sleep(0.3)
        return answer_well(body)

    with ModelServer(answer_slowly).run() as server:
        model = ("--model", "m", "--base-url", server.base_url, "--yes", "--json")
        process = start(cases, *model)
        for _ in range(200):
            if len(server.bodies) >= 5:  # those for facts go out at once, later ones one by one
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        killed = len(server.bodies)
        (run,) = (cases / ".drafter" / "runs").glob("*/scores.jsonl")
        assert b'"extractive"' in run.read_bytes()
        code, _, err = finish(cases, *model)
        assert code == 0, err
        texts = [json.dumps(body["messages"], ensure_ascii=False) for body in server.bodies]
    assert killed >= 5
    assert len(texts) - len(set(texts)) <= 1  # the one that was under way when it was killed


def test_a_model_that_does_not_answer_leaves_the_other_scores(cases: Path) -> None:
    code, out, err = finish(cases, "--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--yes", "--json")
    assert code == 0
    assert "lake, m: not drafted" in err
    assert {row["writer"] for row in json.loads(out)["rows"]} == {"extractive"}


def test_a_veto_ends_with_nine_where_it_is_asked_for(cases: Path) -> None:
    toml = cases / "cases" / "lake" / "case.toml"
    toml.write_text(CASE.replace('[["最終出社日"]]', '[["振り返り", "湖"]]'), "utf-8")
    mine = cases / "cases" / "lake" / "mine.md"
    mine.write_text("## 走る\n\n走り切った。\n", "utf-8")
    assert finish(cases)[0] == 0
    code, out, err = finish(cases, "--fail-on", "veto")
    assert code == 9
    assert "veto: the case forbids" in err
    assert re.search(r"what is wrong: extractive: \d faults? in 1 draft", out)
    assert finish(cases, "--fail-on", "mean")[0] == 2


def test_the_shipped_cases_are_scored_without_a_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["eval", "--case", "kaede-2024", "--case", "rowan-2024"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("extractive: 2 drafts of 2 cases")
    assert re.search(r"^grounded +(?:0\.[89]|1\.0)\d\d \(2\)$", out, re.MULTILINE)
    assert "kaede-2024, extractive: scored" in err
    assert cli.main(["eval", "--case", "nobody-2024"]) == 2
    assert "rowan-2024" in capsys.readouterr().err


def test_two_runs_at_once_keep_their_records_apart(cases: Path) -> None:
    with ModelServer(answer_well).run() as server:
        model = ("--model", "m", "--repeat", "2", "--base-url", server.base_url, "--yes", "--json")
        both = [start(cases, *model), start(cases, *model)]
        outs = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], outs
    runs = [json.loads(out)["run"] for out, _ in outs]
    assert len(set(runs)) == 2
    for run, (out, _) in zip(runs, outs, strict=True):
        (folder,) = (cases / ".drafter" / "runs").glob(f"*{run}")
        kept = [json.loads(line) for line in (folder / "scores.jsonl").read_text("utf-8").splitlines()]
        assert [(row["writer"], row["draft"], row["metric"]) for row in kept] == [
            (row["writer"], row["draft"], row["metric"]) for row in json.loads(out)["rows"]
        ]
        assert {row["draft"] for row in kept if row["writer"] == "m"} == {1, 2}
        assert sorted(path.suffix for path in (folder / "drafts").iterdir()) == [".json"] * 3 + [".md"] * 3


def test_two_runs_are_compared_and_reported(cases: Path) -> None:
    code, out, err = finish(cases, "--json", "--report", "eins.html")
    first = json.loads(out)["run"]
    assert code == 0, err
    page = (cases / "eins.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "湖のまわりを" in page
    mine = cases / "cases" / "lake" / "mine.md"
    mine.write_text(MINE + "\n### バス\n\n時刻表アプリを公開した。\n", "utf-8")
    code, out, err = finish(cases, "--baseline", first, "--report", "zwei.md")
    assert code == 0, err
    assert f"against {first}" in out
    assert "|" in (cases / "zwei.md").read_text("utf-8")
    runs = sorted(path.name for path in (cases / ".drafter" / "runs").iterdir())
    process = subprocess.run(
        [sys.executable, "-m", "drafter", "eval", "compare", *runs, "--report", "drei.md"],
        cwd=cases,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    assert runs[1] in process.stdout
    assert (cases / "drei.md").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--report", "bericht.pdf"), "no such form"),
        (("--report", "nirgends/bericht.html"), "no such folder"),
        (("--baseline", "nie"), "no such run"),
        (("--fail-on", "mean"), "not a gate"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_drafted(cases: Path, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = finish(cases, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert not (cases / ".drafter" / "runs").exists()


def test_every_draft_is_judged_where_a_judge_is_named(cases: Path) -> None:
    with ModelServer(judge_kindly).run() as server:
        judge = ("--judge", "judge-1", "--judgings", "2", "--base-url", server.base_url, "--yes")
        code, out, err = finish(cases, *judge, "--model", "m", "--json", "--report", "r.html")
        assert code == 0, err
        models = [body["model"] for body in server.bodies]
        n_asked = len(models)
        (told,) = re.findall(
            r"^judging: 2 drafts before judge-1, 24 requests, about ([\d,]+) tokens in", err, re.MULTILINE
        )
        sizes = [estimate_tokens(str(b["messages"])) for b in server.bodies if b["model"] == "judge-1"]
        assert 0.7 < int(told.replace(",", "")) / sum(sizes) < 1.4
        assert err.index("judging: 2 drafts") < err.index("lake, extractive")
        assert models.count("judge-1") == 2 * 6 * 2  # two drafts, six dimensions, two judgings
        again = finish(cases, *judge, "--model", "m")
        assert again[0] == 0
        assert len(server.bodies) == n_asked
    for writer in ("extractive", "m"):
        found = by_metric(out, writer)
        assert found["judge_structure"]["value"] == 1
        assert found["judge_structure_level"]["value"] == 4
        assert "model:served-model" in str(found["judge_structure"]["signature"])
    assert "not judged" not in again[2]
    assert "it does" in (cases / "r.html").read_text("utf-8")


def test_several_judges_are_a_panel_with_a_signature_of_its_own(cases: Path) -> None:
    with ModelServer(eval_lake.answer).run() as server:
        judges = ("--judge", "fair", "--judge", "kind", "--judgings", "1", "--base-url", server.base_url, "--yes")
        code, out, err = finish(cases, *judges, "--json")
        assert code == 0, err
        assert [body["model"] for body in server.bodies].count("kind") == len(server.bodies) / 2 == 6
    found = by_metric(out, "extractive")
    assert found["judge_voice_level"]["denominator"] == 2
    assert found["judge_voice_level"]["numerator"] in (5 + 2, 5 + 4)
    assert "model:fair-7b+kind-7b" in str(found["judge_voice_level"]["signature"])
    assert "judgings:2" in str(found["judge_voice_level"]["signature"])


def test_a_judge_that_cannot_be_had_leaves_scores_without_a_value(cases: Path) -> None:
    code, out, err = finish(cases, "--judge", "j", "--base-url", "http://127.0.0.1:9/v1", "--yes", "--json")
    assert code == 0, err
    found = by_metric(out, "extractive")
    assert found["judge_voice"]["value"] is None
    assert "not judged" in str(found["judge_voice"]["reason"])
    assert found["grounded"]["value"] == 1


def test_a_judge_of_the_writers_family_is_warned_about(cases: Path) -> None:
    base = ("--base-url", "http://127.0.0.1:9/v1", "--yes")
    assert "one family" in finish(cases, "--judge", "gpt-5", "--model", "gpt-5-mini", *base)[2]


def test_a_run_is_scored_again_by_another_judge_and_nothing_is_drafted_anew(cases: Path) -> None:
    with ModelServer(judge_kindly).run() as server:
        base = ("--base-url", server.base_url, "--yes", "--json")
        _, out, _ = finish(cases, "--model", "m", *base)
        run = json.loads(out)["run"]
        n_asked = len(server.bodies)
        again = subprocess.run(
            [sys.executable, "-m", "drafter", "eval", "rescore", run, "--judge", "j", "--judgings", "1", *base],
            cwd=cases,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert again.returncode == 0, again.stderr
        assert {body["model"] for body in server.bodies[n_asked:]} == {"j"}
        assert len(server.bodies) - n_asked == 2 * 6
    for writer in ("extractive", "m"):
        before, after = by_metric(out, writer), by_metric(again.stdout, writer)
        assert {m: row for m, row in after.items() if not m.startswith("judge_")} == before
        assert after["judge_edits"]["value"] == 1


def test_a_run_whose_cases_are_gone_is_not_scored_again(cases: Path) -> None:
    finish(cases)
    (cases / "cases").rename(cases / "elsewhere")
    (run,) = (path.name for path in (cases / ".drafter" / "runs").iterdir())
    process = subprocess.run(
        [sys.executable, "-m", "drafter", "eval", "rescore", run],
        cwd=cases,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert process.returncode == 4
    assert "hint: the cases of the run must be where they were" in process.stderr
