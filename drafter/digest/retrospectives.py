"""The author's earlier retrospectives among the documents, each with the period it looks back on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from drafter.digest.statistics import n_characters
from drafter.records import Block, BlockKind, Document, Kind, Level, Period, Unit
from drafter.text.blocks import heading_text, parse_blocks
from drafter.text.inline import plain
from drafter.text.period_words import find_ordinal, find_period, period_by_date
from drafter.text.periods import range_period

# Words that name a retrospective wherever they stand beside a period.
_WORD = (
    r"振り?返[りるっ]|振返り|ふりかえ[りるっ]|ふり返[りるっ]|総括|総決算|回顧|レトロスペクティブ|hurikaeri|furikaeri"
    r"|retr?o(?:rs|sr|s)pecti?ve|year[- ]?in[- ]?review|in review|look(?:ing)?[- ]?back"
    r"|(?:annual|yearly|year[- ]end|quarterly|monthly)[- ](?:review|retrospective|reflections?|report|summary)"
    r"|年[度终終]?[总總][结結]|年终回顾|回顾|회고|돌아보|돌아본|결산"
)
# Words that name one only when the title or slug holds nothing else but a period.
_WEAK = (
    r"総?まとめ|(?:の)?記録|レビュー|总结|總結|정리"
    r"|review|recap|reflections?|summary|wrap[- ]?up|annual"
)
# A method, a book or somebody else's: only a tag and a bare period in the title outweigh these.
_NOT_OWN = re.compile(
    r"スプリント|アジャイル|スクラム|手法|方法|やり方|入門|テンプレート|ガイド|カタログ|書評|読書メモ|感想|勉強会|イベント|障害"
    r"|参加(?:して|レポ|した|メモ)|おすすめ|ツール|(?:振り?返り|ふりかえり)会|스프린트"
    r"|\b(?:sprint|agile|scrum|template|how to|guide|book review|techniques?|facilitat\w+|meetup|conference|tips"
    r"|postmortem)\b"
)
_QUOTED = re.compile(r"『[^』]*』|「[^」]*」|\"[^\"]*\"|“[^”]*”|《[^》]*》")
_FILLER = (
    r"[\s_\-/.,:;|!~〜・、。()\[\]【】]|の|を|は|に|も|と|年度|年間|年|月|一年間?|1年間?|から|これから|やったこと|週報|月報"
    r"|(?<![a-z])(?:my|the|of|in|an?|for|on|at|years?)(?![a-z])|个人|我的|나의|년|을|를|\d{1,4}(?:st|nd|rd|th)?"
)
# What may stand between a year and the word: 2024年の仕事を振り返る, not 2024年の日本経済を振り返る.
_TIE = re.compile(
    rf"(?:{_FILLER}|仕事|活動|生活|自分|個人|技術|学び|読書|趣味|ブログ|開発|私|僕|俺|暮らし|work|life|blog)*"
)
# What may stand before both: 私の2024年, not RubyKaigi 2024.
_LEAD = re.compile(r"(?:.*(?:の|、|[^\w\s]|と|(?<![a-z])my))?\s*", re.DOTALL)
_YEAR_WORD = re.compile(
    r"(?:19|20)\d\d(?:[年년/\-]\d{0,2}月?)?(?:上半期|下半期|[年년\-]?(?:第?\d四半期|q\d|\dq|w\d+)|[上下]半年)?"
    r"(?: ?[상하]반기)?|(?:令和|平成)\S{1,2}年|今年|一年|1年|\d+月|year"
)
_CLAUSE = re.compile(r"[()\[\]【】:|–—]| - ")
_ONE_DAY = re.compile(r"\d日|today|今日|本日")
_TITLE_WORD, _TITLE_WEAK = re.compile(_WORD), re.compile(_WEAK)
_LABEL = re.compile(rf"(?:{_WORD}|ポエム振り返り)s?|年记|yearly|retro")
_DATE_IN_SLUG = re.compile(r"^(?:19|20)\d\d[-_]?\d\d[-_]?\d\d[-_]+")
# 今年の振り返り of 3 January is about last year: the date rule knows, the words do not.
_THIS_YEAR = re.compile(r"今年|本年|来年|this year|next year|올해|내년|明年")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading with the size of its own text, up to the next heading of any level: characters without white space."""

    level: int
    text: str
    n_chars: int
    n_items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrospective:
    """A document that looks back on `period`. `ordinal` is the 4 of "my fourth year".

    `n_opening_chars` is the size of what stands before the first heading, without white space.
    """

    document_id: str
    period: Period
    headings: tuple[Heading, ...]
    n_opening_chars: int = 0
    ordinal: int | None = None


