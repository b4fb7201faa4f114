"""A run of the record as one run of an MLflow store: what it was made with, what it cost, how it scores; no text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from drafter import __version__
from drafter.pipeline.tracking_store import (
    Logged,
    Store,
    connect,
    find_experiment,
    open_store,
    tell_of_run,
    telling_failures,
)
from drafter.store.runs import Run, load_run

if TYPE_CHECKING:
    from drafter.pipeline.model_run import ModelGenerated
    from drafter.pipeline.session import Session
    from drafter.records import Score

EXPERIMENT = "drafter"


def track_run(uri: str, session: Session, made: ModelGenerated) -> None:
    """Log a recorded run to the MLflow store at `uri`, in the experiment "drafter" and under its own id.

    `uri` is `sqlite:///runs.db`, the path of a .db file, or the address of a server. No text, no file name and no name
    of who ran it is logged, nothing but the store is reached, and no artifact is written.

    Raises:
        SettingsError: the extra `mlflow` is not installed.
        UsageError: `uri` is neither a SQLite file nor a server.
        OutputError: the store cannot be reached or written, or the record cannot be read.
    """
    store = open_store(uri)
    run = load_run(session.state, made.run_id)
    logged = describe_run(run, made.scores)
    hint = "the draft is not lost: once the store is there, the same command logs it and pays for nothing twice"
    with telling_failures(store, hint=hint):
        _log(store, run, logged)


def describe_run(run: Run, scores: Sequence[Score]) -> Logged:
    """What is logged of a run; what nobody knows is left out, and never 0.

    Parameters: the period, the host that was asked, each setting of the record that is one value, the hash of each
    prompt, how each score was measured. Metrics: scores, tokens, cost in US dollars, seconds, how many of what, faults
    by rule. Tags: the status, drafter's version.
    """
    known = {score.metric: score.value for score in scores if score.value is not None}
    signed = {f"signature/{score.metric}": score.signature for score in scores if score.metric in known}
    return Logged(
        parameters={**dict(_parameters(run)), **signed},
        metrics={
            **{f"score/{metric}": value for metric, value in known.items()},
            **dict(_amounts(run)),
            **dict(_faults(run.summary)),
        },
        tags={"status": str(run.status), "drafter_version": __version__},
    )


def _parameters(run: Run) -> Iterator[tuple[str, str]]:
    yield "period", run.command.partition(" ")[2]
    yield "host", _host(str(run.settings.get("base_url", "")))
    for name, value in run.settings.items():
        if name != "base_url" and isinstance(value, str | int | float):
            yield name, str(value)
    for name, sha256 in run.prompts.items():
        yield f"prompt/{name}", str(sha256)


def _host(base_url: str) -> str:
    """Without the path: that of a gateway may name an account."""
    return base_url.partition("://")[2].partition("/")[0].rpartition("@")[2]


def _amounts(run: Run) -> Iterator[tuple[str, float]]:
    yield "asked", float(len(run.sent))
    yield "cached", float(len(run.requests) - len(run.sent))
    for name, tokens in zip(("input_tokens", "output_tokens"), run.tokens or (), strict=False):
        yield name, float(tokens)
    if run.cost is not None:
        yield "cost", float(run.cost)
    if run.seconds is not None:
        yield "seconds", run.seconds
    for name in ("read", "facts"):
        if isinstance(run.summary.get(name), int):
            yield name, float(run.summary[name])
    for name in ("unread", "dropped", "questions"):
        if isinstance(run.summary.get(name), list):
            yield name, float(len(run.summary[name]))


def _faults(summary: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Those before and after the revision, all and by rule: a rule that only one of them broke is 0 in the other."""
    found = {name: summary.get(name) for name in ("faults_first", "faults_last")}
    counts = {name: rules for name, rules in found.items() if isinstance(rules, dict)}
    broken = sorted({rule for rules in counts.values() for rule in rules})
    for name, rules in counts.items():
        yield f"{name}/all", float(sum(rules.values()))
        for rule in broken:
            yield f"{name}/{rule}", float(rules.get(rule, 0))


def _log(store: Store, run: Run, logged: Logged) -> None:
    client = connect(store)
    start_ms, end_ms = times_of(run)
    experiment_id = find_experiment(client, store, EXPERIMENT)
    made = client.create_run(experiment_id, start_time=start_ms, run_name=run.id, tags=dict(logged.tags))
    tell_of_run(client, made.info.run_id, logged, at_ms=end_ms)
    client.set_terminated(made.info.run_id, end_time=end_ms)


def times_of(run: Run) -> tuple[int, int]:
    """When it began and ended, in milliseconds."""
    start = run.started or datetime.now(UTC)
    first, last = (round(t.timestamp() * 1000) for t in (start, start + timedelta(seconds=run.seconds or 0)))
    return first, last
