from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drafter.pipeline.case import Case, Veto, end_of_day
from drafter.pipeline.demands import mentions, missing_mentions, score_demands
from drafter.records import Score, Span
from drafter.text.periods import year_period

YEAR = year_period("2024")
CASE = Case(name="lake", folder=Path(), language="ja", period=YEAR, cutoff=end_of_day(YEAR.end, language="ja"))


@pytest.mark.parametrize(
    ("body", "words", "found"),
    [
        ("本を**３２冊**読んだ。", "32冊", True),
        ("本を32\n冊読んだ。", "32冊", True),
        ("本を132冊読んだ。", "32冊", False),
        ("[湖](https://example.org/yama)を走った。", "yama", False),
        ("<!-- ? 山は登った？ -->", "山", False),
        ("Ran the LAKE loop.", "lake", True),
        ("", "湖", False),
    ],
)
def test_what_a_reader_sees_is_a_mention(body: str, words: str, found: bool) -> None:
    assert mentions(body, words) is found


def test_one_wording_of_an_entry_is_enough_and_what_is_missing_is_named() -> None:
    case = replace(CASE, must_mention=(("三十二冊", "32冊"), ("彗星",)))
    mentioned, _, _ = score_demands(case, "３２冊読んだ。", scores=())
    assert (mentioned.value, mentioned.numerator, mentioned.denominator) == (0.5, 1, 2)
    assert missing_mentions(case, "３２冊読んだ。") == ("彗星",)


def test_what_is_forbidden_is_counted_with_its_place() -> None:
    case = replace(CASE, must_not_mention=(("宝くじ", "寄付"), ("山",)), vetoes=(Veto.FORBIDDEN,))
    body = "湖を走った。寄付もした。"
    _, forbidden, vetoes = score_demands(case, body, scores=())
    (span,) = forbidden.spans
    assert (forbidden.value, body[span.start : span.end]) == (1, "寄付")
    assert (vetoes.value, vetoes.spans[0].note) == (1, "the case forbids '寄付'")
    assert [s.value for s in score_demands(case, "湖を走った。", scores=())[1:]] == [0, 0]


def test_a_veto_is_drawn_only_where_the_case_has_it() -> None:
    span = Span(start=0, end=2, text="23", note="no source has 23")
    scores = (
        Score(metric="numbers", value=0.9, spans=(span,)),
        Score(metric="register", value=0.4),
    )
    both = replace(CASE, vetoes=(Veto.NUMBER, Veto.REGISTER, Veto.LANGUAGE))
    assert [s.note for s in score_demands(both, "本を23冊読んだ。", scores=scores)[2].spans] == [
        "no source has 23",
        "40% of the sentences keep the author's register",
    ]
    assert score_demands(replace(CASE, vetoes=(Veto.LANGUAGE,)), "Read 23 books.", scores=scores)[2].value == 1
    assert score_demands(CASE, "本を23冊読んだ。", scores=scores)[2].value is None


def test_a_case_that_demands_nothing_has_no_values() -> None:
    assert [(s.value, bool(s.reason)) for s in score_demands(CASE, "湖。", scores=())] == [(None, True)] * 3
