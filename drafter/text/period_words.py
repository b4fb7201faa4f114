"""The period that a title, a slug or a heading names, and the ordinal of a founder's or employee's year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from drafter.errors import UsageError
from drafter.records import Period
from drafter.text.periods import month_period, quarter_period, range_period, week_period, year_period

_YEAR = r"(?<!\d)(?P<y>(?:19|20)\d\d)(?!\d)"
_ERA = r"(?P<era>令和|平成)(?P<n>元|\d{1,2})年"
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_NAME = r"\b(?P<name>" + "|".join(f"{name}|{name[:3]}" for name in _MONTHS) + r")\b"
_GLUE = r"[年년/\-._ ]*の?\s*"
_NUMERALS = {w: n for n, words in enumerate((
    "zeroth zero", "first one", "second two", "third three", "fourth four", "fifth five", "sixth six", "seventh seven",
    "eighth eight", "ninth nine", "tenth ten", "eleventh eleven", "twelfth twelve",
)) for w in words.split()}  # fmt: skip
_ORDINAL = re.compile(
    rf"\b(?P<a>{'|'.join(_NUMERALS)}|\d{{1,2}}(?:st|nd|rd|th))[- ]year\b"
    rf"|\byear[- ](?P<b>{'|'.join(_NUMERALS)}|\d{{1,2}})(?!\d)|(?<!\d)(?P<c>\d{{1,2}})年目|(?<!\d)(?P<d>\d{{1,2}})년차"
)
# The last day of a year, half or month written about is at most this long ago when its retrospective appears.
_LATEST_MONTH_FOR_LAST_YEAR, _EARLIEST_MONTH_FOR_THIS_YEAR, _LAST_DAY_FOR_LAST_MONTH = 3, 10, 20


def find_period(text: str, *, day: date | None = None, fiscal_start: int = 1) -> Period | None:
    """The most specific period that a short text names, or None.

    "2024年3月", "2023年10月から12月", "2024-1q", "2024年上半期", "令和6年", "2024 in review" stand alone; "3月",
    "今年", "来年" and "last year" are resolved against `day` (when the text was written) and name nothing without one.

    >>> find_period("2023年10月から12月の振り返り").label
    '2023Q4'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    for pattern, build in _RULES:
        match = pattern.search(folded)
        period = build(match, day, fiscal_start) if match else None
        if period:
            return period
    return None


def period_by_date(text: str, day: date) -> Period | None:
    """The period that a retrospective without one in its title is about, by the day it is dated.

    A text with a month word is about that month, or about the month before in its first 20 days; any other is about
    the year before from January to March, about its own year from October on, and about nothing known between.
    """
    if re.search(r"month|monthly|月次|今月|先月|월간|月报", text.casefold()):
        month = day - timedelta(days=day.day) if day.day <= _LAST_DAY_FOR_LAST_MONTH else day
        return month_period(f"{month.year:04}-{month.month:02}")
    if day.month <= _LATEST_MONTH_FOR_LAST_YEAR:
        return year_period(day.year - 1)
    return year_period(day.year) if day.month >= _EARLIEST_MONTH_FOR_THIS_YEAR else None


def find_ordinal(text: str) -> int | None:
    """The number in "my fourth year", "year 4", "4年目" (1 to 99), or None.

    >>> find_ordinal("My Fourth Year as a Founder")
    4
    """
    match = _ORDINAL.search(unicodedata.normalize("NFKC", text).casefold())
    if not match:
        return None
    word = next(group for group in match.groups() if group)
    return _NUMERALS.get(word) or int(re.sub(r"\D", "", word) or 0) or None


_Build = Callable[[re.Match[str], date | None, int], Period | None]


def _month_range(match: re.Match[str], day: date | None, fiscal_start: int) -> Period | None:
    year, first, last = int(match["y"]), int(match["m"]), int(match["to"])
    if not 1 <= first < last <= 12:
        return None
    if fiscal_start == 1 and last - first == 2 and first % 3 == 1:
        return quarter_period(f"{year}Q{last // 3}")
    return _span(year, first, last)


