"""Is one run better than another: paired tests over cases, the interval of the difference, a verdict in words."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, stdev

from drafter.text.plural import count_of

SEED = 12345
N_SAMPLES = 9_999  # of approximate randomisation: p is then a multiple of 1 / 10,000
EXACT_CASES_MAX = 16  # 65,536 ways to turn the signs
ALPHA, LEVEL = 0.05, 0.95
_SAME = 1e-9  # relative: sums of floats that differ by less are equal

# A metric in one run: case id → its drafts → the judgings of a draft. What was not scored is None; a metric without a
# judge has one judging of a draft.
Measured = Mapping[str, Sequence[Sequence[float | None]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedTest:
    """A two-sided test of the mean over cases of our score minus that of the baseline.

    `n_unlike` counts the cases that differ at all. `smallest_p` is the smallest p that so many can give, whatever the
    scores. `n_samples` and `seed` are None for the exact test, the difference and p where both runs scored no case.
    """

    n_cases: int
    n_unlike: int
    difference: float | None
    p: float | None
    smallest_p: float = 1.0
    n_samples: int | None = None
    seed: int | None = None
    left_out: tuple[tuple[str, str], ...] = ()  # case id and reason
    reason: str | None = None

    @property
    def method(self) -> str:
        """How p was found, as a person would put it; "" where it was not."""
        if self.p is None:
            return ""
        if self.n_samples is None:
            return f"exact sign-flip, {2**self.n_cases:,} assignments"
        return f"approximate randomisation, {self.n_samples:,} samples, seed {self.seed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where the mean difference over all such cases lies at a level such as 0.95; both ends are None, or neither."""

    low: float | None
    high: float | None
    level: float
    n_cases: int
    reason: str | None = None


class Outcome(StrEnum):
    """What a test says. `OUT_OF_REACH`: so few cases cannot tell, however they come out."""

    HIGHER = "higher"
    LOWER = "lower"
    OPEN = "open"
    OUT_OF_REACH = "out of reach"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`words` is a sentence without its full stop, that begins in lower case."""

    outcome: Outcome
    words: str


def case_means(measured: Measured) -> dict[str, float]:
    """The mean of each case: judgings are averaged to a draft, drafts to the case. Cases without a score are missing.

    >>> case_means({"a": [[1.0, 0.0], [1.0]], "b": [[None]]})
    {'a': 0.75}
    """
    drafts = {case: [fmean(known) for d in inside if (known := _known(d))] for case, inside in measured.items()}
    return {case: fmean(means) for case, means in drafts.items() if means}


def paired_differences(ours: Measured, baseline: Measured) -> dict[str, float]:
    """Ours minus the baseline by case, of the cases that both runs scored, ordered by id; 0 but for rounding is 0."""
    means, others = case_means(ours), case_means(baseline)
    return {
        case: 0.0 if math.isclose(means[case], others[case], rel_tol=_SAME) else means[case] - others[case]
        for case in sorted(means.keys() & others.keys())
    }


def paired_test(ours: Measured, baseline: Measured, *, seed: int = SEED, n_samples: int = N_SAMPLES) -> PairedTest:
    """Test whether two runs differ by more than chance: the case is the unit, repeats are averaged first.

    Up to 16 cases every way to turn the signs of the differences is tried; beyond, `n_samples` random ones, and
    p = (c + 1) / (R + 1). The order of the cases changes nothing.

    Source: Dror et al. 2018 (paired permutation test); Noreen 1989 (approximate randomisation).
    """
    differences = list(paired_differences(ours, baseline).values())
    n, n_unlike, left_out = len(differences), sum(d != 0 for d in differences), tuple(_left_out(ours, baseline))
    if not differences:
        reason = "no case was scored in both runs"
        return PairedTest(n_cases=0, n_unlike=0, difference=None, p=None, left_out=left_out, reason=reason)
    exact = n <= EXACT_CASES_MAX
    return PairedTest(
        n_cases=n,
        n_unlike=n_unlike,
        difference=fmean(differences),
        p=_exact_p(differences) if exact else _sampled_p(differences, seed=seed, n_samples=n_samples),
        smallest_p=max(smallest_p(n_unlike), 0.0 if exact else 1 / (n_samples + 1)),
        n_samples=None if exact else n_samples,
        seed=None if exact else seed,
        left_out=left_out,
    )


def smallest_p(n_cases: int) -> float:
    """The smallest two-sided p that a sign-flip test of so many differing cases can give, whatever the scores.

    >>> [smallest_p(n) for n in (1, 4, 5, 6)]
    [1.0, 0.125, 0.0625, 0.03125]
    """
    return min(1.0, 2.0 ** (1 - n_cases))


def cases_needed(alpha: float = ALPHA) -> int:
    """The fewest differing cases of which a test can fall to `alpha` at all.

    >>> cases_needed(0.05)
    6
    """
    return math.ceil(1 - math.log2(alpha))


def difference_interval(ours: Measured, baseline: Measured, *, level: float = LEVEL) -> Interval:
    """Student's interval of the mean difference over cases; none for one case, or where all differ by the same."""
    from drafter.score.student import t_quantile

    differences = list(paired_differences(ours, baseline).values())
    n = len(differences)
    reason = _no_spread(differences)
    if reason is not None:
        return Interval(low=None, high=None, level=level, n_cases=n, reason=reason)
    half = t_quantile((1 + level) / 2, freedom=n - 1) * stdev(differences) / math.sqrt(n)
    return Interval(low=fmean(differences) - half, high=fmean(differences) + half, level=level, n_cases=n)


