"""`drafter eval` on the blog of a gardener: one draft, right now."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter import cli

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., tuple[int, str, str]]
DRAFT = Path("content/posts/looking-back/2024/index.md")


def post(title: str, day: str, body: str) -> str:
    return f"+++\ntitle = '{title}'\ndate = {day}T09:00:00+09:00\ntags = ['園芸']\n+++\n\n{body}\n"


FILES: dict[str, str | bytes] = {
    "hugo.toml": "baseURL = 'https://niwa.example/'\nlanguageCode = 'ja'\n",
    "content/posts/looking-back/2023/index.md": post(
        "2023年の振り返り", "2024-01-01", "## まとめ\n\n庭を始めた。\n\n## 2024年の目標\n\n- 温室を建てる"
    ),
    "content/posts/onshitsu.md": post(
        "温室を建てた", "2024-03-10", "温室を建てた。柱は6本で、屋根は中古の窓を使った。"
    ),
    "content/posts/tomato.md": post("トマトの一年目", "2024-08-04", "トマトを24個収穫した。水やりは朝だけに変えた。"),
    "mine.md": "---\ntitle: 2024年\n---\n\n## 庭のこと\r\n\r\n温室を建てた。トマトを２４個も収穫できた。\r\n",
    "other.md": "## 庭のこと\n\n税の申告を三月に済ませた。\n",
}


@pytest.fixture
def run(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(build_tree(FILES))

    def call(*arguments: str) -> tuple[int, str, str]:
        return (cli.main([*arguments, "--year", "2024"]), *capsys.readouterr())

    return call


def scores(out: str) -> dict[str, dict[str, object]]:
    return {score["metric"]: score for score in json.loads(out)["scores"]}


def test_a_draft_that_drafter_wrote_is_scored_by_what_it_rests_on(run: Run) -> None:
    assert run("generate")[0] == 0
    code, out, err = run("eval", str(DRAFT), "--json")
    assert (code, err) == (0, "")
    found = scores(out)
    assert found["grounded"]["value"] == 1
    assert found["coverage"]["value"] == 1
    assert "rouge1" not in found


def test_a_quote_whose_source_was_changed_grounds_nothing(run: Run) -> None:
    run("generate")
    before = scores(run("eval", str(DRAFT), "--json")[1])["grounded"]
    path = Path("content/posts/onshitsu.md")
    path.write_text(path.read_text("utf-8").replace("建てた", "作った"), "utf-8")
    after = scores(run("eval", str(DRAFT), "--json")[1])["grounded"]
    assert (before["value"], before["denominator"]) == (1, after["denominator"])
    assert 0 < after["numerator"] < before["numerator"]  # type: ignore[operator]


def test_a_persons_own_post_beats_an_unrelated_one_and_has_no_share_of_grounded(run: Run) -> None:
    own = scores(run("eval", "mine.md", "--reference", "mine.md", "--json", "--tokenizer", "ja-char")[1])
    other = scores(run("eval", "other.md", "--reference", "mine.md", "--json", "--tokenizer", "ja-char")[1])
    assert own["rouge1"]["value"] == own["rougeLsum"]["value"] == 1
    assert other["rouge1"]["value"] < 0.4  # type: ignore[operator]
    assert own["headings"]["value"] == other["headings"]["value"] == 1
    assert own["grounded"]["value"] is None
    assert "no memory" in str(own["grounded"]["reason"])
    assert own["coverage"]["value"] is own["balance"]["value"] is None  # it has no link, which is no reason for a 0
    assert "links to no source" in str(own["coverage"]["reason"])


def test_a_link_may_lead_where_the_front_matter_of_a_post_does(run: Run) -> None:
    text = "---\ntitle: 池\ndate: 2024-05-01\ncanonical: https://example.org/onshitsu\n---\n池を見た。\n"
    Path("content/posts/ike.md").write_text(text, "utf-8")
    Path("linked.md").write_text("[温室](https://example.org/onshitsu)と[池](https://example.org/ike)。\n", "utf-8")
    found = scores(run("eval", "linked.md", "--json")[1])["links"]
    assert (found["numerator"], found["denominator"]) == (1, 2)
    assert [span["text"] for span in found["spans"]] == ["https://example.org/ike"]  # type: ignore[attr-defined]


def test_the_table_says_what_was_not_judged(run: Run) -> None:
    code, out, err = run("eval", "mine.md", "--reference", "other.md")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()][:3] == ["grounded", "proposed", "coverage"]
    assert err == "not judged: no model\n"


def test_files_and_tokenizers_that_are_not_there_are_told_with_the_next_step(run: Run) -> None:
    hint = "hint: give a Markdown file, or a folder of cases"
    assert run("eval", "nai.md")[::2] == (4, f"error: nai.md: no such file\n{hint}\n")
    assert run("eval", "content")[::2][0] == 4  # a folder without a case
    assert run("eval", "mine.md", "--reference", "nai.md")[0] == 4
    assert run("eval", "mine.md", "other.md")[0] == 2
    code, _, err = run("eval", "mine.md", "--tokenizer", "ja-kotoba")
    assert code == 3
    assert "ja-word" in err
