"""What became of the sentences of a draft in the file its author published: kept, changed or deleted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from drafter.score.assignment import assign
from drafter.score.copying import comparable
from drafter.score.page import Page, PlacedSentence
from drafter.score.places import heading_above
from drafter.text.inline import plain
from drafter.text.normal import fold_text

ALIKE = 0.4  # below, a sentence is another one: of 588 of other texts, the best of 40 reached it 2 times
_JOINED_MIN = 8  # characters that stand inside of another sentence by no chance
_LATIN = "a-z0-9\u00df-\u00f6\u00f8-\u024f"
_PIECE = re.compile(rf"(?P<word>[{_LATIN}]+)|[^\W_{_LATIN}]+")
_ENDS = re.compile(r"[。．.!?！？…]+$")


class Fate(StrEnum):
    """What an author did with a sentence."""

    KEPT = "kept"
    CHANGED = "changed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A sentence of the draft. `words` are as a reader saw them, `now` those of the published file, "" where deleted.

    `likeness` is 1 where it was kept, 0 where it was deleted. `section` is the heading above it in the draft. `place`
    and `now_place` number it among the sentences of either file, from 0; one that stands inside of another sentence
    now has no place of its own.
    """

    placed: PlacedSentence
    section: str
    words: str
    fate: Fate
    now: str = ""
    likeness: float = 0.0
    place: int = 0
    now_place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """All sentences of a draft, in order, and those of the published file that come from none of them."""

    followed: tuple[Followed, ...]
    added: tuple[str, ...]

    def count(self, fate: Fate) -> int:
        """How many sentences met this fate."""
        return sum(one.fate is fate for one in self.followed)


def follow_sentences(draft: Page, published: Page) -> Compared:
    """Match the sentences of both pages one to one, wherever they stand: one that was moved is kept.

    Kept are the same words, but for width, case, white space and Markdown. The others are matched so that their
    likenesses sum up to the most; one that is like no other and stands inside of a new sentence is changed too.
    """
    ours, theirs = ([plain(placed.sentence.text) for placed in page.sentences] for page in (draft, published))
    partners = _match_same(ours, theirs)
    kept = {place for place, _ in partners.values()}
    new = [words for place, words in enumerate(theirs) if place not in kept]
    partners |= _match_alike(ours, theirs, known=partners)
    taken = {place for place, _ in partners.values()}
    followed = tuple(
        _follow(_unmet(draft, place, words), theirs=theirs, new=new, partner=partners.get(place))
        for place, words in enumerate(ours)
    )
    return Compared(followed=followed, added=tuple(words for n, words in enumerate(theirs) if n not in taken))


def likeness(a: str, b: str) -> float:
    """How alike two sentences are, 0 to 1: the Dice coefficient of their words, of pairs of neighbouring ones where
    they are written with blanks, and of pairs of neighbouring characters elsewhere.

    >>> likeness("湖を走った。", "湖を走り切った。"), likeness("I ran the lake.", "I swam the lake.")
    (0.6, 0.5714285714285714)
    """
    ours, theirs = _units(a), _units(b)
    whole = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / whole if whole else 0.0


_Partners = dict[int, tuple[int, float]]  # of a sentence of the draft: a place in the published file, the likeness


def _match_same(ours: Sequence[str], theirs: Sequence[str]) -> _Partners:
    """What stands several times is matched in order."""
    places: dict[str, list[int]] = {}
    for place, words in reversed([*enumerate(theirs)]):
        places.setdefault(comparable(words), []).append(place)
    found: _Partners = {}
    for place, words in enumerate(ours):
        if left := places.get(comparable(words)):
            found[place] = left.pop(), 1.0
    return found


def _match_alike(ours: Sequence[str], theirs: Sequence[str], *, known: Mapping[int, tuple[int, float]]) -> _Partners:
    taken = {place for place, _ in known.values()}
    rows = [place for place in range(len(ours)) if place not in known]
    columns = [place for place in range(len(theirs)) if place not in taken]
    own, others = [_units(ours[row]) for row in rows], [_units(theirs[column]) for column in columns]
    table = [[_share(a, b) for b in others] for a in own]
    if len(rows) <= len(columns):
        pairs = list(enumerate(assign(table)))
    else:
        pairs = [(row, column) for column, row in enumerate(assign([list(c) for c in zip(*table, strict=True)]))]
    return {rows[r]: (columns[c], table[r][c]) for r, c in pairs if table[r][c]}


def _follow(
    unmet: Followed, *, theirs: Sequence[str], new: Sequence[str], partner: tuple[int, float] | None
) -> Followed:
    """A sentence with what became of it; `new` are the published ones that are no kept ones."""
    if partner is not None:
        place, alike = partner
        fate = Fate.KEPT if alike == 1.0 else Fate.CHANGED
        return replace(unmet, fate=fate, now=theirs[place], likeness=alike, now_place=place)
    if held := _held(unmet.words, new):
        return replace(unmet, fate=Fate.CHANGED, now=held, likeness=likeness(unmet.words, held))
    return unmet


def _unmet(draft: Page, place: int, words: str) -> Followed:
    placed = draft.sentences[place]
    section = heading_above(draft, placed.start)
    return Followed(placed=placed, section=section, words=words, fate=Fate.DELETED, place=place)


def _held(words: str, theirs: Sequence[str]) -> str:
    """The sentence that holds the words but for what ends them; "" where none does."""
    wanted = _ENDS.sub("", comparable(words))
    if len(wanted) < _JOINED_MIN:
        return ""
    return next((sentence for sentence in theirs if wanted in comparable(sentence)), "")


def _units(text: str) -> Counter[str]:
    units: list[str] = []
    before = ""
    for piece in _PIECE.finditer(fold_text(text)):
        word = piece["word"]
        if word:
            units += [word, *([f"{before} {word}"] if before else [])]
        else:
            units += map("".join, pairwise(piece[0])) if len(piece[0]) > 1 else piece[0]
        before = word or ""
    return Counter(units)


def _share(ours: Counter[str], theirs: Counter[str]) -> float:
    """0 below `ALIKE`, and below 1: the same words were matched before."""
    whole = ours.total() + theirs.total()
    share = 2 * (ours & theirs).total() / whole if whole else 0.0
    return min(share, 0.999) if share >= ALIKE else 0.0
