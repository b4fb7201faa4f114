"""The judges of a project's runs beside its labels, with what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from drafter.errors import UsageError
from drafter.pipeline.evaluation_results import find_scores
from drafter.pipeline.scored import body_of, file_name
from drafter.records import content_id
from drafter.score.rows import Row, read_rows
from drafter.score.trial import Said, Spent, Tried, count_both, rank_judges, read_said, read_signature
from drafter.store.labels import load_labels
from drafter.store.runs import Run, SentRequest, list_runs
from drafter.store.scores import ScoreRecord
from drafter.store.state import State

_PROMPTS = ("judge", "prefer")


def try_judges(state: State, run_ids: Sequence[str]) -> tuple[Tried, ...]:
    """Every judge of these runs, or of all, beside the labels of the project; the one that agrees best first.

    Raises:
        UsageError: no such run, or none of them was judged.
        OutputError: a record or the labels cannot be read.
    """
    runs = list_runs(state)
    said = [one for record in _records(state, runs, run_ids) for one in _said(record)]
    if not said:
        which = ", ".join(run_ids) or "no run"
        raise UsageError(
            f"{which}: not judged" if run_ids else "no run was judged yet",
            hint="drafter eval --judge NAME, or drafter eval rescore RUN --judge NAME",
        )
    spent = {judge: _spent(runs, judge) for judge in {one.judge for one in said}}
    return rank_judges(said, load_labels(state).values(), spent=spent)


def count_labels(state: State, rows: Iterable[Row]) -> Mapping[str, int]:
    """For each metric by a judge among the rows, how many labels of the project its judge was tried on, in that
    dimension and with these words of the rubric; the fewest, where several judges gave it.

    Raises:
        OutputError: a record or the labels cannot be read.
    """
    judged = {(row.score.metric, row.score.signature) for row in rows if row.score.metric.startswith("judge_")}
    if not judged:
        return {}
    labels = load_labels(state).values()
    said = [one for record in _records(state, list_runs(state), ()) for one in _said(record)] if labels else []
    counts = count_both(said, labels)
    fewest: dict[str, int] = {}
    for metric, signature in judged:
        signed = read_signature(signature)
        if signed.get("model", "none") != "none":
            n_labels = counts.get((signed["model"], metric.split("_")[1], signed.get("rubric", "")), 0)
            fewest[metric] = min(n_labels, fewest.get(metric, n_labels))
    return fewest


def _records(state: State, runs: Sequence[Run], run_ids: Sequence[str]) -> Iterator[ScoreRecord]:
    """Of the runs that were asked for, or of all, the oldest first."""
    if run_ids:
        yield from (find_scores(state, run_id)[1] for run_id in run_ids)
    else:
        yield from (ScoreRecord(state.folder / "runs" / run.id) for run in reversed(runs))


def _said(record: ScoreRecord) -> Iterator[Said]:
    rows = [row for row in read_rows(record.lines) if row.score.metric.startswith("judge_")]
    keys = dict.fromkeys(row.key for row in rows)
    drafts = {key: content_id(body_of(record.written(file_name(*key)).text)) for key in keys}
    yield from read_said(rows, drafts)


def _spent(runs: Iterable[Run], judge: str) -> Spent:
    """What was sent to the models that answered under these names, in all runs of the project."""
    served = judge.split("+")
    sent = [r for run in runs for r in run.sent if r.prompt in _PROMPTS and r.model in served]
    return Spent(
        n_requests=len(sent),
        input_tokens=_sum([request.input_tokens for request in sent]),
        output_tokens=_sum([request.output_tokens for request in sent]),
        cost=_cost(sent),
    )


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _cost(sent: Sequence[SentRequest]) -> Decimal | None:
    known = [request.cost for request in sent if request.cost is not None]
    return sum(known, Decimal(0)) if len(known) == len(sent) else None
