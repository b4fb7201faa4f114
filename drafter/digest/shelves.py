"""Lists the author keeps all year, gathered: books read by quarter become the books of the year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from drafter.digest.goals import heads_goals
from drafter.digest.habits import Habits, fill_slots
from drafter.digest.quotes import quote_span
from drafter.ground.persons import reason_private
from drafter.records import Block, BlockKind, Chunk, Document, Fact, FactKind, Period, Quote, Shelf, content_id
from drafter.text.inline import links, plain
from drafter.text.normal import fold

_ITEMS_MIN = 2
_ASIDE = re.compile(r"[(（\[{［｛][^)）\]}］｝]*[)）\]}］｝]")
_TAIL = re.compile(r"(?:など|等|とか|の?一覧|リスト)$")
_HEAD = re.compile(r"^(?:今年|今月|今週|今期|主に|\{\w+\}年?)(?:の|に)?")
_ENTRY = re.compile(r"[:：(（{｛、]")
_EMPTY = re.compile(r"[:：]\W*$")  # 「2月:」 and nothing below it
_SALIENCE = 0.3
_DOCUMENTS_MIN = 2
_SHELF_NAME_CHARS = 3


def gather_shelves(
    habits: Habits | None, chunks: Sequence[Chunk], documents: Mapping[str, Document], *, period: Period
) -> tuple[tuple[Shelf, ...], tuple[Fact, ...]]:
    """The lists of the period's documents that stand under a heading of the last retrospective's lists.

    Items of one thing, told by its link or its first words, become one fact with the newest first among its quotes.
    A heading counts that at least two documents have. No habits give `((), ())`.
    """
    if habits is None:
        return (), ()
    below = _by_heading(c for c in chunks if not heads_goals(documents[c.document_id].title))
    shelves: list[Shelf] = []
    facts: dict[str, Fact] = {}
    path: list[tuple[int, str]] = []
    known = {_key(heading.text) for heading in habits.headings}
    for number, heading in enumerate(habits.headings):
        path = [(level, text) for level, text in path if level < heading.level]
        name = fill_slots(heading.text, period)
        shelf = _key(heading.text)
        held = [c for key, own in below.items() if _belongs(key, shelf, known) for c in own]
        wished = any(map(heads_goals, (name, *(text for _, text in path))))
        if not wished and len({c.document_id for c in held}) >= _DOCUMENTS_MIN:
            own = _items(held, documents)
            if len(own) >= _ITEMS_MIN:
                facts |= {fact.id: fact for _, fact in own}
                items = tuple((depth, fact.id) for depth, fact in own)
                shelves.append(
                    Shelf(
                        heading=name,
                        level=heading.level,
                        parents=tuple(path),
                        items=items,
                        n_chars=_n_chars(habits, number),
                    )
                )
        path.append((heading.level, name))
    return tuple(shelves), tuple(facts.values())


def without_shelved(facts: Iterable[Fact], shelved: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that do not stand on a shelf already."""
    taken: dict[str, list[Quote]] = defaultdict(list)
    for quote in (quote for fact in shelved for quote in fact.quotes):
        taken[quote.document_id].append(quote)
    return tuple(
        f for f in facts if not any(q.start <= f.quotes[0].start < q.end for q in taken[f.quotes[0].document_id])
    )


def _by_heading(chunks: Iterable[Chunk]) -> Mapping[str, list[Chunk]]:
    below: dict[str, list[Chunk]] = defaultdict(list)
    for chunk in chunks:
        if chunk.heading_path and not any(map(heads_goals, chunk.heading_path)):
            below[_key(chunk.heading_path[-1])].append(chunk)
    return below


def _key(heading: str) -> str:
    """「勉強した(、触った)ライブラリ等」 and 「勉強したライブラリ」 are one heading."""
    bare = _ASIDE.sub("", plain(heading)).strip()
    return fold(_TAIL.sub("", _HEAD.sub("", bare))).text.strip()


def _belongs(key: str, shelf: str, known: Collection[str]) -> bool:
    """Whether a list stands on a shelf: under its very heading, or a narrower one that has no shelf of its own."""
    return key == shelf or (len(shelf) >= _SHELF_NAME_CHARS and key.endswith(shelf) and key not in known)


def _n_chars(habits: Habits, number: int) -> int:
    """What the author writes under a heading, its sub headings included."""
    first, total = habits.headings[number], habits.headings[number].n_chars
    for heading in habits.headings[number + 1 :]:
        if heading.level <= first.level:
            break
        total += heading.n_chars
    return total


def _items(chunks: Iterable[Chunk], documents: Mapping[str, Document]) -> list[tuple[int, Fact]]:
    def day(chunk: Chunk) -> tuple[str, int]:
        stamp = documents[chunk.document_id].stamp
        return (str(stamp.day) if stamp else "", chunk.start)

    latest: dict[str, list[tuple[int, Fact]]] = {}
    for chunk in sorted(chunks, key=day):
        document = documents[chunk.document_id]
        for group in _groups([b for b in chunk.blocks if b.kind is BlockKind.ITEM]):
            head = document.text[group[0].start : group[0].end]
            if not _is_private(document, group) and (len(group) > 1 or not _EMPTY.search(head)):
                items = [(block.level - 1, _fact(document, chunk, block)) for block in group]
                before = latest.get(_thing(head), [])
                latest[_thing(head)] = [_with_earlier(items[0], before), *items[1:]]
    return [item for group in latest.values() for item in group]


def _is_private(document: Document, group: Sequence[Block]) -> bool:
    """Whether an item, or one inside it, holds a secret, or in a note names somebody."""
    texts = [plain(document.text[block.start : block.end]) for block in group]
    return any(reason_private(text, document.kind) for text in texts)


def _with_earlier(item: tuple[int, Fact], before: Sequence[tuple[int, Fact]]) -> tuple[int, Fact]:
    """The newest line of a thing, resting on the earlier ones too: what was read in spring counts in the year."""
    depth, fact = item
    earlier = before[0][1].quotes if before else ()
    return depth, replace(fact, quotes=(*fact.quotes, *earlier))


def _groups(items: Sequence[Block]) -> list[list[Block]]:
    """Each outermost item with those inside it."""
    groups: list[list[Block]] = []
    for item in items:
        if item.level == 1 or not groups:
            groups.append([])
        groups[-1].append(item)
    return groups


def _thing(item: str) -> str:
    linked = links(item)
    return (
        linked[0].target
        if linked and item.lstrip("*_ ").startswith(("[", "「[", "『["))
        else fold(_ENTRY.split(plain(item))[0]).text.strip()
    )


def _fact(document: Document, chunk: Chunk, block: Block) -> Fact:
    text = plain(document.text[block.start : block.end]).strip()
    return Fact(
        id=content_id("fact", document.id, str(block.start), text),
        text=text,
        kind=FactKind.DID,
        event_day=None,
        document_day=document.stamp.day if document.stamp else None,
        quotes=(quote_span(document, chunk, start=block.start, end=block.end),),
        salience=_SALIENCE,
        level=document.level,
    )