def _span(year: int, first: int, last: int) -> Period:
    after = date(year + last // 12, last % 12 + 1, 1)
    return range_period(date(year, first, 1), after - timedelta(days=1))


def _half(match: re.Match[str], day: date | None, fiscal_start: int) -> Period | None:
    year = int(match["y"])
    return _span(year, 1, 6) if match["first"] else _span(year, 7, 12)


def _quarter(match: re.Match[str], day: date | None, fiscal_start: int) -> Period | None:
    return quarter_period(f"{match['y']}Q{match['q']}", fiscal_start=fiscal_start)


def _week(match: re.Match[str], day: date | None, fiscal_start: int) -> Period | None:
    try:
        return week_period(f"{match['y']}-W{int(match['w']):02}")
    except UsageError:
        return None


def _month(match: re.Match[str], day: date | None, fiscal_start: int) -> Period | None:
    number = int(match["m"])
    return month_period(f"{match['y']}-{number:02}") if 1 <= number <= 12 else None


def _named_month(match: re.Match[str], day: date | None, fiscal_start: int) -> Period | None:
    number = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(match["name"]))
    return month_period(f"{match['y']}-{number:02}")


def _bare_month(match: re.Match[str], day: date | None, fiscal_start: int) -> Period | None:
    number = int(match["m"])
    if day is None or not 1 <= number <= 12:
        return None
    return month_period(f"{day.year - (number > day.month + 1):04}-{number:02}")


def _era(match: re.Match[str], day: date | None, fiscal_start: int) -> Period | None:
    number = 1 if match["n"] == "元" else int(match["n"])
    return year_period((2018 if match["era"] == "令和" else 1988) + number, fiscal_start=fiscal_start)


def _year(match: re.Match[str], day: date | None, fiscal_start: int) -> Period | None:
    return year_period(int(match["y"]), fiscal_start=fiscal_start)


def _relative(shift: int) -> _Build:
    def build(match: re.Match[str], day: date | None, fiscal_start: int) -> Period | None:
        return year_period(day.year + shift, fiscal_start=fiscal_start) if day else None

    return build


_RULES: tuple[tuple[re.Pattern[str], _Build], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (rf"{_YEAR}{_GLUE}(?P<m>\d{{1,2}})月?\s*(?:から|~|-|–|—|〜|・)\s*(?P<to>\d{{1,2}})月", _month_range),
        (
            rf"{_YEAR}{_GLUE}(?:年?度)?の?(?:(?P<first>上半期|上期|前半|上半年|상반기|h1\b|1h\b)|下半期|下期|後半|下半年|하반기|h2\b|2h\b)",
            _half,
        ),
        (rf"{_YEAR}{_GLUE}第?(?P<q>[1-4])\s?(?:q(?![a-z])|四半期|분기|季度)", _quarter),
        (rf"{_YEAR}{_GLUE}q(?P<q>[1-4])(?!\d)", _quarter),
        (rf"(?<![a-z])q(?P<q>[1-4])[ ,]*(?:of )?{_YEAR}", _quarter),
        (rf"{_YEAR}{_GLUE}(?:w|week[ -]?)(?P<w>\d{{1,2}})(?!\d)", _week),
        (rf"{_YEAR}{_GLUE}第(?P<w>\d{{1,2}})(?:週|주|周)", _week),
        (rf"{_YEAR}{_GLUE}{_MONTH_NAME}", _named_month),
        (rf"{_MONTH_NAME}[ ,]+{_YEAR}", _named_month),
        (rf"{_YEAR}(?:年の?|[/\-._ ]|년)\s?(?P<m>\d{{1,2}})(?:月|월)", _month),
        (rf"{_YEAR}[/\-._](?P<m>\d{{1,2}})(?![\d年]|[/\-._]\d)", _month),
        (r"(?<![\d第])(?P<m>\d{1,2})(?:月|월)(?![曜\d]|末|頭)", _bare_month),
        (_YEAR, _year),
        (_ERA, _era),
        (r"今年|本年|this year|올해", _relative(0)),
        (r"来年|次年|翌年|next year|明年|내년", _relative(1)),
        (r"去年|昨年|前年|last year|previous year|작년", _relative(-1)),
    )
)
