"""What is dated before the period is no event of it, and what began then and goes on is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from drafter.digest.by_ranking import digest_by_ranking
from drafter.digest.earlier_times import goes_on_there, is_placed_before
from drafter.read.chunks import split_chunks
from drafter.records import Document

WRITTEN, SINCE = date(2024, 3, 10), date(2024, 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("去年の八月、島で合宿をした。", True, id="last year"),
        pytest.param("去年、２０２３年８月１２日に島で合宿をした。", True, id="full width"),
        pytest.param("一昨年に退職した。", True, id="the year before last"),
        pytest.param("おととしの夏、自転車で北まで走りました。", True, id="polite"),
        pytest.param("In August 2023 we camped on an island.", True, id="English"),
        pytest.param("Last year I camped on an island.", True, id="English last year"),
        pytest.param("2023年に買った靴で完走した。", False, id="bought then, worn now"),
        pytest.param("昨年に比べて二倍走った。", False, id="compared"),
        pytest.param("去年は断念したが、完走した。", False, id="set against"),
        pytest.param("2023年に始めた日課が今も続いている。", False, id="goes on"),
        pytest.param("2023年12月から2024年2月まで北で働いた。", False, id="into the period"),
        pytest.param("2024年2月に引っ越した。", False, id="of the period"),
        pytest.param("三月に引っ越した。", False, id="no year"),
        pytest.param("I ran twice as far as last year.", False, id="English compared"),
        pytest.param("I have walked to work since 2019.", False, id="English since"),
        pytest.param("I finally fixed the bug I made in 2023.", False, id="English object"),
    ],
)
def test_a_sentence_is_placed_before_the_period_by_its_own_words(text: str, expected: bool) -> None:
    assert is_placed_before(text, written=WRITTEN, since=SINCE) is expected


def test_a_fiscal_year_holds_the_year_before() -> None:
    assert not is_placed_before("2023年11月に島で合宿をした。", written=WRITTEN, since=date(2023, 4, 1))
    assert not is_placed_before("去年の夏、合宿をした。", written=None, since=SINCE), "last year of when?"


def test_what_follows_is_of_that_time_until_it_names_its_own() -> None:
    assert goes_on_there("参加者は十九人だった。")
    assert not goes_on_there("六月には北へ行った。")
    assert not goes_on_there("Now I row.")


def test_no_fact_tells_of_a_time_before_the_period(make_document: Callable[..., Document]) -> None:
    text = "去年の八月、北の島で初めて50kmを完走した。夜の海を初めて泳いだ。\n\n今年の二月、湖のほとりに引っ越した。\n"
    post = make_document("島の思い出", "2024-03-10", text)
    ranked = digest_by_ranking([post], split_chunks(post), since=SINCE)
    assert [fact.text for fact in (*ranked.facts, *ranked.spare)] == ["今年の二月、湖のほとりに引っ越した。"]
    assert any("before the period" in dropped.reason for dropped in ranked.dropped)
    assert len(digest_by_ranking([post], split_chunks(post)).facts) > 1