def find_retrospectives(documents: Iterable[Document], *, fiscal_start: int = 1) -> tuple[Retrospective, ...]:
    """The author's own retrospectives, the newest period first; drafts and private documents are none. May be `()`.

    A document counts when title or slug tie a word such as 振り返り to a period, or when a tag or folder says
    "retrospective" and the title, the slug or the date gives the period. The title's period comes before the slug's,
    the first heading's and the date's. A book or a method of that name is not the author's own.
    """
    own = [d for d in documents if not d.draft and _may_be_one(d) and d.body.strip()]
    found = [(document, _period_of(document, fiscal_start)) for document in own]
    ordinals = _ordinals(document for document, period in found if period is None)
    spans = {document.id: (period, None) for document, period in found if period} | ordinals
    records = [_describe(document, *spans[document.id]) for document in own if document.id in spans]
    return tuple(sorted(records, key=lambda record: (record.period.end, record.period.start), reverse=True))


def find_period_of(document: Document, others: Iterable[Document], *, fiscal_start: int = 1) -> Period | None:
    """The period that one document looks back on, as `find_retrospectives` finds it among its author's others."""
    if document.draft or not _may_be_one(document) or not document.body.strip():
        return None
    period = _period_of(document, fiscal_start)
    if period or not find_ordinal(document.title):
        return period
    found = find_retrospectives((*others, document), fiscal_start=fiscal_start)
    return next((r.period for r in found if r.document_id == document.id), None)


def _may_be_one(document: Document) -> bool:
    return document.level is not Level.PRIVATE and document.kind is not Kind.ANSWER


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _period_of(document: Document, fiscal_start: int) -> Period | None:
    day = document.stamp.day if document.stamp else None
    title, slug = _THIS_YEAR.sub("", _fold(document.title)), _DATE_IN_SLUG.sub("", _fold(document.slug))
    labelled = _labelled(document)
    if not (labelled or _names_itself(title) or _names_itself(slug)):
        return None
    if _NOT_OWN.search(title) and not (labelled and _bare(title, _WORD)):
        return None
    if find_ordinal(title) and not find_period(title):
        return None
    return _first_period(document, title, slug, day, fiscal_start)


def _first_period(document: Document, title: str, slug: str, day: date | None, fiscal_start: int) -> Period | None:
    heading = next((text for text in re.findall(r"(?m)^#{1,3} (.*)$", document.body[:2000])), "")
    says = find_period(_looking_back(title), day=day, fiscal_start=fiscal_start)
    slug_says = find_period(slug, fiscal_start=fiscal_start)
    if slug_says and (says is None or (says.unit is Unit.MONTH and slug_says.end == says.end)):
        says = slug_says  # 2024年3月の振り返り in 2024-1q is written in March, about the quarter
    if not says and _TITLE_WORD.search(_fold(heading)):
        says = find_period(heading, day=day, fiscal_start=fiscal_start)
    if says or day is None or not (_TITLE_WORD.search(title + " " + slug) or _in_series(document)):
        return says
    return period_by_date(title, day)


def _looking_back(title: str) -> str:
    """Of a title with two years the part that looks back: 2025年の抱負と2024年の振り返り."""
    title = _QUOTED.sub("", title)
    if len(set(re.findall(r"(?:19|20)\d\d", title))) < 2:
        return title
    return next((part for part in re.split(r"と|、|・|&|,| and ", title) if _ties(part)), title)


def _names_itself(name: str) -> bool:
    """Whether a title or slug ties a word for a retrospective to a period of its author."""
    name = _QUOTED.sub("", name)
    if _ONE_DAY.search(name):
        return False
    return any(_ties(clause) for clause in (name, *_CLAUSE.split(name)))


