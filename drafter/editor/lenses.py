"""One line above each section: how much of it is grounded, and what a check found in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafter.pipeline.check import Finding, Severity
from drafter.pipeline.sheet import Sheet, SheetSection, SheetSentence
from drafter.records import Standing
from drafter.text.lines import Lines
from drafter.text.plural import count_of

_SHOWN_CHARS = 40
_SAID = {Standing.PROPOSED: "proposed", Standing.PERSON: "yours"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """`title` stands above the heading of `section`, `details` tells what of it is not grounded or found wrong."""

    section: SheetSection
    title: str
    details: str


def find_lenses(sheet: Sheet, findings: Sequence[Finding]) -> tuple[Lens, ...]:
    """A lens for each section that tells something; those of a file drafter never wrote tell its findings only."""
    return tuple(_lenses(sheet, findings))


def _lenses(sheet: Sheet, findings: Sequence[Finding]) -> Iterator[Lens]:
    lines = Lines(sheet.text)
    for section in sheet.sections:
        sentences = [s for s in sheet.sentences if section.start <= s.start < section.end]
        wrong = [f for f in findings if section.start <= f.start < section.end and f.severity is not Severity.NOTE]
        if sheet.manuscript.written is None:
            sentences = []
        if sentences or wrong:
            yield Lens(
                section=section,
                title=" · ".join(_title(sentences, wrong)),
                details="\n".join((section.heading, *_details(sheet, sentences, wrong, lines))),
            )


def _title(sentences: Sequence[SheetSentence], wrong: Sequence[Finding]) -> Iterator[str]:
    if sentences:
        yield f"{sum(s.grounded for s in sentences)} of {count_of(len(sentences), 'sentence')} grounded"
        for standing, said in _SAID.items():
            n_such = sum(s.standing is standing for s in sentences)
            if n_such:
                yield f"{n_such} {said}"
    yield count_of(len(wrong), "finding")


def _details(sheet: Sheet, sentences: Sequence[SheetSentence], wrong: Sequence[Finding], lines: Lines) -> Iterator[str]:
    told = [(f.start, f"{f.severity}: {f.message}") for f in wrong]
    for sentence in sentences:
        if not sentence.grounded:
            words = " ".join(sheet.text[sentence.start : sentence.end].split())
            shown = words if len(words) <= _SHOWN_CHARS else f"{words[:_SHOWN_CHARS]}…"
            told.append((sentence.start, f"{_SAID[sentence.standing]}: {shown}"))
    yield from (f"line {lines.number(at)}: {said}" for at, said in sorted(told))
