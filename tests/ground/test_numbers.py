from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from drafter.ground.evidence import Evidence, Manner
from drafter.ground.sentence import check_sentence
from drafter.records import Fault, Period, Unit
from tests.ground.conftest import FaultsOf

MAY = (date(2024, 5, 3),)


def numbers(faults: tuple[Fault, ...]) -> list[tuple[str, bool]]:
    return [(fault.words, fault.hard) for fault in faults if fault.rule == "number"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("本を30冊読んだ。", "今年は30冊読んだ", id="same value and unit"),
        pytest.param("本を３０冊読んだ。", "今年は三十冊読んだ", id="full-width against kanji"),
        pytest.param("32記事を書いた。", "32本書いた", id="units that count the same"),
        pytest.param("32記事を書いた。", "全部で32になった", id="a number without a unit"),
        pytest.param("三つの道具を試した。", "道具は3つ試した", id="kanji"),
        pytest.param("1つ目は体力、2つ目は道具だった。", "体力と道具だった", id="structure"),
        pytest.param("① 体力が要る。", "体力が要る", id="an enumeration sign"),
        pytest.param("一つの答えだった。", "答えだった", id="one"),
        pytest.param("HugoとLoveItの2つを入れた。", "Hugoを入れた。LoveItを入れた。", id="counts what it lists"),
        pytest.param("Windows 11に替えた。", "パソコンをWindows 11に替えた", id="version in a quote"),
        pytest.param("5月に湖を渡った。", "湖を渡った", id="month of the event"),
        pytest.param("5月3日に湖を渡った。", "湖を渡った", id="day of the event"),
        pytest.param("2024年は湖を渡った。", "湖を渡った", id="the period's year"),
        pytest.param("2025年は海も渡りたい。", "来年は海も渡りたい", id="the next year in a plan"),
        pytest.param("半年かけて湖を渡った。", "湖を渡るまで6か月かかった", id="half a year"),
        pytest.param("We made $14k.", "Revenue: $14,000", id="thousands"),
        pytest.param("We lost -$12k.", "Profit: $-12,349.21", id="rounded thousands"),
        pytest.param("船は4万6千円だった。", "船を46,072円で買った", id="rounded 万 and 千"),
        pytest.param("約30冊を読んだ。", "今年は32冊読んだ", id="rounded after 約"),
        pytest.param("About 800 thousand came.", "812,345 people came", id="rounded after about"),
    ],
)
def test_a_number_of_its_quotes_or_days_stands(faults_of: FaultsOf, text: str, words: str) -> None:
    assert numbers(faults_of(text, words, days=MAY)) == []


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        pytest.param("本を32冊読んだ。", "今年は23冊読んだ", "32冊", id="another value"),
        pytest.param("本を23冊読んだ。", "23回走った", "23冊", id="another unit"),
        pytest.param("6月に湖を渡った。", "湖を渡った", "6月", id="another month"),
        pytest.param("5月4日に湖を渡った。", "湖を渡った", "4日", id="another day"),
        pytest.param("3日間で湖を渡った。", "湖を渡った", "3日間", id="a duration is no day of the month"),
        pytest.param("2021年に湖を渡った。", "湖を渡った", "2021年", id="another year"),
        pytest.param("2025年に海を渡った。", "海を渡った", "2025年", id="the next year told as past"),
        pytest.param("Windows 12に替えた。", "パソコンをWindows 11に替えた", "12", id="another version"),
        pytest.param(
            "カヤック、パドル、テントの4つを買った。", "カヤックを買った", "4つ", id="counts its list wrongly"
        ),
        pytest.param("We made $15k.", "Revenue: $14,000", "$15k", id="another amount"),
        pytest.param("We made $46k.", "Revenue: $52,000", "$46k", id="another amount, not rounded"),
        pytest.param("船は4万7千円だった。", "船を46,072円で買った", "4万7千円", id="another amount in 万"),
        pytest.param("30冊を読んだ。", "今年は32冊読んだ", "30冊", id="rounded without 約"),
        pytest.param("3月に湖を渡った。", "湖を渡った", "3月", id="two months before"),
        pytest.param("I planted seven trees.", "I planted six trees.", "seven", id="another cardinal"),
    ],
)
def test_a_number_that_nothing_proves_is_a_hard_fault(faults_of: FaultsOf, text: str, words: str, found: str) -> None:
    assert (found, True) in numbers(faults_of(text, words, days=MAY))


