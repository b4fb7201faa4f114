"""What each piece of a new draft is to a person's text: one that stands there, one they do not want, or a new one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from drafter.records import Gone, GoneKind
from drafter.revise.matching import AKIN, ALMOST, Likeness, match_in_order
from drafter.revise.ownership import Owners
from drafter.revise.pieces import Piece, PieceKind, kind_of
from drafter.revise.sections import Section, match_sections, same_heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """Words of the new draft that found no place, and why."""

    text: str
    reason: str


@dataclass(slots=True, kw_only=True)
class Pairing:
    """Places in the person's text and the new one.

    `standing[t]` is what the piece `t` of drafter's is now; `said[t]` are the words of one that a person moved; `left`
    is not written, for a person has said, changed or taken out the same. `homes[s]` is the group of a new section, None
    where it has none; sections in `refused` are not written.
    """

    standing: dict[int, int] = field(default_factory=dict)
    said: dict[int, int] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    homes: dict[int, int | None] = field(default_factory=dict)
    wishes: dict[int, int] = field(default_factory=dict)  # for the person's pieces the new one they stand for
    headings: dict[int, int] = field(default_factory=dict)  # by group, that of the new section it begins with
    refused: dict[int, str] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)  # new pieces that are in one of the three

    def stand(self, t: int, n: int) -> None:
        """The piece `t` is `n` now."""
        self.standing[t] = n
        self.known.add(n)

    def say(self, t: int, n: int) -> None:
        """The piece `t` takes the words of `n`."""
        self.said[t] = n
        self.known.add(n)

    def leave(self, n: int, *, heir: int | None = None) -> None:
        """The piece `n` is not written; the person's piece `heir` stands for it."""
        if heir is not None:
            self.wishes.setdefault(heir, n)
        self.left.add(n)
        self.known.add(n)


