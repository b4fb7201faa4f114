"""`drafter watch` as a process of its own, and files saved the ways that editors save them."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

TIMEOUT_S = 30
Start = Callable[..., "Watcher"]  # of the arguments
Watch = Callable[..., "Watcher"]  # of the folder and the arguments


class Watcher:
    """A running watch; `lines` are those of both of its streams, as they came."""

    def __init__(self, directory: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "drafter", "watch", *arguments]
        self.process = subprocess.Popen(
            command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def wait_for(self, words: str, *, after: int = 0) -> int:
        """The number of lines up to the first one, after so many, that holds the words."""
        until = time.monotonic() + TIMEOUT_S
        while time.monotonic() < until:
            found = [n for n, line in enumerate(self.lines) if n >= after and words in line]
            if found:
                return found[0] + 1
            time.sleep(0.02)
        raise AssertionError(f"{words!r} does not come: {self.lines[after:]}")

    def stop(self) -> int:
        """Ctrl-C, and the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(TIMEOUT_S)
        self._reader.join(TIMEOUT_S)
        return code


def save_in_place(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def save_by_rename(path: Path, text: str) -> None:
    """As VS Code with atomic saves, Obsidian's sync and many others do."""
    new = path.with_name(f"{path.name}.tmp")
    new.write_text(text, "utf-8")
    new.replace(path)


def save_as_vim(path: Path, text: str) -> None:
    """A probe named 4913, a swap file, the old one moved away, a new one in its place."""
    probe = path.with_name("4913")
    probe.touch()
    probe.unlink()
    swap = path.with_name(f".{path.name}.swp")
    swap.write_bytes(b"b0VIM")
    path.replace(path.with_name(f"{path.name}~"))
    path.write_text(text, "utf-8")
    path.with_name(f"{path.name}~").unlink()
    swap.unlink()


SAVES = (save_in_place, save_by_rename, save_as_vim)