def test_the_month_before_is_a_soft_fault(faults_of: FaultsOf) -> None:
    assert numbers(faults_of("4月に湖を渡った。", "湖を渡った", days=MAY)) == [("4月", False)]
    assert numbers(faults_of("12月に湖を渡った。", "湖を渡った", days=(date(2024, 1, 31),))) == [("12月", False)]


def test_a_few_things_listed_behind_a_colon_are_soft(faults_of: FaultsOf) -> None:
    assert numbers(faults_of("I saw two lakes: a wide one and a deep one.", "I saw a lake")) == [("two", False)]
    assert numbers(faults_of("I saw two lakes.", "I saw a lake")) == [("two", True)]


def test_the_month_and_day_of_one_date_are_of_one_event(faults_of: FaultsOf) -> None:
    days = (date(2024, 5, 3), date(2024, 6, 10))
    assert numbers(faults_of("6月3日に渡った。", "渡った", days=days)) == [("3日", True)]


def test_a_number_around_the_quotes_is_a_soft_fault(faults_of: FaultsOf) -> None:
    faults = faults_of("カヤックで12時間漕いだ。", "カヤックを漕いだ", context=("カヤックを漕いだ。12時間かかった。",))
    assert numbers(faults) == [("12時間", False)]


def test_a_year_in_a_title_stands(faults_of: FaultsOf) -> None:
    assert numbers(faults_of("2023年の目標を見直した。", "目標を見直した", context=("2023年の振り返り",))) == []


def test_a_number_in_a_title_or_heading_of_the_passage_is_given(faults_of: FaultsOf) -> None:
    assert numbers(faults_of("1月に湖を渡った。", "湖を渡った", titles=("１月の湖",))) == []
    assert numbers(faults_of("2月に湖を渡った。", "湖を渡った", titles=("１月の湖",))) == [("2月", True)]


def test_what_code_put_in_stands(faults_of: FaultsOf) -> None:
    assert numbers(faults_of("4月と8月のほかは、32記事を書いた。", slots=("32", "4月と8月"))) == []


def test_numbers_in_the_title_of_a_linked_post_are_its_own(faults_of: FaultsOf, manner: Manner) -> None:
    text = "[冬に読みたい7冊](p3a2f)もまとめた。"
    assert numbers(faults_of(text, "まとめた", context=("冬に読みたい7冊",))) == []
    assert numbers(faults_of(text, "まとめた")) == [("7冊", True)]


def test_a_short_period_names_its_own_months(manner: Manner) -> None:
    may = Period(unit=Unit.MONTH, label="2024-05", start=date(2024, 5, 1), end=date(2024, 5, 31))
    of_may = replace(manner, period=may)
    evidence = Evidence(words=("カヤックで湖を渡った",))
    assert numbers(check_sentence("5月はカヤックで湖を渡った。", evidence, of_may)) == []
    assert numbers(check_sentence("6月はカヤックで湖を渡った。", evidence, of_may)) == [("6月", True)]


def test_in_another_language_numbers_are_compared_by_value(english: Manner) -> None:
    carried = replace(english, source_language="ja")
    evidence = Evidence(words=("本を30冊読んだ",))
    assert numbers(check_sentence("I read 30 novels.", evidence, carried)) == []
    assert numbers(check_sentence("I read 31 novels.", evidence, carried)) == [("31", True)]


def test_the_message_says_what_to_do(faults_of: FaultsOf) -> None:
    (fault,) = (fault for fault in faults_of("本を5冊読んだ。", "本を読んだ") if fault.rule == "number")
    assert fault.message == (
        "'5冊' stands in no quote of this sentence: cite the fact that holds it, use a slot, or take it out"
    )
