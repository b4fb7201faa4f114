"""Do the seasons, months by name and parts of months in a sentence agree with the days of its events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from drafter.ground.amounts import find_amounts
from drafter.ground.evidence import Ground
from drafter.ground.told import Told, own_words
from drafter.records import Fault

_Agrees = Callable[[date], bool]
_AFTER = r"(?=[、,にはもがのか]|から|まで|頃|ごろ|先|以降|$)"
_IN = r"\b(?:in|this|last|early|late|mid)[ -](?:the )?"
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = re.compile(
    rf"\b(?:{'|'.join(month for month in _MONTHS if month not in ('may', 'march'))}"
    r"|(?:in|since|until|by|from|to|of|early|mid|late|last) (?:may|march)|(?:may|march)(?= \d))\b"
)


def _in_months(*months: int) -> _Agrees:
    return lambda day: day.month in months


def _in_days(first: int, last: int) -> _Agrees:
    return lambda day: first <= day.day <= last


_TIMES: tuple[tuple[re.Pattern[str], _Agrees], ...] = tuple(
    (re.compile(pattern), agrees)
    for pattern, agrees in (
        (rf"(?<![一-鿿])早?春先?{_AFTER}|{_IN}spring\b", _in_months(2, 3, 4, 5)),
        (rf"(?<![一-鿿])(?:初|真)?夏{_AFTER}|夏休み|{_IN}summer\b", _in_months(6, 7, 8, 9)),
        (rf"(?<![一-鿿])(?:初|晩)?秋{_AFTER}|{_IN}(?:autumn|fall)\b", _in_months(9, 10, 11)),
        (rf"(?<![一-鿿])(?:真)?冬{_AFTER}|{_IN}winter\b", _in_months(12, 1, 2)),
        (r"年明け|年始|年初|正月|\b(?:start|beginning) of the year\b|\bnew year's\b", _in_months(1)),
        (r"年末|年の瀬|師走|\bend of the year\b|\byear's end\b", _in_months(11, 12)),
        (r"年度末", _in_months(2, 3)),
        (r"新年度|年度初め|年度始め", _in_months(4)),
        (r"ゴールデンウィーク|大型連休|(?<![a-z])gw(?![a-z])", _in_months(4, 5)),
        (r"梅雨", _in_months(5, 6, 7)),
        (r"お盆", _in_months(8)),
        (r"クリスマス|\bchristmas\b", _in_months(12)),
        (r"上旬|初旬|月初|月の初め", _in_days(1, 11)),
        (r"中旬|月の半ば", _in_days(9, 22)),
        (r"下旬|月末", _in_days(20, 31)),
        (r"上半期|上期|(?:今年|1年|一年|年|年度)の?前半|\bfirst half of the year\b", _in_months(*range(1, 7))),
        (r"下半期|下期|(?:今年|1年|一年|年|年度)の?後半|\bsecond half of the year\b", _in_months(*range(7, 13))),
        (r"年の半ば|年央|\bmiddle of the year\b", _in_months(5, 6, 7, 8)),
    )
)  # fmt: skip
_ANY = re.compile(
    "[春夏秋冬旬]|年[明始初末の度]|正月|師走|半期|[上下]期|前半|後半|連休|ウィーク|gw|梅雨|お盆|クリスマス|月[初末の]"
    "|spring|summer|autumn|fall|winter|christmas|year"
)


def check_times(told: Told, ground: Ground) -> Iterator[Fault]:
    """A fault for each season, month by name or part of a month that stands near no quote and agrees with no day.

    Soft where it agrees with the month before: what was written in June is often about May.
    """
    text, days = own_words(told, ground), ground.evidence.days
    before = [month_before(day) for day in days]
    for pattern, agrees in _TIMES if _ANY.search(text) else ():
        match = pattern.search(text)
        if match and not (pattern.search(ground.near) or any(map(agrees, days))):
            yield _fault(told, match, hard=not any(map(agrees, before)))
    for match in _MONTH.finditer(text):
        month = next(n for n, name in enumerate(_MONTHS, 1) if name in match[0])
        if month not in {day.month for day in days} and not _names_month(ground.near, month):
            yield _fault(told, match, hard=month not in {day.month for day in before})


def month_before(day: date) -> date:
    """The same day of the month before, or its 28th.

    >>> month_before(date(2024, 1, 31)).isoformat()
    '2023-12-28'
    """
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, 28))


def _names_month(text: str, month: int) -> bool:
    return _MONTHS[month - 1] in text or any(n.value == month and n.unit == "月" for n in find_amounts(text))


def _fault(told: Told, match: re.Match[str], *, hard: bool) -> Fault:
    words = told.words(match.start(), match.end())
    if hard:
        message = f"'{words}' agrees with no day of this sentence's facts: take the time from them, or leave it out"
    else:
        message = f"'{words}' is before the facts were written: keep it only if they speak of it"
    return Fault(rule="date", message=message, words=words, hard=hard)
