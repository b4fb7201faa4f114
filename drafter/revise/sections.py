"""Sections of the three texts, and which of them are the same one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafter.records import Gone, GoneKind
from drafter.revise.matching import AKIN, ALMOST, likeness, match_in_order
from drafter.revise.pieces import Piece, PieceKind, plain_ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A piece of the base with what of it was a person's already."""

    piece: Piece
    is_words: bool = False
    is_placed: bool = False
    is_joint: bool = False


@dataclass(slots=True, kw_only=True)
class Section:
    """A heading with what stands below it up to the next one. `path` holds the headings above it and its own.

    `heading` and `pieces` are places in the text; of the base a heading may be gone while its pieces still stand.
    """

    path: tuple[str, ...] = ("",)
    level: int = 0
    heading: int | None = None
    pieces: list[int] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    is_gone: bool = False

    @property
    def name(self) -> str:
        """Its heading as it is written; "" for what stands before the first one."""
        return self.path[-1]


@dataclass(slots=True, kw_only=True)
class Group:
    """The pieces of the person's text that hold one section of the base, or more where a heading was taken out."""

    heading: int | None
    pieces: list[int]
    sections: list[int] = field(default_factory=list)
    is_placed: bool = False


def split_sections(pieces: Sequence[Piece]) -> list[Section]:
    """The sections of a text, the first one without heading."""
    sections, above = [Section()], list[tuple[int, str]]()
    for n, piece in enumerate(pieces):
        if piece.kind is PieceKind.HEADING:
            sections.append(_below(above, piece.key, piece.level, n))
        elif piece.kind is not PieceKind.END:
            sections[-1].pieces.append(n)
    return sections


def _below(above: list[tuple[int, str]], key: str, level: int, n: int | None) -> Section:
    while above and above[-1][0] >= level:
        above.pop()
    above.append((level, key))
    return Section(path=tuple(name for _, name in above), level=level, heading=n)


def split_base_sections(base: Sequence[Held], gone: Sequence[Gone]) -> list[Section]:
    """The sections drafter wrote: a heading a person put in divides none, one they took out or changed still does."""
    sections, above = [Section()], list[tuple[int, str]]()
    waiting = sorted((one for one in gone if one.kind is GoneKind.PIECE and not one.section), key=lambda one: one.at)
    for n, held in enumerate(base):
        changed: Gone | None = None
        while waiting and waiting[0].at <= held.piece.start:
            one = waiting.pop(0)
            if not _is_heading(one.text):
                sections[-1].gone.append(one)
            elif held.piece.kind is PieceKind.HEADING and held.is_words and one.at == held.piece.start:
                changed = one
            else:
                sections.append(_below(above, one.text, _level(one.text), None))
        if held.piece.kind is PieceKind.HEADING and (changed or not held.is_words):
            key = changed.text if changed else held.piece.key
            sections.append(_below(above, key, held.piece.level, n))
        elif held.piece.kind is not PieceKind.END:
            sections[-1].pieces.append(n)
    for one in (one for one in gone if one.kind is GoneKind.SECTION):
        path, held_in = tuple(one.text.split("\n")), [piece for piece in gone if piece.section == one.text]
        sections.append(Section(path=path, level=_level(path[-1]), gone=held_in, is_gone=True))
    return sections


def _is_heading(text: str) -> bool:
    return text.startswith("#")


def _level(text: str) -> int:
    return len(text) - len(text.lstrip("#"))


def find_groups(
    theirs: Sequence[Piece], origins: Mapping[int, int], base: Sequence[Held], sections: Sequence[Section]
) -> list[Group]:
    """The person's text by the sections of the base. A section of which nothing is left becomes `is_gone`."""
    standing = {at: t for t, at in origins.items()}
    heads = {0: None} | {n: standing.get(s.heading) for n, s in enumerate(sections) if s.heading is not None}
    lost = [n for n, t in heads.items() if n and t is None]
    free = [t for t, piece in enumerate(theirs) if piece.kind is PieceKind.HEADING and t not in origins]
    changed = _changed_headings(lost, free, theirs, origins, sections, base)
    heads |= changed
    groups = _cut(theirs, {t: n for n, t in heads.items() if t is not None})
    for n, section in enumerate(sections):
        if n and heads.get(n) is None and not section.is_gone:
            _adopt(n, section, groups, standing=standing, was_there=section.heading is not None)
    return groups


def _cut(theirs: Sequence[Piece], starts: Mapping[int, int]) -> list[Group]:
    groups = [Group(heading=None, pieces=[], sections=[0])]
    for t, piece in enumerate(theirs):
        if t in starts:
            groups.append(Group(heading=t, pieces=[], sections=[starts[t]]))
        elif piece.kind is not PieceKind.END:
            groups[-1].pieces.append(t)
    return groups


