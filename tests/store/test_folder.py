from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from drafter.errors import OutputError
from drafter.store.folder import prepare_folder


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


def test_a_state_that_several_processes_make_at_the_same_moment_is_no_error(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from drafter.store.folder import prepare_folder; "
    code += "sys.stdin.read(1); prepare_folder(Path(sys.argv[1]) / '.drafter' / 'runs')"
    command = [sys.executable, "-c", code, str(tmp_path)]
    started = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(6)]
    for process in started:
        assert process.stdin
        process.stdin.write(b"x")
        process.stdin.flush()
    assert [process.communicate()[1] for process in started] == [b""] * len(started)
    assert (tmp_path / ".drafter" / "version").read_text() == "1\n"
