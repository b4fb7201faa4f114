"""In which order the pieces of a person's text and those of a new draft stand in the merged one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from drafter.revise.joints import strength
from drafter.revise.ownership import Owned, Owners
from drafter.revise.pairing import Pairing
from drafter.revise.pieces import Piece, PieceKind, plain_ends, split_pieces
from drafter.revise.sections import Group, Section
from drafter.revise.weave import Run, weave


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A piece of the merged text: the one at `t` of the person's text, that at `n` of the new draft, or both in one.

    `said` is the piece of the new draft whose words it takes, None where it keeps those of the person's text.
    """

    t: int | None = None
    n: int | None = None
    said: int | None = None


class Order:
    """`chosen` are the groups that take the new draft, None for all of them; the others stay as they are. `loose` are
    pieces of drafter's that do not stay for what hangs on them."""

    def __init__(
        self,
        owners: Owners,
        new: Sequence[Piece],
        sections: Sequence[Section],
        pairing: Pairing,
        *,
        chosen: Collection[int] | None,
        added: Collection[int],
        loose: Collection[int] = (),
    ) -> None:
        self._theirs, self._groups = owners.theirs, owners.groups
        self._new, self._sections, self._pairing = new, sections, pairing
        self._chosen, self._added, self._loose = chosen, added, loose
        self._hung_on: set[int] = set()
        self._standing = {n: t for t, n in pairing.standing.items()}
        self._said = set(pairing.said.values())

    def items(self) -> tuple[Item, ...]:
        """All of them but the END."""
        stays = {g: self._stays(group) for g, group in enumerate(self._groups) if self._is_chosen(g)}
        homes, new = self._new_groups(stays)
        held = [self._is_group_held(g, stays, homes) for g in range(len(self._groups))]
        shown = [g for g, is_held in enumerate(held) if is_held or homes.get(g)]
        free = [entry for entry in new if entry[0] is None or not held[entry[0]]]
        places = {shown.index(g): n for n, (g, _) in enumerate(free) if g is not None}
        order = weave([held[g] for g in shown], places, len(free), split=len)
        items: list[Item] = []
        for is_theirs, at in order:
            g, s = (shown[at], None) if is_theirs else free[at]
            items += self._new_section(s) if g is None and s is not None else self._group(g or 0, homes, stays)
        return tuple(items)

    def _is_chosen(self, g: int) -> bool:
        return self._chosen is None or g in self._chosen

    def _new_groups(
        self, stays: dict[int, list[bool]]
    ) -> tuple[dict[int, list[int]], list[tuple[int | None, int | None]]]:
        """The new sections of each group, and the groups and new sections in the order of the new draft."""
        homes: dict[int, list[int]] = {}
        order: list[tuple[int | None, int | None]] = []
        for s in range(len(self._sections)):
            if s in self._pairing.refused:
                continue
            g = self._pairing.homes[s]
            if g is None:
                order += [(None, s)] if s in self._added else []
            elif g in stays:
                order += [] if g in homes else [(g, None)]
                homes.setdefault(g, []).append(s)
        return homes, order

    def _is_group_held(self, g: int, stays: dict[int, list[bool]], homes: dict[int, list[int]]) -> bool:
        group = self._groups[g]
        if g not in stays or group.is_placed:
            return True
        is_own = group.heading is not None and self._theirs[group.heading].is_words
        return g not in homes and (is_own or any(stays[g]) or self._has_held_below(g, stays, homes))

    def _has_held_below(self, g: int, stays: dict[int, list[bool]], homes: dict[int, list[int]]) -> bool:
        """Whether the sections below the heading are not in the new draft, and one of them holds what stays."""
        heading = self._groups[g].heading
        for below in range(g + 1, len(self._groups)):
            other = self._groups[below].heading
            if heading is None or other is None or self._level(other) <= self._level(heading) or below in homes:
                return False
            if below not in stays or any(stays[below]) or self._theirs[other].is_words:
                return True
        return False

    def _level(self, t: int) -> int:
        return self._theirs[t].piece.level

    def _new_section(self, s: int) -> Iterator[Item]:
        section = self._sections[s]
        heading = [] if section.heading is None else [section.heading]
        known = self._pairing.known
        yield from (Item(n=n, said=n) for n in (*heading, *(n for n in section.pieces if n not in known)))

    def _group(self, g: int, homes: dict[int, list[int]], stays: dict[int, list[bool]]) -> Iterator[Item]:
        group = self._groups[g]
        if g not in stays:
            yield from (Item(t=t) for t in (*([] if group.heading is None else [group.heading]), *group.pieces))
            return
        sections = [self._sections[s] for s in homes.get(g, ())]
        if group.heading is not None:
            yield self._heading(group.heading, self._pairing.headings.get(g))
        yield from self._pieces(group, [n for s in sections for n in s.pieces], stays[g])

    def _heading(self, t: int, n: int | None) -> Item:
        own = self._theirs[t]
        return Item(t=t, n=n, said=None if own.is_words or n is None else n)

    def _pieces(self, group: Group, new: Sequence[int], stays: Sequence[bool]) -> Iterator[Item]:
        pairing, theirs = self._pairing, group.pieces
        free = [n for n in new if n not in pairing.left and n not in self._said]
        at = {n: place for place, n in enumerate(free)}
        places = {k: at[n] for k, t in enumerate(theirs) if (n := pairing.standing.get(t)) is not None and n in at}

        def pass_by(k: int, place: int) -> bool:
            return strength(self._theirs[theirs[k]].piece.gap) > strength(self._new[free[place]].gap)

        def wish(k: int) -> int | None:
            n = pairing.wishes.get(theirs[k])
            return bisect_left(free, n) if n is not None and n in new else None

        split = self._splitter(theirs)
        for is_theirs, place in weave(stays, places, len(free), split=split, pass_by=pass_by, wish=wish):
            if is_theirs:
                yield Item(t=theirs[place], said=pairing.said.get(theirs[place]))
            else:
                yield Item(t=self._standing.get(free[place]), n=free[place], said=free[place])

    def _splitter(self, theirs: Sequence[int]) -> Callable[[Run], int]:
        """How many of a run of held pieces belong to what stands before it: up to the widest gap, or to a heading."""

        def split(run: Run) -> int:
            pieces = [self._theirs[theirs[k]].piece for k in run]
            following = self._theirs[theirs[run.stop]].piece if run.stop < len(theirs) else None
            heading = next((k for k, piece in enumerate(pieces) if piece.kind is PieceKind.HEADING), None)
            gaps = [strength(piece.gap) for piece in pieces] + [strength(following.gap) if following else 2]
            asked = [k for k in range(1, len(pieces)) if pieces[k - 1].kind is PieceKind.COMMENT]
            cut = max((k for k in range(len(gaps)) if k not in asked), key=lambda k: (gaps[k], k))
            if pieces[0].kind is PieceKind.COMMENT and gaps[0] == gaps[-1] and following:
                cut = 0
            return cut if heading is None else min(cut, heading)

        return split

    def _stays(self, group: Group) -> list[bool]:
        """Which pieces of a group stay where they are: the person's, and what theirs hang on."""
        owned = [self._theirs[t] for t in group.pieces]
        free = [t not in self._pairing.standing and t not in self._loose for t in group.pieces]
        stays = _with_hung_on([own.piece for own in owned], owned, free)
        self._hung_on |= {
            t for t, own, stay in zip(group.pieces, owned, stays, strict=True) if stay and not own.is_held
        }
        return stays

    def unhung(self, items: Sequence[Item], text: str) -> set[int]:
        """Pieces that stayed for what hung on them, and that nothing hangs on in `text`, the body of these items: the
        new draft came between. Merged again they would not stay."""
        pieces = split_pieces(text)[:-1] if self._hung_on else ()
        if len(pieces) != len(items):
            return set()
        owned = [None if item.t is None else self._theirs[item.t] for item in items]
        stays = _with_hung_on(pieces, owned, [item.n is None for item in items])
        return {t for item, stay in zip(items, stays, strict=True) if (t := item.t) in self._hung_on and not stay}


def _with_hung_on(pieces: Sequence[Piece], owned: Sequence[Owned | None], free: Sequence[bool]) -> list[bool]:
    """Which pieces are held, or hold what hangs on them: indented more, or an answer. Only those that are free may."""
    stays = [own is not None and own.is_held for own in owned]
    columns = list(_columns(pieces))
    for k in range(len(pieces) - 1, -1, -1):
        if not stays[k]:
            continue
        above = next((a for a in range(k - 1, -1, -1) if columns[a] < columns[k]), None)
        if above is not None and free[above]:
            stays[above] = True
        own = owned[k]
        if own and own.is_answer and k and pieces[k - 1].kind is PieceKind.COMMENT:
            stays[k - 1] = stays[k - 1] or free[k - 1]
    return stays


def _columns(pieces: Sequence[Piece]) -> Iterator[int]:
    """How far each piece's line is indented; a bullet counts as the words it stands before."""
    column = 0
    for piece in pieces:
        if strength(piece.gap):
            opening = plain_ends(piece.gap).rpartition("\n")[2]
            column = len(opening) - len(opening.lstrip(" \t"))
        yield column
