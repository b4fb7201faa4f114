from __future__ import annotations

import random
import time
from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.score.significance import (
    Measured,
    Outcome,
    PairedTest,
    case_means,
    cases_needed,
    difference_interval,
    holm,
    paired_differences,
    paired_test,
    smallest_p,
    verdict,
)

# Heights of crossed minus self-fertilised maize, eighths of an inch: Darwin's pairs, tested by Fisher 1935.
MAIZE = (49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48)


def run_of(scores: Sequence[float | None]) -> Measured:
    """A run with one score of each case."""
    return {f"case-{at:03}": [[score]] for at, score in enumerate(scores)}


def compare(differences: Sequence[float], *, seed: int = 12345, n_samples: int = 9_999) -> PairedTest:
    return paired_test(run_of(differences), run_of([0.0] * len(differences)), seed=seed, n_samples=n_samples)


def test_repeats_are_averaged_before_anything_is_tested() -> None:
    ours: Measured = {"湖": [[1.0, 0.0, 0.5], [1.0]], "山": [[0.2], [None, 0.4]]}
    assert case_means(ours) == {"湖": 0.75, "山": pytest.approx(0.3)}
    baseline: Measured = {"湖": [[0.5]], "山": [[0.3]]}
    assert paired_differences(ours, baseline) == {"山": 0.0, "湖": 0.25}
    assert paired_test(ours, baseline).n_cases == 2


def test_the_exact_test_gives_fishers_number() -> None:
    test = compare(MAIZE)
    assert test.p == 1726 / 32768
    assert (test.n_cases, test.n_samples, test.seed) == (15, None, None)
    assert test.method == "exact sign-flip, 32,768 assignments"


def test_the_sampled_test_comes_near_the_exact_one() -> None:
    p = compare((*MAIZE, 0, 0)).p  # cases that do not differ change no p
    assert p == pytest.approx(1726 / 32768, abs=0.007)  # three standard errors


def test_a_sampled_p_is_never_0_and_keeps_its_seed() -> None:
    test = compare([1.0] * 40, n_samples=999, seed=7)
    assert (test.p, test.smallest_p, test.seed, test.n_samples) == (0.001, 0.001, 7, 999)
    assert test.method == "approximate randomisation, 999 samples, seed 7"


def test_a_sampled_p_depends_on_its_seed_alone() -> None:
    differences = [0.3, -0.1, 0.2, 0.0, -0.2] * 5
    random.seed(1)
    first, state = compare(differences), random.getstate()
    random.seed(2)
    assert compare(differences) == first
    random.seed(1)
    assert random.getstate() == state  # the global generator was not used
    assert len({compare(differences, seed=seed).p for seed in range(5)}) > 1


def test_the_order_of_the_cases_changes_nothing() -> None:
    ours, baseline = run_of([0.3, -0.1, 0.25, 0.05] * 5), run_of([0.1] * 20)
    assert paired_test(dict(reversed([*ours.items()])), baseline) == paired_test(ours, baseline)


@given(st.lists(st.integers(-4, 4), min_size=1, max_size=8))
def test_an_exact_p_is_that_of_all_sign_patterns(tenths: list[int]) -> None:
    ways = [
        sum(sign * d for sign, d in zip(signs, tenths, strict=True)) for signs in product((1, -1), repeat=len(tenths))
    ]
    expected = Fraction(sum(abs(way) >= abs(sum(tenths)) for way in ways), len(ways))
    assert compare([d / 10 for d in tenths]).p == float(expected)  # tenths are no exact floats: ties stay ties


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=10))
def test_no_p_is_below_the_smallest(differences: list[float]) -> None:
    test = compare(differences)
    assert test.p is not None
    assert test.smallest_p <= test.p <= 1


@given(st.integers(1, 12))
def test_the_smallest_p_is_reached_where_all_cases_differ_alike(n: int) -> None:
    assert compare([0.1] * n).p == smallest_p(n) == 2 / 2**n


def test_so_many_cases_are_needed() -> None:
    assert [cases_needed(alpha) for alpha in (0.5, 0.125, 0.05, 0.01)] == [2, 4, 6, 8]
    assert smallest_p(cases_needed(0.05)) <= 0.05 < smallest_p(cases_needed(0.05) - 1)


def test_cases_of_one_run_are_left_out_with_a_reason() -> None:
    ours: Measured = {"a": [[0.5]], "b": [[None]], "c": [[0.1]], "d": [[0.1]], "f": [[]]}
    baseline: Measured = {"a": [[0.4]], "b": [[0.3]], "c": [[None], []], "e": [[0.1]], "f": []}
    test = paired_test(ours, baseline)
    assert test.n_cases == 1
    assert test.left_out == (
        ("b", "not scored in our run"),
        ("c", "not scored in the baseline"),
        ("d", "only in our run"),
        ("e", "only in the baseline"),
        ("f", "not scored in either run"),
    )


def test_the_interval_of_the_mean_difference_by_hand() -> None:
    # mean 20.933, standard deviation 37.744, t(14) = 2.145
    interval = difference_interval(run_of(MAIZE), run_of([0.0] * 15))
    assert interval.low == pytest.approx(0.03, abs=5e-3)
    assert interval.high == pytest.approx(41.84, abs=5e-3)
    # 1 and 3: mean 2, standard error 1, t(1) = 12.706 and 6.314
    two = run_of([1, 3]), run_of([0, 0])
    assert difference_interval(*two).high == pytest.approx(14.706, abs=1e-3)
    assert difference_interval(*two, level=0.9).low == pytest.approx(2 - 6.314, abs=1e-3)


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        pytest.param([], "no case was scored in both runs", id="none"),
        pytest.param([0.2], "one case has no spread: two are needed", id="one"),
        pytest.param([0.2, 0.2, 0.2], "all 3 cases differ by the same 0.2: their spread is not known", id="alike"),
        pytest.param([0.0, 0.0], "all 2 cases differ by the same 0: their spread is not known", id="equal"),
    ],
)
def test_no_interval_without_a_spread(scores: list[float], reason: str) -> None:
    interval = difference_interval(run_of(scores), run_of([0.0] * len(scores)))
    assert (interval.low, interval.high, interval.reason) == (None, None, reason)


