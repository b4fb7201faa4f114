from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import UsageError
from drafter.records import Period, Unit
from drafter.text.periods import (
    month_period,
    months,
    period_name,
    previous,
    quarter_period,
    range_period,
    week_period,
    year_period,
)

PERIODS = [
    (year_period(2024), Unit.YEAR, "2024", "2024-01-01", "2024-12-31"),
    (year_period("２０２４年"), Unit.YEAR, "2024", "2024-01-01", "2024-12-31"),
    (year_period(2024, fiscal_start=4), Unit.YEAR, "2024", "2024-04-01", "2025-03-31"),
    (year_period(2023, fiscal_start=3), Unit.YEAR, "2023", "2023-03-01", "2024-02-29"),
    (year_period(2024, fiscal_start=12), Unit.YEAR, "2024", "2024-12-01", "2025-11-30"),
    (month_period("2024-02"), Unit.MONTH, "2024-02", "2024-02-01", "2024-02-29"),
    (month_period("２０２４－１２"), Unit.MONTH, "2024-12", "2024-12-01", "2024-12-31"),
    (month_period(" 2024年5月 "), Unit.MONTH, "2024-05", "2024-05-01", "2024-05-31"),
    (quarter_period("2024Q2"), Unit.QUARTER, "2024Q2", "2024-04-01", "2024-06-30"),
    (quarter_period("2024-q4"), Unit.QUARTER, "2024Q4", "2024-10-01", "2024-12-31"),
    (quarter_period("2024Q1", fiscal_start=4), Unit.QUARTER, "2024Q1", "2024-04-01", "2024-06-30"),
    (quarter_period("２０２４Ｑ４", fiscal_start=4), Unit.QUARTER, "2024Q4", "2025-01-01", "2025-03-31"),
    (quarter_period("2024Q4", fiscal_start=12), Unit.QUARTER, "2024Q4", "2025-09-01", "2025-11-30"),
    (week_period("2024-W18"), Unit.WEEK, "2024-W18", "2024-04-29", "2024-05-05"),
    (week_period("2025W1"), Unit.WEEK, "2025-W01", "2024-12-30", "2025-01-05"),
    (week_period("2020-w53"), Unit.WEEK, "2020-W53", "2020-12-28", "2021-01-03"),
    (range_period("2024-02-02", "2025-02-09"), Unit.RANGE, "2024-02-02..2025-02-09", "2024-02-02", "2025-02-09"),
    (
        range_period("２０２４年５月１日", date(2024, 5, 1)),
        Unit.RANGE,
        "2024-05-01..2024-05-01",
        "2024-05-01",
        "2024-05-01",
    ),
]


@pytest.mark.parametrize(("period", "unit", "label", "start", "end"), PERIODS)
def test_first_and_last_day(period: Period, unit: Unit, label: str, start: str, end: str) -> None:
    days = {"start": date.fromisoformat(start), "end": date.fromisoformat(end)}
    assert period == Period(unit=unit, label=label, **days)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (year_period(2024), year_period(2023)),
        (year_period(2024, fiscal_start=4), year_period(2023, fiscal_start=4)),
        (month_period("2024-01"), month_period("2023-12")),
        (month_period("2024-03"), month_period("2024-02")),
        (quarter_period("2024Q1"), quarter_period("2023Q4")),
        (quarter_period("2024Q3"), quarter_period("2024Q2")),
        (quarter_period("2024Q1", fiscal_start=4), quarter_period("2023Q4", fiscal_start=4)),
        (quarter_period("2024Q4", fiscal_start=4), quarter_period("2024Q3", fiscal_start=4)),
        (quarter_period("2024Q2", fiscal_start=12), quarter_period("2024Q1", fiscal_start=12)),
        (week_period("2021-W01"), week_period("2020-W53")),
        (week_period("2024-W18"), week_period("2024-W17")),
        (range_period("2024-03-01", "2024-03-10"), range_period("2024-02-20", "2024-02-29")),
    ],
    ids=lambda period: period.label,
)
def test_the_period_before(period: Period, before: Period) -> None:
    assert previous(period) == before


