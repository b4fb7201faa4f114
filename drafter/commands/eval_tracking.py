"""`drafter eval --track`: the store is looked at before anything is drafted, and told of the run when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.commands.eval_options import EvalOptions
from drafter.commands.printing import say
from drafter.errors import UsageError

if TYPE_CHECKING:
    from drafter.score.report.results import Results
    from drafter.store.state import State

_ELSE = ("compare", "judges", "rate")  # the verbs that score no draft


def check_tracking(options: EvalOptions) -> None:
    """Insist that what was asked for can be logged.

    Raises:
        SettingsError: the extra `mlflow` is not installed.
        UsageError: nothing is scored that would be kept as a run, or the store is none.
        OutputError: the store cannot be written.
    """
    if options.track is None:
        if options.track_texts:
            raise UsageError("--track-texts: where to?", hint="add --track sqlite:///runs.db")
        return
    what = options.what or []
    is_other = any(path.is_file() or (str(path) in _ELSE and not path.exists()) for path in what[:1])
    if is_other or options.published or options.draft or options.self_test or options.reference:
        hint = "drafter eval, drafter eval backtest and drafter eval rescore RUN make one"
        raise UsageError("--track: only of a run over cases", hint=hint)
    from drafter.pipeline.tracking_store import check_store

    check_store(options.track)


def track(options: EvalOptions, state: State, results: Results) -> None:
    """Log the run where that was asked for.

    Raises:
        OutputError: the store cannot be reached or written.
    """
    if options.track is None:
        return
    from drafter.pipeline.tracking_eval import track_results

    texts = "with the drafts, the report and what was said of them" if options.track_texts else "without any text"
    say(f"logging the run to {options.track.rpartition('@')[2]}, {texts}")
    track_results(options.track, state, results, texts=options.track_texts)
