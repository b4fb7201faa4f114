"""The one thing to know of a run: who is better, by how much, how sure; where that cannot be said, why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafter.score.report.comparison import Compared, Comparison
from drafter.score.report.findings import Examined
from drafter.score.report.means import mean_of, show_score, show_value, valued_metrics
from drafter.score.report.results import Results
from drafter.score.significance import ALPHA, Outcome, cases_needed
from drafter.text.plural import count_of

_MEANS_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """`title` is the verdict; `lines` are labels with their sentences: what was tested, what is wrong, who is ahead,
    how sure that is."""

    title: str
    lines: tuple[tuple[str, str], ...]


def find_headline(results: Results, comparisons: Sequence[Comparison], drafts: Sequence[Examined]) -> Headline:
    """The headline of a run, by its first comparison."""
    if not results.keys:
        return Headline(title="Nothing was scored", lines=())
    faults = " ".join(_tell_faults(writer, drafts) for writer in results.writers)
    lines: tuple[tuple[str, str], ...] = (("what is wrong", faults),)
    if not comparisons:
        title = f"{results.writers[0]}: {_extent(results)}, nothing to compare with"
        return Headline(title=title, lines=(*_tell_means(results), *lines))
    first = comparisons[0]
    tested = ("tested", f"{first.ours} against {first.theirs}: {_extent(results)}.")
    return Headline(title=_tell_verdict(first), lines=(tested, *lines, *_tell_size(first), *_tell_sureness(first)))


def _tell_means(results: Results) -> Iterator[tuple[str, str]]:
    """The first main metrics of the only writer."""
    shown = valued_metrics(results.rows)[:_MEANS_SHOWN]
    means = [(m, mean_of(results.rows, writer=results.writers[0], metric=m.name).value) for m in shown]
    if means:
        yield "on average", ", ".join(f"{metric.label} {show_score(metric, mean)}" for metric, mean in means) + "."


def _extent(results: Results) -> str:
    return f"{count_of(len(results.keys), 'draft')} of {count_of(len(results.cases), 'case')}"


def _tell_verdict(comparison: Comparison) -> str:
    ours, theirs = comparison.ours, comparison.theirs
    if comparison.better and comparison.worse:
        return f"{ours} is better in {_labels(comparison.better)}; {theirs} in {_labels(comparison.worse)}"
    if comparison.better:
        return f"{ours} is better than {theirs} in {_labels(comparison.better)}"
    if comparison.worse:
        return f"{theirs} is better than {ours} in {_labels(comparison.worse)}"
    if not comparison.tested:
        return f"{ours} and {theirs} cannot be compared"
    return _tell_lead(comparison)


def _tell_lead(comparison: Comparison) -> str:
    """Who is ahead where nothing is told apart from chance."""
    n_ours, n_theirs = _n_ahead(comparison)
    if n_ours == n_theirs:
        return f"Undecided between {comparison.ours} and {comparison.theirs}"
    who, other = (comparison.ours, comparison.theirs) if n_ours > n_theirs else (comparison.theirs, comparison.ours)
    n_ahead, n_metrics = max(n_ours, n_theirs), len(comparison.tested)
    return f"{who} is ahead of {other} in {n_ahead} of {count_of(n_metrics, 'metric')}, but it may be chance"


def _n_ahead(comparison: Comparison) -> tuple[int, int]:
    leads = [compared.lead for compared in comparison.metrics if compared.lead]
    return sum(lead > 0 for lead in leads), sum(lead < 0 for lead in leads)


def _labels(found: Sequence[Compared]) -> str:
    names = [compared.metric.label for compared in found]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _tell_size(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Who is ahead on average in how many metrics, and where the most."""
    n_ours, n_theirs = _n_ahead(comparison)
    for who, n_ahead, sign in ((comparison.ours, n_ours, 1), (comparison.theirs, n_theirs, -1)):
        leads = [(sign * (c.lead or 0), c) for c in comparison.tested if not c.metric.counts]
        most, where = max(leads, key=lambda pair: pair[0], default=(0.0, None))
        told = f", the most in {where.metric.label}: by {show_value(most)}" if where and most > 0 else ""
        if n_ahead:
            yield "ahead", f"{who} is ahead in {n_ahead} of {count_of(len(comparison.tested), 'metric')}{told}."


def _tell_sureness(comparison: Comparison) -> Iterator[tuple[str, str]]:
    tested = comparison.tested
    if not tested:
        return
    beyond = sum(compared.verdict.outcome is Outcome.OUT_OF_REACH for compared in tested)
    n_apart = sum(compared.is_told_apart for compared in tested)
    told = [f"{n_apart or 'none'} of {count_of(len(tested), 'difference')} is larger than chance gives"]
    if n_apart > 1:
        told = [told[0].replace(" is ", " are ")]
    if beyond:
        n_cases = max(compared.test.n_cases for compared in tested)
        wanted = cases_needed(ALPHA / len(tested))
        told.append(f"{beyond} cannot be told by {count_of(n_cases, 'case')}: {wanted} that differ are needed")
    yield "how sure", "; ".join(told) + "."


def _tell_faults(writer: str, drafts: Sequence[Examined]) -> str:
    own = [draft for draft in drafts if draft.key[1] == writer]
    n_faults = sum(draft.n_faults for draft in own)
    n_failed = sum(draft.failed is not None for draft in own)
    failed = f", {n_failed} could not be made" if n_failed else ""
    if not n_faults and not any(draft.looked_for for draft in own):
        return f"{writer}: faults were not looked for in {count_of(len(own), 'draft')}{failed}."
    if not n_faults:
        return f"{writer}: no fault found in {count_of(len(own), 'draft')}{failed}."
    worst = max(own, key=lambda draft: draft.n_faults)
    most = f", {worst.n_faults} of them in {worst.key[0]}" if len(own) > 1 else ""
    return f"{writer}: {count_of(n_faults, 'fault')} in {count_of(len(own), 'draft')}{most}{failed}."
