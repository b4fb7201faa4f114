"""Whether a draft has the headings of a person's own retrospective, and those the author is in the habit of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from drafter.records import BlockKind, Score, Span
from drafter.score.assignment import assign
from drafter.score.signing import score_share, sign
from drafter.text.blocks import heading_text, parse_blocks
from drafter.text.inline import plain
from drafter.text.normal import fold_text

ALIKE = 0.5  # likeness below which two headings have nothing to do with each other
_NUMBERING = re.compile(r"(?:\d{1,2}[.)](?=\s)|第\d{1,2}章)\s*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LATIN = "a-z0-9\u00df-\u00f6\u00f8-\u024f"
_PIECE = re.compile(rf"(?P<whole>\d+[^\W_{_LATIN}]|[{_LATIN}]+)|[^\W_{_LATIN}]+")
_LITTLE_WORDS = frozenset("a an the of in on at to and or for with my i".split())
_HOW = {"match": "one-to-one", "likeness": "dice-of-bigrams+words", "alike": ALIKE, "years": "equal"}

_Pairs = Sequence[tuple[int, int, float]]  # a place on either side, and the likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """The words of a heading as a reader sees them, and where it stands in its body."""

    text: str
    start: int
    end: int


def score_headings(*, candidate: str, reference: str, habit: Sequence[str] = ()) -> tuple[Score, ...]:
    """Match the headings of two Markdown bodies one to one, so that the likeness of the pairs sums up to the most.

    `headings_precision` is that sum over the number of the candidate's headings, with a span for each of them;
    `headings_recall` over that of the reference's; `headings` is F: twice the sum over both numbers. `headings_habit`
    is the mean F against `habit`, the bodies of earlier retrospectives. All lie in [0, 1]; a value is None, with a
    reason, where there is no heading to divide by.
    """
    ours, theirs = _headings(candidate), _headings(reference)
    pairs = match_headings(_texts(ours), _texts(theirs))
    total = sum(likeness for _, _, likeness in pairs)
    shares = (
        ("headings_precision", total, len(ours), "the draft has no heading"),
        ("headings_recall", total, len(theirs), "the reference has no heading"),
        ("headings", 2 * total, len(ours) + len(theirs), "neither the draft nor the reference has a heading"),
    )
    precision, recall, f = (
        score_share(metric, part, whole, signature=sign(metric, _HOW), empty=empty)
        for metric, part, whole, empty in shares
    )
    spans = tuple(_spans(candidate, ours, theirs, pairs=pairs))
    return replace(precision, spans=spans), recall, f, _score_habit(ours, [_headings(body) for body in habit])


def match_headings(ours: Sequence[str], theirs: Sequence[str]) -> tuple[tuple[int, int, float], ...]:
    """Pairs of headings that are alike, each heading in at most one: their places on either side and the likeness.

    The likenesses sum up to the most that is possible. They are in the order of `ours`.
    """
    if len(ours) > len(theirs):
        return tuple(sorted((a, b, likeness) for b, a, likeness in match_headings(theirs, ours)))
    table = [[likeness(a, b) for b in theirs] for a in ours]
    matched = enumerate(assign(table))
    return tuple((row, column, table[row][column]) for row, column in matched if table[row][column] > 0)


def likeness(a: str, b: str) -> float:
    """How alike two headings are: 0, or from `ALIKE` to 1 for the same words.

    The Dice coefficient of their Latin words and, elsewhere, pairs of neighbouring characters. Width, case, numbering,
    signs and the number of a year make no difference.

    >>> likeness("読んだ本", "2. 今年読んだ本"), likeness("2024年の目標", "２０２３年の目標"), likeness("4月", "5月")
    (0.75, 1.0, 0.0)
    """
    first, second = (_YEAR.sub("0000", _NUMBERING.sub("", fold_text(text).strip(), count=1)) for text in (a, b))
    if first == second:
        return 1.0
    ours, theirs = Counter(_units(first)), Counter(_units(second))
    n_units = ours.total() + theirs.total()
    share = 2 * (ours & theirs).total() / n_units if n_units else 0.0
    return share if share >= ALIKE else 0.0


def _headings(body: str) -> tuple[_Heading, ...]:
    blocks = (block for block in parse_blocks(body) if block.kind is BlockKind.HEADING)
    found = (_Heading(text=plain(heading_text(block, body)), start=block.start, end=block.end) for block in blocks)
    return tuple(heading for heading in found if heading.text)


def _texts(headings: Sequence[_Heading]) -> list[str]:
    return [heading.text for heading in headings]


def _units(text: str) -> list[str]:
    units: list[str] = []
    for piece in _PIECE.finditer(text):
        if piece["whole"]:
            units.append(piece[0].removesuffix("s") if len(piece[0]) > 3 else piece[0])
        else:
            units.extend(map("".join, pairwise(piece[0])) if len(piece[0]) > 1 else piece[0])
    return [unit for unit in units if unit not in _LITTLE_WORDS] or units


def _spans(body: str, ours: Sequence[_Heading], theirs: Sequence[_Heading], *, pairs: _Pairs) -> Iterator[Span]:
    partners = {a: (theirs[b].text, alike) for a, b, alike in pairs}
    for place, heading in enumerate(ours):
        note = "no heading of the reference is like it"
        if place in partners:
            text, alike = partners[place]
            note = f"likeness {alike:.2f} to the reference's: {text}"
        yield Span(start=heading.start, end=heading.end, text=body[heading.start : heading.end], note=note)


def _score_habit(ours: Sequence[_Heading], earlier: Sequence[Sequence[_Heading]]) -> Score:
    values: list[float] = []
    for theirs in earlier:
        total = sum(alike for _, _, alike in match_headings(_texts(ours), _texts(theirs)))
        if ours or theirs:
            values.append(2 * total / (len(ours) + len(theirs)))
    signature = sign("headings_habit", {**_HOW, "average": "macro"})
    none = "neither the draft nor an earlier retrospective has a heading"
    empty = none if earlier else "there is no earlier retrospective"
    return score_share("headings_habit", sum(values), len(values), signature=signature, empty=empty)
