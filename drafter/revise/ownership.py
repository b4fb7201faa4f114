"""Whose each piece of a text is: drafter's where it stands as written, a person's where it was changed or put in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from drafter.records import Gone, Ownership, Part
from drafter.revise.joints import strongest
from drafter.revise.matching import longest_rising, match_in_order
from drafter.revise.pieces import Piece, PieceKind, plain_ends
from drafter.revise.sections import Group, Held, Section, find_groups, split_base_sections


@dataclass(slots=True, kw_only=True)
class Owned:
    """A piece of the person's text; `origin` is its place in the base, None where it was put in or changed."""

    piece: Piece
    origin: int | None = None
    is_words: bool = True
    is_placed: bool = False
    is_joint: bool = True

    @property
    def is_held(self) -> bool:
        """Whether it stays where it stands."""
        return self.is_words or self.is_placed

    @property
    def is_answer(self) -> bool:
        """Whether it answers the question before it, if one is there."""
        return self.is_words and self.piece.kind is PieceKind.SENTENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """The person's text with owners, by groups, beside the sections of the base."""

    base: tuple[Held, ...]
    sections: list[Section]
    theirs: tuple[Owned, ...]
    groups: list[Group]


def hold_base(pieces: Sequence[Piece], known: Ownership) -> tuple[Held, ...]:
    """The pieces of the base with what is known of them; a piece is a person's where any sign of it is."""
    spans = {part: [(k.start, k.end) for k in known.kept if k.part is part] for part in Part}
    words, placed = (_touched(pieces, sorted(spans[part])) for part in (Part.WORDS, Part.PLACE))
    joints = set(spans[Part.JOINT])
    return tuple(
        Held(
            piece=piece,
            is_words=words[n],
            is_placed=placed[n],
            is_joint=(piece.start - len(piece.gap), piece.start) in joints,
        )
        for n, piece in enumerate(pieces)
    )


def _touched(pieces: Sequence[Piece], spans: Sequence[tuple[int, int]]) -> list[bool]:
    touched, at = [], 0
    for piece in pieces:
        while at < len(spans) and spans[at][1] <= piece.start:
            at += 1
        touched.append(at < len(spans) and spans[at][0] < piece.end)
    return touched


def find_owners(base: tuple[Held, ...], theirs: Sequence[Piece], gone: Sequence[Gone]) -> Owners:
    """Compare a person's text with what drafter last wrote."""
    sections = split_base_sections(base, gone)
    origins = _match(base, theirs)
    groups = find_groups(theirs, origins, base, sections)
    _match_layout(base, theirs, origins, sections, groups)
    owned = tuple(Owned(piece=piece, origin=origins.get(t)) for t, piece in enumerate(theirs))
    for t, own in enumerate(owned):
        own.is_joint = _is_own_joint(base, owned, t)
        if own.origin is not None:
            own.is_words, own.is_placed = base[own.origin].is_words, base[own.origin].is_placed
    _find_moved(owned, base, sections, groups)
    return Owners(base=base, sections=sections, theirs=owned, groups=groups)


def _match(base: Sequence[Held], theirs: Sequence[Piece]) -> dict[int, int]:
    """In order first, then what was moved, by equality; END is END."""
    before, after = [held.piece.key for held in base[:-1]], [piece.key for piece in theirs[:-1]]
    origins = match_in_order(before, after)
    left: dict[str, list[int]] = defaultdict(list)
    for b in sorted(set(range(len(before))) - set(origins.values())):
        left[before[b]].append(b)
    for t, piece in enumerate(theirs[:-1]):
        if t not in origins and left.get(piece.key) and (piece.is_telling or piece.kind is PieceKind.HEADING):
            origins[t] = left[piece.key].pop(0)
    return origins | {len(after): len(before)}


def _match_layout(
    base: Sequence[Held],
    theirs: Sequence[Piece],
    origins: dict[int, int],
    sections: Sequence[Section],
    groups: Sequence[Group],
) -> None:
    """What tells nothing alone (a rule, `<br>`) is the same one in the same section."""
    taken = set(origins.values())
    for group in groups:
        free = [
            b for n in group.sections for b in sections[n].pieces if b not in taken and not base[b].piece.is_telling
        ]
        for t in group.pieces:
            found = next((b for b in free if t not in origins and base[b].piece.key == theirs[t].key), None)
            if found is not None:
                free.remove(found)
                origins[t] = found


def _is_own_joint(base: Sequence[Held], owned: Sequence[Owned], t: int) -> bool:
    """Whether a person decided what stands before a piece: not where it is as it was, or as a deletion leaves it."""
    origin, before = owned[t].origin, owned[t - 1].origin if t else -1
    if origin is None or before is None or before >= origin:
        return True
    gaps = [held.piece.gap for held in base[before + 1 : origin + 1]]
    return base[origin].is_joint or plain_ends(owned[t].piece.gap) != plain_ends(strongest(gaps))


def _find_moved(
    owned: Sequence[Owned], base: Sequence[Held], sections: Sequence[Section], groups: Sequence[Group]
) -> None:
    for group in groups:
        own = {b for n in group.sections for b in sections[n].pieces}
        free = [t for t in group.pieces if owned[t].origin is not None and not owned[t].is_held]
        at_home = [t for t in free if owned[t].origin in own]
        stayed = {at_home[n] for n in longest_rising([owned[t].origin or 0 for t in at_home])}
        for t in free:
            owned[t].is_placed = t not in stayed
    _find_moved_groups(owned, sections, groups, base)


def _find_moved_groups(
    owned: Sequence[Owned], sections: Sequence[Section], groups: Sequence[Group], base: Sequence[Held]
) -> None:
    headed = [group for group in groups if group.heading is not None]
    for group in headed:
        heading = sections[group.sections[0]].heading
        group.is_placed = heading is not None and base[heading].is_placed
    free = [group for group in headed if not group.is_placed]
    stayed = longest_rising([sections[group.sections[0]].heading or 0 for group in free])
    for n, group in enumerate(free):
        group.is_placed = n not in stayed
    for group in headed:
        if group.heading is not None:
            owned[group.heading].is_placed = group.is_placed