class Pairer:
    """Pairs one new draft with one text of a person's. `gone` comes with the pieces of the person's in their place."""

    def __init__(
        self,
        owners: Owners,
        new: Sequence[Piece],
        sections: Sequence[Section],
        gone: Sequence[tuple[Gone, int | None]],
    ) -> None:
        self._owners, self._new, self._sections = owners, new, sections
        self._gone = [one for one, _ in gone if one.kind is GoneKind.PIECE]
        self._heirs = [heir for one, heir in gone if one.kind is GoneKind.PIECE]
        self._group_of = {t: g for g, group in enumerate(owners.groups) for t in group.pieces}
        self._result = Pairing()
        self._standing = {own.origin for own in owners.theirs}
        self._answered = {
            t - 1
            for t, own in enumerate(owners.theirs)
            if t and own.is_answer and owners.theirs[t - 1].piece.kind is PieceKind.COMMENT
        }
        self._open: list[int] = []

    def pair(self) -> Pairing:
        """Find what each new piece is."""
        self._place_sections()
        for g in range(len(self._owners.groups)):
            self._pair_equal(g)
        self._open = [n for s in self._sections for n in s.pieces]
        self._close()
        self._pair_equal_elsewhere()
        self._close()
        self._pair_alike()
        for g in range(len(self._owners.groups)):
            self._pair_by_place(g)
        return self._result

    def _close(self) -> None:
        self._open = [n for n in self._open if n not in self._result.known]

    def new_of_group(self, g: int) -> list[int]:
        """The new pieces that belong to a group, in order."""
        return [n for s, home in self._result.homes.items() if home == g for n in self._sections[s].pieces]

    def _place_sections(self) -> None:
        old = self._owners.sections
        known = [_words(s, range(len(self._new)), self._new) for s in self._sections]
        matched = match_sections(self._sections, old, known, [self._words_of_old(s) for s in old])
        groups = {section: g for g, group in enumerate(self._owners.groups) for section in group.sections}
        for s, section in enumerate(self._sections):
            at = matched.get(s)
            home = self._result.homes[s] = groups.get(at) if at is not None else None
            if home is not None and section.heading is not None and self._owners.groups[home].sections[0] == at:
                self._result.headings[home] = section.heading
            if at is not None and home is None:
                self._result.refused[s] = f"you took out the section {old[at].name.strip('# ')!r}"
            elif at is None and self._is_own_heading(section):
                self._result.refused[s] = f"you wrote a section {section.name.strip('# ')!r} yourself"

    def _words_of_old(self, section: Section) -> set[str]:
        """What drafter said in a section of the base, not what a person put there; of one that is gone what went with
        it."""
        base = self._owners.base
        left = {b for b in section.pieces if not (base[b].is_placed or (section.is_gone and b in self._standing))}
        return _words(section, left, [held.piece for held in base]) | {one.text for one in section.gone}

    def _is_own_heading(self, section: Section) -> bool:
        own = (o.piece for o in self._owners.theirs if o.is_words and o.piece.kind is PieceKind.HEADING)
        return any(same_heading(piece.key, section.name) for piece in own)

    def _pair_equal(self, g: int) -> None:
        """What was not moved in order inside the group, then all wherever in it."""
        theirs, result = self._owners.theirs, self._result
        ours = [t for t in self._owners.groups[g].pieces if not theirs[t].is_words]
        new = self.new_of_group(g)
        stayed = [t for t in ours if not theirs[t].is_placed]
        order = match_in_order([theirs[t].piece.key for t in stayed], [self._new[n].key for n in new])
        pairs = [(stayed[a], new[b]) for b, a in order.items()]
        left: dict[str, list[int]] = defaultdict(list)
        matched = {t for t, _ in pairs}
        for t in ours:
            if t not in matched:
                left[theirs[t].piece.key].append(t)
        there = {n for _, n in pairs}
        pairs += [(left[self._new[n].key].pop(0), n) for n in new if n not in there and left.get(self._new[n].key)]
        for t, n in pairs:
            (result.say if theirs[t].is_placed else result.stand)(t, n)
        self._leave_layout(g, [n for n in new if n not in result.known])

    def _leave_layout(self, g: int, new: Sequence[int]) -> None:
        """As many rules and line breaks as a person took out of the section stay out of it."""
        sections = [self._owners.sections[s] for s in self._owners.groups[g].sections]
        gone = Counter(one.text for section in sections for one in section.gone)
        gone.update(o.piece.key for t in self._owners.groups[g].pieces if (o := self._owners.theirs[t]).is_words)
        gone.update(self._owners.base[b].piece.key for s in sections for b in s.pieces if b not in self._standing)
        for n in new:
            if not self._new[n].is_telling and gone[self._new[n].key] > 0:
                gone[self._new[n].key] -= 1
                self._result.leave(n)

    def _pair_equal_elsewhere(self) -> None:
        theirs, result = self._owners.theirs, self._result
        placed: dict[str, list[int]] = defaultdict(list)
        for t, own in enumerate(theirs):
            if own.is_placed and not own.is_words and t not in result.said:
                placed[own.piece.key].append(t)
        unwanted = {one.text: heir for one, heir in zip(self._gone, self._heirs, strict=True)}
        unwanted |= {own.piece.key: t for t, own in enumerate(theirs) if own.is_words}
        ours = {own.piece.key for own in theirs if not own.is_words}
        n_gone = Counter(one.text for one in self._gone)  # of two that are alike one may be gone and one stand
        for n in self._open:
            key = self._new[n].key
            if placed.get(key):
                result.say(placed[key].pop(0), n)
            elif key in unwanted and self._new[n].is_telling and (key not in ours or n_gone[key] > 0):
                n_gone[key] -= 1
                result.leave(n, heir=unwanted[key])

    def _pair_alike(self) -> None:
        theirs, result = self._owners.theirs, self._result
        kinds = [*(own.piece.kind for own in theirs), *(kind_of(one.text) for one in self._gone)]
        keys = [own.piece.key if own.piece.is_telling else "" for own in theirs]
        alike = Likeness([*keys, *(one.text for one in self._gone)])
        ours = {own.piece.key for own in theirs if not own.is_words}
        group_of_new = {
            n: g for s, g in result.homes.items() if s not in result.refused for n in self._sections[s].pieces
        }
        found: list[tuple[float, int, int]] = []
        for n in self._open:
            piece = self._new[n]
            if piece.is_telling and piece.key not in ours:
                likes = alike.find(piece.key, least=AKIN)
                found += [(-like, n, at) for like, at in likes if kinds[at] is piece.kind]
        for less, n, at in sorted(found):
            if n in result.known:
                continue
            if at < len(theirs) and not theirs[at].is_words and at not in self._answered:
                self._pair_with(at, n, -less, is_home=self._group_of.get(at) == group_of_new.get(n))
            elif -less >= ALMOST:
                result.leave(n, heir=at if at < len(theirs) else self._heirs[at - len(theirs)])

    def _pair_with(self, t: int, n: int, like: float, *, is_home: bool) -> None:
        result = self._result
        if not self._owners.theirs[t].is_placed:
            if is_home and t not in result.standing:
                result.stand(t, n)
        elif like >= ALMOST and t not in result.said:
            result.say(t, n)

    def _pair_by_place(self, g: int) -> None:
        """What stands between the same two pieces in both texts is a new wording of what stood there."""
        theirs, result = self._owners.theirs, self._result
        new = self.new_of_group(g)
        at = {n: place for place, n in enumerate(new)}
        lost: list[int] = []
        after = 0
        for t in (t for t in self._owners.groups[g].pieces if not theirs[t].is_held):
            if (n := result.standing.get(t)) is None:
                lost += [] if t in self._answered else [t]
                continue
            self._pair_between(lost, new[after : at[n]])
            lost, after = [], at[n] + 1
        self._pair_between(lost, new[after:])

    def _pair_between(self, lost: Sequence[int], new: Sequence[int]) -> None:
        free = [n for n in new if n not in self._result.known]
        for t, n in zip(lost, free, strict=False):
            if self._owners.theirs[t].piece.kind is self._new[n].kind:
                self._result.stand(t, n)

    def unplaced(self) -> Iterator[Unplaced]:
        """What stands in sections that are not written, and nowhere else."""
        for s, reason in self._result.refused.items():
            for n in self._sections[s].pieces:
                if self._new[n].is_telling and n not in self._result.known:
                    yield Unplaced(text=self._new[n].words, reason=reason)


def _words(section: Section, counted: Container[int], pieces: Sequence[Piece]) -> set[str]:
    return {pieces[n].key for n in section.pieces if n in counted and pieces[n].is_telling}
