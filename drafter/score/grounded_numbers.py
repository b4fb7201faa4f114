"""Is every number of a draft one of its sources, or one that code derives: any Markdown draft, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from drafter.ground.amounts import find_amounts
from drafter.ground.counted import read_rule
from drafter.ground.evidence import Evidence, Manner, ground_of
from drafter.ground.numbers import check_numbers
from drafter.ground.told import Told, read_told
from drafter.records import BlockKind, Document, Kind, Score, Span, Statistics
from drafter.score.counted_claims import claims_posts, find_rule, tell_posts
from drafter.score.page import Page, PlacedSentence
from drafter.score.places import heading_above, looks_ahead, place_of
from drafter.score.signing import score_share, sign
from drafter.text.blocks import parse_blocks
from drafter.text.inline import plain
from drafter.text.language import detect_language
from drafter.text.normal import fold_text
from drafter.text.numbers import Number
from drafter.text.words import bigrams, terms

_NO_PROSE = frozenset((BlockKind.CODE, BlockKind.HTML, BlockKind.MATH, BlockKind.RULE))
_TELLING = re.compile(r"[一-鿿々ァ-ヺa-z가-힣]")  # a pair of hiragana stands anywhere
_LATIN = re.compile(r"[a-z0-9\u00df-\u024f]")
_NUMERAL = re.compile(r"[0-9０-９.,．，〇一二三四五六七八九十百千万億]+|[A-Za-z]+")
_BACK = re.compile(
    r"目標|抱負|去年|昨年|前年|先月|先週|\b(?:goals?|resolutions?|last (?:year|month|week|quarter)|year before)\b"
)  # goals, or the period before
_NOTHING = Evidence(words=())
_UNGROUNDED = "no source that speaks of it holds this number, and no count gives it"
_EMPTY = "the draft holds no number that needs a source"


@dataclass(frozen=True, slots=True)
class _Source:
    """What is read of a document; it can be hashed."""

    title: str
    body: str
    language: str
    day: date | None
    earlier: bool


@dataclass(frozen=True, slots=True)
class _Passage:
    """A block of a source; `keys` are what it and its title speak of."""

    text: str
    keys: frozenset[str]
    source: _Source


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What a number of the draft was held against. `note` is the rule of a derived one, and what is wrong else."""

    start: int
    end: int
    grounded: bool
    note: str


def score_numbers(
    page: Page, *, documents: Sequence[Document], statistics: Statistics, earlier: Sequence[Document] = ()
) -> Score:
    """The share of the numbers of the prose that are grounded.

    A number is grounded where a passage of `documents`, those of the period, has it with a unit that counts the same
    things, and speaks of the same: it shares a word, or a pair of characters one of which is no hiragana, with the
    sentence or the heading above it. So does what the sentence quotes. Or a rule derives it from `statistics`. How many
    posts there are is held against counts and against what passages say of posts. The period's own year, structure
    (1つ目) and numbers of goals to come need no source. `earlier` retrospectives prove numbers where the sentence or
    the heading speaks of goals or of the period before, and nowhere else.

    Spans: first each ungrounded number, then each derived one with its rule.
    """
    past = {document.id for document in earlier}
    documents = [document for document in documents if document.id not in past]
    sources = (*(_source(d, earlier=False) for d in documents), *(_source(d, earlier=True) for d in earlier))
    n_read = sum(document.kind is Kind.POST and not document.draft for document in documents)
    manner = _manner(page, sources, statistics)
    held = [one for placed in page.sentences for one in _hold(page, placed, sources, manner, statistics, n_read)]
    ordered = sorted(filter(lambda one: one.note, held), key=lambda one: (one.grounded, one.start))
    how = {
        "unit": "number",
        "evidence": "passages-that-share-a-pair",
        "derived": "statistics",
        "goals": "exempt",
        "earlier": "goals+before",
    }
    n_grounded = sum(one.grounded for one in held)
    score = score_share("numbers", n_grounded, len(held), signature=sign("numbers", how, version=2), empty=_EMPTY)
    spans = (Span(start=h.start, end=h.end, text=page.body[h.start : h.end], note=h.note) for h in ordered)
    return replace(score, spans=tuple(spans))


def _source(document: Document, *, earlier: bool) -> _Source:
    day = document.stamp.day if document.stamp else None
    return _Source(document.title, document.body, document.language, day, earlier)


