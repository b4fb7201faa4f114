"""The merged body from its pieces: what stands between them, and whose each part of it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from drafter.records import Kept, Part
from drafter.revise.joints import fit, line_end_of, opening_of, strength, strongest, with_ends
from drafter.revise.order import Item
from drafter.revise.ownership import Owned, Owners
from drafter.revise.pieces import Piece, PieceKind, plain_ends, split_pieces

_UNDERLINE = re.compile(r"-+|=+")  # that makes the lines above a heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """`text[start:end]` of the merged file stood at `at` of the new draft, or (`is_new` false) of the base."""

    start: int
    end: int
    at: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The merged body. `places[t]` is where the piece `t` of the person's text, or what took its place, begins and
    ends; offsets are those of the whole file."""

    text: str
    words: tuple[str, ...]  # of each item
    kept: tuple[Kept, ...]
    origins: tuple[Origin, ...]
    places: dict[int, tuple[int, int]]


def compose(items: Sequence[Item], owners: Owners, new: Sequence[Piece], *, theirs: str, shift: int) -> Body:
    """The body of all items. Where two would be read as one (a bullet below a paragraph makes it a heading), a blank
    line comes between them."""
    widened: set[int] = set()
    while True:
        body = Composer(owners, new, theirs=theirs, shift=shift, widened=widened).compose(items)
        fused = next((number for number in _find_fused(body) if number not in widened), None)
        if fused is None:
            return body
        widened.add(fused)


def _find_fused(body: Body) -> Iterator[int]:
    """The numbers of the items that are read as a part of the one before, in order; some no blank line can part."""
    read = [piece.words for piece in split_pieces(body.text)[:-1]]
    if read == list(body.words):
        return
    for kind, number, _, at, end in SequenceMatcher(None, body.words, read, autojunk=False).get_opcodes():
        if kind == "equal" or number >= len(body.words) - 1:
            continue
        last = read[at].rpartition("\n")[2] if at < end else ""
        underlines = (n for n, one in enumerate(body.words) if n > number and one == last and _UNDERLINE.fullmatch(one))
        yield next(underlines, number + 1)