def test_an_interval_holds_the_truth_as_often_as_it_says() -> None:
    generator = random.Random(3)
    runs = [run_of([generator.gauss(0.1, 0.3) for _ in range(5)]) for _ in range(1000)]
    intervals = [difference_interval(run, run_of([0.0] * 5)) for run in runs]
    held = sum(i.low is not None and i.high is not None and i.low <= 0.1 <= i.high for i in intervals)
    assert held == pytest.approx(950, abs=21)  # three standard errors


def test_holm_by_hand() -> None:
    # Holm's steps: .005 × 4, .01 × 3, .03 × 2, .04 × 1 raised to the one before
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005}) == pytest.approx(
        {"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02}
    )
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}
    assert holm({"a": None}) == {"a": None}
    assert holm({}) == {}


@given(st.dictionaries(st.text("abcdef", max_size=2), st.floats(0, 1), min_size=1))
def test_holm_rejects_what_the_step_down_rejects(p_by_metric: dict[str, float]) -> None:
    adjusted = holm(p_by_metric)
    rejected: set[str] = set()
    for rank, metric in enumerate(sorted(p_by_metric, key=lambda m: (p_by_metric[m], m))):
        if (len(p_by_metric) - rank) * p_by_metric[metric] > 0.05:
            break
        rejected.add(metric)
    assert {metric for metric, p in adjusted.items() if p is not None and p <= 0.05} == rejected


@pytest.mark.parametrize(
    ("differences", "outcome", "words"),
    [
        pytest.param([], Outcome.NOT_COMPARED, "not compared: no case was scored in both runs", id="nothing"),
        pytest.param(
            [0.1, 0.2, 0.3, 0.2],
            Outcome.OUT_OF_REACH,
            "out of reach: higher by 0.2 on average over 4 cases, p = 0.125; with 4 cases p can be no smaller than "
            "0.125 and 0.05 is needed, which takes 6 cases that differ",
            id="four cases",
        ),
        pytest.param(
            [0.1, 0.2, 0.3, 0.2, 0.1, 0, 0],
            Outcome.OUT_OF_REACH,
            "out of reach: higher by 0.129 on average over 7 cases, p = 0.0625; with 5 cases that differ p can be no "
            "smaller than 0.0625 and 0.05 is needed, which takes 6 cases that differ",
            id="five of seven differ",
        ),
        pytest.param(
            [-0.1, -0.2, -0.3, -0.2, -0.1, -0.3],
            Outcome.LOWER,
            "lower by 0.2 on average over 6 cases, p = 0.0312",
            id="six cases, all lower",
        ),
        pytest.param(
            [0.1, -0.1, 0.3, 0.2, -0.2, -0.1],
            Outcome.OPEN,
            "open: higher by 0.0333 on average over 6 cases, p = 0.844: chance alone gives as much, which does not "
            "show that they are alike",
            id="six cases, mixed",
        ),
        pytest.param(
            [0, 0, 0],
            Outcome.OPEN,
            "open: no difference in 3 cases, which does not show that there is none",
            id="no difference",
        ),
    ],
)
def test_the_verdict_says_what_so_few_cases_can_tell(differences: list[float], outcome: Outcome, words: str) -> None:
    found = verdict(compare(differences))
    assert (found.outcome, found.words) == (outcome, words)


def test_the_verdict_after_holm_says_how_many_cases_it_takes() -> None:
    found = verdict(compare([0.1] * 6), adjusted=0.1875, n_metrics=6)
    assert found.outcome is Outcome.OUT_OF_REACH
    assert found.words == (
        "out of reach: higher by 0.1 on average over 6 cases, p = 0.0312 (0.188 by Holm over 6 metrics); with 6 cases "
        "p can be no smaller than 0.0312 and 0.00833 is needed, which takes 8 cases that differ"
    )
    assert verdict(compare([0.1] * 8), adjusted=0.047, n_metrics=6).outcome is Outcome.HIGHER


def test_too_few_samples_are_told_from_too_few_cases() -> None:
    found = verdict(compare([0.1] * 40, n_samples=9))
    assert (found.outcome, found.words.endswith("take more samples")) == (Outcome.OUT_OF_REACH, True)


def test_false_alarms_are_as_rare_as_promised() -> None:
    generator = random.Random(11)
    runs = [[generator.gauss(0, 1) for _ in range(8)] for _ in range(400)]
    alarms = sum(verdict(compare(run)).outcome in (Outcome.HIGHER, Outcome.LOWER) for run in runs)
    assert alarms <= 400 * 0.05 + 3 * (400 * 0.05 * 0.95) ** 0.5


def test_sixteen_cases_exactly_and_a_hundred_sampled_take_less_than_a_second() -> None:
    generator = random.Random(5)
    start = time.process_time()
    compare([generator.gauss(0, 1) for _ in range(16)])
    compare([generator.gauss(0, 1) for _ in range(100)])
    assert time.process_time() - start < 1
