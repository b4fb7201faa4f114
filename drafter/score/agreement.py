"""Does a judge say what people say: kappa, alpha, rank correlation, bias, and how often an order decides."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from statistics import fmean

from drafter.records import Score
from drafter.score.signing import score_share, sign

CALIBRATED_FROM = 10  # labels of people
_LEAST = 2

Labels = Sequence[float | None]  # one for each thing that was labelled; None where it was not


class Level(StrEnum):
    """What the values of a scale mean: names, an order, equal steps."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marginal:
    """How often people and the judge gave a value."""

    value: float
    n_people: int
    n_judge: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How a judge stands to people on the things that both labelled: quadratic and plain kappa, ordinal alpha,
    Spearman's correlation and bias, in this order. `marginals` go by value."""

    n_labels: int
    scores: tuple[Score, ...]
    marginals: tuple[Marginal, ...]

    @property
    def calibrated(self) -> bool:
        """Whether the labels are enough for the judge to be trusted, or not."""
        return self.n_labels >= CALIBRATED_FROM

    @property
    def standing(self) -> str:
        """What is to be printed beside the judge.

        >>> Agreement(n_labels=9, scores=(), marginals=()).standing
        'uncalibrated: 9 of 10 labels'
        """
        if self.calibrated:
            return f"calibrated on {self.n_labels} labels"
        return f"uncalibrated: {self.n_labels} of {CALIBRATED_FROM} labels"


def measure_agreement(people: Labels, judge: Labels) -> Agreement:
    """Compare a judge with people, thing by thing; what one of them did not label is left out."""
    pairs = _pairs(people, judge)
    ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    return Agreement(
        n_labels=len(pairs),
        scores=(
            quadratic_kappa(people, judge),
            plain_kappa(people, judge),
            krippendorff_alpha((people, judge), level=Level.ORDINAL),
            spearman(people, judge),
            signed_bias(people, judge),
        ),
        marginals=tuple(Marginal(value=v, n_people=ours[v], n_judge=theirs[v]) for v in sorted(ours | theirs)),
    )


def quadratic_kappa(people: Labels, judge: Labels) -> Score:
    """Cohen's kappa with a disagreement as bad as its square: 1 is agreement, 0 that of chance, below 0 worse.

    Source: Cohen 1968 (weighted kappa).
    """
    signature = sign("kappa", {"weights": "quadratic", "unit": "label"})
    return _kappa("kappa_quadratic", people, judge, weight=lambda a, b: (a - b) ** 2, signature=signature)


def plain_kappa(people: Labels, judge: Labels) -> Score:
    """Cohen's kappa with every disagreement as bad as another.

    Source: Cohen 1960.
    """
    signature = sign("kappa", {"weights": "none", "unit": "label"})
    return _kappa("kappa", people, judge, weight=lambda a, b: float(a != b), signature=signature)


def krippendorff_alpha(raters: Sequence[Labels], *, level: Level) -> Score:
    """Krippendorff's alpha of any number of raters, each with a label or None for every unit.

    Units with one label take no part.

    Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability.
    """
    metric, signature = f"alpha_{level}", sign("alpha", {"level": level, "unit": "label"})
    labelled = [[label for label in unit if label is not None] for unit in zip(*raters, strict=True)]
    units = [Counter(unit) for unit in labelled if len(unit) >= _LEAST]
    totals = sum(units, Counter[float]())
    reason = None
    if not units:
        reason = "no unit has two labels"
    elif len(totals) == 1:
        reason = f"every label is {next(iter(totals)):g}: nothing could disagree"
    if reason is not None:
        return Score(metric=metric, value=None, reason=reason, signature=signature)
    distance = _distance(totals, level)
    observed = sum(_spread(unit, unit, distance) / (unit.total() - 1) for unit in units)
    expected = _spread(totals, totals, distance) / (totals.total() - 1)
    return Score(metric=metric, value=1 - observed / expected, signature=signature)


