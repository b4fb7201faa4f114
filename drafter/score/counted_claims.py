"""Is a number one that code counted: the rules by which `Statistics` prove what a draft says of posts and notes."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.ground.amounts import alike, find_amounts
from drafter.ground.rounding import is_rounded
from drafter.records import Count, Statistics, Unit
from drafter.text.normal import fold_text
from drafter.text.numbers import Number
from drafter.text.plural import count_of

POST = "記事"
_LENGTHS = {Unit.YEAR: "年", Unit.MONTH: "か月", Unit.WEEK: "週"}
_POST_UNITS = frozenset("記事 投稿 post article entry".split())
_ALSO_POSTS = frozenset("本 件".split())  # where the sentence, or the heading above it, speaks of posts
_POSTS = re.compile(r"記事|投稿|ブログ|エントリ|\b(?:posts?|articles?|entr(?:y|ies)|blog(?:s|ged|ging)?)\b")
_NOTES = re.compile(r"メモ|(?<![ァ-ヺー])ノート|日記|日報|\b(?:notes?|notebooks?|diary|journal)\b")
_DRAFTS = re.compile(r"下書き|書きかけ|未公開|\bdrafts?\b|\bunpublished\b")
_BEFORE = re.compile(r"去年|昨年|前年|一昨年|先月|先週|前の|前回|\b(?:last|previous|before)\b")
_CHANGE = re.compile(r"増|減|多|少な|\b(?:more|fewer|less|up|down)\b")
_WITHOUT = re.compile(
    r"な[いかくし]|ませ|ゼロ|空[いき白]|休|途絶|途切|\b(?:no|not|none|nothing|without|n't|silent|empty|skipped)\b"
)
_CHARACTERS = re.compile(r"文字|字|\bcharacters?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """`value` in `unit` is proved where the folded text has words of each pattern of `about`."""

    value: float
    unit: str
    text: str
    about: tuple[re.Pattern[str], ...]


def claims_posts(number: Number, text: str, heading: str) -> bool:
    """Whether a number of a folded text says how many posts there are.

    >>> claims_posts(Number(value=9, unit="本", start=0, end=2), "9本書いた。", "ブログ")
    True
    """
    if number.unit in _POST_UNITS:
        return True
    return number.unit in _ALSO_POSTS and _POSTS.search(f"{heading}\n{text}") is not None


def find_rule(number: Number, text: str, heading: str, *, statistics: Statistics, n_read: int) -> str | None:
    """The rule by which code derives a number of a text, such as "posts = 32: documents of kind post, …"; or None.

    Posts and their months, tags and categories, those of the period before and what is between them; months without
    posts; notes and days noted; characters, also rounded. `n_read` counts the posts that are sources: an author may
    leave the last retrospective out. The sentence or the heading above it has to speak of what was counted.
    """
    folded, around = fold_text(text), fold_text(f"{heading}\n{text}")
    for rule in _rules(statistics, folded, n_read=n_read):
        exact = Number(value=rule.value, unit=rule.unit, start=0, end=0)
        equal = number.value == rule.value or (number.unit != "月" and is_rounded(number, exact, text=text))
        if equal and alike(number.unit, rule.unit) and all(pattern.search(around) for pattern in rule.about):
            return rule.text
    return None


def tell_posts(statistics: Statistics) -> str:
    """What is true of the number of posts."""
    return _told(statistics.posts)


def _rules(statistics: Statistics, text: str, *, n_read: int) -> Iterator[_Rule]:
    posts = statistics.posts
    yield _rule(posts, POST, _POSTS)
    read = f"posts that are sources = {n_read}: {posts.rule}, retrospectives of other periods apart"
    yield _Rule(value=n_read, unit=POST, text=read, about=(_POSTS,))
    yield _rule(statistics.drafts, POST, _DRAFTS)
    yield _rule(statistics.notes, POST, _NOTES)
    yield _rule(statistics.days_noted, "日", _NOTES)
    yield _rule(statistics.characters, "文字", _POSTS, _CHARACTERS)
    if statistics.longest:
        yield _rule(statistics.longest, "文字", _CHARACTERS)
    if statistics.period.unit in _LENGTHS:
        text_of_length = f"the period is 1 {statistics.period.unit}"
        yield _Rule(value=1, unit=_LENGTHS[statistics.period.unit], text=text_of_length, about=())
    yield from _rules_of_groups(statistics, text)
    yield from _rules_of_months(statistics)
    yield from _rules_of_before(statistics)


def _rules_of_groups(statistics: Statistics, text: str) -> Iterator[_Rule]:
    """Posts with a label or in a month that the sentence names."""
    named = {int(number.value) for number in find_amounts(text) if number.unit == "月"}
    named |= {month for month in range(1, 13) if re.search(rf"\b{month_name[month].lower()}\b", text)}
    for group in statistics.by_month:
        if int(group.name[-2:]) in named:
            yield _rule(group.count, POST, _POSTS)
    for group in (*statistics.by_tag, *statistics.by_category):
        if fold_text(group.name).strip() in text:
            yield _rule(group.count, POST, _POSTS)


def _rules_of_months(statistics: Statistics) -> Iterator[_Rule]:
    empty, n_months = statistics.empty_months, len(statistics.by_month)
    yield _rule(empty, "か月", _WITHOUT)
    full = n_months - empty.value
    yield _Rule(value=full, unit="か月", text=f"months with posts = {n_months} - {empty.value}", about=(_POSTS,))
    for group in statistics.by_month:
        if group.count.value:
            yield _Rule(value=int(group.name[-2:]), unit="月", text=_told(group.count), about=(_POSTS,))
    for name in statistics.empty_month_names:
        text = f"{name} is one of the {count_of(empty.value, 'month')} without {statistics.posts.rule}"
        yield _Rule(value=int(name[-2:]), unit="月", text=text, about=(_WITHOUT,))


def _rules_of_before(statistics: Statistics) -> Iterator[_Rule]:
    if statistics.before is None:
        return
    ours, theirs, label = statistics.posts, statistics.before.posts, statistics.before.period.label
    yield _rule(theirs, POST, _POSTS, re.compile(f"{_BEFORE.pattern}|{re.escape(label)}"))
    if label.isdigit():
        yield _Rule(value=int(label), unit="年", text=f"{label} is the year before", about=(_POSTS,))
    more = abs(ours.value - theirs.value)
    text = f"difference of posts = |{ours.value} - {theirs.value}| = {more}: {ours.rule}, and the period before"
    yield _Rule(value=more, unit=POST, text=text, about=(_POSTS, _CHANGE))
    if theirs.value:
        text = f"ratio of posts = {ours.value} / {theirs.value}: {ours.rule}, and the period before"
        yield _Rule(value=ours.value / theirs.value, unit="倍", text=text, about=(_POSTS,))


def _rule(count: Count, unit: str, *about: re.Pattern[str]) -> _Rule:
    return _Rule(value=count.value, unit=unit, text=_told(count), about=about)


def _told(count: Count) -> str:
    return f"{count.name} = {count.value}: {count.rule}"
