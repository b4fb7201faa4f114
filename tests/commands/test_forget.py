from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from drafter.commands import forget
from drafter.commands.options import spread
from drafter.errors import OutputError, UsageError
from drafter.model.cache import Cache, CachedReply
from drafter.store.runs import start_run
from drafter.store.state import State, Written

Call = Callable[..., str]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """Call `drafter forget` in an empty folder; what it says. Nothing goes to standard output."""
    app = typer.Typer(rich_markup_mode=None)
    app.command("forget")(spread(forget.run))

    def run(*arguments: str) -> str:
        app(list(arguments), standalone_mode=False)
        out, err = capsys.readouterr()
        assert out.strip() == ""  # the question ends with a blank there
        return err

    with chdir(tmp_path):
        yield run


@pytest.fixture
def state(tmp_path: Path) -> State:
    """A state with all that drafter keeps."""
    state = State(tmp_path)
    with state.lock(), Cache.of(state) as cache:
        cache.put("k", CachedReply(text="答え", model="m", usage=None), request="本文")
        state.save_written(tmp_path / "a.md", Written(text="文"))
        state.put_aside(tmp_path / "content" / "a.md", "文")
        state.keep_old(tmp_path / "content" / "a.md", "人の文")
        start_run(state, command="c", settings={}, prompts={}, now=datetime(2025, 1, 3, tzinfo=UTC)).finish({})
    return state


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Be a person at a terminal who answers."""

    def give(text: str) -> None:
        monkeypatch.setattr("sys.stdin", Terminal(text))

    return give


class Terminal:
    def __init__(self, text: str) -> None:
        self.lines = iter([text])

    def isatty(self) -> bool:
        return True

    def readline(self, _size: int = -1) -> str:
        return next(self.lines, "")


def test_all_is_removed_and_told(call: Call, state: State, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("文", "utf-8")
    said = call("--yes")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    words = {line.split()[0]: " ".join(line.split()[1:]) for line in said.splitlines()[1:-1]}
    assert set(words) == {"aside", "cache", "old", "runs", "written"}
    assert words["old"].startswith("1 file ")
    assert words["old"].endswith("what you wrote and a draft replaced")
    assert said.splitlines()[0] == ".drafter holds:"
    last = "removed .drafter; the drafts stay, and to drafter they are now yours: it will not overwrite them"
    assert said.splitlines()[-1] == last


def test_where_nothing_is_remembered_nothing_is_removed(call: Call, tmp_path: Path) -> None:
    assert call("--yes") == ".drafter: nothing is there to forget\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("text", "is_gone"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_a_person_is_asked(call: Call, state: State, answer: Callable[[str], None], text: str, is_gone: bool) -> None:
    answer(text)
    said = call()
    assert "Remove all of it? [y/N]" in said
    assert said.endswith("nothing was removed\n") is not is_gone
    assert state.folder.exists() is not is_gone


def test_where_nobody_can_be_asked_nothing_is_removed(call: Call, state: State) -> None:
    with pytest.raises(UsageError, match="nobody is there to be asked") as told:
        call()
    assert told.value.hint == "give --yes to remove it without a question"
    assert state.folder.exists()


def test_a_link_is_left_alone_and_so_is_what_it_leads_to(call: Call, state: State, tmp_path: Path) -> None:
    elsewhere = shutil.move(state.folder, tmp_path / "elsewhere")
    state.folder.symlink_to(elsewhere)
    with pytest.raises(OutputError, match=r"\.drafter is a symbolic link to .*elsewhere: drafter made none"):
        call("--yes")
    assert (tmp_path / "elsewhere" / "version").exists()
    shutil.rmtree(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is a symbolic link"):
        call("--yes")


@pytest.mark.parametrize("version", [None, "", "one\n"])
def test_a_folder_that_drafter_did_not_make_is_left_alone(call: Call, state: State, version: str | None) -> None:
    path = state.folder / "version"
    path.unlink() if version is None else path.write_text(version)
    before = sorted(state.folder.rglob("*"))
    with pytest.raises(OutputError, match="has no version file of drafter's in it") as told:
        call("--yes")
    assert told.value.hint == "look what it is, and remove it by hand"
    assert sorted(state.folder.rglob("*")) == before


def test_a_file_in_its_place_is_left_alone(call: Call, tmp_path: Path) -> None:
    (tmp_path / ".drafter").write_text("")
    with pytest.raises(OutputError, match="is a file: drafter keeps a folder there"):
        call("--yes")


def test_a_link_inside_is_removed_and_not_followed(call: Call, state: State, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("日記", "utf-8")
    (state.folder / "aside" / "link").symlink_to(tmp_path / "notes")
    (state.folder / "link").symlink_to(tmp_path / "notes")
    call("--yes")
    assert not state.folder.exists()
    assert (tmp_path / "notes" / "a.md").exists()


def test_the_state_of_a_newer_drafter_can_be_forgotten(call: Call, state: State) -> None:
    (state.folder / "version").write_text("2\n")
    call("--yes")
    assert not state.folder.exists()


def test_while_a_run_goes_on_nothing_is_removed(call: Call, state: State) -> None:
    record = start_run(state, command="c", settings={}, prompts={}, now=datetime(2025, 1, 3, tzinfo=UTC))
    with pytest.raises(OutputError, match=f"a run is going on: {record.id}"):
        call("--yes")
    record.finish({})
    call("--yes")
    assert not state.folder.exists()


def test_while_another_drafter_writes_nothing_is_removed(
    call: Call, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forget, "WAIT_S", 0.1)
    with state.lock(), pytest.raises(OutputError, match=f"another drafter is writing there .process {os.getpid()}"):
        call("--yes")
    assert (state.folder / "cache.sqlite3").exists()


def test_what_was_broken_off_can_be_done_again(call: Call, state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> None:
        raise OSError(errno.EACCES, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", fail)
        with pytest.raises(OutputError, match="cannot be removed: Permission denied") as told:
            call("--yes")
    assert told.value.hint == "check its rights, and run drafter forget again for the rest"
    assert {".gitignore", "version"} <= {path.name for path in state.folder.iterdir()}
    call("--yes")
    assert not state.folder.exists()