def spearman(people: Labels, judge: Labels) -> Score:
    """Spearman's rank correlation (-1 to 1), ties given their mean rank."""
    signature = sign("spearman", {"ties": "mean-rank", "unit": "label"})
    pairs = _pairs(people, judge)
    reason = _too_few(pairs) or _constant(pairs)
    if reason is not None:
        return Score(metric="spearman", value=None, reason=reason, signature=signature)
    ours, theirs = (_ranks(column) for column in zip(*pairs, strict=True))
    middle = (len(pairs) + 1) / 2
    product = sum((a - middle) * (b - middle) for a, b in zip(ours, theirs, strict=True))
    squares = (math.sqrt(sum((rank - middle) ** 2 for rank in ranks)) for ranks in (ours, theirs))
    return Score(metric="spearman", value=product / math.prod(squares), signature=signature)


def signed_bias(people: Labels, judge: Labels) -> Score:
    """The mean of the judge's labels minus people's, in steps of the scale: above 0 the judge is too kind."""
    pairs = _pairs(people, judge)
    return score_share(
        "bias",
        sum(b - a for a, b in pairs),
        len(pairs),
        signature=sign("bias", {"of": "judge-people", "unit": "label"}),
        empty="nothing was labelled by both",
    )


def flip_rate(preferences: Sequence[tuple[str | None, str | None]]) -> Score:
    """The share of pairs of drafts whose winner changes with the order they are shown in.

    A preference names the winner, or the tie, as it was found in one order and in the other; a tie in one order alone
    is a change too. Pairs that were not scored in both orders (None) are left out.
    """
    both = [(a, b) for a, b in preferences if a is not None and b is not None]
    signature = sign("flip_rate", {"unit": "pair", "orders": "both"})
    flips = sum(a != b for a, b in both)
    return score_share("flip_rate", flips, len(both), signature=signature, empty="no pair was judged in both orders")


_Pairs = list[tuple[float, float]]
_Weight = Callable[[float, float], float]


def _pairs(people: Labels, judge: Labels) -> _Pairs:
    return [(a, b) for a, b in zip(people, judge, strict=True) if a is not None and b is not None]


def _too_few(pairs: _Pairs) -> str | None:
    return f"{len(pairs)} of the {_LEAST} labels that are needed" if len(pairs) < _LEAST else None


def _constant(pairs: _Pairs) -> str | None:
    for who, column in zip(("people", "the judge"), zip(*pairs, strict=True), strict=True):
        if len(set(column)) == 1:
            return f"{who} always said {column[0]:g}"
    return None


def _kappa(metric: str, people: Labels, judge: Labels, *, weight: _Weight, signature: str) -> Score:
    pairs = _pairs(people, judge)
    reason = _too_few(pairs)
    if reason is None:
        ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
        expected = _spread(ours, theirs, weight) / len(pairs) ** 2
        if expected:
            observed = fmean(weight(a, b) for a, b in pairs)
            return Score(metric=metric, value=1 - observed / expected, signature=signature)
        reason = f"every label is {pairs[0][0]:g}: nothing could disagree"
    return Score(metric=metric, value=None, reason=reason, signature=signature)


def _spread(ours: Mapping[float, int], theirs: Mapping[float, int], weight: _Weight) -> float:
    """The weights of all ways to take a value of each, summed."""
    return sum(n * m * weight(a, b) for a, n in ours.items() for b, m in theirs.items())


def _distance(totals: Mapping[float, int], level: Level) -> _Weight:
    if level is Level.NOMINAL:
        return lambda a, b: float(a != b)
    if level is Level.INTERVAL:
        return lambda a, b: (a - b) ** 2
    values = sorted(totals)
    below = accumulate((totals[value] for value in values), initial=0)
    middles = {value: before + totals[value] / 2 for value, before in zip(values, below, strict=False)}
    return lambda a, b: (middles[a] - middles[b]) ** 2


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    counts, first = Counter(ordered), {value: at for at, value in reversed([*enumerate(ordered, start=1)])}
    return [first[value] + (counts[value] - 1) / 2 for value in values]
