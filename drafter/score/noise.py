"""Where scores vary: over cases, drafts of a case, judgings of a draft; and how many show a difference all the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import NormalDist, fmean, variance

from drafter.model.prices import render_cost
from drafter.score.significance import ALPHA, Measured, cases_needed, paired_differences
from drafter.score.student import t_quantile
from drafter.text.plural import count_of

POWER = 0.8
_ROUNDING = 1e-9
_N_RUNS = 2  # what is added is added to both runs

_Drafts = list[list[float]]  # of one case: the scores of each of its drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A variance, in the square of the metric's unit. `reason` says why there is none, why it is 0, what it holds."""

    variance: float | None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """How much scores vary at each level, the levels below taken away.

    With `paired`, `cases` tells how much the true difference of two runs varies from case to case. `n_drafts` of a case
    and `n_judgings` of a draft are means.
    """

    cases: Component
    drafts: Component
    judgings: Component
    n_cases: int
    n_drafts: float
    n_judgings: float
    paired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """`more` cases, drafts of each case or judgings of each draft, and what they add to both runs together.

    Without a number `reason` says why; `price` is None where it is not known.
    """

    more: int | None
    n_drafts: int = 0
    n_judgings: int = 0
    price: Decimal | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """Three ways to see a difference; each is enough by itself."""

    difference: float
    cases: Need
    drafts: Need
    judgings: Need


def measure_noise(ours: Measured, *, baseline: Measured | None = None) -> Noise:
    """Split the variance of a metric into cases, drafts and judgings, of one run or of the difference of two.

    Estimates are moment estimates of the nested layout, which need not be balanced; one below 0 is shown as 0. A level
    that nothing repeats has none, and the level above holds it.

    Source: Searle 1971, ch. 11 (unbalanced nested classification).
    """
    runs = (ours,) if baseline is None else (ours, baseline)
    groups = _groups(runs)
    judgings, drafts = _between_judgings(groups), _between_drafts(groups)
    if baseline is None:
        cases, n_cases = _between_cases(groups), len(groups)
    else:
        differences = list(paired_differences(ours, baseline).values())
        cases, n_cases = _between_differences(differences, groups), len(differences)
    held = [] if drafts is not None else ["drafts"] if judgings is not None else ["drafts", "judgings"]
    return Noise(
        cases=_component(cases, held=held, few="fewer than two cases were scored"),
        drafts=_component(drafts, held=["judgings"] if judgings is None else [], few=_NO_DRAFTS),
        judgings=_component(judgings, held=[], few=_NO_JUDGINGS),
        n_cases=n_cases,
        n_drafts=fmean(map(len, groups)) if groups else 0.0,
        n_judgings=fmean(len(draft) for group in groups for draft in group) if groups else 0.0,
        paired=baseline is not None,
    )


def needed(
    noise: Noise, *, difference: float, draft_price: Decimal | None = None, judging_price: Decimal | None = None
) -> Needed:
    """What shows a difference (above 0) of two runs at p = .05 with a power of 80 %.

    The price of one draft and of one judging are US dollars, None where they are not known, 0 where they cost nothing.

    Source: the usual approximation for a paired t test, n = (t.975 + t.80)² · variance / difference².
    """
    if difference <= 0:
        raise ValueError("the difference to be seen must be above 0")
    prices = (draft_price, judging_price)
    if not noise.paired or noise.cases.variance is None:
        few = "needs two runs of the same cases" if not noise.paired else noise.cases.reason
        none = Need(more=None, reason=few)
        return Needed(difference=difference, cases=none, drafts=none, judgings=none)
    return Needed(
        difference=difference,
        cases=_more_cases(noise, difference, prices),
        drafts=_more_drafts(noise, difference, prices),
        judgings=_more_judgings(noise, difference, prices),
    )


