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
    """Fill `room` characters. Each theme keeps its best piece before any gets its second; facts in `taken` and wishes
    stand elsewhere in the draft."""
    pieces = [p for theme in themes for p in _pieces(theme, facts, source=source, taken=taken)]
    best = {p.theme.id: p for p in sorted(pieces, key=lambda p: p.value)}
    order = sorted(pieces, key=lambda p: (p is not best[p.theme.id], -p.value))
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


def _fill(order: Sequence[_Piece], room: int) -> tuple[list[_Piece], list[_Piece]]:
    kept: list[_Piece] = []
    dropped: list[_Piece] = []
    used = 0
    per_theme: Counter[tuple[str, bool]] = Counter()
    per_document: Counter[str] = Counter()
    chars_of: Counter[str] = Counter()
    for piece in order:
        document = piece.fact.quotes[0].document_id if piece.fact else piece.post.id if piece.post else ""
        cost = piece.n_chars + (
            _HEADING_CHARS if not per_theme[piece.theme.id, True] + per_theme[piece.theme.id, False] else 0
        )
        limit = _FACTS_PER_THEME if piece.fact else _POSTS_PER_THEME
        full = per_theme[piece.theme.id, bool(piece.fact)] >= limit or (
            piece.fact and per_document[document] >= _FACTS_PER_DOCUMENT
        )
        if full or used + cost > room or (piece.fact and chars_of[document] + cost > room * _DOCUMENT_SHARE):
            dropped.append(piece)
            continue
        kept.append(piece)
        used += cost
        chars_of[document] += cost
        per_theme[piece.theme.id, bool(piece.fact)] += 1
        per_document[document] += bool(piece.fact)
    return kept, dropped


def _posts(theme: Theme, kept: Sequence[_Piece], source: Source) -> tuple[Document, ...]:
    """The posts of the theme that are named, by date: with a line of their own, or for a sentence below them."""
    named = {p.post.id for p in kept if p.theme is theme and p.post}
    return tuple(source.documents[i] for i in theme.post_ids if i in named)


def _text(piece: _Piece) -> str:
    return piece.fact.text if piece.fact else piece.post.title if piece.post else ""