def _ties(clause: str) -> bool:
    if _bare(clause, f"{_WORD}|{_WEAK}"):
        dated = bool(_YEAR_WORD.search(clause))
        return dated and bool(_TITLE_WORD.search(clause) or _TITLE_WEAK.search(clause))
    words = [match.span() for match in _TITLE_WORD.finditer(clause)]
    if words and find_ordinal(clause):
        return True
    years = [match.span() for match in _YEAR_WORD.finditer(clause)]
    return any(_close(clause, year, word) for year in years for word in words)


def _close(clause: str, year: tuple[int, int], word: tuple[int, int]) -> bool:
    first, last = sorted((year, word))
    end = max(first[1], last[0])
    tie = _TIE.match(clause, first[1], end)  # fullmatch would try every way to part a number: twice as many a digit
    return bool(tie and tie.end() == end and _LEAD.fullmatch(clause, 0, first[0]))


def _bare(name: str, words: str) -> bool:
    months = r"january|february|march|april|may|june|july|august|september|october|november|december"
    parts = r"上半期|下半期|第?\d四半期|第\d{1,2}[週周]|q\d|\dq|w\d+"
    rest = re.sub(rf"{words}|{parts}|\b(?:{months}|[a-z]{{3}} (?=\d{{4}}))\b|今年|令和", " ", name)
    return not re.sub(_FILLER, "", rest)


def _labelled(document: Document) -> bool:
    labels = (*document.tags, *document.categories, *document.series)
    return any(_LABEL.fullmatch(_fold(label)) for label in labels) or _in_series(document)


def _in_series(document: Document) -> bool:
    """Whether a folder of retrospectives holds it: retrospectives/2022/01, looking-back/2023."""
    folders = _fold(document.path).split("/")[:-1]
    return any(_LABEL.fullmatch(folder) for folder in folders)


def _ordinals(documents: Iterable[Document]) -> dict[str, tuple[Period, int | None]]:
    """Founders' years: each reaches from the day after the one before it was dated to its own day."""
    series = sorted(
        (document.stamp.day, ordinal, document.id)
        for document in documents
        if document.stamp and (ordinal := find_ordinal(document.title)) and _looks_back(document)
    )
    days = {ordinal: day for day, ordinal, _ in series}
    return {id_: (range_period(_after(days.get(n - 1), day), day), n) for day, n, id_ in series}


def _looks_back(document: Document) -> bool:
    return _labelled(document) or bool(
        _TITLE_WORD.search(_fold(document.title)) and not _NOT_OWN.search(_fold(document.title))
    )


def _after(before: date | None, day: date) -> date:
    if before and before < day:
        return before + timedelta(days=1)
    return day - timedelta(days=364)


def _describe(document: Document, period: Period, ordinal: int | None) -> Retrospective:
    parts = split_parts(document)
    opening = next((part for part in parts if part.heading is None), None)
    return Retrospective(
        document_id=document.id,
        period=period,
        headings=tuple(part.heading for part in parts if part.heading),
        n_opening_chars=n_characters(document.text[opening.start : opening.end]) if opening else 0,
        ordinal=ordinal,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading's own text, `document.text[start:end]` and its blocks, up to the next heading of any level.

    What stands before the first heading is a part without one.
    """

    heading: Heading | None
    head: Block | None
    start: int
    end: int
    blocks: tuple[Block, ...]


def split_parts(document: Document) -> tuple[Part, ...]:
    """The parts of a body, in order; a blank opening is left out, so that a blank body gives `()`."""
    text, start = document.text, document.front_matter.end
    blocks = parse_blocks(text, start=start)
    heads: list[Block | None] = [block for block in blocks if block.kind is BlockKind.HEADING]
    parts = []
    for head, after in zip([None, *heads], [*heads, None], strict=True):
        first, last = head.end if head else start, after.start if after else len(text)
        inside = tuple(block for block in blocks if first <= block.start < last)
        if head or text[first:last].strip():
            heading = _measure(head, inside, text) if head else None
            parts.append(Part(heading=heading, head=head, start=first, end=last, blocks=inside))
    return tuple(parts)


def _measure(head: Block, blocks: Iterable[Block], text: str) -> Heading:
    inside = tuple(blocks)
    n_items = sum(1 for block in inside if block.kind is BlockKind.ITEM and block.level == 1)
    n_chars = sum(n_characters(text[block.start : block.end]) for block in inside)
    return Heading(level=head.level, text=plain(heading_text(head, text)), n_chars=n_chars, n_items=n_items)
