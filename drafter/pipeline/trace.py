"""What one sentence rests on, and where the words of its sources stand by now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drafter.errors import SourceError
from drafter.pipeline.check.record import recall
from drafter.pipeline.project import Project, path_from_root
from drafter.pipeline.sheet import Sheet, SheetSentence
from drafter.read.encoding import decode
from drafter.records import Count
from drafter.store.state import WrittenQuote
from drafter.text.lines import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedQuote:
    """Words of a source, in `file` from the character `start` on, which is in `line`; without a file it is gone,
    without a start the words are."""

    path: str
    day: date | None
    words: str
    line: int
    file: Path | None
    start: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A sentence with its quotes and counts; `changed` tells a count that is another one by now, or is ""."""

    sentence: SheetSentence
    quotes: tuple[TracedQuote, ...]
    counts: tuple[Count, ...]
    changed: str


def trace(sheet: Sheet, sentence: SheetSentence, *, files: Mapping[str, Path], days: Mapping[str, date]) -> Traced:
    """Read the sources of a sentence as they are on the disk now; `files` opens them by their shown paths."""
    written = sheet.written(sentence)
    if written is None:
        return Traced(sentence=sentence, quotes=(), counts=(), changed="")
    quotes = tuple(_trace(quote, files.get(quote.path), days.get(quote.path)) for quote in written.quotes)
    record = recall(sheet.manuscript, sentence.placed) if written.counts else None
    lost = any(quote.start is None for quote in quotes)
    return Traced(
        sentence=sentence,
        quotes=quotes,
        counts=written.counts,
        changed=record.changed if record and not lost else "",
    )


def days_by_path(project: Project) -> Mapping[str, date]:
    """The days of the documents that have one, by the paths that drafter shows."""
    return {path_from_root(project, d.path): d.stamp.day for d in project.documents if d.stamp}


def _trace(quote: WrittenQuote, file: Path | None, day: date | None) -> TracedQuote:
    text = _read(file)
    start = _find(quote, text) if text is not None else None
    line = Lines(text).number(start) if text is not None and start is not None else quote.start_line
    return TracedQuote(
        path=quote.path,
        day=day,
        words=quote.words,
        line=line,
        file=file if text is not None else None,
        start=start,
    )


def _read(file: Path | None) -> str | None:
    try:
        return decode(file.read_bytes()).text if file else None
    except (OSError, SourceError):
        return None


def _find(quote: WrittenQuote, text: str) -> int | None:
    """Where the words stand, nearest to their old line where they stand more than once."""
    lines = Lines(text)
    places = []
    at = text.find(quote.words)
    while at >= 0:
        places.append(at)
        at = text.find(quote.words, at + 1)
    return min(places, key=lambda place: abs(lines.number(place) - quote.start_line), default=None)
