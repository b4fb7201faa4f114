"""The projects of the files that are open, read once and again when they change; texts read once for each change."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import RLock

from drafter.pipeline.check import Finding, check
from drafter.pipeline.present import Present, find_present
from drafter.pipeline.project import Project
from drafter.pipeline.sheet import Sheet, is_checked, read_sheet
from drafter.pipeline.trace import Traced, days_by_path, trace

_KEPT_FOR = timedelta(hours=1)  # what lies in the future moves


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A project with the files it was read from."""

    project: Project
    present: Present
    days: Mapping[str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A text with the project it was read in, and with its findings once it was checked."""

    text: str
    project: Project
    sheet: Sheet
    findings: tuple[Finding, ...] | None = None


class Desk:
    """`open_project` gives the project of a file, unread; it is asked before each check, and must be quick.

    All of it may be called from several threads.
    """

    def __init__(self, open_project: Callable[[Path], Project]) -> None:
        self._open_project = open_project
        self._open: dict[tuple[Path, tuple[Path, ...]], _Open] = {}  # by root and notes
        self._homes: dict[Path, _Open] = {}  # by file
        self._read: dict[Path, _Read] = {}  # by file
        self._lock = RLock()

    def is_known(self, path: Path) -> bool:
        """Whether the project of a file was read already: if not, that may take a while."""
        return path in self._homes

    def sheet(self, path: Path, text: str) -> Sheet:
        """The text of a file with its sentences, by what was known of its project at the last check.

        Raises:
            DrafterError: the project cannot be read.
        """
        home = self._homes.get(path)  # without the lock: a project that is being read again holds up nobody
        if home is None:
            with self._lock:
                home = self._homes.get(path) or self._refresh(path)
        read = self._read.get(path)
        if read is None or read.text != text or read.project is not home.project:
            sheet = read_sheet(home.project, path, text)
            read = _Read(text=text, project=home.project, sheet=sheet)
            with self._lock:
                self._read[path] = read
        return read.sheet

    def findings(self, path: Path, text: str) -> tuple[Finding, ...]:
        """What is wrong with the text of a file; the project is read again where its files changed.

        Raises:
            DrafterError: the project cannot be read.
        """
        with self._lock:
            home = self._refresh(path)
        sheet = self.sheet(path, text)
        read = self._read.get(path)
        if read is not None and read.sheet is sheet and read.findings is not None:
            return read.findings
        found = check(sheet.manuscript)
        with self._lock:
            self._read[path] = _Read(text=text, project=home.project, sheet=sheet, findings=found)
        return found

    def is_checked(self, path: Path, text: str) -> bool:
        """Whether a file is drafter's to look at unasked.

        Raises:
            DrafterError: the project cannot be read.
        """
        return is_checked(self.sheet(path, text))

    def trace(self, path: Path, sheet: Sheet, at: int) -> Traced | None:
        """The sentence at an offset of a sheet with its sources as they are now; None where there is no sentence."""
        sentence = sheet.sentence_at(at)
        home = self._homes.get(path)
        return trace(sheet, sentence, files=home.present.files, days=home.days) if sentence and home else None

    def nearest(self, path: Path, text: str, at: int) -> tuple[Sheet, int] | None:
        """A sheet to look up the sentence at an offset in, and how far that has moved since: the one of this text, or
        of one before it which differs elsewhere. None where the text must be read. Waits for nothing."""
        read, home = self._read.get(path), self._homes.get(path)
        if read is None or home is None or read.project is not home.project:
            return None
        text = text.removeprefix("\ufeff")
        old, n_same = read.sheet.text, _n_same(read.sheet.text, text)
        n_same_end = min(_n_same(old[::-1], text[::-1]), min(len(old), len(text)) - n_same)
        moved = len(text) - len(old) if at >= len(text) - n_same_end else 0
        sentence = read.sheet.sentence_at(at - moved)
        if sentence is None:
            return (read.sheet, moved) if old == text else None
        end = sentence.mark[1] if sentence.mark else sentence.end
        is_untouched = end < n_same or sentence.start > len(old) - n_same_end or old == text
        return (read.sheet, moved) if is_untouched else None

    def forget(self, path: Path) -> None:
        """Let go of a file that was closed; its project is kept for others."""
        with self._lock:
            self._read.pop(path, None)
            self._homes.pop(path, None)

    def look_again(self, path: Path) -> None:
        """Read a text anew at the next question: drafter's memory of the file may be another one."""
        with self._lock:
            self._read.pop(path, None)

    def _refresh(self, path: Path) -> _Open:
        fresh = self._open_project(path)
        present = find_present(fresh)
        key = fresh.root, fresh.settings.notes
        known = self._open.get(key)
        if known is None or _is_stale(known, fresh, present, path.resolve()):
            known = _Open(project=fresh, present=present, days=days_by_path(fresh))  # all is read for its days
            gc.freeze()  # it stays: a hover waits for no collector that walks through it
        self._open[key] = self._homes[path] = known
        return known


def _n_same(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _is_stale(known: _Open, fresh: Project, present: Present, path: Path) -> bool:
    """A change of the file itself is none: its text comes from the editor."""
    moved = (known.project.settings, known.project.site) != (fresh.settings, fresh.site)
    now = datetime.now().astimezone()
    return moved or now - known.project.now > _KEPT_FOR or known.present.differs(present, but=path)
