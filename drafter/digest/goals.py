"""The goals an author set for a period, as written: goals sections of earlier retrospectives and resolutions posts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from drafter.digest.retrospectives import Part, Retrospective, split_parts
from drafter.ground.persons import reason_private
from drafter.records import Block, BlockKind, Document, Goal, Level, Period, Quote, Unit, content_id
from drafter.text.blocks import heading_text, words_start
from drafter.text.inline import plain
from drafter.text.lines import count_line_ends, line_number
from drafter.text.period_words import find_period
from drafter.text.sentences import split_sentences

_GOALS = re.compile(
    r"目標|抱負|(?:やり|し|読み|学び|挑戦し|行き|作り)たい(?:こと|事|もの|本)|(?<![a-z])(?:try|goals?|resolutions?)(?![a-z])"
    r"|what i want|目标|计划|愿望|목표|계획|하고 싶은",
    re.IGNORECASE,
)
# A time to come says it alone, or with a word of plans beside it: 「来月やること」, "Next year", not 「来年へ」.
_AHEAD = re.compile(
    r"(?:来[年月週期]度?|次[年の][年月週期]?度?|翌[年月週])(?:に|は|の|へ向けて|に向けて)?"
    r"(?:やる|する|したい|やりたい|取り組む)?(?:こと|事|もの|予定|計画|課題|方針|アクション|todo)(?:リスト|一覧)?"
    r"|(?:(?:my )?plans? for |for |what's |goals? for )?(?:the )?next (?:year|quarter|month|week)(?:'s plans?)?",
    re.IGNORECASE,
)
_UNITS_AHEAD = (
    (Unit.MONTH, re.compile(r"[来翌]月|次の月|\bnext month\b", re.IGNORECASE)),
    (Unit.WEEK, re.compile(r"[来翌]週|次の週|\bnext week\b", re.IGNORECASE)),
    (Unit.QUARTER, re.compile(r"来期|次期|\bnext quarter\b", re.IGNORECASE)),
)
# The year after the one that is looked back on, also where the new one has begun; 4 of "year 4" is no date either.
_NEXT_YEAR = re.compile(r"来年|次年|翌年|明年|내년|\bnext year\b|\byear (?:\d|[a-z]+)$", re.IGNORECASE)
# The same words over what became of older goals.
_GRADES = re.compile(
    r"結果|達成|現状|進捗|振り?返|ふりかえ|評価|昨年|去年|前年|説明|できた|去年|작년|결과"
    r"|grad(?:e|ing)|result|review|last (?:year|month)|recap|how (?:I|we) did",
    re.IGNORECASE,
)
_KPT = re.compile(r"(?<![a-z])(?:kpta?|ywt)(?![a-z])", re.IGNORECASE)
_LABEL_TRY = re.compile(r"(?:try|t)(?![a-z])|次にやる|次やる|やりたい|改善", re.IGNORECASE)
_LABEL_OTHER = re.compile(
    r"(?:keep|problem|[kpyw])(?![a-z])|良かった|よかった|悪かった|課題|問題|やったこと|わかったこと", re.IGNORECASE
)
_WISH = re.compile(
    r"たい(?:と(?:思|考)|です|な|[。！!]|$)|つもり|ていく[。]?$|ようと思|予定[だで。]|目指[しす]"
    r"|\b(?:I|we)(?:'d like to|'ll| will| want to| hope to| plan to| intend to)\b",
    re.IGNORECASE,
)
_VERB_END = re.compile(r"(?:[うくぐすつぬぶむる]|たい|よう|こと|ます)[。．.!！]?$")
_CLOSING = re.compile(
    r"まとめ|[おお終]わり|最後に|さいごに|今後|これから|来年|展望|clos|wrap|conclu|final|next|ahead", re.IGNORECASE
)
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\r?\n|<br\s*/?>|\r?\n[ \t]*\r?\n")
# A goals section is for the period that begins about when the one looked back on ended.
_DRIFT = 8
_LABEL_CHARS = 15
_DAYS_AHEAD = {Unit.WEEK: 10, Unit.MONTH: 40, Unit.QUARTER: 190, Unit.YEAR: 400, Unit.RANGE: 400}  # 期: often a half


@dataclass(frozen=True, slots=True)
class _Plan:
    """A document that sets goals: what it looks back on, and what its goals are for where no heading says."""

    document: Document
    looks_back_on: Period | None
    sets_for: Period | None


def heads_goals(text: str) -> bool:
    """Whether a heading stands over goals to come, not over what became of old ones.

    >>> heads_goals("2025年の目標"), heads_goals("来月やること"), heads_goals("Grading last year's goals")
    (True, True, False)
    """
    return _names_goals(text) and not _GRADES.search(text)


def _names_goals(heading: str) -> bool:
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", unicodedata.normalize("NFKC", heading))
    return bool(_GOALS.search(heading)) or _AHEAD.fullmatch(bare) is not None


def heads_review(text: str) -> bool:
    """Whether a heading stands over what became of goals.

    >>> heads_review("抱負とその結果"), heads_review("2025年の目標")
    (True, False)
    """
    return bool(_GOALS.search(text)) and bool(_GRADES.search(text))


def find_goals(
    retrospectives: Sequence[Retrospective], documents: Iterable[Document], period: Period
) -> tuple[Goal, ...]:
    """The goals set for a period, in the order they were written; `()` when none are known.

    They stand in goals sections of the retrospective before the period or of a resolutions post for it: each list
    item, else each sentence under a sub heading, else the sub heading. Without such a section: wishes in the closing
    part of that retrospective. `Goal.text` keeps inline Markdown; `Goal.quote` has no chunk. Drafts and private
    documents set none, nor does a line that holds a secret or, in a note, names a third person.
    """
    own = [d for d in documents if not d.draft and d.level is not Level.PRIVATE]
    plans = _plans(retrospectives, own, period)
    goals = [g for plan in plans for g in _goals_of(plan, period) if not _is_private(g, plan.document)]
    if not goals:
        goals = [g for plan in plans if plan.sets_for for g in _wishes(plan) if not _is_private(g, plan.document)]
    unique = {_fold(plain(goal.text)): goal for goal in reversed(goals)}
    return tuple(goal for goal in goals if unique[_fold(plain(goal.text))] is goal)


def _is_private(goal: Goal, document: Document) -> bool:
    return reason_private(plain(f"{goal.heading}\n{goal.text}"), document.kind) is not None


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip(" 。.!！")


def _plans(retrospectives: Sequence[Retrospective], documents: Sequence[Document], period: Period) -> list[_Plan]:
    by_id = {document.id: document for document in documents}
    plans = []
    for retrospective in retrospectives:
        document = by_id.get(retrospective.document_id)
        if document and retrospective.period.start < period.start and _alike(retrospective.period, period):
            sets_for = period if _follows(retrospective.period, period) else None
            plans.append(_Plan(document, retrospective.period, sets_for))
    known = {retrospective.document_id for retrospective in retrospectives}
    for document in documents:
        if document.id not in known and heads_goals(document.title):
            target = find_period(document.title, day=_day(document))
            if target and _same(target, period):
                plans.append(_Plan(document, None, period))
    return plans


def _day(document: Document) -> date | None:
    return document.stamp.day if document.stamp else None


def _n_days(period: Period) -> int:
    return (period.end - period.start).days + 1


def _alike(one: Period, other: Period) -> bool:
    return 0.7 < _n_days(one) / _n_days(other) < 1.4


def _same(one: Period, other: Period) -> bool:
    return _alike(one, other) and abs((one.start - other.start).days) * _DRIFT <= _n_days(other)


def _follows(earlier: Period, period: Period) -> bool:
    gap = (period.start - earlier.end).days
    return abs(gap) * _DRIFT <= _n_days(period) + _DRIFT


def _goals_of(plan: _Plan, period: Period) -> Iterator[Goal]:
    parts = split_parts(plan.document)
    n = 0
    while n < len(parts):
        section = _section(parts, n)
        heading = parts[n].heading
        if heading and _is_for(heading.text, plan, period):
            yield from _section_goals(plan.document, section, kpt=bool(_KPT.search(heading.text)))
            n += len(section)
        else:
            n += 1


def _section(parts: Sequence[Part], n: int) -> Sequence[Part]:
    """The part `n` with all parts below its heading."""
    heading = parts[n].heading
    level = heading.level if heading else 0
    end = next((m for m in range(n + 1, len(parts)) if (h := parts[m].heading) and h.level <= level), len(parts))
    return parts[n:end]


def _is_for(heading: str, plan: _Plan, period: Period) -> bool:
    """Whether the section below a heading sets goals for the period."""
    if not (_names_goals(heading) or _KPT.search(heading)) or _GRADES.search(heading):
        return False
    named = find_period(heading, day=_day(plan.document))
    ahead = next((unit for unit, words in _UNITS_AHEAD if words.search(heading)), period.unit)
    if ahead is not period.unit and _n_days(period) > _DAYS_AHEAD[ahead]:  # next month's are not the year's
        return False
    if plan.looks_back_on is None:  # the title has said for when; a wrong year in the heading is last year's copied
        return named is None or _alike(named, period)
    if named is None or _NEXT_YEAR.search(heading):
        return plan.sets_for is not None and not _KPT.search(heading)
    return _same(named, period)


def _section_goals(document: Document, section: Sequence[Part], *, kpt: bool) -> Iterator[Goal]:
    below = section[1:]
    lists_below = any(block.kind is BlockKind.ITEM for part in below for block in part.blocks)
    for part in section:
        own = part is section[0]
        heading = part.heading.text if part.heading and not own else ""
        if heading and _GRADES.search(heading):
            continue
        heading = "" if kpt and _KPT.search(heading) else heading
        goals = list(_item_goals(document, part.blocks, heading, kpt=kpt))
        if not goals and not kpt and (not own or not below):
            goals = list(_prose_goals(document, part, heading))
        yield from goals if not (own and lists_below and not goals) else ()


def _item_goals(document: Document, blocks: Sequence[Block], heading: str, *, kpt: bool) -> Iterator[Goal]:
    items = [block for block in blocks if block.kind is BlockKind.ITEM]
    wanted, label = not kpt, ""
    for item, after in zip_longest(items, items[1:]):
        start = words_start(item, document.text)
        text = plain(document.text[start : item.end]).strip()
        nested = bool(after and after.level > item.level)
        if item.level == 1:
            label = text if nested and _is_label(text) else ""
            if label and (_LABEL_TRY.match(label) or _LABEL_OTHER.match(label)):
                wanted = bool(_LABEL_TRY.match(label))
        if wanted and text and item.level == (2 if label else 1):
            keep = "" if _LABEL_TRY.match(label) else label.rstrip(":：")
            yield _goal(document, start, item.end, heading or keep)


def _is_label(text: str) -> bool:
    if _LABEL_TRY.match(text) or _LABEL_OTHER.match(text) or text.endswith((":", "：")):
        return True
    short = len(text.split()) <= 3 if text.isascii() else len(text) <= _LABEL_CHARS
    return short and not _VERB_END.search(text)


def _prose_goals(document: Document, part: Part, heading: str) -> Iterator[Goal]:
    """Sentences that read as goals; a sub heading that is itself a goal, or has no such sentence, is the goal."""
    if part.head and heading and (_VERB_END.search(heading) or _is_english_goal(heading)):
        yield _heading_goal(document, part.head)
        return
    sentences = list(_sentences(document, part.blocks))
    wanted = [(start, end) for start, end in sentences if _is_goal(document.text[start:end])]
    if wanted:
        yield from (_goal(document, start, end, heading) for start, end in wanted)
    elif part.head and heading:
        yield _heading_goal(document, part.head)


def _is_english_goal(heading: str) -> bool:
    return heading.isascii() and len(heading.split()) >= 3 and not heading.endswith("?")


def _is_goal(sentence: str) -> bool:
    words = plain(sentence).strip()
    return bool(_WISH.search(words) or _VERB_END.search(words))


def _sentences(document: Document, blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            text = document.text[block.start : block.end]
            for start, end in split_sentences(text):
                if plain(text[start:end]).strip():
                    yield block.start + start, block.start + end


def _heading_goal(document: Document, head: Block) -> Goal:
    words = heading_text(head, document.text)
    start = document.text.index(words, head.start) if "\n" not in words else head.start
    return _goal(document, start, start + len(words), "")


def _wishes(plan: _Plan) -> Iterator[Goal]:
    parts = split_parts(plan.document)
    for part in parts:
        closes = part is parts[-1] or bool(part.heading and _CLOSING.search(part.heading.text))
        for start, end in _sentences(plan.document, part.blocks) if closes else ():
            if _WISH.search(plain(plan.document.text[start:end]).strip()):
                yield _goal(plan.document, start, end, part.heading.text if part.heading else "")


def _goal(document: Document, start: int, end: int, heading: str) -> Goal:
    text = document.text
    hard_break = _HARD_BREAK.search(text, start, end)
    end = hard_break.start() if hard_break and text[start : hard_break.start()].strip() else end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    first, words = line_number(text, start), text[start:end]
    last = first + count_line_ends(text, start, end)
    quote = Quote(
        document_id=document.id, chunk_id=None, text=words, start=start, end=end, start_line=first, end_line=last
    )
    return Goal(id=content_id("goal", document.id, str(start), words), text=words, heading=heading, quote=quote)
