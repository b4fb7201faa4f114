"""`drafter eval compare --judge`, through the real command: which of two drafts a judge on a real server prefers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafter import cli
from tests.commands.test_eval_cases import CASE, MINE, answer_well
from tests.conftest import BuildTree
from tests.model.server import Body, Canned, ModelServer, say
from tests.model_blog import FILES

TOLD = "三通の手紙が届き、うれしかった。"  # by the model only


@pytest.fixture
def cases(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = {f"cases/lake/site/{path}": text for path, text in FILES.items() if path.startswith(("content", "hugo"))}
    root = build_tree({**site, "cases/lake/case.toml": CASE, "cases/lake/mine.md": MINE})
    monkeypatch.chdir(root)
    return root


def prefer_the_letters(body: Body) -> Canned:
    """Draft; and prefer the draft that tells of the letters, wherever it stands."""
    if "PreferReply" not in json.dumps(body):
        return answer_well(body)
    words = str(body["messages"][-1]["content"])
    first = words[words.index("===== first ") : words.index("===== end of first ")]
    return prefer(body, first=TOLD in first, evidence=TOLD)


def prefer_the_first(body: Body) -> Canned:
    return answer_well(body) if "PreferReply" not in json.dumps(body) else prefer(body, first=True, evidence="2024年")


def prefer(body: Body, *, first: bool, evidence: str) -> Canned:
    reply = {"reason": "手紙のことがある。", "evidence": evidence, "verdict": "first" if first else "second"}
    usage = {"prompt_tokens": sum(len(str(m["content"])) for m in body["messages"]), "completion_tokens": 10}
    return say(json.dumps(reply, ensure_ascii=False), usage=usage)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["eval", *arguments])
    return code, *capsys.readouterr()


def test_a_judge_prefers_in_both_orders(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ModelServer(prefer_the_letters).run() as server:
        here = ("--base-url", server.base_url, "--yes")
        code, out, err = run(capsys, "cases", "--model", "m", "--json", *here)
        assert code == 0, err
        name, n_asked = json.loads(out)["run"], len(server.bodies)
        code, out, err = run(capsys, "compare", name, "--judge", "j", "--judgings", "1", *here)
        assert code == 0, err
        assert len(server.bodies) == n_asked + 2
        assert "lake, m against extractive: better\n  手紙のことがある。\n" in out
        assert "the judge's preference: 1 better, 0 worse, 0 neither, 0 unscored; longer in " in out
        assert "pairs won less a half: out of reach: higher by 0.5" in out
        code, out, err = run(capsys, "compare", name, "--judge", "j", "--judgings", "1", "--json", *here)
        (pair,) = json.loads(out)
        assert (pair["winner"], [s["value"] for s in pair["scores"]]) == ("a", [1, 0])
        assert len(server.bodies) == n_asked + 2  # kept
        code, out, err = run(capsys, "compare", name, name, "--judge", "j", *here)
        assert (code, len(server.bodies)) == (0, n_asked + 2)
        assert "nothing to prefer" in err


def test_what_is_preferred_for_its_place_is_a_tie(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ModelServer(prefer_the_first).run() as server:
        here = ("--base-url", server.base_url, "--yes")
        name = json.loads(run(capsys, "cases", "--model", "m", "--json", *here)[1])["run"]
        code, out, err = run(capsys, "compare", name, "--judge", "j", "--judgings", "1", *here)
    assert code == 0, err
    assert "lake, m against extractive: neither: the verdict went by the place" in out
    assert "0 better, 0 worse, 1 neither, 0 unscored" in out
