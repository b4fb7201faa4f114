"""The record of a run over cases: begun before the first draft, closed however it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from drafter.errors import DrafterError
from drafter.pipeline.cases import Case, read_body
from drafter.store.runs import RunRecord, RunStatus, start_run
from drafter.store.scores import ScoreRecord
from drafter.store.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A run that goes on: its record, and its scores beside it."""

    run: RunRecord
    scores: ScoreRecord


def start_evaluation(
    cases: Sequence[Case], *, state: State, writers: Sequence[str], repeats: int, command: str = "eval"
) -> Started:
    """Begin the record of a run.

    Raises:
        OutputError: the state cannot be written.
        SourceError: a reference cannot be read.
    """
    settings = {"cases": [case.name for case in cases], "writers": list(writers), "repeats": repeats}
    run = start_run(state, command=command, settings=settings, prompts={}, now=datetime.now().astimezone())
    scores = ScoreRecord(run.folder)
    scores.describe(
        {
            case.name: {
                "language": case.language,
                "period": case.period.label,
                "split": case.split,
                "folder": str(case.folder),
                "reference": read_body(case.reference) if case.reference else None,
            }
            for case in cases
        }
    )
    return Started(run=run, scores=scores)


@contextmanager
def close_evaluation(started: Started) -> Iterator[None]:
    """Close the record when the block ends, as stopped where it ends by an error."""
    try:
        yield
    except BaseException as error:
        told = str(error) if isinstance(error, DrafterError) else type(error).__name__
        started.run.finish({"status": RunStatus.STOPPED, "error": told})
        raise
    started.run.finish({"status": RunStatus.DONE})
