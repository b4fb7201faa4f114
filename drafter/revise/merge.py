"""Three texts as one, by sentence: what drafter wrote, what a person made of it, the draft made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from drafter.records import Gone, GoneKind, Kept, Ownership, Part
from drafter.revise.composing import Body, Origin, compose
from drafter.revise.head import Head, head_end, merge_head
from drafter.revise.joints import line_end_of
from drafter.revise.order import Order
from drafter.revise.ownership import Owners, find_owners, hold_base
from drafter.revise.pairing import Pairer, Pairing, Unplaced
from drafter.revise.pieces import PieceKind, split_pieces
from drafter.revise.sections import Section, same_heading, split_sections
from drafter.revise.taken_out import find_gone, place_gone, with_heirs

_MARK = "\ufeff"  # byte order mark
_ALL_DRAFTERS = Ownership()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The text to be written and what is to be remembered with it.

    `knows_nothing`: of what drafter wrote nothing is left, so that the file is a person's and `text` is theirs.
    """

    text: str
    ownership: Ownership
    unplaced: tuple[Unplaced, ...] = ()
    origins: tuple[Origin, ...] = ()
    knows_nothing: bool = False

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The spans of the person's."""
        return self.ownership.kept


def merge(
    *,
    base: str,
    theirs: str,
    new: str,
    known: Ownership = _ALL_DRAFTERS,
    section: str | None = None,
    is_lasting: Callable[[str], bool] = lambda _key: False,
) -> Merged:
    """`theirs` with the parts that drafter wrote and the person left as they were replaced by those of `new`.

    `base` is the file as drafter last wrote it, `known` what of it was a person's then. With `section`, a heading of
    `theirs`, only that section and those below it take the new draft; an unknown one changes nothing. Without a change
    by the person the result is `new`, without one by drafter it is `theirs`, byte for byte. Keys of the front matter
    that are lasting keep their values once a person has changed anything.
    """
    if base == theirs and known == _ALL_DRAFTERS and section is None and _form(theirs) == _form(new):
        return Merged(text=new, ownership=known, origins=(Origin(start=0, end=len(new), at=0, is_new=True),))
    return _Merge(base, theirs, new, known, section).run(is_lasting)


def _form(text: str) -> tuple[bool, str | None]:
    return text.startswith(_MARK), line_end_of(text)


def headings_of(text: str) -> tuple[str, ...]:
    """The headings of a file as they are written, in order."""
    body = split_pieces(text, start=head_end(text.removeprefix(_MARK)) + text.startswith(_MARK))
    return tuple(piece.words for piece in body if piece.kind is PieceKind.HEADING)


class _Merge:
    def __init__(self, base: str, theirs: str, new: str, known: Ownership, section: str | None) -> None:
        self._base, self._theirs, self._new = base, theirs, new
        self._known, self._section = known, section
        self._starts = [text.startswith(_MARK) + head_end(text.removeprefix(_MARK)) for text in (base, theirs, new)]
        self._pieces = [
            split_pieces(text, start=start) for text, start in zip((base, theirs, new), self._starts, strict=True)
        ]
        self._sections = split_sections(self._pieces[2])

    def run(self, is_lasting: Callable[[str], bool]) -> Merged:
        held = hold_base(self._pieces[0], self._known)
        owners = find_owners(held, self._pieces[1], self._known.gone)
        if not _knows_something(owners):
            return Merged(text=self._theirs, ownership=Ownership(), knows_nothing=True)
        taken_out = find_gone(owners)
        gone = with_heirs(owners, self._known.gone, taken_out)
        pairer = Pairer(owners, self._pieces[2], self._sections, gone)
        pairing = pairer.pair()
        chosen, added = self._chosen(owners, pairing)
        head = self._head(is_lasting)
        mark = _MARK if self._theirs.startswith(_MARK) else ""
        shift = len(mark) + len(head.text)
        body = self._body(owners, pairing, chosen, added, shift=shift)
        still = place_gone(owners, self._known.gone, taken_out, written=body.places, start=shift)
        keys = tuple(Gone(at=0, text=key, kind=GoneKind.KEY) for key in head.gone)
        kept = tuple(Kept(start=s + len(mark), end=e + len(mark), part=Part.WORDS) for s, e in head.kept)
        return Merged(
            text=mark + head.text + body.text,
            ownership=Ownership(kept=(*kept, *body.kept), gone=(*keys, *still)),
            unplaced=tuple(pairer.unplaced()) if chosen is None else (),
            origins=body.origins,
        )

    def _body(self, owners: Owners, pairing: Pairing, chosen: set[int] | None, added: set[int], *, shift: int) -> Body:
        """The merged body, in which what stays for what hangs on it has something hanging on it."""
        new, loose = self._pieces[2], set[int]()
        while True:
            order = Order(owners, new, self._sections, pairing, chosen=chosen, added=added, loose=loose)
            items = order.items()
            body = compose(items, owners, new, theirs=self._theirs, shift=shift)
            if not (more := order.unhung(items, body.text)):
                return body
            loose |= more

    def _head(self, is_lasting: Callable[[str], bool]) -> Head:
        texts = (self._base, self._theirs, self._new)
        heads = [text[text.startswith(_MARK) : start] for text, start in zip(texts, self._starts, strict=True)]
        at = self._base.startswith(_MARK)
        kept = [
            (k.start - at, k.end - at) for k in self._known.kept if k.part is Part.WORDS and k.start < self._starts[0]
        ]
        gone = [one.text for one in self._known.gone if one.kind is GoneKind.KEY]
        new = heads[2] if self._section is None else heads[0]
        line_end = line_end_of(self._theirs) or "\n"
        return merge_head(heads[0], heads[1], new, kept=kept, gone=gone, line_end=line_end, is_lasting=is_lasting)

    def _chosen(self, owners: Owners, pairing: Pairing) -> tuple[set[int] | None, set[int]]:
        """The groups that take the new draft, and the new sections that may be put in."""
        if self._section is None:
            return None, set(range(len(self._sections)))
        chosen: set[int] = set()
        level = 0
        for g, group in enumerate(owners.groups):
            piece = owners.theirs[group.heading].piece if group.heading is not None else None
            if piece and level and piece.level <= level:
                level = 0
            if piece and not level and same_heading(piece.words, self._section):
                level = piece.level
            chosen |= {g} if level else set()
        return chosen, set(_below(self._sections, pairing, chosen))


def _knows_something(owners: Owners) -> bool:
    return any(
        own.origin is not None and (own.piece.is_telling or own.piece.kind is PieceKind.HEADING)
        for own in owners.theirs[:-1]
    )


def _below(sections: Sequence[Section], pairing: Pairing, chosen: set[int]) -> Iterator[int]:
    """New sections without a home that stand below one of a chosen group."""
    level = 0
    for s, section in enumerate(sections):
        home = pairing.homes[s]
        if home is not None:
            level = section.level if home in chosen and not (level and section.level > level) else level
            level = level if home in chosen else 0
        elif level and section.level > level:
            yield s
        else:
            level = 0
