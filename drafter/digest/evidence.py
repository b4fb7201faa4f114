"""What became of each goal, by facts that share its own words; where that is not plain it stays a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from drafter.digest.aims import Aim, cover, find_aims, fold_words, points_at, touches
from drafter.records import Chunk, Document, Fact, FactKind, Goal, GoalStatus, Level, Quote
from drafter.text.inline import plain
from drafter.text.numbers import find_numbers

_DID = r"(?:た|て[、。]|ました|でき(?:た|まし)|され(?:た|まし)|[。！]|$)"
_OUTCOME = re.compile(
    rf"(?:合格|取得|達成|完走|完了|完成|リリース|公開|出版|優勝|入賞|登壇|出場|読了)(?:を達成|を果た|さ)?し?{_DID}|読了"
    r"|受かっ(?:た|て)|取れた|完成させ(?:た|まし)|読み(?:終え|終わっ|切っ)(?:た|まし)|終え(?:た|まし)|終わ(?:った|らせた)"
    r"|行って(?:きた|きまし)|行け(?:た|まし)|やり遂げ|クリアした|できるようになっ(?:た|て)|합격|달성|완료|通过了|完成了"
    r"|\b(?:passed|achieved|finished|completed|launched|released|shipped|published|reached|earned|obtained|won)\b",
    re.IGNORECASE,
)
# A goal plainly missed: told of it, never an outcome.
_MISSED = re.compile(
    r"届か(?:なかった|ず|なく)|達成(?:でき|し)な|未達|断念|不合格|落ち(?:た|てしま|まし)|見送(?:った|り|る)|諦め(?:た|まし|る)"
    r"|(?:合格|取得|完走|出場|参加)(?:は|も)?(?:でき(?:なかった|ず|ません)|しなかった)|なれなかった"
    r"|\b(?:failed to|fell short|missed|gave up|abandoned|didn't (?:reach|make|finish|ship|pass))\b",
    re.IGNORECASE,
)
# Not done that day, not yet done, or only wished for: says nothing of the period.
_OPEN = re.compile(
    r"なかった|ませんでした|できず|できて(?:い)?ない|していない|未着手|中止|延期|失敗|たい(?:と|です|な|こと|事|[。！]|$)|つもり|来年"
    r"|予定[だで。]|予定$|目指し|目標[はと]|まだ|ようと思|していこう|していく[。]?$|するべき|[？?]\s*$|못했|没有|未能"
    r"|\b(?:not|never|yet|will|plan(?:s|ned)? to|want(?:ed)? to|hope to|going to|next (?:year|month)"
    r"|goal (?:is|was)|would|could|should|almost|trying)\b|n't\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"[(（][^)）]*[)）]")
_LIMIT = re.compile(r"\s*(?:以上|以下|未満|超|を超|\+|or more)")
_TOLD = frozenset({FactKind.DID, FactKind.LEARNED, FactKind.ACHIEVED, FactKind.DECIDED})
_EVIDENCE_MAX = 3
_DONE_COVER, _PARTLY_COVER = 0.6, 0.5  # of the weight of a goal's specific words


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact with its words, also with the titles and headings above them, folded once for all goals."""

    fact: Fact
    is_witness: bool
    sources: frozenset[str]
    words: str
    titled: str


def match_goals(
    goals: Iterable[Goal],
    facts: Iterable[Fact],
    documents: Iterable[Document],
    *,
    chunks: Iterable[Chunk] = (),
    witnesses: Iterable[Fact] = (),
) -> tuple[Goal, ...]:
    """The same goals with status, evidence (at most three facts, the best first) and mentions.

    DONE: a fact covers the goal's specific words and tells an outcome, with the goal's number where it has one. PARTLY:
    facts cover them, alone or with the title or headings above them; so does a plain failure. Words in many documents
    and words of goals in general count for nothing; unpublished drafts, private documents, wishes and the documents
    that set goals are no evidence. `mentions` are documents whose title, tags or folders touch the goal, or whose text
    names its book; they prove nothing. `documents` hold those of the period and, where known, the one that sets the
    goals; `chunks` know the headings; `witnesses` are asked where facts do not tell as much. Without any of them every
    goal is at "no record".
    """
    seen = {d.id: d for d in documents if d.level is not Level.PRIVATE}
    goals = tuple(goals)
    setting = frozenset(goal.quote.document_id for goal in goals)
    silent = setting | {d.id for d in seen.values() if d.draft}
    above = {d.id: d.title for d in seen.values()} | {chunk.id: " ".join(chunk.heading_path) for chunk in chunks}
    asked = [*((fact, False) for fact in facts), *((fact, True) for fact in witnesses)]
    told = [_read_fact(fact, above, is_witness=is_witness) for fact, is_witness in asked if _tells(fact)]
    told = [one for one in told if not silent & one.sources]
    texts = {d.id: fold_words(f"{d.title} {d.text}") for d in seen.values()}
    return tuple(_match(goal, told, seen, texts, setting=setting) for goal in goals)


