"""`drafter eval judges`: two judges of the same drafts beside what a person said of them."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter import cli
from tests.commands.eval_lake import LAKE, answer
from tests.conftest import BuildTree
from tests.model.server import ModelServer

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(build_tree(LAKE))

    def call(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return (cli.main(["eval", *arguments]), *capsys.readouterr())

    return call


def judged(run: Run) -> tuple[str, str, dict[str, list[int]]]:
    """A run judged by "kind", the same drafts judged by "fair"; what "fair" said of each dimension, draft by draft."""
    with ModelServer(answer).run() as server:
        base = ("--base-url", server.base_url, "--yes", "--json", "--judgings", "2")
        code, out, err = run("cases", "--model", "m", "--judge", "kind", *base)
        assert code == 0, err
        first = json.loads(out)["run"]
        code, out, err = run("rescore", first, "--judge", "fair", *base)
        assert code == 0, err
    rows = json.loads(out)["rows"]
    said: dict[str, list[int]] = {}
    for row in rows:
        if found := re.fullmatch(r"judge_(\w+)_level", row["metric"]):
            said.setdefault(found[1], []).append(int(row["value"]))
    return first, json.loads(out)["run"], said


def rate_as_fair(run: Run, name: str, said: dict[str, list[int]]) -> None:
    """Both drafts were given the same levels, so that their order makes no difference."""
    assert all(len(set(levels)) == 1 for levels in said.values())
    assert {level for levels in said.values() for level in levels} == {2, 4}
    typed = [str(levels[0]) for levels in said.values()]
    run("rate", name, typed="\n".join((*typed, *typed, "a", "")))


def test_the_judge_that_says_what_a_person_says_stands_first(run: Run) -> None:
    first, second, said = judged(run)
    rate_as_fair(run, first, said)
    code, out, err = run("judges", first, second)
    assert code == 0, err
    rows = [line.split("  ") for line in out.splitlines()]
    assert [row[0] for row in rows[1:3]] == ["fair-7b", "kind-7b"]
    assert "1.00" in out.splitlines()[1]
    assert "12 on 2 drafts" in out.splitlines()[1]
    assert re.search(r"^kind-7b +0\.00 ", out, re.MULTILINE)
    assert re.search(r"^fair-7b: calibrated on 12 labels; .*2: (\d+)/\1", out, re.MULTILINE)
    told = {judge["judge"]: judge for judge in json.loads(run("judges", "--json")[1])["judges"]}
    fair, kind = told["fair-7b"], told["kind-7b"]
    bias = next(score for score in kind["overall"]["scores"] if score["metric"] == "bias")
    levels = [levels[0] for levels in said.values()]
    assert bias["value"] == pytest.approx(5 - sum(levels) / 6)
    assert fair["flips"]["value"] == 0
    assert fair["preferred"]["value"] == 0.5
    assert fair["spent"]["n_requests"] == 2 * 6 * 2
    assert fair["spent"]["output_tokens"] == 2400
    assert fair["spent"]["cost"] is None or float(fair["spent"]["cost"]) >= 0
    assert set(fair["dimensions"]) == set(said)
    assert fair["dimensions"]["voice"]["standing"] == "uncalibrated: 2 of 10 labels"


def test_under_ten_labels_a_judge_is_uncalibrated_however_well_it_agrees(run: Run) -> None:
    first, _, said = judged(run)
    typed = [str(levels[0]) for levels in said.values()]
    run("rate", first, typed="\n".join((*typed, "q", "")))
    code, out, err = run("judges")
    assert code == 0
    assert "fair-7b: uncalibrated: 6 of 10 labels" in out
    assert "drafter eval rate RUN" in err


def test_a_report_calls_a_judge_uncalibrated_until_it_has_ten_labels(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, said = judged(run)
    code, out, err = run("compare", first, first, "--report", "r.html")
    assert code == 0, err
    assert re.search(r"^judged: voice, uncalibrated +1\.000", out, re.MULTILINE)
    assert f"uncalibrated: fewer than 10 labels of a person: drafter eval rate {first}" in err
    assert "judged: voice, uncalibrated" in Path("r.html").read_text("utf-8")
    monkeypatch.setattr("drafter.commands.eval_cases.CALIBRATED_FROM", 2)
    monkeypatch.setattr("drafter.score.report.results.CALIBRATED_FROM", 2)
    rate_as_fair(run, first, said)
    _, out, err = run("compare", second, second)
    assert re.search(r"^judged: voice +1\.000", out, re.MULTILINE)
    assert "uncalibrated" not in out + err


def test_labels_of_other_words_of_the_rubric_count_for_nothing(run: Run) -> None:
    first, _, said = judged(run)
    own = Path("eval/rubric/voice.toml")
    own.parent.mkdir(parents=True)
    bundled = Path(cli.__file__).parents[1] / "eval" / "rubric" / "voice.toml"
    own.write_text(bundled.read_text("utf-8").replace("Would a regular reader", "Would a friend"), "utf-8")
    rate_as_fair(run, first, said)
    told = json.loads(run("judges", "--json")[1])["judges"]
    assert [judge["overall"]["n_labels"] for judge in told] == [10, 10]
    assert all("voice" not in judge["dimensions"] for judge in told)


def test_without_a_judge_there_is_no_trial(run: Run) -> None:
    code, _, err = run("judges")
    assert code == 2
    assert "no run was judged yet" in err
    run("cases", "--json")
    (name,) = (path.name for path in Path(".drafter/runs").iterdir())
    assert f"{name}: not judged" in run("judges", name)[2]
    assert run("judges", "nie")[0] == 2
