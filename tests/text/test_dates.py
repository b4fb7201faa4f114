from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.records import Stamp
from drafter.text.dates import date_in_name, day_of, parse_stamp

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")


def _moment(day: str, zone: tzinfo = TOKYO) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=zone)


ONLY_A_DAY = [
    ("2024-05-01", date(2024, 5, 1)),
    ("2024/09/30", date(2024, 9, 30)),
    ("2024/9/3", date(2024, 9, 3)),
    ("2024.05.01", date(2024, 5, 1)),
    ("20240501", date(2024, 5, 1)),
    ("２０２４－０５－０１", date(2024, 5, 1)),
    ("  '2024-05-01'\r\n", date(2024, 5, 1)),
    ("\ufeff2024-05-01", date(2024, 5, 1)),
    ("2024年5月1日", date(2024, 5, 1)),
    ("２０２４年 ５月 １日（水）", date(2024, 5, 1)),
    ("2024년 5월 1일", date(2024, 5, 1)),
    ("令和6年5月1日", date(2024, 5, 1)),
    ("令和元年12月31日", date(2019, 12, 31)),
    ("平成30年1月2日", date(2018, 1, 2)),
    ("October 12, 2024", date(2024, 10, 12)),
    ("Oct. 12th 2024", date(2024, 10, 12)),
    ("31 December 2023", date(2023, 12, 31)),
    ("1-Jan-2024", date(2024, 1, 1)),
    ("Mon, 1 Jan 2024", date(2024, 1, 1)),
    ("04/21/2022", date(2022, 4, 21)),
    ("21/04/2022", date(2022, 4, 21)),
    ("31.12.2023", date(2023, 12, 31)),
    ("2024-05-01 (draft)", date(2024, 5, 1)),
    ("2024-05-01T25:61:00Z", date(2024, 5, 1)),
    ("2024-05-01T10:00:00+99:99", date(2024, 5, 1)),
]


@pytest.mark.parametrize(("written", "day"), ONLY_A_DAY, ids=[written for written, _ in ONLY_A_DAY])
def test_a_written_day_is_a_day_without_a_moment(written: str, day: date) -> None:
    assert parse_stamp(written, TOKYO, origin="front matter: date") == Stamp(day=day, origin="front matter: date")


MOMENTS = [
    ("2024-12-31T23:30+09:00", "2024-12-31T23:30"),
    ("2024-12-31T23:30:00-0700", "2025-01-01T15:30"),
    ("2023-12-21T15:33:00.000Z", "2023-12-22T00:33"),
    ("2024-05-01T10:00", "2024-05-01T10:00"),
    ("2024-05-01 10:00:05", "2024-05-01T10:00:05"),
    ("2010-08-31 21:30:52.000000000 +02:00", "2010-09-01T04:30:52"),
    ("2010-08-31T21:30:52.123456789Z", "2010-09-01T06:30:52.123456"),
    ("2018-01-03 00:00:00+09:00", "2018-01-03T00:00"),
    ("2015/05/14 07:00:00+09:00", "2015-05-14T07:00"),
    ("04/21/2022 19:44 -05:00", "2022-04-22T09:44"),
    ("1/30/2026 8:55 PM -05:00", "2026-01-31T10:55"),
    ("1/30/2026 12:05 AM +09:00", "2026-01-30T00:05"),
    ("1/30/2026 12:05 p.m. +09:00", "2026-01-30T12:05"),
    ("October 12, 2024 9:05", "2024-10-12T09:05"),
    ("Tue, 02 Jan 2024 15:04:05 -0700", "2024-01-03T07:04:05"),
    ("Tue, 02 Jan 2024 15:04:05 GMT", "2024-01-03T00:04:05"),
    ("2024-01-02 15:04 JST", "2024-01-02T15:04"),
    ("2024年5月1日(水) 午後3:05", "2024-05-01T15:05"),
    ("2024年5月1日 10時30分", "2024-05-01T10:30"),
    ("2024-05-1T05:01:00.000Z", "2024-05-01T14:01"),
    ("2024-05-10T1925:00-0600", "2024-05-11T10:25"),
    ("2023-12-15 1:30 -05:00", "2023-12-15T15:30"),
]


@pytest.mark.parametrize(("written", "local"), MOMENTS, ids=[written for written, _ in MOMENTS])
def test_a_written_moment_is_carried_over_to_the_authors_zone(written: str, local: str) -> None:
    stamp = parse_stamp(written, TOKYO, origin="x")
    assert stamp is not None
    assert (stamp.moment, stamp.day) == (_moment(local), _moment(local).date())


NO_DAY = ["", "  ", "true", "draft", "06/24", "2024", "2024-05", "2024-13-01", "2024-02-30", "0001-01-01T00:00:00Z"]
NO_DAY += ["令和6年", "32 December 2023", "12:30", "1714521600", "published on 2024-05-01"]


@pytest.mark.parametrize("value", [*NO_DAY, None, True, False, 2024, 12.5, [], {}, ["2024-05-01"], time(10, 0)])
def test_no_stamp_where_no_day_can_be_read(value: object) -> None:
    assert parse_stamp(value, TOKYO, origin="x") is None