def tell_needed(needs: Needed) -> str:
    """What is needed, in a line for each way."""
    head = f"to see a difference of {needs.difference:.3g} with {POWER:.0%} power at p = {ALPHA}:"
    if needs.cases.more == 0:
        return f"{head} enough is there"
    ways = (
        ("case", "", needs.cases),
        ("draft", " of each case", needs.drafts),
        ("judging", " of each draft", needs.judgings),
    )
    return "\n".join([head, *(f"  {_tell(noun, of, need)}" for noun, of, need in ways)])


def tell_shortly(needs: Needed) -> str:
    """The ways in a few words.

    >>> few = Need(more=None, reason="too few")
    >>> tell_shortly(Needed(difference=0.1, cases=Need(more=4), drafts=few, judgings=Need(more=1)))
    '4 more cases or 1 more judging'
    """
    ways = (("case", needs.cases), ("draft", needs.drafts), ("judging", needs.judgings))
    told = [f"{need.more} more {count_of(need.more, noun).split()[1]}" for noun, need in ways if need.more]
    return " or ".join(told) or "–"


_NO_DRAFTS, _NO_JUDGINGS = "no case was drafted twice", "no draft was scored twice"
_Prices = tuple[Decimal | None, Decimal | None]


def _groups(runs: Sequence[Measured]) -> list[_Drafts]:
    """The drafts of every case of every run, of the cases that all runs scored."""
    known = [
        {case: [d for draft in inside if (d := [s for s in draft if s is not None])] for case, inside in run.items()}
        for run in runs
    ]
    shared = [case for case in sorted(known[0]) if all(run.get(case) for run in known)]
    return [run[case] for run in known for case in shared]


def _between_judgings(groups: Sequence[_Drafts]) -> float | None:
    drafts = [draft for group in groups for draft in group]
    freedom = sum(map(len, drafts)) - len(drafts)
    return sum(_square(draft) for draft in drafts) / freedom if freedom else None


def _between_drafts(groups: Sequence[_Drafts]) -> float | None:
    freedom = sum(map(len, groups)) - len(groups)
    if not freedom:
        return None
    squares = sum(_square(_flat(group)) - sum(map(_square, group)) for group in groups)
    weight = sum(_n(group) - _doubled(group) for group in groups) / freedom
    return (squares / freedom - (_between_judgings(groups) or 0.0)) / weight


def _between_cases(groups: Sequence[_Drafts]) -> float | None:
    freedom, n = len(groups) - 1, sum(map(_n, groups))
    if freedom < 1:
        return None
    squares = _square([score for group in groups for score in _flat(group)]) - sum(_square(_flat(g)) for g in groups)
    own = (n - sum(_n(group) ** 2 for group in groups) / n) / freedom
    of_drafts = sum(_doubled(group) * (1 - _n(group) / n) for group in groups) / freedom
    below = (_between_judgings(groups) or 0.0) + of_drafts * (_between_drafts(groups) or 0.0)
    return (squares / freedom - below) / own


def _between_differences(differences: Sequence[float], groups: Sequence[_Drafts]) -> float | None:
    if len(differences) < 2:
        return None
    drafts, judgings = _between_drafts(groups) or 0.0, _between_judgings(groups) or 0.0
    below = sum(drafts / len(g) + judgings * sum(1 / len(d) for d in g) / len(g) ** 2 for g in groups)
    return variance(differences) - below / len(differences)


def _square(scores: Sequence[float]) -> float:
    """The sum of squares around the mean."""
    mean = fmean(scores)
    return sum((score - mean) ** 2 for score in scores)


def _flat(group: _Drafts) -> list[float]:
    return [score for draft in group for score in draft]


def _n(group: _Drafts) -> int:
    return sum(map(len, group))


def _doubled(group: _Drafts) -> float:
    """Σ n² / Σ n over the drafts of a case: how many judgings stand beside the average one, itself included."""
    return sum(len(draft) ** 2 for draft in group) / _n(group)


def _component(raw: float | None, *, held: Sequence[str], few: str) -> Component:
    if raw is None:
        return Component(variance=None, reason=few)
    reasons = [f"estimated at {raw:.3g}, and no variance is below 0"] if raw < 0 else []
    reasons += [f"holds the {' and '.join(held)} too, which were not repeated"] if held else []
    return Component(variance=max(raw, 0.0), reason="; ".join(reasons) or None)


