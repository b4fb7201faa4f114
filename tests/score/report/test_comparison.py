"""Means, comparisons and the headline: who is better, and when nothing may be said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.records import Span
from drafter.score.report.comparison import compare_all
from drafter.score.report.findings import examine
from drafter.score.report.headline import find_headline
from drafter.score.report.means import mean_of, tell_unvalued
from drafter.score.report.metrics import METRICS, Better, metric_of
from drafter.score.report.months import Month, count_months
from drafter.score.report.results import Results
from drafter.score.rows import EXTRACTIVE
from drafter.score.significance import Outcome
from tests.score.drafts import make_draft, make_source, proved
from tests.score.report.runs import MODEL, make_results, make_row

HIGH, LOW = (0.9, 0.8, 0.85, 0.95, 0.9, 0.8), (0.5, 0.45, 0.4, 0.6, 0.5, 0.3)


def headline(results: Results) -> str:
    return find_headline(results, compare_all(results), examine(results)).title


def test_drafts_are_averaged_to_their_case_and_cases_without_a_value_are_counted() -> None:
    rows = [
        make_row("coverage", 1.0, case="a", draft=1),
        make_row("coverage", 0.0, case="a", draft=2),
        make_row("coverage", 1.0, case="b"),
        make_row("coverage", None, case="c", reason="there are no sources"),
        make_row("coverage", 0.0, case="d", writer=MODEL),
    ]
    mean = mean_of(rows, writer=EXTRACTIVE, metric="coverage")
    assert (mean.value, mean.n_cases, mean.n_none) == (0.75, 2, 1)
    assert mean.reasons == (("there are no sources", 1),)


def test_six_cases_that_all_differ_in_one_metric_are_a_verdict() -> None:
    results = make_results({"coverage": (LOW, HIGH)})
    (comparison,) = compare_all(results)
    (compared,) = comparison.metrics
    assert compared.test.p == compared.adjusted == pytest.approx(2 / 2**6)
    assert (compared.verdict.outcome, compared.words) == (Outcome.HIGHER, "better")
    assert headline(results) == f"{MODEL} is better than extractive in coverage"


def test_where_lower_is_better_a_higher_score_is_worse() -> None:
    results = make_results({"voice": (LOW, HIGH)})
    (compared,) = compare_all(results)[0].metrics
    assert compared.verdict.outcome is Outcome.HIGHER
    assert compared.words == "worse"
    assert compared.lead == pytest.approx(-compared.test.difference)  # type: ignore[operator]
    assert headline(results) == f"extractive is better than {MODEL} in voice distance"


def test_holm_over_metrics_takes_the_verdict_back_and_says_how_many_cases_it_takes() -> None:
    results = make_results({"coverage": (LOW, HIGH), "grounded": (LOW, HIGH)})
    (comparison,) = compare_all(results)
    assert {compared.adjusted for compared in comparison.metrics} == {2 * 2 / 2**6}
    assert {compared.words for compared in comparison.metrics} == {"out of reach: 6 of 7 unlike cases"}
    assert headline(results) == f"{MODEL} is ahead of extractive in 2 of 2 metrics, but it may be chance"


def test_both_sides_can_be_better_in_something() -> None:
    low, high = LOW * 2, HIGH * 2
    results = make_results({"coverage": (low, high), "grounded": (high, low)})
    assert headline(results) == f"{MODEL} is better in coverage; extractive in grounded"


def test_as_many_leads_on_both_sides_are_undecided() -> None:
    results = make_results({"coverage": ((0.1,), (0.2,)), "grounded": ((0.2,), (0.1,))})
    assert headline(results) == f"Undecided between {MODEL} and extractive"


def test_cases_measured_in_another_way_are_left_out_and_told() -> None:
    rows = [
        make_row("coverage", 0.1, case="a", signature="coverage|x"),
        make_row("coverage", 0.9, case="a", writer=MODEL, signature="coverage|y"),
        make_row("coverage", 0.5, case="b"),
        make_row("coverage", 0.6, case="b", writer=MODEL),
    ]
    (compared,) = compare_all(Results(rows=rows))[0].metrics
    assert compared.test.n_cases == 1
    assert compared.test.left_out == (("a", "measured in another way: their signatures differ"),)
    (alone,) = compare_all(Results(rows=rows[:2]))[0].metrics
    assert alone.words == "not compared: measured in another way: their signatures differ"


def test_a_baseline_is_compared_writer_by_writer() -> None:
    results = make_results({"coverage": (LOW, HIGH)})
    both = replace(results, baseline=results.rows, baseline_name="run-0")
    names = [(comparison.ours, comparison.theirs) for comparison in compare_all(both)]
    assert names == [
        (MODEL, EXTRACTIVE),
        (EXTRACTIVE, "extractive in run-0"),
        (MODEL, f"{MODEL} in run-0"),
    ]
    only = replace(results, rows=[row for row in results.rows if row.writer == MODEL], baseline=results.rows[:1])
    assert [(c.ours, c.theirs) for c in compare_all(only)] == [(MODEL, "extractive in the baseline")]


def test_one_writer_has_nothing_to_compare_with_and_no_rows_are_nothing() -> None:
    alone = Results(rows=[make_row("coverage", 1.0)])
    assert headline(alone) == "extractive: 1 draft of 1 case, nothing to compare with"
    assert find_headline(alone, (), examine(alone)).lines[0] == ("on average", "coverage 1.000.")
    assert headline(Results(rows=())) == "Nothing was scored"
    assert compare_all(Results(rows=())) == ()


def test_faults_that_were_not_looked_for_are_not_said_to_be_missing() -> None:
    def told(*rows: object) -> str:
        results = Results(rows=rows)  # type: ignore[arg-type]
        return dict(find_headline(results, (), examine(results)).lines)["what is wrong"]

    assert told(make_row("coverage", 1.0)) == "extractive: faults were not looked for in 1 draft."
    assert told(make_row("numbers", 1.0)) == "extractive: no fault found in 1 draft."
    fault = Span(start=0, end=2, text="33", note="refuted")
    assert told(make_row("numbers", 0.0, spans=[fault])) == "extractive: 1 fault in 1 draft."


def test_main_metrics_without_a_value_stand_together_with_their_reason() -> None:
    rows = [
        make_row("judge_voice", None, reason="not judged: no model"),
        make_row("judge_edits", None, reason="not judged: no model"),
        make_row("coverage", 1.0),
    ]
    assert tell_unvalued(rows) == ("no value: judged: voice, judged: edits (not judged: no model)",)


def test_every_metric_of_the_catalogue_says_what_it_is_and_what_none_means() -> None:
    assert all(metric.label and metric.meaning and metric.none for metric in METRICS.values())
    assert len({metric.label for metric in METRICS.values()}) == len(METRICS)
    assert all(metric.better is not Better.NEITHER for metric in METRICS.values() if metric.main)
    assert metric_of("new").label == "new"


def test_months_run_from_the_first_source_to_the_last_with_empty_ones_between() -> None:
    sources = (make_source("a", "2024-11-03"), make_source("b", "2025-01-01"), make_source("c"))
    draft = make_draft(proved("書いた。", "b", "c"))
    assert count_months(draft, sources=sources) == (
        Month(name="2024-11", n_sources=1, n_cited=0),
        Month(name="2024-12", n_sources=0, n_cited=0),
        Month(name="2025-01", n_sources=1, n_cited=1),
    )
    assert count_months(draft, sources=sources[2:]) == ()