def _adopt(n: int, section: Section, groups: list[Group], *, standing: Mapping[int, int], was_there: bool) -> None:
    """Where most pieces of a section without heading went; one that lost its heading and most pieces is gone."""
    homes = {t: at for at, group in enumerate(groups) for t in group.pieces}
    found = Counter(homes[standing[b]] for b in section.pieces if standing.get(b) in homes)
    (at, n_there), *_ = found.most_common(1) or [(0, 0)]
    if n_there and 2 * n_there >= len(section.pieces):
        groups[at].sections.append(n)
    elif was_there:
        section.is_gone = True
    else:
        before = (group for number in range(n - 1, -1, -1) for group in groups if number in group.sections)
        next(before).sections.append(n)


def _changed_headings(
    lost: Sequence[int],
    free: Sequence[int],
    theirs: Sequence[Piece],
    origins: Mapping[int, int],
    sections: Sequence[Section],
    base: Sequence[Held],
) -> dict[int, int]:
    """For sections whose heading is not there the heading that took its place: above the same pieces, or alike."""
    pairs: list[tuple[float, int, int]] = []
    for n in lost:
        for t in free:
            if (score := _same_place(sections[n], t, theirs, origins, base)) > 0:
                pairs.append((-score, n, t))
    chosen: dict[int, int] = {}
    for _, n, t in sorted(pairs):
        if n not in chosen and t not in chosen.values():
            chosen[n] = t
    return chosen


def _same_place(
    section: Section, t: int, theirs: Sequence[Piece], origins: Mapping[int, int], base: Sequence[Held]
) -> float:
    """How much speaks for it that heading `t` is what a person made of the section's."""
    below = 0
    for place in range(t + 1, len(theirs)):
        if theirs[place].kind is PieceKind.HEADING:
            break
        below += origins.get(place) in section.pieces
    if section.heading is None:
        return 0.0
    like = likeness(base[section.heading].piece.key, theirs[t].key)
    before = next((origins[place] for place in range(t - 1, -1, -1) if place in origins), -1)
    after = next((origins[place] for place in range(t + 1, len(theirs)) if place in origins), len(base))
    between = before < section.heading < after and theirs[t].level == section.level
    return below + (like if like >= AKIN or between else 0.0) + (0.1 if between else 0.0)


def match_sections(
    new: Sequence[Section], base: Sequence[Section], new_words: Sequence[set[str]], base_words: Sequence[set[str]]
) -> dict[int, int]:
    """For sections of the new draft the one of the base they are: by path, by heading, by likeness, by their words.

    `new_words` and `base_words` are the keys of what stands in each section.
    """
    matched = {0: 0}
    order = match_in_order(["\n".join(s.path) for s in base[1:]], ["\n".join(s.path) for s in new[1:]])
    matched |= {n + 1: b + 1 for n, b in order.items()}
    for test in (_same_path, _same_name, _like_name):
        for n, b in _pair_rest(new, base, matched, test):
            matched[n] = b
    for n in range(1, len(new)):
        if n not in matched and new_words[n]:
            free = set(range(1, len(base))) - set(matched.values())
            best = max(free, key=lambda b: len(new_words[n] & base_words[b]), default=None)
            if best is not None and 2 * len(new_words[n] & base_words[best]) >= len(new_words[n]):
                matched[n] = best
    return matched


def _pair_rest(
    new: Sequence[Section],
    base: Sequence[Section],
    matched: Mapping[int, int],
    test: Callable[[Section, Section], float],
) -> Iterator[tuple[int, int]]:
    taken = set(matched.values())
    pairs = sorted(
        (-score, n, b)
        for n in range(1, len(new))
        if n not in matched
        for b in range(1, len(base))
        if b not in taken and (score := test(new[n], base[b])) > 0
    )
    done: set[int] = set()
    for _, n, b in pairs:
        if n not in done and b not in taken:
            done.add(n)
            taken.add(b)
            yield n, b


def _same_path(one: Section, other: Section) -> float:
    return float(one.path == other.path)


def _same_name(one: Section, other: Section) -> float:
    return float(one.name == other.name)


def _like_name(one: Section, other: Section) -> float:
    like = likeness(one.name, other.name) if one.level == other.level else 0.0
    return like if like >= ALMOST else 0.0


def same_heading(one: str, other: str) -> bool:
    """Whether two headings say the same, whatever their level."""
    return plain_ends(one).strip("# \n") == plain_ends(other).strip("# \n")
