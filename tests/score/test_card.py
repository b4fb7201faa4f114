from dataclasses import replace

import pytest

from drafter.records import Draft, Form, Score
from drafter.score.card import render_card, score_draft
from tests.score.drafts import counted, make_draft, make_source, passage, proposed, proved

METRICS = (
    "grounded",
    "proposed",
    "coverage",
    "balance",
    "voice",
    "voice_percentile",
    "register",
    "copy_coverage",
    "copy_density",
    "longest_run",
)
KOTOSHI = make_source("kotoshi", "2024-05-01", "庭の隅に小さな温室を建てた。柱は6本だ。\n", url="/p/onshitsu/")
HARU = make_source("haru", "2024-03-01", "春の畑に種をまいた。\n")
DRAFT = make_draft(
    proved("庭の隅に小さな温室を建てた。", "kotoshi"),
    passage(counted("記事は2本書いた。"), proposed("来年も土に触れていたい。")),
    passage(proposed("種は育った？"), form=Form.QUESTION),
)


def test_every_score_has_its_signature_and_a_value_or_a_reason() -> None:
    for draft in (DRAFT, Draft(title="", sections=())):
        scores = score_draft(draft, sources=(KOTOSHI, HARU), earlier=("庭に出た。",), weights={})
        assert tuple(score.metric for score in scores) == METRICS
        for score in scores:
            assert score.signature.startswith(f"{score.metric}|")
            assert "|version:" in score.signature
            assert (score.value is None) == (score.reason is not None)


def test_a_draft_of_nothing_has_no_value() -> None:
    scores = score_draft(Draft(title="", sections=()), sources=(), earlier=(), weights={})
    assert {score.value for score in scores} == {None}


def test_a_japanese_draft_by_hand() -> None:
    scores = score_draft(
        DRAFT,
        sources=(KOTOSHI, HARU),
        earlier=("今年も小さな温室で花を育てた。" * 5, "古い。"),
        weights={"kotoshi": 0.6},
    )
    values = {score.metric: score.value for score in scores}
    assert values == {
        "grounded": pytest.approx(2 / 3),
        "proposed": pytest.approx(1 / 3),
        "coverage": pytest.approx(0.6 / 0.8),
        "balance": 0.5,
        "voice": None,
        "voice_percentile": None,
        "register": 1,
        "copy_coverage": pytest.approx(14 / 35),  # 庭の隅に小さな温室を建てた。
        "copy_density": pytest.approx(14 * 14 / 35),
        "longest_run": 5,  # 小さな温室
    }


def test_an_english_draft_by_hand() -> None:
    source = make_source("radio", "2024-05-01", "In May I restored the old radio.\n", url="/radio/")
    draft = make_draft(proved("I restored [the old radio](/radio/) for my father."), proposed("It was worth it."))
    scores = score_draft(draft, sources=(source,), earlier=("I restored a boat.",), weights={})
    values = {score.metric: score.value for score in scores}
    assert values == {
        "grounded": 0.5,
        "proposed": 0.5,
        "coverage": 1,
        "balance": 1,
        "voice": None,
        "voice_percentile": None,
        "register": None,
        "copy_coverage": pytest.approx(20 / 45),  # irestoredtheoldradio
        "copy_density": pytest.approx(400 / 45),
        "longest_run": 9,  # irestored
    }


def share(metric: str, part: float, whole: float) -> Score:
    return Score(metric=metric, value=part / whole, numerator=part, denominator=whole, signature=metric)


SCORES = (
    share("grounded", 41, 46),
    share("proposed", 1, 1),
    share("coverage", 12.44, 19.6),
    share("balance", 9.25, 12),
    Score(metric="voice", value=0.314, signature="voice"),
    share("voice_percentile", 2, 3),
    share("register", 999, 1000),
    share("copy_coverage", 1140, 3000),
    Score(metric="copy_density", value=12.34, numerator=37020, denominator=3000, signature="copy_density"),
    Score(metric="longest_run", value=38.0, signature="longest_run"),
)


def test_the_card_is_eight_lines_of_label_value_and_what_it_is_made_of() -> None:
    assert render_card(SCORES).splitlines() == [
        "grounded      89 %  41 of 46 sentences proved or counted",
        "proposed     100 %  1 of 1 sentence, yours to accept or delete",
        "coverage      63 %  sources quoted or linked, by weight: 12.4 of 19.6",
        "balance       77 %  cited documents spread over the months as all sources are: 9.2 of 12",
        "voice         0.31  distance from your earlier retrospectives (0: the same); 2 of 3 texts of yours lie nearer",
        "register      99 %  999 of 1,000 sentences in your register",
        "copied        38 %  1,140 of 3,000 characters stand so in the sources; density 12.3",
        "longest run     38  characters in a row as in your last retrospective",
    ]


def test_the_card_gives_the_reason_where_there_is_no_value() -> None:
    scores = [replace(score, value=None, reason=f"no {score.metric}") for score in SCORES]
    lines = render_card(scores).splitlines()
    assert lines[4] == "voice        –  no voice"
    assert len(lines) == 8


def test_a_voice_without_a_spread_is_shown_without_a_percentile() -> None:
    scores = [replace(score, value=None) if score.metric == "voice_percentile" else score for score in SCORES]
    assert "  distance from your earlier retrospectives (0: the same)\n" in render_card(scores)


@pytest.mark.parametrize(
    ("part", "shown"), [(0, "0 %"), (1, "1 %"), (500, "50 %"), (999, "99 %"), (1000, "100 %")], ids=str
)
def test_only_all_is_100_percent_and_only_nothing_is_0(part: int, shown: str) -> None:
    assert f"  {shown}  " in render_card([share("grounded", part, 1000)])


def test_no_scores_are_no_card() -> None:
    assert render_card([]) == ""