def _manner(page: Page, sources: Sequence[_Source], statistics: Statistics) -> Manner:
    language = detect_language(page.body)
    spoken = {source.language for source in sources}
    other = language if language in spoken or not spoken else min(spoken)
    return Manner(language=language, source_language=other, period=statistics.period)


def _hold(
    page: Page,
    placed: PlacedSentence,
    sources: tuple[_Source, ...],
    manner: Manner,
    statistics: Statistics,
    n_read: int,
) -> Iterator[_Held]:
    told, heading = read_told(placed.sentence.text), heading_above(page, placed.start)
    needing = _lacking(told, _NOTHING, manner) if not looks_ahead(heading, manner.period) else ()
    if not needing:
        return
    near = _near(told, heading, sources)
    at = placed.start
    for number in needing:
        start, end = place_of(page, placed, told.text[number.start : number.end].strip(), after=at)
        at = end if (start, end) != (placed.start, placed.end) else at
        rule = find_rule(number, told.text, heading, statistics=statistics, n_read=n_read)
        posts = claims_posts(number, told.folded.text, fold_text(heading))
        grounded = rule is not None or number not in _lacking(told, _evidence(placed, near, posts=posts), manner)
        wrong = f"{_UNGROUNDED}: {tell_posts(statistics)}" if posts else _UNGROUNDED
        yield _Held(start=start, end=end, grounded=grounded, note=rule or ("" if grounded else wrong))


def _lacking(told: Told, evidence: Evidence, manner: Manner) -> tuple[Number, ...]:
    """The numbers of a sentence that its evidence does not prove, in order."""
    words = [fault.words for fault in check_numbers(told, ground_of(evidence), manner)]
    found: list[Number] = []
    for number in find_amounts(told.text):
        if words and told.text[number.start : number.end].strip() == words[0]:
            found.append(number)
            words.pop(0)
    return tuple(found)


def _evidence(placed: PlacedSentence, near: Sequence[_Passage], *, posts: bool) -> Evidence:
    """What a number may rest on; how many posts there are only on what is said of posts."""
    days = {passage.source.day for passage in near if passage.source.day}
    words = (words for passage in near for words in (_posts_told(passage.text) if posts else [passage.text]))
    quoted = (quote.text for quote in placed.sentence.quotes)
    counted = tuple(f"{count.value} {read_rule(count.rule)}" for count in placed.sentence.counts)
    return Evidence(words=tuple(dict.fromkeys((*words, *quoted))), days=tuple(sorted(days)), slots=counted)


@lru_cache(maxsize=4096)
def _posts_told(text: str) -> tuple[str, ...]:
    """The numbers of posts that a passage tells."""
    folded = fold_text(text)
    return tuple(text[n.start : n.end] for n in find_amounts(text) if claims_posts(n, folded, ""))


def _near(told: Told, heading: str, sources: tuple[_Source, ...]) -> tuple[_Passage, ...]:
    """The passages that speak of what a sentence does; all of those in another language."""
    keys, language = _keys(told.text) | _keys(heading), detect_language(told.text)
    back = _BACK.search(fold_text(f"{heading}\n{told.text}")) is not None
    passages = (p for p in _passages(sources) if back or not p.source.earlier)
    return tuple(p for p in passages if p.source.language != language or p.keys & keys)


def _keys(text: str) -> frozenset[str]:
    """What a text speaks of: words in Latin letters that are no mere "the", and pairs of other characters.

    Numerals are no part of it: a passage is not near because it holds the same number.
    """
    for number in reversed(find_amounts(text)):
        spoken = _NUMERAL.sub(" ", text[number.start : number.end], count=1)
        text = text[: number.start] + spoken + text[number.end :]
    pairs = (pair for pair in bigrams(text) if not _LATIN.match(pair))
    return frozenset(pair for pair in (*pairs, *terms(text)) if _TELLING.search(pair))


@lru_cache(maxsize=8)
def _passages(sources: tuple[_Source, ...]) -> tuple[_Passage, ...]:
    return tuple(passage for source in sources for passage in _read(source))


def _read(source: _Source) -> Iterator[_Passage]:
    title = _keys(source.title)
    yield _Passage(source.title, title, source)
    for block in parse_blocks(source.body):
        if block.kind not in _NO_PROSE:
            text = plain(source.body[block.start : block.end])
            yield _Passage(text, _keys(text) | title, source)
