"""Days and moments as people and their tools write them: in front matter values and in the names of files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from drafter.records import Stamp

_FIRST_YEAR = 1900  # below it stand zero dates (0001-01-01), not days of a life
_ERA_START = {"令和": 2018, "平成": 1988, "昭和": 1925}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_YEAR = r"(?<!\d)(?P<year>(?:19|20|21)\d\d|9999)"
_MONTH_NAME = rf"(?P<month_name>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d\d?)"
_WRITTEN_DAYS = (
    rf"{_YEAR}(?:\s*[年년]\s*|[-/._ ])(?P<month>\d\d?)(?:\s*[月월]\s*|[-/._ ]){_DAY}(?!\d)\s*[日일]?",
    rf"(?P<era>令和|平成|昭和)\s*(?P<era_year>\d\d?|元)\s*年\s*(?P<month>\d\d?)\s*月\s*{_DAY}\s*日",
    rf"\b{_MONTH_NAME}\s+{_DAY}(?:st|nd|rd|th)?(?:,\s*|\s+){_YEAR}(?!\d)",
    rf"(?<!\d){_DAY}(?:st|nd|rd|th)?[\s-]+{_MONTH_NAME},?[\s-]+{_YEAR}(?!\d)",
)
_IN_NAMES = (*_WRITTEN_DAYS, rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:\d{{4}}|\d{{6}})?(?!\d)")
_IN_VALUES = (
    *_WRITTEN_DAYS,
    rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
    r"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{4})(?!\d)",
    r"(?P<day>\d\d?)[./](?P<month>\d\d?)[./](?P<year>\d{4})(?!\d)",
)
_NAME_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _IN_NAMES)
_VALUE_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _IN_VALUES)
_WEEKDAY = re.compile(r"(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*\.?,?\s+", re.IGNORECASE)
_TIME = re.compile(
    r"(?:\s*[(].{1,9}?[)])?[\sT,]*(?P<half>午前|午後)?\s*(?P<hour>\d\d?)[:時]?(?P<minute>\d\d)"
    r"(?:[:分]?(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?[秒分]?\s*(?P<meridiem>[ap]\.?m\b\.?)?"
    r"\s*(?P<zone>Z\b|UTC|GMT|JST|[+-]\d\d:?\d\d|[+-]\d\d\b)?",
    re.IGNORECASE,
)


def parse_stamp(value: object, zone: tzinfo | None, *, origin: str) -> Stamp | None:
    """Read the day, and the moment where one is written, from a front matter value; None where no day can be read.

    A moment with an offset is carried over to `zone`, the author's own; without a zone its day is the written one.
    A moment without an offset is the author's own time. Midnight UTC never becomes the day before. Where the time of
    day is malformed, the day alone is kept.
    """
    if isinstance(value, datetime):
        return _stamp_of_moment(value, zone, origin=origin)
    if isinstance(value, date):
        return Stamp(day=value, origin=origin) if value.year >= _FIRST_YEAR else None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return _stamp_of_text(value, zone, origin=origin) if isinstance(value, str) else None


def day_of(moment: datetime, *, day_start: time) -> date:
    """The day a moment belongs to for someone whose days begin at `day_start`: with 04:00, 01:30 is still yesterday."""
    since_midnight = timedelta(hours=day_start.hour, minutes=day_start.minute, seconds=day_start.second)
    return (moment - since_midnight).date()


def date_in_name(name: str) -> date | None:
    """The first real day written in the name of a file or folder; None without one.

    >>> date_in_name("2024年5月1日の日報.md")
    datetime.date(2024, 5, 1)
    """
    plain = unicodedata.normalize("NFKC", name)
    for pattern in _NAME_PATTERNS:
        for match in pattern.finditer(plain):
            if (day := _day(match)) is not None:
                return day
    return None


def _stamp_of_moment(moment: datetime, zone: tzinfo | None, *, origin: str) -> Stamp | None:
    if moment.year < _FIRST_YEAR:
        return None
    if moment.tzinfo is None:
        return Stamp(day=moment.date(), moment=moment.replace(tzinfo=zone), origin=origin)
    local = moment
    with suppress(OverflowError):  # 9999-12-31, the day that never comes
        local = moment if zone is None else moment.astimezone(zone)
    if local.date() < moment.date() and moment.timetz() == time(tzinfo=UTC):
        # Tools write a bare day as midnight UTC; for an author in the west it would become the day before.
        return Stamp(day=moment.date(), origin=origin)
    return Stamp(day=local.date(), moment=local, origin=origin)


def _stamp_of_text(text: str, zone: tzinfo | None, *, origin: str) -> Stamp | None:
    plain = unicodedata.normalize("NFKC", text).strip().strip("\"'").lstrip("\ufeff")
    weekday = _WEEKDAY.match(plain)
    plain = plain[weekday.end() :] if weekday else plain
    for match in _matches_at_start(plain):
        day = _day(match)
        if day is None:
            continue
        clock = _clock(plain[match.end() :])
        if clock is None:
            return Stamp(day=day, origin=origin)
        return _stamp_of_moment(datetime.combine(day, clock), zone, origin=origin)
    return None


def _matches_at_start(text: str) -> Iterator[re.Match[str]]:
    return (match for pattern in _VALUE_PATTERNS if (match := pattern.match(text)) is not None)


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if parts.get("era"):
        year = _ERA_START[parts["era"]] + int(parts["era_year"].replace("元", "1"))
    else:
        year = int(parts["year"])
    named = parts.get("month_name")
    month = _MONTHS.index(named.lower()) + 1 if named else int(parts["month"])
    with suppress(ValueError):
        return date(year, month, int(parts["day"]))
    return None


def _clock(text: str) -> time | None:
    """The time of day a text begins with, aware where an offset stands with it; None if it is missing or impossible."""
    match = _TIME.match(text)
    if match is None:
        return None
    afternoon = (match["meridiem"] or "").lower().startswith("p") or match["half"] == "午後"
    hour = int(match["hour"])
    if match["meridiem"] or match["half"]:
        hour = hour % 12 + (12 if afternoon else 0)
    microsecond = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    with suppress(ValueError):
        return time(hour, int(match["minute"]), int(match["second"] or 0), microsecond, tzinfo=_offset(match["zone"]))
    return None


def _offset(written: str | None) -> tzinfo | None:
    if not written:
        return None
    if written[0] not in "+-":
        return timezone(timedelta(hours=9)) if written.upper() == "JST" else UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written[0] == "-" else offset)
