from datetime import date

import pytest

from drafter.text.period_words import find_ordinal, find_period, period_by_date

NEW_YEAR = date(2024, 1, 3)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("2023年の振り返り", "2023", id="year"),
        pytest.param("２０２３年をふりかえる", "2023", id="full width"),
        pytest.param("令和6年の総括", "2024", id="era"),
        pytest.param("令和元年まとめ", "2019", id="first year of an era"),
        pytest.param("2023 in review", "2023", id="English year"),
        pytest.param("926_2022_retrospective", "2022", id="slug with an own number"),
        pytest.param("2023年10月から12月の振り返り", "2023Q4", id="months that are a quarter"),
        pytest.param("2024年4〜8月の記録", "2024-04-01..2024-08-31", id="months that are none"),
        pytest.param("2024年10-12月", "2024Q4", id="hyphen"),
        pytest.param("2024-1q-retrospective", "2024Q1", id="1q"),
        pytest.param("Q3 2024", "2024Q3", id="Q3 before the year"),
        pytest.param("2024年第2四半期", "2024Q2", id="Japanese quarter"),
        pytest.param("2024年上半期の振り返り", "2024-01-01..2024-06-30", id="first half"),
        pytest.param("2024년 하반기 회고", "2024-07-01..2024-12-31", id="Korean second half"),
        pytest.param("2024/2月の振り返り", "2024-02", id="slash month"),
        pytest.param("Reflections on May 2024", "2024-05", id="month name"),
        pytest.param("2024-W18", "2024-W18", id="week"),
        pytest.param("2024年第18週", "2024-W18", id="Japanese week"),
        pytest.param("2月の目標", "2024-02", id="bare month after the day"),
        pytest.param("12月の振り返り", "2023-12", id="bare month before the day"),
        pytest.param("来年の目標", "2025", id="next year"),
        pytest.param("昨年のこと", "2023", id="last year"),
    ],
)
def test_a_period_is_found(text: str, label: str) -> None:
    period = find_period(text, day=NEW_YEAR)
    assert period is not None
    assert period.label == label


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("振り返りとは", id="no period"),
        pytest.param("12345年の石", id="longer number"),
        pytest.param("今年の抱負", id="relative without a day"),
        pytest.param("3月の目標", id="bare month without a day"),
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    assert find_period(text) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("2024年3つの目標", "2024", id="a count is no month"),
        pytest.param("2024年第3回勉強会", "2024", id="a meeting is no week"),
        pytest.param("2024 10 books", "2024", id="books are no month"),
    ],
)
def test_a_number_after_a_year_is_not_always_a_part_of_it(text: str, label: str) -> None:
    period = find_period(text)
    assert period is not None
    assert period.label == label


@pytest.mark.parametrize(
    ("text", "day", "label"),
    [
        pytest.param("振り返り", date(2024, 3, 31), "2023", id="March: last year"),
        pytest.param("振り返り", date(2024, 12, 30), "2024", id="December: this year"),
        pytest.param("振り返り", date(2024, 6, 1), None, id="June: unknown"),
        pytest.param("Month 18", date(2022, 1, 6), "2021-12", id="early in a month"),
        pytest.param("Month 18", date(2022, 1, 31), "2022-01", id="late in a month"),
    ],
)
def test_the_day_decides_where_the_words_do_not(text: str, day: date, label: str | None) -> None:
    period = period_by_date(text, day)
    assert (period.label if period else None) == label


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [
        pytest.param("My Fourth Year as a Founder", 4, id="word"),
        pytest.param("Goals for year five", 5, id="cardinal"),
        pytest.param("solo-developer-year-12", 12, id="slug"),
        pytest.param("My 2nd year", 2, id="2nd"),
        pytest.param("フリーランス３年目の振り返り", 3, id="Japanese"),
        pytest.param("5년차 회고", 5, id="Korean"),
        pytest.param("Year in review 2024", None, id="a calendar year"),
        pytest.param("", None, id="empty"),
    ],
)
def test_ordinals(text: str, ordinal: int | None) -> None:
    assert find_ordinal(text) == ordinal


def test_a_fiscal_year_begins_in_its_month() -> None:
    period = find_period("2023年度の振り返り", fiscal_start=4)
    assert period is not None
    assert (period.start, period.end) == (date(2023, 4, 1), date(2024, 3, 31))
