"""What a report is made of: the drafts of a run that just ended, or a run as its record keeps it."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.errors import UsageError
from drafter.pipeline.cases import read_body
from drafter.pipeline.scored import Scored, body_of, file_name
from drafter.score.report.results import Results
from drafter.score.rows import Row, read_rows
from drafter.store.runs import Run, load_run
from drafter.store.scores import ScoreRecord
from drafter.store.state import State


def results_of(
    scored: Sequence[Scored], *, name: str, baseline: Sequence[Row] = (), baseline_name: str = ""
) -> Results:
    """The results of a run that just ended. `baseline` are the rows of another one."""
    drawn = [one for one in scored if one.failed is None]
    return Results(
        rows=tuple(row for one in drawn for row in one.rows),
        drafts={one.key: body_of(one.written.text) for one in drawn},
        references={one.case.name: read_body(one.case.reference) for one in drawn if one.case.reference},
        written={one.key: one.written for one in drawn},
        months={one.key: one.months for one in drawn},
        judgings={one.key: one.judging for one in drawn if one.judging is not None},
        failed={one.key: one.failed for one in scored if one.failed is not None},
        baseline=baseline,
        baseline_name=baseline_name or "the baseline",
        name=name,
    )


def load_results(state: State, run_id: str) -> Results:
    """A run as it was kept.

    Raises:
        UsageError: no such run, several, or one without scores.
        OutputError: the record cannot be read.
    """
    run, record = find_scores(state, run_id)
    rows = tuple(read_rows(record.lines))
    if not rows:
        raise UsageError(f"{run.id}: has no scores", hint="only runs of drafter eval over cases have any")
    written = {key: record.written(file_name(*key)) for key in dict.fromkeys(row.key for row in rows)}
    cases = record.cases
    return Results(
        rows=rows,
        drafts={key: body_of(kept.text) for key, kept in written.items()},
        written=written,
        references={name: case["reference"] for name, case in cases.items() if case.get("reference")},
        name=run.id,
    )


def find_scores(state: State, run_id: str) -> tuple[Run, ScoreRecord]:
    """A run with its scores beside it.

    Raises:
        UsageError: no such run, or several.
        OutputError: the record cannot be read.
    """
    run = load_run(state, run_id)
    return run, ScoreRecord(state.folder / "runs" / run.id)