@given(st.integers(1901, 2198), st.integers(1, 12), st.integers(1, 4))
def test_quarters_fill_their_year_and_follow_one_another(year: int, fiscal_start: int, quarter: int) -> None:
    period = quarter_period(f"{year}Q{quarter}", fiscal_start=fiscal_start)
    whole = year_period(year, fiscal_start=fiscal_start)
    assert period.start in whole
    assert period.end in whole
    assert previous(period).end + timedelta(days=1) == period.start
    assert previous(whole).end + timedelta(days=1) == whole.start
    assert (len(months(period)), len(months(whole))) == (3, 12)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (month_period("2024-05"), ((2024, 5),)),
        (quarter_period("2024Q4", fiscal_start=12), ((2025, 9), (2025, 10), (2025, 11))),
        (week_period("2025-W01"), ((2024, 12), (2025, 1))),
        (range_period("2023-12-31", "2024-02-01"), ((2023, 12), (2024, 1), (2024, 2))),
    ],
    ids=lambda value: getattr(value, "label", ""),
)
def test_months_touched(period: Period, expected: tuple[tuple[int, int], ...]) -> None:
    assert months(period) == expected


NAMES = [
    (year_period(2024), "2024年", "2024", "2024年", "2024년"),
    (year_period(2024, fiscal_start=4), "2024年度", "FY2024", "2024财年", "2024 회계연도"),
    (month_period("2024-05"), "2024年5月", "May 2024", "2024年5月", "2024년 5월"),
    (quarter_period("2024Q2"), "2024年第2四半期", "Q2 2024", "2024年第2季度", "2024년 2분기"),
    (
        quarter_period("2024Q4", fiscal_start=4),
        "2024年度第4四半期",
        "Q4 FY2024",
        "2024财年第4季度",
        "2024 회계연도 4분기",
    ),
    (week_period("2024-W08"), "2024年第8週", "week 8 of 2024", "2024年第8周", "2024년 8주차"),
    (
        range_period("2024-02-02", "2025-02-09"),
        "2024年2月2日〜2025年2月9日",
        "2 February 2024 to 9 February 2025",
        "2024年2月2日至2025年2月9日",
        "2024년 2월 2일 ~ 2025년 2월 9일",
    ),
]


@pytest.mark.parametrize(("period", "ja", "en", "zh", "ko"), NAMES, ids=[row[0].label for row in NAMES])
def test_names(period: Period, ja: str, en: str, zh: str, ko: str) -> None:
    assert [period_name(period, language) for language in ("ja", "en", "zh", "ko")] == [ja, en, zh, ko]
    assert period_name(period, "fr") == en


@pytest.mark.parametrize("text", ["", "24", "20245", "2024-05", "1899", "2200", "今年", "-2024"])
def test_what_is_no_year(text: str) -> None:
    with pytest.raises(UsageError, match="not a year") as caught:
        year_period(text)
    assert caught.value.hint == "write it like 2024"


@pytest.mark.parametrize("text", ["", "2024", "2024-13", "2024-00", "May 2024", "2024-05-01", "1899-05"])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(UsageError, match="not a month") as caught:
        month_period(text)
    assert caught.value.hint == "write it like 2024-05"


@pytest.mark.parametrize("text", ["", "2024", "2024Q5", "2024Q0", "Q2", "2024-Q22"])
def test_what_is_no_quarter(text: str) -> None:
    with pytest.raises(UsageError, match="not a quarter") as caught:
        quarter_period(text)
    assert caught.value.hint == "write it like 2024Q2"


@pytest.mark.parametrize("text", ["", "2024-18", "2024-W54", "2024-W53", "2024-W00", "W18"])
def test_what_is_no_week(text: str) -> None:
    with pytest.raises(UsageError, match="not a week") as caught:
        week_period(text)
    assert caught.value.hint == "write it like 2024-W18"


@pytest.mark.parametrize("day", ["", "2024-02-30", "2024-05", "yesterday"])
def test_what_is_no_day(day: str) -> None:
    with pytest.raises(UsageError, match="not a day") as caught:
        range_period(day, "2024-05-01")
    assert caught.value.hint == "write it like 2024-05-01"


def test_a_range_in_the_wrong_order_is_shown_the_other_way_round() -> None:
    with pytest.raises(UsageError, match="ends before it starts: 2024-05-02 to 2024-05-01") as caught:
        range_period("2024-05-02", "2024-05-01")
    assert caught.value.hint == "--from 2024-05-01 --to 2024-05-02"


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_fiscal_year_starts_in_a_month(month: int) -> None:
    with pytest.raises(UsageError, match=f"cannot start in month {month}"):
        year_period(2024, fiscal_start=month)
    with pytest.raises(UsageError, match=f"cannot start in month {month}"):
        quarter_period("2024Q1", fiscal_start=month)