PARSED = [
    (date(2024, 5, 1), date(2024, 5, 1), None),
    (20240501, date(2024, 5, 1), None),
    (datetime(2024, 5, 1, 10, 0), date(2024, 5, 1), _moment("2024-05-01T10:00")),
    (datetime(2024, 12, 31, 15, 0, tzinfo=UTC), date(2025, 1, 1), _moment("2025-01-01T00:00")),
    (datetime(2024, 12, 31, 0, 0, tzinfo=UTC), date(2024, 12, 31), _moment("2024-12-31T09:00")),
]


@pytest.mark.parametrize(
    ("value", "day", "moment"), PARSED, ids=["date", "number", "naive", "next day", "midnight UTC"]
)
def test_values_a_parser_already_read(value: object, day: date, moment: datetime | None) -> None:
    assert parse_stamp(value, TOKYO, origin="x") == Stamp(day=day, moment=moment, origin="x")


def test_without_a_zone_the_written_offset_gives_the_day() -> None:
    stamp = parse_stamp("2024-12-31T23:30-05:00", None, origin="x")
    assert stamp is not None
    assert stamp.day == date(2024, 12, 31)
    assert stamp.moment == datetime(2024, 12, 31, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    naive = parse_stamp("2024-12-31T23:30", None, origin="x")
    assert naive is not None
    assert naive.moment == datetime(2024, 12, 31, 23, 30)


def test_midnight_utc_is_a_bare_day_for_an_author_in_the_west() -> None:
    assert parse_stamp("2024-01-01T00:00:00Z", NEW_YORK, origin="x") == Stamp(day=date(2024, 1, 1), origin="x")
    late = parse_stamp("2024-01-01T00:00:01Z", NEW_YORK, origin="x")
    assert late is not None
    assert late.day == date(2023, 12, 31)


def test_the_day_that_never_comes_stays_in_the_future() -> None:
    for value in ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)):
        stamp = parse_stamp(value, TOKYO, origin="x")
        assert stamp is not None
        assert stamp.day == date(9999, 12, 31)


def test_zero_dates_of_generators_are_no_days() -> None:
    assert parse_stamp(date(1, 1, 1), TOKYO, origin="x") is None
    assert parse_stamp(datetime(1, 1, 1, tzinfo=UTC), NEW_YORK, origin="x") is None


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2199, 12, 30)), st.integers(-14 * 4, 14 * 4))
def test_every_iso_moment_is_read_as_python_reads_it(naive: datetime, quarters: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=15 * quarters)))
    stamp = parse_stamp(moment.isoformat(), TOKYO, origin="x")
    assert stamp is not None
    assert stamp == parse_stamp(moment, TOKYO, origin="x")
    assert stamp.moment == moment


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_is_found_in_every_shape(day: date) -> None:
    shapes = (
        f"{day}",
        f"{day:%Y/%m/%d}",
        f"{day:%B %d, %Y}",
        f"{day:%d %b %Y}",
        f"{day.year}年{day.month}月{day.day}日",
    )
    assert {parse_stamp(shape, TOKYO, origin="x") for shape in shapes} == {Stamp(day=day, origin="x")}
    assert {date_in_name(shape.replace("/", "-") + " 日報.md") for shape in shapes} == {day}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-05-02T03:59:59", date(2024, 5, 1)),
        ("2024-05-02T04:00:00", date(2024, 5, 2)),
        ("2025-01-01T01:30:00", date(2024, 12, 31)),
        ("2024-05-01T23:59:59", date(2024, 5, 1)),
    ],
)
def test_days_that_begin_at_four(moment: str, day: date) -> None:
    assert day_of(datetime.fromisoformat(moment), day_start=time(4, 0)) == day
    assert day_of(_moment(moment), day_start=time(4, 0)) == day


def test_days_that_begin_at_midnight() -> None:
    assert day_of(_moment("2024-05-02T00:00"), day_start=time(0, 0)) == date(2024, 5, 2)


NAMES = [
    ("2024-05-01-slug", date(2024, 5, 1)),
    ("2024-05-01.md", date(2024, 5, 1)),
    ("20240501", date(2024, 5, 1)),
    ("20240501123000 memo.md", date(2024, 5, 1)),
    ("202405011230-memo", date(2024, 5, 1)),
    ("2024_05_01", date(2024, 5, 1)),
    ("2024_05_01_note", date(2024, 5, 1)),
    ("2024.5.1", date(2024, 5, 1)),
    ("2024 05 01 朝会", date(2024, 5, 1)),
    ("日報2024年5月1日", date(2024, 5, 1)),
    ("日報_２０２４年５月１日", date(2024, 5, 1)),
    ("令和6年5月1日の日報", date(2024, 5, 1)),
    ("May 1st, 2024", date(2024, 5, 1)),
    ("memo-2024-12-33-or-2024-12-31", date(2024, 12, 31)),
    ("2024-12-33", None),
    ("2024-02-30-slug", None),
    ("2024-05", None),
    ("2024-W18", None),
    ("12345678", None),
    ("1234-2024050112", None),
    ("version-3.11.7", None),
    ("README", None),
    ("", None),
]


@pytest.mark.parametrize(("name", "day"), NAMES, ids=[name for name, _ in NAMES])
def test_date_in_name(name: str, day: date | None) -> None:
    assert date_in_name(name) == day
    assert date_in_name(unicodedata.normalize("NFD", name)) == day
