"""Superlatives, 「いずれも」 and 「一年」 stand where the quoted numbers prove them, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from drafter.ground.evidence import Evidence, Manner
from drafter.ground.sentence import check_sentence
from drafter.records import Period, Unit
from tests.ground.conftest import FaultsOf

SPRING = ("5月は湖を8回渡った", "6月は湖を３回渡った", "7月は湖を四回渡った")


def hard_of(faults_of: FaultsOf, text: str, *words: str, **more: tuple[str, ...]) -> list[str]:
    return [
        fault.words for fault in faults_of(text, *words, **more) if fault.hard and fault.rule in ("claim", "number")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("最も多かったのは5月の8回だった。", SPRING, id="the largest"),
        pytest.param("いちばん少なかったのは6月の3回だった。", SPRING, id="the smallest"),
        pytest.param("最も長く漕いだのは４２kmだった。", ("湖で10kmを漕いだ", "海で42kmを漕いだ"), id="full width"),
        pytest.param("湖も海も、いずれも10km漕いだ。", ("湖で10km漕いだ", "海で10km漕いだ"), id="each"),
        pytest.param("いずれも10km以上漕いだ。", ("湖で10km漕いだ", "海で42km漕いだ"), id="each exceeds"),
        pytest.param("一年を通して漕いだ。", ("1月から12月まで漕いだ",), id="all months"),
        pytest.param("一年で湖を8回渡った。", ("湖を8回渡った",), id="the period itself"),
        pytest.param("The most was 8 hours on the lake.", ("I spent 3 hours on the lake, then 8 hours",), id="English"),
    ],
)
def test_what_the_quoted_numbers_prove_stands(faults_of: FaultsOf, text: str, words: tuple[str, ...]) -> None:
    assert hard_of(faults_of, text, *words) == []


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        pytest.param("最も多かったのは6月の3回だった。", SPRING, "最も", id="not the largest"),
        pytest.param("最も多かったのは5月の8回だった。", SPRING[:1], "最も", id="one number compares nothing"),
        pytest.param("最も好きなのは8回渡った湖だ。", SPRING, "最も", id="no comparison of numbers"),
        pytest.param("いずれも10km漕いだ。", ("湖で10km漕いだ", "海で3km漕いだ"), "いずれも", id="not each"),
        pytest.param(
            "いずれも20km以上漕いだ。", ("湖で20km漕いだ", "海で3km漕いだ"), "いずれも", id="not each exceeds"
        ),
        pytest.param("一年を通して漕いだ。", ("1月と2月に漕いだ",), "一年を通し", id="two months"),
        pytest.param("一年ぶりに湖を渡った。", ("湖を渡った",), "一年", id="another year"),
        pytest.param("一年半をかけて湖を渡った。", ("湖を渡った",), "一年", id="a year and a half"),
    ],
)
def test_what_they_do_not_prove_is_a_hard_fault(
    faults_of: FaultsOf, text: str, words: tuple[str, ...], found: str
) -> None:
    assert found in hard_of(faults_of, text, *words)


def test_a_month_is_the_period_of_a_month(manner: Manner) -> None:
    may = replace(
        manner, period=Period(unit=Unit.MONTH, label="2024-05", start=date(2024, 5, 1), end=date(2024, 5, 31))
    )
    evidence = Evidence(words=("湖を8回渡った",))
    assert [f.words for f in check_sentence("一か月で湖を8回渡った。", evidence, may) if f.hard] == []
    assert [f.words for f in check_sentence("一年で湖を8回渡った。", evidence, may) if f.hard] == ["一年"]
