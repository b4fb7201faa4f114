from __future__ import annotations

from datetime import date

import pytest

from drafter.records import Fault
from tests.ground.conftest import FaultsOf

AUGUST = (date(2024, 8, 28),)


def dates(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.words for fault in faults if fault.rule == "date"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("夏に湖を渡った。", "湖を渡った", id="season of the day"),
        pytest.param("夏休みに湖を渡った。", "湖を渡った", id="holidays of the season"),
        pytest.param("8月の下旬に湖を渡った。", "湖を渡った", id="part of the month"),
        pytest.param("年の後半に湖を渡った。", "湖を渡った", id="half of the year"),
        pytest.param("春に湖を渡った。", "春の湖を渡った", id="season of the quote"),
        pytest.param("青春の湖を渡った。", "湖を渡った", id="no season"),
        pytest.param("秋田の湖を渡った。", "湖を渡った", id="a place"),
        pytest.param("In August I crossed the lake.", "I crossed the lake", id="month by name"),
        pytest.param("I crossed the lake this summer.", "I crossed the lake", id="season in English"),
        pytest.param("I may cross the lake.", "I may cross the lake", id="may is a verb"),
        pytest.param("In May I crossed the lake.", "May 3: crossed the lake", id="month of the quote"),
    ],
)
def test_a_time_that_agrees_with_the_days_or_quotes_stands(faults_of: FaultsOf, text: str, words: str) -> None:
    assert dates(faults_of(text, words, days=AUGUST)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("春に湖を渡った。", "春", id="season"),
        pytest.param("年明けに湖を渡った。", "年明け", id="new year"),
        pytest.param("8月の上旬に湖を渡った。", "上旬", id="part of the month"),
        pytest.param("上半期に湖を渡った。", "上半期", id="half of the year"),
        pytest.param("ゴールデンウィークに湖を渡った。", "ゴールデンウィーク", id="holidays"),
        pytest.param("In March I crossed the lake.", "In March", id="month by name"),
        pytest.param("I crossed the lake in early spring.", "early spring", id="season in English"),
    ],
)
def test_a_time_that_agrees_with_nothing_is_a_fault(faults_of: FaultsOf, text: str, found: str) -> None:
    words = "I crossed the lake" if text.isascii() else "湖を渡った"
    assert [word.lower() for word in dates(faults_of(text, words, days=AUGUST))] == [found.lower()]


@pytest.mark.parametrize(
    ("text", "day", "hard"),
    [
        pytest.param("In July I crossed the lake.", date(2024, 8, 3), False, id="the month before"),
        pytest.param("In June I crossed the lake.", date(2024, 8, 3), True, id="two months before"),
        pytest.param("In December I crossed the lake.", date(2024, 1, 31), False, id="December before January"),
        pytest.param("夏に湖を渡った。", date(2024, 10, 3), False, id="the season of the month before"),
        pytest.param("夏に湖を渡った。", date(2024, 11, 3), True, id="an earlier season"),
        pytest.param("上旬に湖を渡った。", date(2024, 8, 28), True, id="a part of a month"),
    ],
)
def test_the_month_before_what_was_written_is_soft(faults_of: FaultsOf, text: str, day: date, hard: bool) -> None:
    faults = faults_of(text, "I crossed the lake" if text.isascii() else "湖を渡った", days=(day,))
    assert [fault.hard for fault in faults if fault.rule == "date"] == [hard]
