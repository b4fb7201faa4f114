"""Marks on single sentences of a page: where the faults of its scores lie, what it rests on, copies, register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from drafter.records import Standing
from drafter.score.copying import SMALLEST_IN, comparable
from drafter.score.page import Page, PlacedSentence
from drafter.score.prose import script_of
from drafter.score.report.findings import Examined
from drafter.score.voice import MIXED
from drafter.text.inline import plain
from drafter.text.voice import is_polite

_MOSTLY = 0.5
_CUT = "\0"

Marks = dict[str, frozenset[int]]  # places of sentences, from 0, by the name of the mark


def mark_faults(page: Page, examined: Examined) -> Marks:
    """The sentences that hold a fault, for each metric that looks for any and has a value."""
    return {
        metric.name: _where(page, lambda placed, name=metric.name: _has_fault(placed, examined, name))  # type: ignore[misc]
        for metric in examined.looked_for
    }


def mark_standing(page: Page) -> Marks:
    """The sentences that are proposals, and those that drafter has no proof of."""
    standings = {"proposed": Standing.PROPOSED, "without proof": Standing.PERSON}
    return {
        mark: _where(page, lambda placed, wanted=standing: placed.sentence.standing is wanted)  # type: ignore[misc]
        for mark, standing in standings.items()
    }


def mark_copies(page: Page, bodies: Iterable[str]) -> frozenset[int]:
    """The sentences of which half the characters or more stand so in one of the bodies; shared runs count from the
    length on that fragments of `copy_coverage` have."""
    smallest = SMALLEST_IN[script_of(plain(placed.sentence.text) for placed in page.sentences)]
    joined = _CUT.join(map(comparable, bodies))
    return _where(page, lambda placed: copied_share(plain(placed.sentence.text), joined, smallest=smallest) >= _MOSTLY)


def copied_share(sentence: str, joined: str, *, smallest: int) -> float:
    """The share of a sentence's characters in runs that stand in a text that is made comparable.

    >>> copied_share("去年と同じ庭だ。", "去年と同じ", smallest=5)
    0.625
    """
    words = comparable(sentence)
    covered = bytearray(len(words))
    for at in range(len(words) - smallest + 1):
        if words[at : at + smallest] in joined:
            covered[at : at + smallest] = b"\1" * smallest
    return sum(covered) / len(words) if words else 0.0


def mark_register(page: Page, earlier: Sequence[str]) -> frozenset[int] | None:
    """The sentences that are polite where the author mostly is not, or the other way round; None where that is not
    known, as for `register`: `earlier` are sentences of the author's retrospectives."""
    own = [polite for sentence in earlier if (polite := is_polite(sentence)) is not None]
    if not own or MIXED[0] < sum(own) / len(own) < MIXED[1]:
        return None
    other = sum(own) * 2 < len(own)
    return _where(page, lambda placed: is_polite(plain(placed.sentence.text)) is other)


def _where(page: Page, holds: Callable[[PlacedSentence], bool]) -> frozenset[int]:
    return frozenset(place for place, placed in enumerate(page.sentences) if holds(placed))


def _has_fault(placed: PlacedSentence, examined: Examined, metric: str) -> bool:
    return any(f.metric.name == metric and f.touches(placed.start, placed.end) for f in examined.faults)
