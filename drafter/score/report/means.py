"""Rows → the mean of a metric over the cases of a writer, and how many cases have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from drafter.score.report.metrics import Metric, in_order
from drafter.score.rows import Row
from drafter.score.significance import Measured, case_means


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """`value` is the mean over the `n_cases` that have one, None where none has. `n_none` cases have none.

    `reasons` are those of the drafts without a value, the most frequent one first, each with its number of drafts.
    """

    value: float | None
    n_cases: int
    n_none: int
    reasons: tuple[tuple[str, int], ...] = ()


def measure(rows: Sequence[Row], *, writer: str, metric: str) -> Measured:
    """The values of a metric by case and draft; a row is one judging of its draft."""
    found: dict[str, dict[int, list[float | None]]] = {}
    for row in rows:
        if row.writer == writer and row.score.metric == metric:
            found.setdefault(row.case, {}).setdefault(row.draft, []).append(row.score.value)
    return {case: [drafts[number] for number in sorted(drafts)] for case, drafts in found.items()}


def mean_of(rows: Sequence[Row], *, writer: str, metric: str) -> Mean:
    """Drafts are averaged to their case first. A case in which no row of the writer has this metric is not counted."""
    measured = measure(rows, writer=writer, metric=metric)
    means = case_means(measured)
    reasons = Counter(
        row.score.reason or "no reason is given"
        for row in rows
        if row.writer == writer and row.score.metric == metric and row.score.value is None
    )
    return Mean(
        value=fmean(means.values()) if means else None,
        n_cases=len(means),
        n_none=len(measured) - len(means),
        reasons=tuple(reasons.most_common()),
    )


def metrics_in(rows: Sequence[Row]) -> tuple[Metric, ...]:
    """Every metric that the rows have, in the order of the catalogue."""
    return in_order({row.score.metric for row in rows})


def main_metrics(rows: Sequence[Row]) -> tuple[Metric, ...]:
    """The main ones of them, with or without a value."""
    return tuple(metric for metric in metrics_in(rows) if metric.main)


def valued_metrics(rows: Sequence[Row]) -> tuple[Metric, ...]:
    """The main metrics that have a value in some row."""
    valued = {row.score.metric for row in rows if row.score.value is not None}
    return tuple(metric for metric in main_metrics(rows) if metric.name in valued)


def tell_unvalued(rows: Sequence[Row]) -> tuple[str, ...]:
    """The main metrics without any value, a line for each reason: "no value: coverage (there are no sources)"."""
    labels: dict[str, list[str]] = {}
    valued = valued_metrics(rows)
    for metric in main_metrics(rows):
        if metric not in valued:
            reasons = Counter(row.score.reason for row in rows if row.score.metric == metric.name)
            labels.setdefault(reasons.most_common(1)[0][0] or "no reason is given", []).append(metric.label)
    return tuple(f"no value: {', '.join(names)} ({reason})" for reason, names in labels.items())


def show_value(value: float | None) -> str:
    """Three digits for shares, one decimal from 10 on, "–" for none.

    >>> show_value(0.5), show_value(38.0), show_value(12.34), show_value(None)
    ('0.500', '38', '12.3', '–')
    """
    if value is None:
        return "–"
    if abs(value) < 10:
        return f"{value:.3f}" if value != int(value) or abs(value) <= 1 else f"{value:.0f}"
    return f"{value:,.1f}".removesuffix(".0")


def show_score(metric: Metric, value: float | None) -> str:
    """A share with three digits, a count as short as it is."""
    return f"{value:.3g}" if metric.counts and value is not None and abs(value) < 10 else show_value(value)


def show_difference(value: float | None) -> str:
    """With its sign, a real minus.

    >>> show_difference(0.25), show_difference(-0.25), show_difference(0.0)
    ('+0.250', '−0.250', '0.000')
    """
    if value is None:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + show_value(abs(value))
