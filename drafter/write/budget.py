"""What fits into the length the author takes: the weightiest first, no document more than a fifth."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from drafter.records import BlockKind, Document, Dropped, Fact, FactKind, Section, Theme
from drafter.text.blocks import heading_text, parse_blocks
from drafter.text.inline import plain
from drafter.write.passages import Source

_POST_VALUE = 0.3  # a post's own line is worth as much as a sentence of this salience
_DOCUMENT_SHARE = 0.2
_FACTS_PER_THEME = 6
_FACTS_PER_DOCUMENT = 3
_POSTS_PER_THEME = 8
_HEADING_CHARS = 12
_GENEROUS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Facts and posts by theme id, posts in order of date."""

    facts: Mapping[str, tuple[Fact, ...]]
    posts: Mapping[str, tuple[Document, ...]]
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    theme: Theme
    fact: Fact | None
    post: Document | None  # of the piece itself, or the one its fact stands below
    value: float
    n_chars: int

    @property
    def document_id(self) -> str:
        """Of the source it comes from."""
        return self.fact.quotes[0].document_id if self.fact else self.post.id if self.post else ""


def n_visible(section: Section) -> int:
    """Characters a reader sees: no addresses of links, no marks, no questions, no white space."""
    texts = [
        section.heading,
        *(s.text for p in section.passages if p.form not in ("question", "figure") for s in p.sentences),
    ]
    return sum(len(re.sub(r"\s", "", plain(text))) for text in texts)


def n_visible_chars(body: str) -> int:
    """Characters a reader sees of a Markdown body, counted as `n_visible` counts a section's."""
    shown = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE)
    texts = [
        heading_text(b, body) if b.kind is shown[0] else body[b.start : b.end]
        for b in parse_blocks(body)
        if b.kind in shown
    ]
    return sum(len(re.sub(r"\s", "", plain(text))) for text in texts)


def choose_pieces(
    themes: Sequence[Theme], facts: Mapping[str, Fact], *, source: Source, room: int, taken: Collection[str]
) -> Chosen:
    """Fill `room` characters.

    Each theme keeps its best piece and each work its first before anything gets a second. Facts in `taken`, and wishes,
    stand elsewhere in the draft.
    """
    pieces = [p for theme in themes for p in _pieces(theme, facts, source=source, taken=taken)]
    best = {p.theme.id: p for p in sorted(pieces, key=lambda p: p.value)}
    first = {p.post.id: p for p in sorted(pieces, key=lambda p: p.value) if p.post}
    order = sorted(
        pieces,
        key=lambda p: (p is not best[p.theme.id], p.post is None or p is not first[p.post.id], -p.value),
    )
    kept, dropped = _fill(order, room)
    return Chosen(
        facts={t.id: tuple(p.fact for p in kept if p.theme is t and p.fact) for t in themes},
        posts={t.id: _posts(t, kept, source) for t in themes},
        dropped=tuple(Dropped(text=_text(p), reason="no room in the length of your retrospectives") for p in dropped),
    )


def _pieces(theme: Theme, facts: Mapping[str, Fact], *, source: Source, taken: Collection[str]) -> list[_Piece]:
    pieces = []
    for fact in (facts[i] for i in theme.fact_ids):
        if fact.id in taken or fact.kind is FactKind.PLANNED:
            continue
        home = source.documents[fact.quotes[0].document_id]
        value = fact.salience + 0.5 * bool(fact.event)
        below = home if home.id in theme.post_ids else None
        pieces.append(_Piece(theme=theme, fact=fact, post=below, value=value, n_chars=len(fact.text)))
    for document in (source.documents[i] for i in theme.post_ids):
        pieces.append(_Piece(theme=theme, fact=None, post=document, value=_POST_VALUE, n_chars=len(document.title)))
    return pieces


class _Page:
    """What has been taken, against the room there is."""

    def __init__(self, room: int) -> None:
        self.room, self.used = room, 0
        self.kept: list[_Piece] = []
        self._opened: set[str] = set()
        self._named: set[str] = set()
        self._per_theme: Counter[tuple[str, bool]] = Counter()
        self._per_document: Counter[str] = Counter()
        self._chars_of: Counter[str] = Counter()

    def take(self, piece: _Piece, *, share: int) -> bool:
        """Take a piece if it fits, at most `share` times the usual number of one theme and one document."""
        document, theme, is_fact = piece.document_id, piece.theme.id, piece.fact is not None
        heading = 0 if theme in self._opened else _HEADING_CHARS
        title = len(piece.post.title) if is_fact and piece.post and piece.post.id not in self._named else 0
        cost = piece.n_chars + heading + title
        many = self._per_theme[theme, is_fact] >= share * (_FACTS_PER_THEME if is_fact else _POSTS_PER_THEME)
        much = is_fact and (
            self._per_document[document] >= share * _FACTS_PER_DOCUMENT
            or self._chars_of[document] + piece.n_chars > self.room * _DOCUMENT_SHARE
        )
        if many or much or self.used + cost > self.room:
            return False
        self.kept.append(piece)
        self.used += cost
        self._opened.add(theme)
        self._named |= {piece.post.id} if piece.post else set()
        self._per_theme[theme, is_fact] += 1
        self._per_document[document] += is_fact
        self._chars_of[document] += piece.n_chars * is_fact
        return True


def _fill(order: Sequence[_Piece], room: int) -> tuple[list[_Piece], list[_Piece]]:
    """Two rounds: the usual shares first; where room is left, twice as much of each theme and document."""
    page = _Page(room)
    left = [piece for piece in order if not page.take(piece, share=1)]
    left = [piece for piece in left if not page.take(piece, share=_GENEROUS)]
    return page.kept, left


def _posts(theme: Theme, kept: Sequence[_Piece], source: Source) -> tuple[Document, ...]:
    """The posts of the theme that are named, by date: with a line of their own, or for a sentence below them."""
    named = {p.post.id for p in kept if p.theme is theme and p.post}
    return tuple(source.documents[i] for i in theme.post_ids if i in named)


def _text(piece: _Piece) -> str:
    return piece.fact.text if piece.fact else piece.post.title if piece.post else ""
