from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from drafter.errors import OutputError
from drafter.store.atomic import read_existing, write_atomic


def test_a_new_file_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "日報" / "2024 年" / "index.md"
    write_atomic(path, "振り返り\r\n".encode(), expected=None)
    assert path.read_bytes() == "振り返り\r\n".encode()


def test_a_file_that_is_as_expected_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    write_atomic(path, b"new", expected=b"old")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.md": b"new"}


@pytest.mark.parametrize(
    ("before", "expected"),
    [(b"edited", b"old"), (b"there", None), (None, b"old")],
    ids=["edited", "made meanwhile", "gone"],
)
def test_a_file_that_is_not_as_expected_stays_as_it_is(
    tmp_path: Path, before: bytes | None, expected: bytes | None
) -> None:
    path = tmp_path / "a.md"
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(OutputError, match=r"a\.md changed in the meantime"):
        write_atomic(path, b"new", expected=expected)
    assert read_existing(path) == before
    assert [file.name for file in tmp_path.iterdir()] == (["a.md"] if before else [])


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_a_replaced_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_atomic(path, b"new", expected=b"old", mode=0o666)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_a_new_file_gets_the_mode_that_is_asked_for(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a.md", b"new", expected=None, mode=0o600)
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o600


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_bytes(b"old")
    link = tmp_path / "link.md"
    link.symlink_to("real.md")
    write_atomic(link, b"new", expected=b"old")
    assert link.is_symlink()
    assert (tmp_path / "real.md").read_bytes() == b"new"


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"a\.md: cannot be written: No space left on device"):
        write_atomic(path, b"new", expected=b"old")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.md": b"old"}


def test_a_path_through_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(OutputError, match=r"cannot be written"):
        write_atomic(tmp_path / "a" / "b.md", b"new", expected=None)


def test_a_folder_is_no_file_to_read(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="a folder stands there"):
        read_existing(tmp_path)
