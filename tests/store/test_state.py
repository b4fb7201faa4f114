from __future__ import annotations

import json
import os
import stat
import unicodedata
from pathlib import Path

import pytest

from drafter.errors import OutputError
from drafter.records import Count, Standing
from drafter.store.state import State, Written, WrittenQuote, WrittenSentence

WRITTEN = Written(
    text="\ufeff+++\r\ntitle = '振り返り'\r\n+++\r\n2024年は32記事を書いた。\r\n",
    sentences=(
        WrittenSentence(
            start=29,
            end=43,
            standing=Standing.COUNTED,
            quotes=(WrittenQuote(path="日報/a.md", start_line=3, end_line=4, words="書いた〜\n続き"),),
            counts=(Count(id="c", name="posts", value=32, rule="posts dated in the year", document_ids=("x", "y")),),
        ),
    ),
)


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path)


def test_what_was_written_comes_back_as_it_was(state: State) -> None:
    path = state.root / "content" / "振り返り 2024" / "index.md"
    state.save_written(path, WRITTEN)
    assert state.load_written(path) == WRITTEN
    state.save_written(path, Written(text="二度目"))
    assert state.load_written(path) == Written(text="二度目")


def test_a_file_has_one_record_however_its_name_is_composed(state: State) -> None:
    state.save_written(state.root / unicodedata.normalize("NFD", "ガ.md"), WRITTEN)
    assert state.load_written(state.root / unicodedata.normalize("NFC", "ガ.md")) == WRITTEN


def test_what_was_never_written_is_none_and_reading_makes_nothing(state: State) -> None:
    assert state.load_written(state.root / "a.md") is None
    assert list(state.root.iterdir()) == []


def test_a_name_is_relative_inside_the_project_and_whole_outside(state: State, tmp_path: Path) -> None:
    assert state.name_of(tmp_path / "a" / ".." / "b.md") == "b.md"
    assert state.name_of(tmp_path.parent / "b.md") == (tmp_path.parent.resolve() / "b.md").as_posix()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-20],
        lambda text: text.replace("32記事", "33記事"),
        lambda text: text.replace('"counted"', '"guessed"'),
        lambda text: "[]",
        lambda text: "",
    ],
    ids=["cut off", "changed", "unknown standing", "no record", "empty"],
)
def test_a_broken_record_is_no_record(state: State, spoil: object) -> None:
    assert callable(spoil)
    path = state.root / "a.md"
    state.save_written(path, WRITTEN)
    (record,) = (state.folder / "written").iterdir()
    record.write_text(spoil(record.read_text("utf-8")), "utf-8")
    assert state.load_written(path) is None


def test_a_record_can_be_read_by_a_person(state: State) -> None:
    state.save_written(state.root / "a.md", WRITTEN)
    (record,) = (state.folder / "written").iterdir()
    assert "2024年は32記事を書いた。" in record.read_text("utf-8")
    assert json.loads(record.read_bytes())["path"] == "a.md"


def test_a_draft_put_aside_never_replaces_another(state: State) -> None:
    path = state.root / "content" / "index.md"
    kept = [state.put_aside(path, text) for text in ("一", "二", "一", "二", "三")]
    names = ["index.md", "index.2.md", "index.md", "index.2.md", "index.3.md"]
    assert kept == [state.folder / "aside" / "content" / name for name in names]
    assert [file.read_text("utf-8") for file in kept] == ["一", "二", "一", "二", "三"]


def test_an_old_file_is_kept_byte_for_byte(state: State) -> None:
    old = "古い文".encode("cp932")
    kept = state.keep_old(state.root / "a.md", old)
    assert kept == state.folder / "old" / "a.md"
    assert kept.read_bytes() == old


def test_a_file_outside_the_project_is_kept_inside_the_state(state: State, tmp_path: Path) -> None:
    kept = state.put_aside(tmp_path.parent / "elsewhere.md", "文")
    assert kept.is_relative_to(state.folder / "aside")
    assert kept.name == "elsewhere.md"


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_nothing_in_the_state_is_open_to_others(state: State) -> None:
    (state.root / ".drafter").mkdir(mode=0o755)
    with state.lock():
        state.save_written(state.root / "a.md", WRITTEN)
        state.put_aside(state.root / "b" / "c.md", "文")
        state.keep_old(state.root / "a.md", "文")
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (state.folder, *state.folder.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_the_state_is_ignored_by_git_and_says_its_version(state: State) -> None:
    state.put_aside(state.root / "a.md", "文")
    assert (state.folder / ".gitignore").read_text() == "*\n"
    assert (state.folder / "version").read_text() == "1\n"


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("2", "was made by a newer drafter"),
        ("99", "was made by a newer drafter"),
        ("x", "version: not a version: 'x'"),
        ("", "version: not a version: ''"),
    ],
)
def test_a_state_of_an_unknown_version_is_left_alone(state: State, version: str, message: str) -> None:
    state.save_written(state.root / "a.md", WRITTEN)
    (state.folder / "version").write_text(version)
    with pytest.raises(OutputError, match=message):
        state.load_written(state.root / "a.md")
    with pytest.raises(OutputError, match=message):
        state.put_aside(state.root / "a.md", "文")


def test_a_file_in_the_place_of_the_state_is_an_error(state: State) -> None:
    state.folder.write_text("")
    with pytest.raises(OutputError, match="cannot be made"):
        state.put_aside(state.root / "a.md", "文")
