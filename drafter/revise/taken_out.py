"""What a person took out of a draft, so that no later draft brings it back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from drafter.records import Gone, GoneKind
from drafter.revise.ownership import Owners


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
    after it. `written[t]` is where the piece `t` of the person's text stands there, `start` where its body begins."""
    places = {b: written[t] for b, t in _places(owners).items() if t in written}
    starts = {held.piece.start: b for b, held in enumerate(owners.base)}
    lost = {s.heading for s in owners.sections if s.is_gone}
    names = {id(one): "\n".join(s.path) for s in owners.sections if s.is_gone for one in s.gone}
    for one in known:
        b = starts.get(one.at) if one.text.startswith("#") and one.kind is GoneKind.PIECE else None
        if one.kind is GoneKind.KEY or (b is not None and b in lost):
            continue
        if b is None:
            b = sum(held.piece.end <= one.at for held in owners.base[:-1])
        yield _placed(replace(one, section=names.get(id(one), one.section)), b, places, start)
    for b, one in found:
        yield _placed(one, b, places, start)


def _places(owners: Owners) -> dict[int, int]:
    """For pieces of the base where they stand in the person's text, changed headings too."""
    places = {own.origin: t for t, own in enumerate(owners.theirs) if own.origin is not None}
    for group in owners.groups:
        heading = owners.sections[group.sections[0]].heading
        if heading is not None and group.heading is not None:
            places[heading] = group.heading
    return places


def _placed(one: Gone, b: int, places: Mapping[int, tuple[int, int]], start: int) -> Gone:
    before = next((places[a][1] for a in range(b - 1, -1, -1) if a in places), start)
    after = next((places[a][0] for a in range(b, max(places, default=0) + 1) if a in places), before)
    at = after if one.text.startswith("#") and one.kind is GoneKind.PIECE else before
    return replace(one, at=at)
