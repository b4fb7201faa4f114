from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from drafter.errors import OutputError
from drafter.store.folder import prepare_folder
from drafter.store.state import State


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_a_folder_of_the_state_is_closed_and_ignored_by_git(tmp_path: Path) -> None:
    folder = tmp_path / ".drafter" / "runs" / "a"
    for _ in range(2):
        prepare_folder(folder)
        (tmp_path / ".drafter").chmod(0o755)
    prepare_folder(folder)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder.parent, folder.parent.parent)]
    assert modes == [0o700] * 3
    assert (tmp_path / ".drafter" / ".gitignore").read_text() == "*\n"
    assert (tmp_path / ".drafter" / "version").read_text() == "1\n"


def test_a_folder_elsewhere_is_made_without_a_state(tmp_path: Path) -> None:
    prepare_folder(tmp_path / "a" / "b")
    assert [path.name for path in tmp_path.rglob("*")] == ["a", "b"]


def test_the_state_of_a_newer_drafter_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".drafter").mkdir()
    (tmp_path / ".drafter" / "version").write_text("2\n")
    with pytest.raises(OutputError, match="was made by a newer drafter"):
        prepare_folder(tmp_path / ".drafter" / "runs")
    assert [path.name for path in (tmp_path / ".drafter").iterdir()] == ["version"]


@pytest.mark.parametrize("folder", [".drafter/runs", "elsewhere/a"])
def test_a_file_in_the_way_is_an_error(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).parent.write_text("")
    with pytest.raises(OutputError, match="cannot be made"):
        prepare_folder(tmp_path / folder)


def test_a_state_that_another_process_makes_at_the_same_moment_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, calls = State._prepare, []

    def lose_twice(state: State) -> None:
        calls.append(state)
        if len(calls) < 3:
            raise OutputError(".gitignore changed in the meantime")
        prepare(state)

    monkeypatch.setattr(State, "_prepare", lose_twice)
    prepare_folder(tmp_path / ".drafter" / "runs")
    assert (tmp_path / ".drafter" / "runs").is_dir()
    assert len(calls) == 3
