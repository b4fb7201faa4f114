"""Judges beside a person: the vectors, the order of the table, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from drafter.records import Score
from drafter.score.rows import Row
from drafter.score.trial import Said, Spent, Tried, count_both, rank_judges, read_said
from drafter.store.labels import PREFERRED, Answer, Label

PEOPLE, JUDGE = (5, 4, 4, 3, 2, 5, 3, 1), (5, 5, 4, 4, 3, 5, 4, 2)


def label(draft: str, value: int | None, dimension: str = "voice", **more: str) -> Label:
    return Label(
        draft=draft,
        dimension=dimension,
        value=value,
        answer=Answer.GIVEN if value is not None else Answer.SKIPPED,
        at=datetime(2025, 1, 3, tzinfo=UTC),
        seconds=1.0,
        rubric="" if dimension == PREFERRED else "r",
        **more,
    )


def said(draft: str, level: float | None, judge: str = "j", dimension: str = "voice", rubric: str = "r") -> Said:
    return Said(judge=judge, prompt="p", draft=draft, dimension=dimension, rubric=rubric, level=level, n_levels=3.0)


def try_one(people: Sequence[int], judge: Sequence[float], *more: Label) -> Tried:
    labels = [label(f"d{n}", value) for n, value in enumerate(people)]
    (tried,) = rank_judges((said(f"d{n}", level) for n, level in enumerate(judge)), [*labels, *more], spent={})
    return tried


def values(tried: Tried) -> dict[str, float | None]:
    return {score.metric: score.value for score in tried.overall.scores}


def test_the_vector_of_eight_labels() -> None:
    tried = try_one(PEOPLE, JUDGE)
    assert values(tried)["kappa_quadratic"] == pytest.approx(0.80, abs=0.005)
    assert values(tried)["kappa"] == pytest.approx(0.18, abs=0.005)
    assert values(tried)["bias"] == pytest.approx(0.625)
    assert tried.overall.standing == "uncalibrated: 8 of 10 labels"
    assert tried.n_drafts == 8
    assert tried.interval is not None
    low, high = tried.interval
    assert low < 0.80 < high
    assert tried == try_one(PEOPLE, JUDGE)  # drawn with a seed of its own


def test_means_are_rounded_to_the_scale_but_for_the_bias() -> None:
    tried = try_one(PEOPLE, [level - 0.4 for level in JUDGE])
    assert values(tried)["kappa_quadratic"] == values(try_one(PEOPLE, JUDGE))["kappa_quadratic"]
    assert values(tried)["bias"] == pytest.approx(0.225)
    assert [m.value for m in try_one([3], [2.5]).overall.marginals] == [3]


def test_few_drafts_have_no_interval_however_many_labels() -> None:
    dimensions = ("voice", "edits", "grounded")
    labels = [label(f"d{n}", 1 + n, name) for n in range(4) for name in dimensions]
    (tried,) = rank_judges(
        [said(f"d{n}", 1.0 + n, dimension=name) for n in range(4) for name in dimensions], labels, spent={}
    )
    assert (tried.overall.n_labels, tried.n_drafts, tried.interval) == (12, 4, None)
    assert [name for name, _ in tried.dimensions] == ["grounded", "voice", "edits"]
    assert tried.kappa.value == 1


def test_a_judge_with_ten_labels_stands_before_one_that_agrees_on_two() -> None:
    people = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]
    labels = [label(f"d{n}", value) for n, value in enumerate(people)]
    judges: dict[str, Sequence[float | None]] = {
        "wrong": [6.0 - value for value in people],
        "close": [max(1.0, value - 1.0) for value in people],
        "lucky": [1.0, 2.0],
        "silent": [None] * 10,
    }
    tried = rank_judges(
        [said(f"d{n}", level, judge) for judge, levels in judges.items() for n, level in enumerate(levels)],
        labels,
        spent={"close": Spent(n_requests=7)},
    )
    assert [one.judge for one in tried] == ["close", "wrong", "lucky", "silent"]
    assert [one.overall.calibrated for one in tried] == [True, True, False, False]
    assert [one.spent.n_requests for one in tried] == [7, 0, 0, 0]
    assert tried[1].kappa.value is not None
    assert tried[1].kappa.value < 0
    assert tried[3].kappa.value is None
    assert tried[3].kappa.reason


def test_a_draft_judged_in_two_runs_counts_once_as_it_was_judged_the_most() -> None:
    labels = [label("d0", 4), label("d1", 2)]
    often = replace(said("d0", 4.0), n_levels=5.0)
    (tried,) = rank_judges([often, said("d0", 1.0), said("d1", 2.0)], labels, spent={})
    assert (tried.overall.n_labels, tried.kappa.value) == (2, 1)


def test_what_was_skipped_or_asked_in_other_words_is_no_label() -> None:
    labels = [label("d0", None), replace(label("d1", 3), rubric="older"), label("d2", 3)]
    judged = [said(f"d{n}", 3.0) for n in range(3)]
    (tried,) = rank_judges(judged, labels, spent={})
    assert tried.overall.n_labels == 1
    assert count_both(judged, labels) == {("j", "voice", "r"): 1}
    assert count_both([said("d0", None)], labels) == {}


def test_the_draft_a_person_took_is_the_one_with_the_higher_level_or_not() -> None:
    pairs = [
        label("d0", 1, PREFERRED, other="d1"),  # 5 over 4
        label("d2", 1, PREFERRED, other="d3"),  # 4 under 4
        label("d3", -1, PREFERRED, other="d4"),  # 4 over 3
        label("d0", 0, PREFERRED, other="d4"),  # undecided
        label("d0", 1, PREFERRED, other="zz"),  # never judged
    ]
    tried = try_one((), (5, 4, 4, 4, 3), *pairs)
    assert (tried.preferred.numerator, tried.preferred.denominator) == (1.5, 3)
    assert try_one((1, 2), (1, 2)).preferred.value is None


def row(metric: str, value: float | None, *, model: str = "qwen3:14b", of: tuple[float, float] | None = None) -> Row:
    score = Score(
        metric=metric,
        value=value,
        numerator=of[0] if of else None,
        denominator=of[1] if of else None,
        signature=f"{metric}|model:{model}|rubric:r|prompt:p|judgings:3|average:micro|version:1",
    )
    return Row(case="湖", writer="m", draft=1, split="tune", language="ja", score=score)


def test_rows_of_a_run_tell_what_its_judge_said() -> None:
    rows = [
        row("rouge1", 0.4),
        row("judge_voice", 0.5),
        row("judge_voice_level", 11 / 3, of=(11, 3)),
        row("judge_voice_agreement", 10 / 12, of=(10, 12)),
        row("judge_edits_level", None, model="none"),
    ]
    (found,) = read_said(rows, {("湖", "m", 1): "d0"})
    assert found == Said(
        judge="qwen3:14b",
        prompt="p",
        draft="d0",
        dimension="voice",
        rubric="r",
        level=11 / 3,
        n_levels=3,
        n_same=10,
        n_repeated=12,
    )
    assert list(read_said(rows, {})) == []
    (tried,) = rank_judges([found], [label("d0", 4)], spent={})
    assert tried.flips.value == pytest.approx(2 / 12)
    (once,) = rank_judges([replace(found, n_repeated=0)], [], spent={})
    assert (once.flips.value, once.flips.reason) == (None, "nothing was judged twice")
