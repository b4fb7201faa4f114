from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from drafter.errors import OutputError
from drafter.store.lock import hold_lock

HOLDER = """
import sys, time
from pathlib import Path
from drafter.store.lock import hold_lock
with hold_lock(Path(sys.argv[1]), wait_s=0):
    print("held", flush=True)
    sys.stdin.readline()
"""


def hold_elsewhere(path: Path) -> subprocess.Popen[str]:
    """A process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold_elsewhere(path) as process:
        with (
            pytest.raises(OutputError, match=rf"another drafter is writing .*process {process.pid}\)"),
            hold_lock(path, wait_s=0.1),
        ):
            pytest.fail("held twice")
        process.communicate("\n")
    with hold_lock(path, wait_s=0):
        assert path.read_text().isdecimal()


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold_elsewhere(path) as process:
        process.kill()
    with hold_lock(path, wait_s=0):
        assert path.stat().st_size > 0


def test_a_short_holder_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold_elsewhere(path) as process:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        start = time.monotonic()
        with hold_lock(path, wait_s=10):
            assert time.monotonic() - start < 10


def test_a_lock_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be opened"), hold_lock(tmp_path / "no" / "lock", wait_s=0):
        pytest.fail("held")
