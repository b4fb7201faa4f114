"""Sentences that may be told: each with its cue, its place in the source, and whether its author is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drafter.digest.cues import (
    Cue,
    defines_term,
    instructs,
    is_past,
    is_terse,
    names_event,
    read_cue,
    stands_alone,
    tells_of_author,
    tells_problem,
    told_by_author,
    wishes,
)
from drafter.digest.earlier_times import goes_on_there, is_placed_before
from drafter.digest.outcomes import is_about_book
from drafter.ground.persons import reason_private
from drafter.records import Block, BlockKind, Chunk, Document, Kind
from drafter.text.blocks import words_start
from drafter.text.inline import links, plain
from drafter.text.sentences import split_sentences
from drafter.text.words import bigrams

WEIGHT_MIN = 1.5  # of a sentence worth telling
SPARE_WEIGHT_MIN = 0.5  # of one told where a period has few
_RUN_CHARS = 220
_LEAD = 1.2  # a post that tells of its author says in its first sentence what happened
_HALF_TOLD = 1.5  # what a difficulty loses that is told without its end
_EARLIER_YEAR = 1.0
_TERSE_WEIGHT = 1.2
_NAMELESS = 1.0  # what a sentence loses that names nothing, where nothing before it can say what it is about
_TELLING_SHARE = 0.3  # below it a document is a study note: only sentences with the author in them are told
TEMPLATE_MIN = 3  # a line that stands in this many documents is a template or a standing to-do
_REPEATS_TITLE = 0.7
_REFERENCE = re.compile(r"\*\*[^*\n]+\*\*|『[^』]*』|「[^」]*」|\[[^\[\]]*\]")
# 「[…] を読んだ。」: what a diary notes every day and a year's retrospective leaves out; a book read to its end stays.
_READ_SOMETHING = re.compile(
    r"\W*(?:(?:今日|本日)は?\W*|は\W*)?(?:の?(?:記事|本|ドキュメント|docs)\W*)?(?:[をがも]\W*)?"
    r"(?:(?:少し|ちょっと|一通り)\W*)?"
    r"(?:読んだ|読んでみた|読み進めた|届いた|知った|見つけた|見た|買った|購入した|読みました|見ました)\W*",
    re.I,
)
_STEP = re.compile(r"(?:^|\n)[ \t]*\d{1,2}[.)][ \t]+\Z")
_HOW_TO = re.compile(r"方法|手順|やり方|するには|\bhow to\b", re.I)
_NAME = re.compile(r"[A-Za-z]{3,}|[ァ-ヶー]{3,}|[「『]|[一-鿿]{4,}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence, or a sentence with the one that completes it: `document.text[start:end]`, `text` without Markdown."""

    document: Document
    chunk: Chunk
    start: int
    end: int
    text: str
    cue: Cue
    studies: bool  # the document is about a subject or a book, not about its author
    turning: bool = False  # its note tells of a turning point, so that its other sentences may give it away
    earlier: bool = False  # it tells of a time before the period


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence of a block, `document.text[start:end]`."""

    chunk: Chunk
    block: Block
    start: int
    end: int
    text: str  # plain


def find_candidates(document: Document, chunks: Sequence[Chunk], *, since: date | None = None) -> Iterator[Candidate]:
    """The sentences of one document's paragraphs and list items whose cues promise something.

    `since` is the first day of the period, None where what is dated before it is told, too.
    """
    spans = find_spans(document, chunks)
    turning = document.kind is Kind.NOTE and any(names_event(s.text) for s in spans)
    telling = sum(is_past(s.text) or tells_of_author(s.text) for s in spans)
    dry = document.kind is Kind.POST and telling < _TELLING_SHARE * len(spans)
    studies = dry or is_about_book(document)
    earlier = find_earlier(document, spans, since)
    for before, span, following in zip([None, *spans], spans, [*spans, None][1:], strict=False):
        cue = _cue(document, span, leads=before is None and not studies)
        if cue.weight <= 0 or not stands_alone(span.text):
            continue
        start, end = span.start, span.end
        if before and before.block is span.block and not _NAME.search(span.text) and not wishes(span.text):
            start = before.start if _introduces(before, span) else start
            cue = replace(cue, weight=cue.weight - _NAMELESS * (start == span.start))
        if following and _completed_by(span, following):
            end = following.end
        elif tells_problem(span.text):
            cue = replace(cue, weight=cue.weight - _HALF_TOLD)
        if cue.weight >= SPARE_WEIGHT_MIN:
            text = plain(document.text[start:end]).strip()
            yield Candidate(
                document=document,
                chunk=span.chunk,
                start=start,
                end=end,
                text=text,
                cue=cue,
                studies=studies,
                turning=turning,
                earlier=span.start in earlier,
            )


def find_earlier(document: Document, spans: Sequence[Span], since: date | None) -> frozenset[int]:
    """Where sentences start that tell of a time before the period: dated so, or behind such a one in its paragraph."""
    found: set[int] = set()
    written = document.stamp.day if document.stamp else None
    for before, span in zip([None, *spans], spans, strict=False):
        follows = before is not None and before.block is span.block and before.start in found
        if since and (
            is_placed_before(span.text, written=written, since=since) or (follows and goes_on_there(span.text))
        ):
            found.add(span.start)
    return frozenset(found)


def _cue(document: Document, span: Span, *, leads: bool) -> Cue:
    cue = read_cue(span.text, headings=span.chunk.heading_path)
    year = document.stamp.day.year if document.stamp else 0
    earlier = any(int(found) < year for found in _YEAR.findall(span.text))
    if document.kind is Kind.NOTE and is_terse(span.text):
        cue = replace(cue, weight=cue.weight + _TERSE_WEIGHT)
    return replace(cue, weight=cue.weight + _LEAD * (leads and is_past(span.text)) - _EARLIER_YEAR * earlier)


def find_spans(document: Document, chunks: Iterable[Chunk]) -> list[Span]:
    """The sentences of a document's paragraphs and list items, in order."""
    return [span for chunk in chunks for block in chunk.blocks for span in _spans(document, chunk, block)]


