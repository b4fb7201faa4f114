"""Files replaced in one step, and only while they still hold what was read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from drafter.errors import ChangedError, OutputError


def read_existing(path: Path) -> bytes | None:
    """The bytes of `path`, or None where there is no such file.

    Raises:
        OutputError: it is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError as error:
        raise OutputError(f"{path}: a folder stands there", hint="move it away, or write elsewhere") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror}", hint="check the path and its rights") from error


def write_atomic(path: Path, data: bytes, *, expected: bytes | None, mode: int = 0o666) -> None:
    """Replace the file at `path`, whose bytes were `expected` (None: it was not there), in one step.

    A reader sees the old bytes or the new ones. Missing folders are made. An existing file keeps its mode, a new one
    gets `mode` less the umask; a symbolic link stays one and its target is replaced.

    Raises:
        ChangedError: the file holds something else by now.
        OutputError: it cannot be written; it is then as it was.
    """
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_synced(temporary, data, mode=_mode_of(target), new_mode=mode)
            if read_existing(target) != expected:
                raise ChangedError(f"{path} changed in the meantime", hint="nothing was written; run the command again")
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except (FileExistsError, NotADirectoryError) as error:
        file = next((folder for folder in target.parents if folder.exists()), target)
        message = f"{path}: cannot be written: {file} is a file, not a folder"
        raise OutputError(message, hint="move it away, or write elsewhere") from error
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written: {error.strerror}", hint="check the folder, its rights and the free space"
        ) from error


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def _write_synced(path: Path, data: bytes, *, mode: int | None, new_mode: int) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), new_mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