class Composer:
    """Puts items together; `shift` is where the body begins in the merged file. A blank line stands before those of the
    items whose numbers are in `widened`."""

    def __init__(
        self, owners: Owners, new: Sequence[Piece], *, theirs: str, shift: int, widened: Collection[int] = ()
    ) -> None:
        self._owners, self._theirs, self._new, self._widened = owners, owners.theirs, new, widened
        self._line_end = line_end_of(theirs)
        self._text: list[str] = []
        self._words_put: list[str] = []
        self._at = shift
        self._kept: list[Kept] = []
        self._origins: list[Origin] = []
        self._places: dict[int, tuple[int, int]] = {}
        self._last_n = -1  # the last piece of the new draft that was put down
        self._widest = 0  # of the gaps since then

    def compose(self, items: Sequence[Item]) -> Body:
        """The body of all items, ended as the person ended theirs."""
        before: Item | None = None
        for number, item in enumerate(items):
            self._put_gap(before, item, is_wide=number in self._widened)
            self._put_words(item)
            before = item
        self._put_end(before)
        return Body(
            text="".join(self._text),
            words=tuple(self._words_put),
            kept=tuple(self._kept),
            origins=tuple(self._origins),
            places=self._places,
        )

    def _piece(self, item: Item) -> Piece:
        if item.t is not None and item.said is None:
            return self._theirs[item.t].piece
        return self._new[item.said if item.said is not None else item.n or 0]

    def _put(self, text: str) -> None:
        self._text.append(text)
        self._at += len(text)

    def _put_words(self, item: Item) -> None:
        own = self._theirs[item.t] if item.t is not None else None
        words = self._words(item, own)
        self._words_put.append(words)
        start = self._at
        self._put(words)
        span = (start, self._at)
        if item.said is not None:
            self._origins.append(Origin(start=start, end=self._at, at=self._new[item.said].start, is_new=True))
        elif own and own.origin is not None and not own.is_words:
            at = self._owners.base[own.origin].piece.start
            self._origins.append(Origin(start=start, end=self._at, at=at, is_new=False))
        if own and item.t is not None:
            self._places[item.t] = span
            self._kept += [Kept(start=start, end=self._at, part=part) for part in _parts(own)]

    def _words(self, item: Item, own: Owned | None) -> str:
        if item.said is None:
            return own.piece.words if own else ""
        said = self._new[item.said]
        if own and own.piece.key == said.key:
            return own.piece.words
        return self._ended(said.words)

    def _ended(self, text: str) -> str:
        return with_ends(text, self._line_end) if self._line_end else text

    def _put_gap(self, before: Item | None, item: Item, *, is_wide: bool) -> None:
        start = self._at
        gap = self._gap(before, item)
        if is_wide and strength(gap) < 2:
            gap = (self._line_end or "\n") * 2 + opening_of(gap)
        self._put(gap)
        self._widest = max(self._widest, strength(gap))
        if item.n is not None:
            self._last_n, self._widest = item.n, 0
        own = self._theirs[item.t] if item.t is not None else None
        if own and own.is_joint and self._follows(before, item):
            self._kept.append(Kept(start=start, end=self._at, part=Part.JOINT))

    def _follows(self, before: Item | None, item: Item) -> bool:
        """Whether the two stand together in the person's text."""
        return item.t is not None and (before.t if before else -1) == item.t - 1

    def _gap(self, before: Item | None, item: Item) -> str:
        own = self._theirs[item.t] if item.t is not None else None
        follows = self._follows(before, item)
        follows_in_new = item.n is not None and (before.n if before else -1) == item.n - 1
        if own and follows and (own.is_joint or not follows_in_new):
            return own.piece.gap
        if item.n is not None and follows_in_new:
            gap = self._new[item.n].gap
            is_same = own and follows and plain_ends(own.piece.gap) == plain_ends(gap)
            return own.piece.gap if own and is_same else self._ended(gap)
        gap = self._between(before, item)
        return fit(self._piece(before), gap, self._piece(item), self._line_end or "\n") if before else gap

    def _between(self, before: Item | None, item: Item) -> str:
        """What stands between two that stand together in neither text."""
        if item.n is None:
            t = item.t or 0
            first = before.t + 1 if before and before.t is not None and before.t < t else t
            gap = strongest([own.piece.gap for own in self._theirs[first : t + 1]])
            was_below = t > 0 and self._theirs[t - 1].piece.kind is PieceKind.HEADING
            is_below = before is not None and self._piece(before).kind is PieceKind.HEADING
            widens = was_below and not is_below and strength(gap) == 1  # a line's end would break a paragraph there
            return (self._line_end or "\n") * 2 + opening_of(gap) if widens else gap
        first = self._last_n + 1 if self._last_n < item.n else item.n
        gap = self._ended(strongest([piece.gap for piece in self._new[first : item.n + 1]]))
        if before and before.n is None and self._widest > strength(gap):
            return (self._line_end or "\n") * self._widest
        return gap

    def _put_end(self, before: Item | None) -> None:
        """The end as the person left it; where they did not touch it, as the new draft has it."""
        own, new, base = self._theirs[-1].piece.gap, self._new[-1].gap, self._owners.base[-1].piece.gap
        start = self._at
        is_own = plain_ends(own) != plain_ends(base) or self._owners.base[-1].is_joint
        gap = own if is_own or plain_ends(own) == plain_ends(new) else self._ended(new)
        self._put(gap)
        if is_own:
            self._kept.append(Kept(start=start, end=self._at, part=Part.JOINT))


def _parts(own: Owned) -> Iterator[Part]:
    if own.is_words:
        yield Part.WORDS
    if own.is_placed:
        yield Part.PLACE
