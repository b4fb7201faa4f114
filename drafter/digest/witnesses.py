"""What may prove a goal though no draft would tell it for itself: lines of notes, and sentences of posts that tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from drafter.digest.candidates import TEMPLATE_MIN, Span, find_earlier, find_spans, is_uncut
from drafter.digest.cues import (
    asks,
    defines_term,
    heads_no_deeds,
    instructs,
    names_event,
    read_cue,
    told_by_author,
    wishes,
)
from drafter.digest.quotes import quote_span
from drafter.ground.persons import reason_private
from drafter.records import Chunk, Document, Fact, Kind, content_id
from drafter.text.inline import plain
from drafter.text.lines import Lines

_LINE_CHARS = 100  # a line of a note is told whole up to here
_CHARS_MIN = 8
_WEIGHT = 0.01  # of a cue's: witnesses come behind facts that are worth a sentence


def find_witnesses(documents: Sequence[Document], chunks: Iterable[Chunk], *, since: date) -> tuple[Fact, ...]:
    """The lines of `chunks` that tell what their author did, light or weighty, in order.

    Wishes, questions, instructions, templates, what was before `since`, and what a private note keeps to itself are
    none; beside posts, neither is a note of a turning point. Drafts of posts witness nothing.
    """
    by_id = {document.id: document for document in documents if not (document.draft and document.kind is Kind.POST)}
    chunks_of: dict[str, list[Chunk]] = defaultdict(list)
    for chunk in chunks:
        chunks_of[chunk.document_id].append(chunk)
    in_blog = any(document.kind is Kind.POST for document in documents)
    found = [
        (by_id[i], s)
        for i, own in chunks_of.items()
        if i in by_id
        for s in _told(by_id[i], own, since, in_blog=in_blog)
    ]
    spread = Counter(text for text, _ in {(span.text, document.id) for document, span in found})
    return tuple(_fact(document, span) for document, span in found if spread[span.text] < TEMPLATE_MIN)


def _told(document: Document, chunks: Sequence[Chunk], since: date, *, in_blog: bool) -> Iterator[Span]:
    spans = find_spans(document, chunks)
    is_note = document.kind is Kind.NOTE
    if in_blog and is_note and any(names_event(span.text) for span in spans):
        return
    earlier = find_earlier(document, spans, since)
    for span in _whole_lines(document, spans) if is_note else spans:
        told = not defines_term(span.text) if is_note else told_by_author(span.text)
        if (
            told
            and is_uncut(document.text[span.start : span.end])
            and len(span.text) >= _CHARS_MIN
            and span.start not in earlier
            and not (wishes(span.text) or asks(span.text) or instructs(span.text))
            and not any(map(heads_no_deeds, span.chunk.heading_path[-1:]))
            and not reason_private(span.text, document.kind)
        ):
            yield span


def _whole_lines(document: Document, spans: Iterable[Span]) -> Iterator[Span]:
    """The sentences of a short line as one: 「英会話2回目。旅の予定を話す」."""
    lines = Lines(document.text)
    for _, group in groupby(spans, key=lambda span: lines.number(span.start)):
        own = list(group)
        if own[-1].end - own[0].start > _LINE_CHARS:
            yield from own
        else:
            start, end = own[0].start, own[-1].end
            yield replace(own[0], end=end, text=plain(document.text[start:end]).strip())


def _fact(document: Document, span: Span) -> Fact:
    cue = read_cue(span.text, headings=span.chunk.heading_path)
    return Fact(
        id=content_id("fact", document.id, str(span.start), span.text),
        text=span.text,
        kind=cue.kind,
        event_day=None,
        document_day=document.stamp.day if document.stamp else None,
        quotes=(quote_span(document, span.chunk, start=span.start, end=span.end),),
        salience=round(max(0.0, _WEIGHT * cue.weight), 4),
        level=document.level,
    )
