"""The one thing to know of a run: who is better, by how much, how sure; where that cannot be said, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafter.score.report.comparison import Compared, Comparison
from drafter.score.report.findings import Examined
from drafter.score.report.means import show_value
from drafter.score.report.results import Results
from drafter.score.significance import Outcome
from drafter.text.plural import count_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """`title` is the verdict, `lines` say by how much, how sure, and what is wrong: sentences with their full stop."""

    title: str
    lines: tuple[str, ...]


def find_headline(results: Results, comparisons: Sequence[Comparison], drafts: Sequence[Examined]) -> Headline:
    """The headline of a run, by its first comparison."""
    if not results.keys:
        return Headline(title="Nothing was scored", lines=())
    whose = tuple(_tell_faults(writer, drafts) for writer in results.writers)
    if not comparisons:
        title = f"{results.writers[0]}: {_extent(results)}, nothing to compare with"
        return Headline(title=title, lines=whose)
    first = comparisons[0]
    return Headline(title=_tell_verdict(first), lines=(*_tell_size(first), *_tell_sureness(first), *whose))


def _extent(results: Results) -> str:
    return f"{count_of(len(results.keys), 'draft')} of {count_of(len(results.cases), 'case')}"


def _tell_verdict(comparison: Comparison) -> str:
    ours, theirs = comparison.ours, comparison.theirs
    if comparison.better and comparison.worse:
        return f"{ours} is better in {_labels(comparison.better)}; {theirs} in {_labels(comparison.worse)}"
    if comparison.better:
        return f"{ours} is better than {theirs} in {_labels(comparison.better)}"
    if comparison.worse:
        return f"{ours} is worse than {theirs} in {_labels(comparison.worse)}"
    if not any(compared.test.p is not None for compared in comparison.metrics):
        return f"{ours} and {theirs} cannot be compared"
    return f"Undecided: {ours} or {theirs}"


def _labels(found: Sequence[Compared]) -> str:
    names = [compared.metric.label for compared in found]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _tell_size(comparison: Comparison) -> tuple[str, ...]:
    """Who is ahead on average in how many metrics, and where the most."""
    leads = [(compared.lead, compared) for compared in comparison.metrics if compared.lead]
    if not leads:
        return ()
    n_ahead = sum(lead > 0 for lead, _ in leads)
    lead, most = max(leads, key=lambda pair: abs(pair[0]))
    who = comparison.ours if lead > 0 else comparison.theirs
    n_metrics = len([compared for compared in comparison.metrics if compared.lead is not None])
    return (
        f"On average {comparison.ours} is ahead in {n_ahead} of {count_of(n_metrics, 'metric')}, "
        f"{comparison.theirs} in {len(leads) - n_ahead}; the most in {most.metric.label}, "
        f"where {who} is better by {show_value(abs(lead))}.",
    )


def _tell_sureness(comparison: Comparison) -> tuple[str, ...]:
    tested = [compared for compared in comparison.metrics if compared.test.p is not None]
    beyond = [compared for compared in tested if compared.verdict.outcome is Outcome.OUT_OF_REACH]
    n_open = sum(compared.verdict.outcome is Outcome.OPEN for compared in tested)
    n_cases = max((compared.test.n_cases for compared in tested), default=0)
    told = []
    if len(tested) > n_open + len(beyond):
        n_apart = len(tested) - n_open - len(beyond)
        told.append(f"{n_apart} of {count_of(len(tested), 'difference')} are larger than chance gives.")
    if beyond:
        few = f"{count_of(n_cases, 'case')} are too few" if n_cases != 1 else "1 case is too few"
        told.append(
            f"{few} to tell {len(beyond)} of {count_of(len(tested), 'metric')} from chance, however they score."
        )
    if n_open:
        told.append(f"{n_open} of {count_of(len(tested), 'difference')} could be chance.")
    return (" ".join(told),) if told else ()


def _tell_faults(writer: str, drafts: Sequence[Examined]) -> str:
    own = [draft for draft in drafts if draft.key[1] == writer]
    n_faults = sum(len(draft.faults) for draft in own)
    n_failed = sum(draft.failed is not None for draft in own)
    failed = f", {n_failed} could not be made" if n_failed else ""
    if not any(draft.looked_for for draft in own):
        return f"{writer}: faults were not looked for in {count_of(len(own), 'draft')}{failed}."
    if not n_faults:
        return f"{writer}: no fault found in {count_of(len(own), 'draft')}{failed}."
    worst = max(own, key=lambda draft: len(draft.faults))
    most = f", {len(worst.faults)} of them in {worst.key[0]}" if len(own) > 1 else ""
    return f"{writer}: {count_of(n_faults, 'fault')} in {count_of(len(own), 'draft')}{most}{failed}."
