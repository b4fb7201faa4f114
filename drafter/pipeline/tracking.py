"""A run of the record as one run of an MLflow store: what it was made with, what it cost, how it scores; no text."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from drafter import __version__
from drafter.errors import OutputError, SettingsError, UsageError
from drafter.store.runs import Run, load_run

if TYPE_CHECKING:
    from mlflow import MlflowClient

    from drafter.pipeline.model_run import ModelGenerated
    from drafter.pipeline.session import Session
    from drafter.records import Score

EXPERIMENT = "drafter"
_ALWAYS = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",  # where the draft goes
}
_UNLESS_SET = {
    "MLFLOW_LOGGING_LEVEL": "ERROR",  # it tells of each table it makes
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",  # its own 7 wait four minutes for a server that is not there
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "30",
}
_LOGIN = re.compile(r"(?<=://)[^/@\s]+@")
_REASON_CHARS = 300
_WAIT_S = 5.0  # for another program to be done with the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """What MLflow is told of a run."""

    parameters: Mapping[str, str]
    metrics: Mapping[str, float]
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Store:
    """`uri` is MLflow's; `file` is None for a server. `shown` has no login in it."""

    uri: str
    file: Path | None
    shown: str


def check_store(uri: str) -> None:
    """Insist that a run could be logged to `uri`, before it is paid for. Nothing is made and no server is asked.

    Raises:
        SettingsError: the extra `mlflow` is not installed.
        UsageError: it is neither a SQLite file nor a server.
        OutputError: the file is not MLflow's, or cannot be written.
    """
    _open_store(uri)


def track_run(uri: str, session: Session, made: ModelGenerated) -> None:
    """Log a recorded run to the MLflow store at `uri`, in the experiment "drafter" and under its own id.

    `uri` is `sqlite:///runs.db`, the path of a .db file, or the address of a server. No text, no file name and no name
    of who ran it is logged, nothing but the store is reached, and no artifact is written.

    Raises:
        SettingsError: the extra `mlflow` is not installed.
        UsageError: `uri` is neither a SQLite file nor a server.
        OutputError: the store cannot be reached or written, or the record cannot be read.

    Source: MlflowClient; unlike mlflow.start_run it adds no tags with the user, the program and its git commit.
    """
    store = _open_store(uri)
    run = load_run(session.state, made.run_id)
    logged = describe_run(run, made.scores)
    try:
        _log(store, run, logged)
    except ImportError as error:
        raise _missing() from error
    except Exception as error:  # of MLflow, SQLAlchemy, requests
        hint = "the draft is not lost: once the store is there, the same command logs it and pays for nothing twice"
        raise OutputError(f"{store.shown}: the run was not logged: {_reason(error)}", hint=hint) from error


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


def _open_store(uri: str) -> _Store:
    store = _parse_store(uri)
    if any(find_spec(package) is None for package in ("mlflow", *(["sqlalchemy"] if store.file else []))):
        raise _missing()
    if store.file is not None:
        _check_file(store.file)
    return store


def _missing() -> SettingsError:
    return SettingsError("to log a run needs mlflow", hint="pip install 'drafter[mlflow]'")


def _parse_store(uri: str) -> _Store:
    shown = _LOGIN.sub("", uri)
    is_file = uri.startswith("sqlite:///") or ("://" not in uri and uri.endswith(".db"))
    file = Path(uri.removeprefix("sqlite:///")) if is_file else None
    if "?" in uri or (file.name in ("", ":memory:") if file else not _is_address(uri)):
        hint = "give sqlite:///runs.db, the path of a .db file, or the http address of an MLflow server"
        raise UsageError(f"--track {shown}: neither a file for runs nor a server", hint=hint)
    if file is None:
        return _Store(uri=uri, file=None, shown=shown)
    file = file.resolve()
    return _Store(uri=f"sqlite:///{file.as_posix()}", file=file, shown=str(file))


def _is_address(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # http://[
        return False


def _check_file(file: Path) -> None:
    """MLflow would try for minutes to open a file that cannot be, and make its tables in any database."""
    if not file.exists():
        if not os.access(file.parent, os.W_OK):
            raise OutputError(f"{file}: cannot be made", hint="make its folder, or check the rights of it")
        return
    try:
        with closing(sqlite3.connect(file, timeout=_WAIT_S, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise OutputError(f"{file}: cannot be used: {error}", hint="name another file, or check its rights") from error
    if tables and "experiments" not in tables:
        raise OutputError(f"{file}: a database of something else", hint="name a file that is not there yet")


def _log(store: _Store, run: Run, logged: Logged) -> None:
    """Log a run with all that is told of it in one request."""
    os.environ.update(_ALWAYS | {name: value for name, value in _UNLESS_SET.items() if name not in os.environ})
    from mlflow import MlflowClient
    from mlflow.entities import Metric, Param

    client = MlflowClient(tracking_uri=store.uri, registry_uri=store.uri)
    start = run.started or datetime.now(UTC)
    start_ms, end_ms = (round(t.timestamp() * 1000) for t in (start, start + timedelta(seconds=run.seconds or 0)))
    experiment_id = _find_experiment(client, store)
    made = client.create_run(experiment_id, start_time=start_ms, run_name=run.id, tags=dict(logged.tags))
    client.log_batch(
        made.info.run_id,
        metrics=[Metric(name, value, end_ms, 0) for name, value in logged.metrics.items()],
        params=[Param(name, value) for name, value in logged.parameters.items()],
    )
    client.set_terminated(made.info.run_id, end_time=end_ms)


def _find_experiment(client: MlflowClient, store: _Store) -> str:
    """Made where it is not there: beside the file, for MLflow's own place for artifacts is the current folder."""
    found = client.get_experiment_by_name(EXPERIMENT)
    if found is not None:
        return str(found.experiment_id)
    place = store.file.with_suffix(".artifacts").as_uri() if store.file else None
    return str(client.create_experiment(EXPERIMENT, artifact_location=place))


def _reason(error: BaseException) -> str:
    """The first line of what the system or SQLite said, where it is one of them that failed, and no login."""
    chain = [error]
    while (inner := chain[-1].__cause__ or chain[-1].__context__) is not None:
        chain.append(inner)
    plain = [e for e in chain if isinstance(e, OSError | sqlite3.Error)]
    first, *_ = str(plain[-1] if plain else error).splitlines() or [type(error).__name__]
    return _LOGIN.sub("", first)[:_REASON_CHARS]