def _tells(fact: Fact) -> bool:
    """Whether a fact can say what became of a goal: something done, or plainly missed."""
    return bool(_MISSED.search(fact.text)) or (fact.kind in _TOLD and not _OPEN.search(fact.text))


def _read_fact(fact: Fact, above: Mapping[str, str], *, is_witness: bool) -> _Told:
    sources = frozenset(quote.document_id for quote in fact.quotes)
    words = fold_words(" ".join((fact.text, *(quote.text for quote in fact.quotes))))
    near = dict.fromkeys((*sorted(sources), *(quote.chunk_id or "" for quote in fact.quotes)))
    titled = fold_words(" ".join((words, *(above[id_] for id_ in near if id_ in above))))
    return _Told(fact, is_witness, sources, words, titled)


def _match(
    goal: Goal,
    told: Sequence[_Told],
    documents: Mapping[str, Document],
    texts: Mapping[str, str],
    *,
    setting: frozenset[str],
) -> Goal:
    aims = find_aims(goal, documents.get(goal.quote.document_id), [texts[i] for i in texts if i not in setting])
    touched = touches(goal, [aim for aim in aims if aim.proves])
    mentions = tuple(d.id for d in documents.values() if d.id not in setting and touched(d, texts[d.id]))
    specific = [points_at(word) for aim in aims for word in aim.specific]
    near = [one for one in told if any(points(one.titled) for points in specific)]  # the others cover nothing
    rated = ((_rate_fact(goal, one, aims), one.fact) for one in near)
    best = sorted((r for r in rated if r[0].cover), key=lambda r: (r[0], r[1].salience, r[1].id), reverse=True)
    if not best:
        return replace(goal, mentions=mentions)
    first = best[0][0]
    alike = [fact for rate, fact in best if rate.done == first.done and _in_words(rate) == _in_words(first)]
    evidence = tuple(fact.id for fact in _without_overlaps(alike)[: _EVIDENCE_MAX if _in_words(first) else 1])
    return replace(goal, status=_STATUS[first.done], evidence=evidence, mentions=mentions)


def _in_words(rate: _Rate) -> bool:
    return rate.how in (_How.WORDS, _How.WITNESS)


def _without_overlaps(facts: Iterable[Fact]) -> list[Fact]:
    """The facts in order, none that shares words of its source with an earlier one."""
    kept: list[Fact] = []
    for fact in facts:
        if not any(_overlap(fact.quotes[0], quote) for one in kept for quote in one.quotes):
            kept.append(fact)
    return kept


def _overlap(one: Quote, other: Quote) -> bool:
    return one.document_id == other.document_id and one.start < other.end and other.start < one.end


_STATUS = {True: GoalStatus.DONE, False: GoalStatus.PARTLY}


class _How(IntEnum):
    """In which words a fact speaks of a goal, the plainest last."""

    TITLE = 0  # only with the title or a heading above it
    WITNESS = 1  # its own, and no draft would tell them for themselves
    MEASURE = 2  # with a title, and a number of the goal's unit: 4時間を切る, 4時間12分
    WORDS = 3


class _Rate(NamedTuple):
    """Whether a fact tells that a goal is reached, how, and how far it covers the goal's words; 0 for not enough."""

    done: bool
    how: _How
    cover: float


_NO_RATE = _Rate(done=False, how=_How.TITLE, cover=0.0)


def _rate_fact(goal: Goal, told: _Told, aims: Sequence[Aim]) -> _Rate:
    in_words = _How.WITNESS if told.is_witness else _How.WORDS
    proof = max((cover(aim, told.words) for aim in aims if aim.proves), default=0.0)
    if proof >= _DONE_COVER and tells_outcome(told.fact.text) and _numbers_agree(goal, told.fact):
        return _Rate(done=True, how=in_words, cover=proof)
    hint = max((cover(aim, told.words, loosely=True) for aim in aims), default=0.0)
    if hint >= _PARTLY_COVER:
        return _Rate(done=False, how=in_words, cover=hint)
    with_title = max((cover(aim, told.titled) for aim in aims if aim.proves), default=0.0)
    if with_title < _DONE_COVER:
        return _NO_RATE
    measured = _measures_alike(goal, told.fact) and not told.is_witness
    return _Rate(done=False, how=_How.MEASURE if measured else _How.TITLE, cover=with_title)


def _measures_alike(goal: Goal, fact: Fact) -> bool:
    units = {number.unit for number in find_numbers(plain(goal.text)) if number.unit}
    return bool(units & {number.unit for number in find_numbers(fact.text)})


def tells_outcome(text: str) -> bool:
    """Whether a text tells that something was reached."""
    return bool(_OUTCOME.search(text)) and not _MISSED.search(text)


def tells_missed(text: str) -> bool:
    """Whether a text tells that something was missed, or is still open."""
    return bool(_MISSED.search(text) or _OPEN.search(text))


def _numbers_agree(goal: Goal, fact: Fact) -> bool:
    aside = _ASIDE.sub("", plain(goal.text))
    wanted = {n.value for n in find_numbers(aside) if n.unit or n.value % 1 or _LIMIT.match(aside, n.end)}
    return wanted <= {number.value for number in find_numbers(fact.text)}
