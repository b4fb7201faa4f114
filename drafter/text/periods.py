"""Spans of days a retrospective can be about, from what a person writes for them to the name they are shown under."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta

from drafter.errors import UsageError
from drafter.records import Period, Unit
from drafter.text.dates import parse_stamp

_ONE_DAY = timedelta(days=1)
_YEARS = range(1900, 2200)

_NAMES = {
    "ja": ("{year}年", "{year}年度", "{y}第{part}四半期", "{year}年{part}月", "{year}年第{part}週", "{}〜{}"),
    "zh": ("{year}年", "{year}财年", "{y}第{part}季度", "{year}年{part}月", "{year}年第{part}周", "{}至{}"),
    "ko": ("{year}년", "{year} 회계연도", "{y} {part}분기", "{year}년 {part}월", "{year}년 {part}주차", "{} ~ {}"),
    "en": ("{year}", "FY{year}", "Q{part} {y}", "{month} {year}", "week {part} of {year}", "{} to {}"),
}
_DAYS = {"ja": "{0.year}年{0.month}月{0.day}日", "zh": "{0.year}年{0.month}月{0.day}日"} | {
    "ko": "{0.year}년 {0.month}월 {0.day}일",
    "en": "{0.day} {1} {0.year}",
}
_FIRST_HALF = ("January", "February", "March", "April", "May", "June")
_MONTHS = (*_FIRST_HALF, "July", "August", "September", "October", "November", "December")


def year_period(year: int | str, *, fiscal_start: int = 1) -> Period:
    """The year `year` that begins with the month `fiscal_start` (1 to 12).

    Raises:
        UsageError: not a year from 1900 to 2199, or no such month.
    """
    (number,) = _numbers(str(year), r"(\d{4})\s*年?", kind="year", example="2024")
    start = _month_start(number, _checked_month(fiscal_start))
    return Period(unit=Unit.YEAR, label=f"{number}", start=start, end=_month_start(number + 1, fiscal_start) - _ONE_DAY)


def month_period(text: str) -> Period:
    """One calendar month, written 2024-05.

    Raises:
        UsageError: not a month.
    """
    year, month = _numbers(text, r"(\d{4})\s*[-/.年]?\s*(\d\d?)\s*月?", kind="month", example="2024-05")
    if month not in range(1, 13):
        raise _not_a("month", text, example="2024-05")
    start = _month_start(year, month)
    return Period(
        unit=Unit.MONTH, label=f"{year}-{month:02}", start=start, end=_month_start(year, month + 1) - _ONE_DAY
    )


def quarter_period(text: str, *, fiscal_start: int = 1) -> Period:
    """One quarter, written 2024Q2, of the year that begins with the month `fiscal_start`.

    Raises:
        UsageError: not a quarter, or no such month.
    """
    year, quarter = _numbers(text, r"(\d{4})\s*[-年]?\s*Q([1-4])", kind="quarter", example="2024Q2")
    first = _checked_month(fiscal_start) + 3 * (quarter - 1)
    end = _month_start(year, first + 3) - _ONE_DAY
    return Period(unit=Unit.QUARTER, label=f"{year}Q{quarter}", start=_month_start(year, first), end=end)


def week_period(text: str) -> Period:
    """One ISO week, Monday to Sunday, written 2024-W18; week 1 is the one with the year's first Thursday.

    Raises:
        UsageError: not a week of that year.
    """
    year, week = _numbers(text, r"(\d{4})\s*-?\s*W(\d\d?)", kind="week", example="2024-W18")
    with suppress(ValueError):
        start = date.fromisocalendar(year, week, 1)
        return Period(unit=Unit.WEEK, label=f"{year}-W{week:02}", start=start, end=start + 6 * _ONE_DAY)
    raise _not_a("week", text, example="2024-W18")


def range_period(start: date | str, end: date | str) -> Period:
    """The days from `start` to `end`, both included.

    Raises:
        UsageError: one of them is not a day, or they stand in the wrong order.
    """
    first, last = _checked_day(start), _checked_day(end)
    if first > last:
        raise UsageError(f"the range ends before it starts: {first} to {last}", hint=f"--from {last} --to {first}")
    return Period(unit=Unit.RANGE, label=f"{first}..{last}", start=first, end=last)


def previous(period: Period) -> Period:
    """The period of the same kind just before; for a range, as many days as it has."""
    before = period.start - _ONE_DAY
    if period.unit is Unit.YEAR:
        return year_period(int(period.label) - 1, fiscal_start=period.start.month)
    if period.unit is Unit.QUARTER:
        year, quarter = int(period.label[:4]), int(period.label[5:])
        label = f"{year}Q{quarter - 1}" if quarter > 1 else f"{year - 1}Q4"
        return quarter_period(label, fiscal_start=_fiscal_start(period))
    if period.unit is Unit.MONTH:
        return month_period(f"{before:%Y-%m}")
    if period.unit is Unit.WEEK:
        return week_period("{}-W{:02}".format(*before.isocalendar()[:2]))
    return range_period(before - (period.end - period.start), before)


def months(period: Period) -> tuple[tuple[int, int], ...]:
    """The calendar months (year, month) the period touches, in order."""
    first = period.start.year * 12 + period.start.month - 1
    last = period.end.year * 12 + period.end.month - 1
    return tuple((number // 12, number % 12 + 1) for number in range(first, last + 1))


def period_name(period: Period, language: str) -> str:
    """The period as a heading would name it in "ja", "zh", "ko", or English for any other language.

    >>> period_name(quarter_period("2024Q2"), "ja")
    '2024年第2四半期'
    """
    language = language if language in _NAMES else "en"
    year_form, fiscal_form, quarter_form, month_form, week_form, range_form = _NAMES[language]
    if period.unit is Unit.RANGE:
        return range_form.format(*(_day_name(day, language) for day in (period.start, period.end)))
    year = period.label[:4]
    y = (year_form if _fiscal_start(period) == 1 else fiscal_form).format(year=year)
    if period.unit is Unit.YEAR:
        return y
    form = {Unit.QUARTER: quarter_form, Unit.MONTH: month_form, Unit.WEEK: week_form}[period.unit]
    part = int(period.label[4:].lstrip("-WQ"))
    return form.format(year=year, y=y, part=part, month=_MONTHS[period.start.month - 1])


def _day_name(day: date, language: str) -> str:
    return _DAYS[language].format(day, _MONTHS[day.month - 1])


def _fiscal_start(period: Period) -> int:
    if period.unit is Unit.QUARTER:
        return (period.start.month - 1 - 3 * (int(period.label[5:]) - 1)) % 12 + 1
    return period.start.month if period.unit is Unit.YEAR else 1


def _month_start(year: int, month: int) -> date:
    """The first day of the month; month 13 is January of the next year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _numbers(text: str, pattern: str, *, kind: str, example: str) -> tuple[int, ...]:
    match = re.fullmatch(pattern, unicodedata.normalize("NFKC", text).strip(), re.IGNORECASE)
    if match is None or int(match[1]) not in _YEARS:
        raise _not_a(kind, text, example=example)
    return tuple(int(group) for group in match.groups())


def _checked_month(month: int) -> int:
    if month not in range(1, 13):
        raise UsageError(f"the fiscal year cannot start in month {month}", hint="write a month from 1 to 12")
    return month


def _checked_day(day: date | str) -> date:
    stamp = parse_stamp(day, None, origin="command line")
    if stamp is None:
        raise _not_a("day", str(day), example="2024-05-01")
    return stamp.day


def _not_a(kind: str, text: str, *, example: str) -> UsageError:
    return UsageError(f"not a {kind}: {text!r}", hint=f"write it like {example}")