def _more_cases(noise: Noise, difference: float, prices: _Prices) -> Need:
    one = (
        _value(noise.cases)
        + _N_RUNS * (_value(noise.drafts) + _value(noise.judgings) / noise.n_judgings) / noise.n_drafts
    )
    normal = NormalDist().inv_cdf(1 - ALPHA / 2) + NormalDist().inv_cdf(POWER)
    n = max(cases_needed(), math.floor(one * (normal / difference) ** 2))
    while one / n > _allowed(n, difference):
        n += 1
    more = max(0, n - noise.n_cases)
    n_drafts = more * noise.n_drafts * _N_RUNS
    return _need(more, n_drafts=n_drafts, n_judgings=n_drafts * noise.n_judgings, prices=prices)


def _more_drafts(noise: Noise, difference: float, prices: _Prices) -> Need:
    if noise.n_cases < cases_needed():
        return Need(more=None, reason=_too_few(noise))
    if noise.drafts.variance is None:
        return Need(more=None, reason=_NO_DRAFTS)
    rest = noise.n_cases * _allowed(noise.n_cases, difference) - _value(noise.cases)
    if rest <= 0:
        return Need(more=None, reason="the cases alone vary too much")
    wanted = _N_RUNS * (noise.drafts.variance + _value(noise.judgings) / noise.n_judgings) / rest
    more = _whole(wanted - noise.n_drafts)
    n_drafts = more * noise.n_cases * _N_RUNS
    return _need(more, n_drafts=n_drafts, n_judgings=n_drafts * noise.n_judgings, prices=prices)


def _more_judgings(noise: Noise, difference: float, prices: _Prices) -> Need:
    if noise.n_cases < cases_needed():
        return Need(more=None, reason=_too_few(noise))
    if noise.judgings.variance is None:
        return Need(more=None, reason=_NO_JUDGINGS)
    above = _value(noise.cases) + _N_RUNS * _value(noise.drafts) / noise.n_drafts
    rest = noise.n_cases * _allowed(noise.n_cases, difference) - above
    if rest <= 0:
        return Need(more=None, reason="cases and drafts alone vary too much")
    more = _whole(_N_RUNS * noise.judgings.variance / noise.n_drafts / rest - noise.n_judgings)
    return _need(more, n_drafts=0, n_judgings=more * noise.n_drafts * noise.n_cases * _N_RUNS, prices=prices)


def _allowed(n_cases: int, difference: float) -> float:
    """The variance that the mean difference over so many cases may have."""
    reach = sum(t_quantile(share, freedom=n_cases - 1) for share in (1 - ALPHA / 2, POWER))
    return (difference / reach) ** 2


def _need(more: int, *, n_drafts: float, n_judgings: float, prices: _Prices) -> Need:
    numbers = _whole(n_drafts), _whole(n_judgings)
    costs = [
        Decimal(0) if not n else None if price is None else n * price for n, price in zip(numbers, prices, strict=True)
    ]
    known = [cost for cost in costs if cost is not None]
    price = sum(known, Decimal(0)) if len(known) == len(costs) else None
    return Need(more=more, n_drafts=numbers[0], n_judgings=numbers[1], price=price)


def _whole(number: float) -> int:
    return max(0, math.ceil(number - _ROUNDING))


def _value(component: Component) -> float:
    return component.variance or 0.0


def _too_few(noise: Noise) -> str:
    return f"{count_of(noise.n_cases, 'case')} cannot reach p = {ALPHA}, however often they are repeated"


def _tell(noun: str, of: str, need: Need) -> str:
    if need.more is None:
        return f"more {noun}s{of}: {need.reason}"
    added = [count_of(n, what) for n, what in ((need.n_drafts, "draft"), (need.n_judgings, "judging")) if n]
    price = "price unknown" if need.price is None else render_cost(need.price)
    return f"{need.more} more {count_of(need.more, noun).split()[1]}{of} ({', '.join([*added, price])})"