def holm(p_by_metric: Mapping[str, float | None]) -> dict[str, float | None]:
    """The p of each metric, raised for how many were tested; one without a p has none, and is not counted.

    Source: Holm 1979, step-down.

    >>> holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": None})
    {'a': 0.03, 'b': 0.06, 'c': 0.06, 'd': None}
    """
    known = sorted((p, metric) for metric, p in p_by_metric.items() if p is not None)
    adjusted: dict[str, float | None] = dict.fromkeys(p_by_metric)
    so_far = 0.0
    for rank, (p, metric) in enumerate(known):
        so_far = max(so_far, min(1.0, (len(known) - rank) * p))
        adjusted[metric] = so_far
    return adjusted


def verdict(test: PairedTest, *, adjusted: float | None = None, n_metrics: int = 1, alpha: float = ALPHA) -> Verdict:
    """What a test says, in a sentence. `adjusted` is its p after `holm` over `n_metrics` metrics.

    Where not even a perfect result could be told from chance, that is said, and how many cases could.
    """
    if test.p is None or test.difference is None:
        return Verdict(outcome=Outcome.NOT_COMPARED, words=f"not compared: {test.reason}")
    cases = count_of(test.n_cases, "case")
    if not test.n_unlike:
        return Verdict(outcome=Outcome.OPEN, words=f"open: no difference in {cases}, {_NONE_SHOWN}")
    direction = Outcome.HIGHER if test.difference > 0 else Outcome.LOWER
    said = f"{direction} by {abs(test.difference):.3g} on average over {cases}, {_tell_p(test, adjusted, n_metrics)}"
    n_tested = 1 if adjusted is None else n_metrics
    if (test.p if adjusted is None else adjusted) <= alpha:
        return Verdict(outcome=direction, words=said)
    if n_tested * test.smallest_p > alpha:
        reach = _tell_reach(test, alpha=alpha / n_tested)
        return Verdict(outcome=Outcome.OUT_OF_REACH, words=f"out of reach: {said}; {reach}")
    return Verdict(outcome=Outcome.OPEN, words=f"open: {said}: chance alone gives as much, {_NOT_ALIKE}")


_NONE_SHOWN, _NOT_ALIKE = "which does not show that there is none", "which does not show that they are alike"


def _tell_p(test: PairedTest, adjusted: float | None, n_metrics: int) -> str:
    found = f"p = {test.p:.3g}"
    return found if adjusted is None else f"{found} ({adjusted:.3g} by Holm over {count_of(n_metrics, 'metric')})"


def _tell_reach(test: PairedTest, *, alpha: float) -> str:
    """How far so few cases reach, and how many it takes; beyond the exact test, more samples."""
    limit = f"p can be no smaller than {test.smallest_p:.3g} and {alpha:.3g} is needed"
    if test.smallest_p > smallest_p(test.n_unlike):
        return f"with {test.n_samples:,} samples {limit}: take more samples"
    whose = count_of(test.n_unlike, "case") + (" that differ" if test.n_unlike < test.n_cases else "")
    return f"with {whose} {limit}, which takes {cases_needed(alpha)} cases that differ"


def _known(scores: Iterable[float | None]) -> list[float]:
    return [score for score in scores if score is not None]


def _left_out(ours: Measured, baseline: Measured) -> Iterable[tuple[str, str]]:
    means, others = case_means(ours), case_means(baseline)
    for case in sorted((ours.keys() | baseline.keys()) - (means.keys() & others.keys())):
        if case not in ours or case not in baseline:
            yield case, f"only in {'the baseline' if case in baseline else 'our run'}"
        else:
            both = case not in means and case not in others
            where = "either run" if both else "our run" if case not in means else "the baseline"
            yield case, f"not scored in {where}"


def _exact_p(differences: Sequence[float]) -> float:
    """The share of all sign patterns whose sum is as far from 0; turning every sign of one gives its twin."""
    sums = [differences[0]]
    for difference in differences[1:]:
        sums = [total + turned for total in sums for turned in (difference, -difference)]
    least = _least(differences)
    return sum(abs(total) >= least for total in sums) / len(sums)


def _sampled_p(differences: Sequence[float], *, seed: int, n_samples: int) -> float:
    toss, least = random.Random(seed).random, _least(differences)
    as_far = sum(abs(sum(d if toss() < 0.5 else -d for d in differences)) >= least for _ in range(n_samples))
    return (as_far + 1) / (n_samples + 1)


def _least(differences: Sequence[float]) -> float:
    """The sum from which on another one is as far from 0 as that of the differences."""
    return abs(sum(differences)) - _SAME * sum(map(abs, differences))


def _no_spread(differences: Sequence[float]) -> str | None:
    if not differences:
        return "no case was scored in both runs"
    if len(differences) == 1:
        return "one case has no spread: two are needed"
    size = max(map(abs, differences))
    if max(differences) - min(differences) <= _SAME * size:
        return f"all {len(differences)} cases differ by the same {differences[0]:.3g}: their spread is not known"
    return None