def _spans(document: Document, chunk: Chunk, block: Block) -> Iterator[Span]:
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        return
    first = words_start(block, document.text)
    for a, b in split_sentences(document.text[first : block.end]):
        start, end = first + a, first + b
        yield Span(chunk, block, start, end, plain(document.text[start:end]).strip())


def _introduces(before: Span, span: Span) -> bool:
    """Whether the sentence before names what this one is about, and can be told with it."""
    near = span.end - before.start <= _RUN_CHARS
    return near and bool(_NAME.search(before.text)) and stands_alone(before.text) and not instructs(before.text)


def _completed_by(span: Span, following: Span) -> bool:
    """Whether the next sentence leans on this one, or tells what became of its difficulty."""
    if (
        following.block is not span.block
        or following.end - span.start > _RUN_CHARS
        or not told_by_author(following.text)
    ):
        return False
    return not stands_alone(following.text) or (tells_problem(span.text) and is_past(following.text))


def reason_unfit(candidate: Candidate, *, spread: Mapping[str, int]) -> str | None:
    """Why a candidate may not be told, or None. `spread` counts the documents each text stands in."""
    told = _is_told(candidate, candidate.text)
    if candidate.earlier:
        return "tells of a time before the period"
    if not told and (candidate.studies or not candidate.cue.event):
        return "not told as the author's own doing"
    if candidate.studies and (not tells_of_author(candidate.text) or defines_term(candidate.text)):
        return "about its subject, not about the author"
    if (candidate.studies or _HOW_TO.search(candidate.document.title)) and _STEP.search(
        candidate.document.text, max(0, candidate.start - 8), candidate.start
    ):
        return "a step of instructions"
    if spread[candidate.text] >= TEMPLATE_MIN:
        return f"stands in {spread[candidate.text]} documents: a template or a standing to-do"
    if not candidate.cue.event and not _says_more_than_links(candidate):
        return "a link and no more, or cut in its middle"
    if _repeats_title(candidate):
        return "the title of its post says it"
    return reason_private(candidate.text, candidate.document.kind)


def _is_told(candidate: Candidate, text: str) -> bool:
    return told_by_author(text) or (candidate.document.kind is Kind.NOTE and is_terse(text))


def is_uncut(source: str) -> bool:
    """Whether every bracket of a span of Markdown has its partner in it."""
    return all(source.count(a) == source.count(b) for a, b in ("[]", "()", "「」", "（）"))


def _says_more_than_links(candidate: Candidate) -> bool:
    """Whether words of the author remain beside links and titles, and every bracket has its partner."""
    source = candidate.document.text[candidate.start : candidate.end]
    own = source
    for link in reversed(links(source)):
        own = own[: link.start] + own[link.end :]
    bare = _REFERENCE.sub("", own)
    return (
        is_uncut(source)
        and _is_told(candidate, plain(own).strip())
        and (bare == source or not _READ_SOMETHING.fullmatch(bare))
    )


def _repeats_title(candidate: Candidate) -> bool:
    """Whether the sentence says little more than the title of its own post."""
    said, title = set(bigrams(candidate.text)), set(bigrams(candidate.document.title))
    return candidate.document.kind is Kind.POST and bool(said) and len(said & title) >= _REPEATS_TITLE * len(said)
