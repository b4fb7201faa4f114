"""An MLflow store: which ones are taken, whether one can be written, and how; it is told of no user.

Of MLflow itself only what writes no tag with the user, the program and its git commit is used: MlflowClient, and
TracingClient for traces with their assessments.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from drafter.errors import OutputError, SettingsError, UsageError

if TYPE_CHECKING:
    from mlflow import MlflowClient

_ALWAYS = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",  # where the draft goes
}
_UNLESS_SET = {
    "MLFLOW_LOGGING_LEVEL": "ERROR",  # it tells of each table it makes
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",  # its own 7 wait four minutes for a server that is not there
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "30",
    "MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT": "30",
}
_LOGIN = re.compile(r"(?<=://)[^/@\s]+@")
_REASON_CHARS = 300
_WAIT_S = 5.0  # for another program to be done with the file
_AT_ONCE = 100  # parameters and metrics of one request, by MLflow
_VALUE_CHARS = 6000  # of a parameter, by MLflow


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """What MLflow is told of a run."""

    parameters: Mapping[str, str]
    metrics: Mapping[str, float]
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
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
    open_store(uri)


def open_store(uri: str) -> Store:
    """See `check_store`."""
    store = _parse_store(uri)
    if any(find_spec(package) is None for package in ("mlflow", *(["sqlalchemy"] if store.file else []))):
        raise _missing()
    if store.file is not None:
        _check_file(store.file)
    return store


def _missing() -> SettingsError:
    return SettingsError("to log a run needs mlflow", hint="pip install 'drafter[mlflow]'")


def _parse_store(uri: str) -> Store:
    shown = _LOGIN.sub("", uri)
    is_file = uri.startswith("sqlite:///") or ("://" not in uri and uri.endswith(".db"))
    file = Path(uri.removeprefix("sqlite:///")) if is_file else None
    if "?" in uri or (file.name in ("", ":memory:") if file else not _is_address(uri)):
        hint = "give sqlite:///runs.db, the path of a .db file, or the http address of an MLflow server"
        raise UsageError(f"--track {shown}: neither a file for runs nor a server", hint=hint)
    if file is None:
        return Store(uri=uri, file=None, shown=shown)
    file = file.resolve()
    return Store(uri=f"sqlite:///{file.as_posix()}", file=file, shown=str(file))


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


@contextmanager
def telling_failures(store: Store, *, hint: str) -> Iterator[None]:
    """Whatever fails while a run is logged is told in one line.

    Raises:
        SettingsError: MLflow cannot be imported.
        OutputError: the store cannot be reached or written.
    """
    try:
        yield
    except ImportError as error:
        raise _missing() from error
    except Exception as error:  # of MLflow, SQLAlchemy, requests
        raise OutputError(f"{store.shown}: the run was not logged: {_reason(error)}", hint=hint) from error


def connect(store: Store) -> MlflowClient:
    """A client that tells nobody else and prints nothing. Only what is used asks the store."""
    os.environ.update(_ALWAYS | {name: value for name, value in _UNLESS_SET.items() if name not in os.environ})
    from mlflow import MlflowClient

    return MlflowClient(tracking_uri=store.uri, registry_uri=store.uri)


def find_experiment(client: MlflowClient, store: Store, name: str) -> str:
    """The id of it. Made where it is not there: beside the file, for MLflow's own place for artifacts is the current
    folder."""
    found = client.get_experiment_by_name(name)
    if found is not None:
        return str(found.experiment_id)
    place = store.file.with_suffix(".artifacts").as_uri() if store.file else None
    return str(client.create_experiment(name, artifact_location=place))


def tell_of_run(client: MlflowClient, run_id: str, logged: Logged, *, at_ms: int) -> None:
    """Log the parameters and metrics of a run, as many in a request as MLflow takes."""
    from mlflow.entities import Metric, Param

    metrics = [Metric(name, value, at_ms, 0) for name, value in logged.metrics.items()]
    parameters = [Param(name, _cut(value)) for name, value in logged.parameters.items()]
    for start in range(0, max(len(metrics), len(parameters)), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        client.log_batch(run_id, metrics=metrics[part], params=parameters[part])


def _cut(value: str) -> str:
    return value if len(value) <= _VALUE_CHARS else f"{value[: _VALUE_CHARS - 2]} …"


def _reason(error: BaseException) -> str:
    """The first line of what the system or SQLite said, where it is one of them that failed, and no login."""
    chain = [error]
    while (inner := chain[-1].__cause__ or chain[-1].__context__) is not None:
        chain.append(inner)
    plain = [e for e in chain if isinstance(e, OSError | sqlite3.Error)]
    first, *_ = str(plain[-1] if plain else error).splitlines() or [type(error).__name__]
    return _LOGIN.sub("", first)[:_REASON_CHARS]
