"""`drafter revise` and `drafter undo` on a blog: what stands in the file afterwards, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter import cli
from drafter.store.state import State
from drafter.store.steps import MOST_STEPS, Steps

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., tuple[int, str, str]]


def post(title: str, day: str, body: str) -> str:
    return f"+++\ntitle = '{title}'\ndate = {day}T09:00:00+09:00\ndraft = false\ntags = ['園芸']\n+++\n\n{body}\n"


LAST = (
    "## できごと\n\n庭を借りて土を作った。一年かけて石を拾い、草を抜き、堆肥を入れた。春には野菜を育てられそうだ。\n\n"
    "## 2024年の目標\n\n- 温室を建てる\n- 種を採る"
)
FILES: dict[str, str | bytes] = {
    "hugo.toml": "baseURL = 'https://niwa.example/'\nlanguageCode = 'ja'\ntitle = '庭の記録'\n",
    "content/posts/looking-back/2023/index.md": post("2023年の振り返り", "2024-01-01", LAST),
    "content/posts/onshitsu.md": post(
        "温室を建てた", "2024-03-10", "温室を建てた。柱は6本で、屋根は中古の窓を使った。"
    ),
    "content/posts/tomato.md": post("トマトの一年目", "2024-08-04", "トマトを24個収穫した。水やりは朝だけに変えた。"),
}
PLACE = Path("content/posts/looking-back/2024/index.md")


@pytest.fixture
def blog(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = build_tree(FILES)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def run(blog: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    assert call("generate", "--year", "2024")[0] == 0
    return call


def add_post(blog: Path, number: int = 1) -> None:
    text = post(f"梅を漬けた {number}", f"2024-06-{number:02}", f"梅を{number}キロ漬けた。")
    (blog / f"content/posts/ume-{number}.md").write_text(text, "utf-8")


def edit(blog: Path, old: str, new: str) -> str:
    text = (blog / PLACE).read_bytes().decode("utf-8")
    assert old in text
    (blog / PLACE).write_bytes(text.replace(old, new, 1).encode("utf-8"))
    return text.replace(old, new, 1)


def test_revise_knows_the_period_and_keeps_what_was_written(blog: Path, run: Run) -> None:
    edit(blog, "- 温室を建てる", "- 温室を建てる\n- 井戸を掘る")
    add_post(blog)
    code, out, err = run("revise", str(PLACE))
    text = (blog / PLACE).read_text("utf-8")
    assert (code, out) == (0, f"{PLACE}\n")
    assert "- 井戸を掘る\n" in text
    assert "梅" in text
    assert "merged with what you made of the last draft" in err
    assert run("revise", str(PLACE))[0] == 0
    assert (blog / PLACE).read_text("utf-8") == text


def test_revise_says_where_nothing_changed(blog: Path, run: Run) -> None:
    edit(blog, "- 温室を建てる", "- 温室を建てる\n- 井戸を掘る")
    assert "nothing changed" in run("revise", str(PLACE))[2]


def test_diff_shows_what_would_change_and_writes_nothing(blog: Path, run: Run) -> None:
    edit(blog, "- 温室を建てる", "- 井戸を掘る")
    add_post(blog)
    before = {file: file.read_bytes() for file in blog.rglob("*") if file.is_file()}
    code, out, _ = run("revise", str(PLACE), "--diff")
    assert code == 0
    assert out.startswith(f"--- {PLACE}\n+++ {PLACE}\n@@ ")
    assert [line for line in out.splitlines() if line.startswith("+") and "梅" in line]
    assert not [line for line in out.splitlines() if line[:1] in "+-" and "井戸" in line]
    assert {file: file.read_bytes() for file in blog.rglob("*") if file.is_file()} == before


def test_one_section_alone_takes_the_new_draft(blog: Path, run: Run) -> None:
    before = (blog / PLACE).read_text("utf-8")
    add_post(blog)
    headings = [line for line in before.splitlines() if line.startswith("#")]
    last = headings[-1].lstrip("# ")
    assert run("revise", str(PLACE), "--section", last)[0] == 0
    text = (blog / PLACE).read_text("utf-8")
    assert text[: text.index(headings[-1])] == before[: before.index(headings[-1])]
    assert run("revise", str(PLACE))[0] == 0
    assert (blog / PLACE).read_text("utf-8") != text


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["none.md"], 4, "none.md: no such file"),
        (["content/posts/tomato.md"], 8, "drafter has no memory of writing it"),
        ([str(PLACE), "--section", "ない見出し"], 2, "no section 'ない見出し'\nhint: it has: 園芸"),
    ],
    ids=["no file", "a post", "no such section"],
)
def test_revise_says_what_it_cannot_do(run: Run, arguments: list[str], code: int, message: str) -> None:
    got, out, err = run("revise", *arguments)
    assert (got, out) == (code, "")
    assert message in err


def test_a_draft_older_than_its_memory_of_periods_needs_one_told(blog: Path, run: Run) -> None:
    (record,) = [file for file in (blog / ".drafter/written").iterdir() if "## 園芸" in file.read_text("utf-8")]
    memory = json.loads(record.read_bytes())
    del memory["period"], memory["ownership"]
    record.write_text(json.dumps(memory), "utf-8")
    code, _, err = run("revise", str(PLACE))
    assert (code, "the period of the draft is not known" in err) == (2, True)
    assert run("revise", str(PLACE), "--year", "2024")[0] == 0


def test_with_the_state_lost_nothing_changes(blog: Path, run: Run) -> None:
    text = edit(blog, "- 温室を建てる", "- 井戸を掘る")
    for file in sorted((blog / ".drafter").rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    add_post(blog)
    assert run("generate", "--year", "2024")[0] == 8
    assert run("revise", str(PLACE))[0] == 8
    assert (blog / PLACE).read_text("utf-8") == text


def test_edits_outlive_many_drafts(blog: Path, run: Run) -> None:
    text = edit(blog, "- 種を採る\n", "")
    text = edit(blog, "tags = ['園芸']", "tags = ['園芸', '庭']")
    edit(blog, "## 園芸", "## 庭の園芸\n\n忙しい年だった。")
    for number in range(1, 6):
        add_post(blog, number)
        assert run("generate", "--year", "2024")[0] == 0
        text = (blog / PLACE).read_text("utf-8")
        assert "## 庭の園芸\n\n忙しい年だった。\n" in text
        assert "tags = ['園芸', '庭']\n" in text
        assert "種を採る" not in text
        assert f"{number + 3}記事" in text


def test_explain_still_knows_the_sentences_after_a_merge(blog: Path, run: Run) -> None:
    edit(blog, "## 園芸", "## 庭の園芸\n\n忙しい年だった。")
    add_post(blog)
    run("generate", "--year", "2024")
    explained = json.loads(run("explain", str(PLACE), "--json")[1])
    lines = (blog / PLACE).read_text("utf-8").splitlines()
    assert len(explained) > 2
    assert all(one["text"].splitlines()[0] in lines[one["line"] - 1] for one in explained)
    assert "忙しい年だった。" not in {one["text"] for one in explained}


def test_new_words_for_a_section_that_was_taken_out_are_listed_and_kept(blog: Path, run: Run) -> None:
    text = (blog / PLACE).read_text("utf-8")
    start = text.index("## 園芸")
    end = text.index("\n## ", start) + 1
    (blog / PLACE).write_text(text[:start] + text[end:], "utf-8")
    add_post(blog)
    code, _, err = run("revise", str(PLACE))
    assert code == 0
    assert "梅" not in (blog / PLACE).read_text("utf-8")
    assert "found no place; kept in .drafter/unplaced/" in err
    assert "you took out the section '園芸'" in err
    (kept,) = (blog / ".drafter/unplaced").rglob("*.md")
    assert "梅" in kept.read_text("utf-8")


def test_undo_steps_back_through_all_that_drafter_wrote(blog: Path, run: Run) -> None:
    texts = [(blog / PLACE).read_bytes()]
    for number in (1, 2):
        edit(blog, "- 温室を建てる", f"- {number}つ目の井戸を掘る\n- 温室を建てる")
        texts.append((blog / PLACE).read_bytes())
        add_post(blog, number)
        run("revise", str(PLACE))
    assert run("undo", str(PLACE))[:2] == (0, f"{PLACE}\n")
    assert (blog / PLACE).read_bytes() == texts[2]
    code, _, err = run("undo", str(PLACE))
    assert code == 8
    assert "undo would lose words of yours: '2つ目の井戸を掘る'\nhint: copy them elsewhere" in err
    edit(blog, "- 2つ目の井戸を掘る\n", "")
    assert run("undo", str(PLACE))[0] == 0
    assert (blog / PLACE).read_bytes() == texts[1]
    edit(blog, "- 1つ目の井戸を掘る\n", "")
    code, out, err = run("undo", str(PLACE))
    assert (code, out) == (0, "")
    assert "is gone: nothing stood there before" in err
    assert not (blog / PLACE).exists()
    assert run("undo", str(PLACE))[0] == 8


def test_undo_brings_back_what_drafter_knew(blog: Path, run: Run) -> None:
    edit(blog, "- 種を採る\n", "")
    add_post(blog, 1)
    run("revise", str(PLACE))
    known = State(blog).load_written(blog / PLACE)
    add_post(blog, 2)
    run("revise", str(PLACE))
    run("undo", str(PLACE))
    assert State(blog).load_written(blog / PLACE) == known
    run("revise", str(PLACE))
    assert "種を採る" not in (blog / PLACE).read_text("utf-8")


def test_what_was_undone_is_kept(blog: Path, run: Run) -> None:
    add_post(blog)
    run("generate", "--year", "2024")
    later = (blog / PLACE).read_bytes()
    run("undo", str(PLACE))
    assert later in [file.read_bytes() for file in (blog / ".drafter/old").rglob("*.md")]
    assert [file.name for file in (blog / PLACE).parent.iterdir() if file.suffix == ".md"] == ["index.md"]


def test_a_write_that_was_broken_off_before_its_memory_is_finished(blog: Path, run: Run) -> None:
    edit(blog, "- 種を採る\n", "")
    add_post(blog)
    record = State(blog).load_record(blog / PLACE)
    run("revise", str(PLACE))
    text = (blog / PLACE).read_bytes()
    State(blog).restore_record(blog / PLACE, record)  # as if it had been killed before the memory was saved
    run("revise", str(PLACE))
    assert (blog / PLACE).read_bytes() == text
    assert Steps(State(blog), blog / PLACE).n_steps == 2


def test_only_so_many_steps_are_kept(blog: Path, run: Run) -> None:
    steps = Steps(State(blog), blog / PLACE)
    written = State(blog).load_written(blog / PLACE)
    assert written is not None
    for number in range(MOST_STEPS + 3):
        steps.push(f"{number}".encode(), written)
    assert steps.n_steps == MOST_STEPS
    last = steps.last()
    assert last is not None
    assert last.before == f"{MOST_STEPS + 2}".encode()


def test_english_words_stand_too(build_tree: BuildTree, run: Run, blog: Path) -> None:
    edit(blog, "- 温室を建てる", "- Dig a well. It takes two weeks.")
    add_post(blog)
    run("revise", str(PLACE))
    assert "- Dig a well. It takes two weeks.\n" in (blog / PLACE).read_text("utf-8")
