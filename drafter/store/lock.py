"""One process at a time: a lock on a file that ends with its holder, however that ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from drafter.errors import OutputError

PAUSE_S = 0.05
PLACE = 1 << 20  # Windows locks bytes against reading too: one far behind the process id


@contextmanager
def hold_lock(path: Path, *, wait_s: float) -> Iterator[None]:
    """Hold the lock file at `path`, with the process id in it; waits up to `wait_s` seconds for another holder.

    Raises:
        OutputError: somebody else still holds it, or the file cannot be opened.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise OutputError(f"{path}: cannot be opened: {error.strerror}", hint="check its rights") from error
    try:
        _acquire(descriptor, path, until=time.monotonic() + wait_s)
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, str(os.getpid()).encode("ascii"))
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, *, until: float) -> None:
    while not _try_lock(descriptor):
        if time.monotonic() >= until:
            holder = path.read_text(encoding="ascii", errors="replace").strip() or "unknown"
            raise OutputError(
                f"{path.parent}: another drafter is writing there (process {holder})",
                hint="wait for it to end and try again",
            )
        time.sleep(PAUSE_S)


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, PLACE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
