"""The numbers of a sentence that no source and no count proves, looked for once for each sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from drafter.ground.amounts import find_amounts
from drafter.pipeline.check.manuscript import Manuscript
from drafter.records import Span
from drafter.score.grounded_numbers import score_numbers
from drafter.score.page import Page, PlacedSentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproven:
    """A number at these offsets of its sentence, and what is wrong with it."""

    start: int
    end: int
    note: str


def find_unproven(manuscript: Manuscript, placed: PlacedSentence) -> tuple[Unproven, ...]:
    """The numbers and days that stand in no passage of the sources that speaks of the same, and that no count gives."""
    sentence = placed.sentence
    if not find_amounts(sentence.text):
        return ()
    heading = _headings_above(manuscript.page, placed.start)
    own = manuscript.document.path, manuscript.period  # the file itself is no source
    question = ("numbers", own, heading, sentence.text, sentence.quotes, sentence.counts)
    return manuscript.project.once(
        question, lambda: tuple(_joined(_ask(manuscript, placed, heading), shift=placed.start))
    )


def _ask(manuscript: Manuscript, placed: PlacedSentence, heading: str) -> Sequence[Span]:
    headings = ((1, heading, placed.start - 1),) if heading else ()
    page = replace(manuscript.page, sentences=(placed,), headings=headings)
    documents = {d.id: d for d in (*manuscript.material.documents, *manuscript.earlier)}
    score = score_numbers(
        page,
        documents=tuple(documents.values()),
        statistics=manuscript.statistics,
        earlier=manuscript.earlier,
    )
    n_wrong = int((score.denominator or 0) - (score.numerator or 0))
    return score.spans[:n_wrong]


def _headings_above(page: Page, at: int) -> str:
    """The heading above with those above it: below goals stand goals, whatever they are grouped by."""
    above: dict[int, str] = {}
    for level, words, start in page.headings:
        if start < at:
            above = {upper: told for upper, told in above.items() if upper < level} | {level: words}
    return " ".join(above.values())


def _joined(spans: Sequence[Span], *, shift: int) -> Iterator[Unproven]:
    """Month and day side by side are one."""
    found: Unproven | None = None
    for span in sorted(spans, key=lambda span: span.start):
        start, end = span.start - shift, span.end - shift
        if found and found.end == start:
            found = replace(found, end=end)
            continue
        if found:
            yield found
        found = Unproven(start=start, end=end, note=span.note)
    if found:
        yield found
