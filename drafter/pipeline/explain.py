"""What each sentence of a draft rests on: its source's file, lines and exact words, or the rule of its number; and of a
person's own what is found about it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.errors import OutputError, UsageError
from drafter.pipeline.project import Project
from drafter.records import Count, Kind, Period, Standing
from drafter.store.state import State, Written, WrittenQuote, WrittenSentence
from drafter.text.inline import plain
from drafter.text.lines import line_number

if TYPE_CHECKING:
    from drafter.pipeline.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A sentence as it stands in the file now, at `line`. `found` are places that speak of the same as a person's own,
    and prove nothing; `unsearched` says why there are none."""

    line: int
    text: str
    standing: Standing
    quotes: tuple[WrittenQuote, ...]
    counts: tuple[Count, ...]
    found: tuple[Place, ...] = ()
    unsearched: str = ""


def explain(project: Project, path: Path, line: int | None) -> tuple[Explained, ...]:
    """The sentences that drafter wrote and that still stand in `path`, in order; of one line, if `line` is given, with
    those of a person behind them.

    Raises:
        OutputError: drafter never wrote this file, or its memory of it is lost.
        UsageError: the file has no such line.
    """
    written = State(project.root).load_written(path)
    if written is None:
        hint = "only what drafter generate wrote can be explained; all else counts as yours"
        raise OutputError(f"{path}: drafter has no memory of writing it", hint=hint)
    text = path.read_bytes().decode("utf-8", "replace")
    n_lines = text.count("\n") + (not text.endswith("\n"))
    if line is not None and line > n_lines:
        raise UsageError(f"{path}:{line}: no such line", hint=f"the file has {n_lines} lines")
    found = [
        Explained(
            line=text.count("\n", 0, at) + 1,
            text=written.text[sentence.start : sentence.end],
            standing=sentence.standing,
            quotes=sentence.quotes,
            counts=sentence.counts,
        )
        for at, sentence in _find_places(written, text)
    ]
    if line is None:
        return tuple(found)
    known = [e for e in found if e.line == line]
    return (*known, *_own(project, path, line, known=known, period=written.period))


def _own(
    project: Project, path: Path, line: int, *, known: Sequence[Explained], period: Period | None
) -> Iterator[Explained]:
    """The sentences of a line that are a person's, with what notes and posts of the period have on the same."""
    from drafter.pipeline.sheet import read_sheet
    from drafter.read.encoding import decode

    sheet = read_sheet(project, path, decode(path.read_bytes()).text)
    for sentence in sheet.sentences:
        text = sheet.text[sentence.start : sentence.end]
        is_told = any(text in one.text for one in known)  # an accepted proposal rests on nothing, and is known
        if line_number(sheet.text, sentence.start) == line and sentence.standing is Standing.PERSON and not is_told:
            own = Explained(line=line, text=text, standing=Standing.PERSON, quotes=(), counts=())
            yield _with_places(own, project, path, period)


def _with_places(own: Explained, project: Project, path: Path, period: Period | None) -> Explained:
    """With places in other files than its own; unpublished posts are none."""
    from drafter.pipeline.places import find_places
    from drafter.pipeline.search import open_library
    from drafter.pipeline.template import shown_path

    here = shown_path(project.site, path)
    others = {d.id for d in project.documents if d.path != here and not (d.draft and d.kind is Kind.POST)}
    try:
        found = find_places(project, open_library(project), plain(own.text), among=others, period=period)
    except OutputError as error:
        return replace(own, unsearched=str(error))
    return replace(own, found=found)


def _find_places(written: Written, text: str) -> list[tuple[int, WrittenSentence]]:
    """The sentences that still stand in `text`, by their place: where their line went, else where nothing else does."""
    starts, spans = _line_starts(written.text), _match_lines(written.text, text)
    places: dict[int, WrittenSentence] = {}
    lost: list[tuple[str, WrittenSentence]] = []
    after = 0
    for sentence in written.sentences:
        words = written.text[sentence.start : sentence.end]
        first, last = spans[bisect_right(starts, sentence.start) - 1]
        at = text.find(words, max(first, after), last)
        if at < 0:
            lost.append((words, sentence))
        else:
            places[at] = sentence
            after = at + len(words)
    for words, sentence in lost:
        if text.count(words) == 1:
            places.setdefault(text.index(words), sentence)
    return sorted(places.items(), key=lambda place: place[0])


def _match_lines(old: str, new: str) -> list[tuple[int, int]]:
    """For each line of `old` the part of `new` that it is now, as offsets."""
    before, now = ([line.rstrip() for line in text.splitlines()] for text in (old, new))
    starts = _line_starts(new)
    spans: list[tuple[int, int]] = []
    for change, i, i_end, j, j_end in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if change == "equal":
            spans += [(starts[j + n], starts[j + n + 1]) for n in range(i_end - i)]
        else:
            spans += [(starts[j], starts[j_end])] * (i_end - i)
    return spans


def _line_starts(text: str) -> list[int]:
    """Where each line begins, and the end of the text."""
    return [0, *accumulate(map(len, text.splitlines(keepends=True)))]
