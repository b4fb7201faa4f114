"""What a person took out of a draft, so that no later draft brings it back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from drafter.records import Gone, GoneKind
from drafter.revise.ownership import Owned, Owners
from drafter.revise.pieces import PieceKind


def find_gone(owners: Owners) -> tuple[tuple[int, Gone], ...]:
    """What was taken out or replaced since the base was written, each with its place among the pieces of the base.

    A heading that a person changed twice is known by the one drafter wrote.
    """
    places = _places(owners)
    standing = {own.origin for own in owners.theirs}
    sections = {b: s for s in owners.sections for b in (*s.pieces, *([] if s.heading is None else [s.heading]))}
    found: list[tuple[int, Gone]] = []
    for b, held in enumerate(owners.base[:-1]):
        section = sections[b]
        name = "\n".join(section.path) if section.is_gone else ""
        if b in standing or (b in places and held.is_words):
            continue
        if section.is_gone and b == section.heading:
            found.append((b, Gone(at=0, text=name, kind=GoneKind.SECTION)))
        else:
            found.append((b, Gone(at=0, text=held.piece.key, kind=GoneKind.PIECE, section=name)))
    return tuple(found)


def with_heirs(
    owners: Owners, known: Sequence[Gone], found: Sequence[tuple[int, Gone]]
) -> tuple[tuple[Gone, int | None], ...]:
    """All that is gone, each with the piece of the person's text that stands in its place, where one does."""
    places = _places(owners)
    ends = [held.piece.end for held in owners.base[:-1]]
    every = [*((bisect_right(ends, one.at), one) for one in known if one.kind is not GoneKind.KEY), *found]
    heirs: list[tuple[Gone, int | None]] = []
    for b, one in every:
        before = next((places[a] for a in range(b - 1, -1, -1) if a in places), -1)
        is_theirs = before + 1 < len(owners.theirs) - 1 and owners.theirs[before + 1].is_words
        heirs.append((one, before + 1 if is_theirs else None))
    return tuple(heirs)


def place_gone(
    owners: Owners,
    known: Sequence[Gone],
    found: Sequence[tuple[int, Gone]],
    *,
    written: Mapping[int, tuple[int, int]],
    start: int,
) -> Iterator[Gone]:
    """All that is gone, each where it would stand in the merged file: behind the piece before it, a heading before that
    after it, but where that is a person's heading, which would seem to be what they made of it. `written[t]` is where
    the piece `t` of the person's text stands there, `start` where its body begins."""
    standing = _places(owners)
    places = {b: written[t] for b, t in standing.items() if t in written}
    own = {b for b, t in standing.items() if _is_own_heading(owners.theirs[t])}
    starts = {held.piece.start: b for b, held in enumerate(owners.base)}
    lost = {s.heading for s in owners.sections if s.is_gone}
    names = {id(one): "\n".join(s.path) for s in owners.sections if s.is_gone for one in s.gone}
    for one in known:
        b = starts.get(one.at) if one.text.startswith("#") and one.kind is GoneKind.PIECE else None
        if one.kind is GoneKind.KEY or (b is not None and b in lost):
            continue
        if b is None:
            b = sum(held.piece.end <= one.at for held in owners.base[:-1])
        is_changed = b in own and owners.base[b].is_words and one.at == owners.base[b].piece.start
        known_one = replace(one, section=names.get(id(one), one.section))
        yield _placed(known_one, b, places, start, barred=() if is_changed else own)
    for b, one in found:
        yield _placed(one, b, places, start, barred=() if b in places else own)


def _places(owners: Owners) -> dict[int, int]:
    """For pieces of the base where they stand in the person's text, changed headings too."""
    places = {own.origin: t for t, own in enumerate(owners.theirs) if own.origin is not None}
    for group in owners.groups:
        heading = owners.sections[group.sections[0]].heading
        if heading is not None and group.heading is not None:
            places[heading] = group.heading
    return places


def _is_own_heading(one: Owned) -> bool:
    return one.is_words and one.piece.kind is PieceKind.HEADING


def _placed(one: Gone, b: int, places: Mapping[int, tuple[int, int]], start: int, *, barred: Collection[int]) -> Gone:
    """`one` beside the pieces of the base that stand; a heading not right before one of those that are barred."""
    before = next((places[a][1] for a in range(b - 1, -1, -1) if a in places), start)
    after = next((a for a in range(b, max(places, default=0) + 1) if a in places), None)
    is_heading = one.text.startswith("#") and one.kind is GoneKind.PIECE
    at = places[after][0] if is_heading and after is not None and after not in barred else before
    return replace(one, at=at)
