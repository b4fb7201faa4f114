"""Two writers, or a writer and a baseline, metric by metric: difference, interval, p, verdict, and whom it favours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from drafter.score.noise import Needed, measure_noise, needed
from drafter.score.report.means import main_metrics, measure
from drafter.score.report.metrics import Better, Metric
from drafter.score.report.results import Results, writers_of
from drafter.score.rows import Row
from drafter.score.significance import (
    ALPHA,
    Interval,
    Measured,
    Outcome,
    PairedTest,
    Verdict,
    cases_needed,
    difference_interval,
    holm,
    paired_test,
    verdict,
)

_OTHERWISE = "measured in another way: their signatures differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One metric of two sides. `adjusted` is p after Holm over the `n_metrics` that were tested; `needed` is what it
    takes to see a difference as large as the one found, None where there is none or it is seen."""

    metric: Metric
    test: PairedTest
    interval: Interval
    adjusted: float | None
    n_metrics: int
    verdict: Verdict
    needed: Needed | None = None

    @property
    def lead(self) -> float | None:
        """How much better ours is on average, below 0 where it is worse; None where that cannot be said."""
        if self.test.difference is None or self.metric.better is Better.NEITHER:
            return None
        return self.test.difference if self.metric.better is Better.HIGHER else -self.test.difference

    @property
    def is_told_apart(self) -> bool:
        """Whether the difference is larger than chance gives."""
        return self.verdict.outcome in (Outcome.HIGHER, Outcome.LOWER)

    @property
    def words(self) -> str:
        """The verdict in a few words: better, worse, open and why."""
        if self.test.p is None:
            return f"not compared: {self.test.reason}"
        if self.is_told_apart:
            return "better" if (self.lead or 0) > 0 else "worse"
        if self.verdict.outcome is Outcome.OUT_OF_REACH and self.test.n_samples is None:
            wanted = cases_needed(ALPHA / max(1, self.n_metrics))
            return f"out of reach: {self.test.n_unlike} of {wanted} unlike cases"
        if self.verdict.outcome is Outcome.OUT_OF_REACH:
            return "out of reach: too few samples"
        return "open: no difference" if not self.test.n_unlike else "open: chance alone gives as much"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`ours` against `theirs`, by every main metric that both have."""

    ours: str
    theirs: str
    metrics: tuple[Compared, ...]

    @property
    def tested(self) -> tuple[Compared, ...]:
        """The metrics that have a p."""
        return tuple(c for c in self.metrics if c.test.p is not None)

    @property
    def untested(self) -> tuple[Compared, ...]:
        """The others: nothing was measured on both sides, or not in the same way."""
        return tuple(c for c in self.metrics if c.test.p is None)

    @property
    def better(self) -> tuple[Compared, ...]:
        """Where ours is better by more than chance."""
        return tuple(c for c in self.metrics if c.is_told_apart and (c.lead or 0) > 0)

    @property
    def worse(self) -> tuple[Compared, ...]:
        """Where ours is worse by more than chance."""
        return tuple(c for c in self.metrics if c.is_told_apart and (c.lead or 0) < 0)


def compare_all(results: Results) -> tuple[Comparison, ...]:
    """Every writer against the first one; then each against itself in the baseline, or against its only writer."""
    first, *others = results.writers or ("",)
    pairs = [(_side(results.rows, other), _side(results.rows, first)) for other in others]
    pairs += _against_baseline(results)
    return tuple(compare(ours, theirs) for ours, theirs in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The rows of one writer, and what the report calls it."""

    name: str
    rows: tuple[Row, ...]

    def measure(self, metric: str) -> Measured:
        """The values of a metric by case and draft."""
        return measure(self.rows, writer=self.rows[0].writer, metric=metric) if self.rows else {}

    def ways(self, metric: str) -> Mapping[str, frozenset[str]]:
        """The signatures of the values of a metric, by case."""
        found: dict[str, set[str]] = {}
        for row in self.rows:
            if row.score.metric == metric and row.score.value is not None:
                found.setdefault(row.case, set()).add(row.score.signature)
        return {case: frozenset(signatures) for case, signatures in found.items()}


def compare(ours: Side, theirs: Side) -> Comparison:
    """Cases in which a metric was measured in another way on either side are left out of it, and told."""
    shared = {m.name for m in main_metrics(theirs.rows)}
    metrics = [metric for metric in main_metrics(ours.rows) if metric.name in shared]
    tested = [(metric, *_test(ours, theirs, metric.name)) for metric in metrics]
    adjusted = holm({metric.name: test.p for metric, test, _, _ in tested})
    n_metrics = sum(p is not None for p in adjusted.values())
    return Comparison(
        ours=ours.name,
        theirs=theirs.name,
        metrics=tuple(
            _settle(
                Compared(
                    metric=metric,
                    test=test,
                    interval=interval,
                    adjusted=adjusted[metric.name],
                    n_metrics=n_metrics,
                    verdict=verdict(test, adjusted=adjusted[metric.name], n_metrics=n_metrics),
                    needed=needs,
                )
            )
            for metric, test, interval, needs in tested
        ),
    )


def _settle(compared: Compared) -> Compared:
    """Nothing is needed to see what is seen."""
    return replace(compared, needed=None) if compared.is_told_apart else compared


def _test(ours: Side, theirs: Side, metric: str) -> tuple[PairedTest, Interval, Needed | None]:
    mine, others = ours.ways(metric), theirs.ways(metric)
    unlike = sorted(case for case in mine.keys() & others.keys() if mine[case] != others[case])
    first, second = (
        {case: drafts for case, drafts in side.measure(metric).items() if case not in unlike} for side in (ours, theirs)
    )
    test = paired_test(first, second)
    left_out = (*test.left_out, *((case, _OTHERWISE) for case in unlike))
    reason = _OTHERWISE if unlike and test.p is None else test.reason
    found = replace(test, left_out=left_out, reason=reason)
    return found, difference_interval(first, second), _need(first, second, difference=test.difference)


def _need(ours: Measured, theirs: Measured, *, difference: float | None) -> Needed | None:
    if not difference:
        return None
    return needed(measure_noise(ours, baseline=theirs), difference=abs(difference))


def _side(rows: Sequence[Row], writer: str, *, name: str = "") -> Side:
    return Side(name=name or writer, rows=tuple(row for row in rows if row.writer == writer))


def _against_baseline(results: Results) -> Iterator[tuple[Side, Side]]:
    there = writers_of(results.baseline)
    for writer in results.writers:
        other = writer if writer in there else there[0] if len(there) == 1 else None
        if other is not None:
            name = f"{other} in {results.baseline_name}" if len(there) > 1 or other != writer else results.baseline_name
            yield _side(results.rows, writer), _side(results.baseline, other, name=name)
