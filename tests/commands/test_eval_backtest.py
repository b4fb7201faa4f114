"""`drafter eval backtest`: a year that is over, drafted from what there was before its retrospective."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter import cli
from tests.conftest import BuildTree

Run = Callable[..., tuple[int, str, str]]


def post(title: str, day: str, body: str) -> str:
    return f"+++\ntitle = '{title}'\ndate = {day}T09:00:00+09:00\n+++\n\n{body}\n"


FILES: dict[str, str | bytes] = {
    "hugo.toml": "baseURL = 'https://niwa.example/'\nlanguageCode = 'ja'\n",
    "content/posts/2022.md": post("2022年の振り返り", "2022-12-31", "## 庭\n\n庭を始めた。苗を三株植えた。"),
    "content/posts/onshitsu.md": post(
        "温室を建てた", "2023-03-10", "温室を建てた。柱は6本で、屋根は中古の窓を使った。"
    ),
    "content/posts/nashi.md": post("梨の年", "2024-01-02", "2023年は梨が40個とれた。"),
    "content/posts/2023.md": post(
        "2023年の振り返り",
        "2024-01-03",
        "## 庭\n\n温室を建てた。ひみつの井戸も掘った。\n\n## 2024年の目標\n\n- 池を掘る",
    ),
    "content/posts/ike.md": post("池を掘った", "2024-06-01", "2023年に温室を建てたあと、池を掘った。"),
    "content/posts/2024.md": post("2024年の振り返り", "2024-12-31", "## 池\n\n池を掘った。"),
}


@pytest.fixture
def run(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(build_tree(FILES))

    def call(*arguments: str) -> tuple[int, str, str]:
        return (cli.main(["eval", "backtest", *arguments]), *capsys.readouterr())

    return call


def test_a_past_year_is_drafted_without_its_retrospective_and_scored_against_it(run: Run) -> None:
    code, out, err = run("--year", "2023", "--json")
    assert code == 0, err
    rows = {row["metric"]: row for row in json.loads(out)["rows"]}
    assert rows["rouge1"]["value"] > 0
    (path,) = Path(".drafter/runs").glob("*/drafts/*.md")
    draft = path.read_text("utf-8")
    assert "温室を建てた" in draft
    assert [word for word in ("井戸", "池", "2024年の目標") if word in draft] == []


def test_a_year_without_a_retrospective_says_which_have_one(run: Run) -> None:
    code, _, err = run("--year", "2021")
    assert code == 4
    assert "hint: there are retrospectives of: 2024, 2023, 2022" in err


def test_it_takes_a_period_and_nothing_else(run: Run) -> None:
    assert run("2023")[0] == 2
