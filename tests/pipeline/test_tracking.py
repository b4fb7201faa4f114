"""What MLflow is told of a run, which stores are taken, and, where MLflow is installed, that it lies in a real one."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest

from drafter import __version__
from drafter.errors import OutputError, SettingsError, UsageError
from drafter.pipeline.model_run import ModelGenerated
from drafter.pipeline.session import Session, open_session
from drafter.pipeline.tracking import describe_run, track_run
from drafter.pipeline.tracking_store import check_store
from drafter.records import Score
from drafter.store.runs import Run, RunStatus, SentRequest, load_run, start_run
from drafter.store.state import State
from drafter.text.periods import year_period
from tests.conftest import BuildTree
from tests.pipeline.conftest import OpenBlog

START = datetime(2025, 1, 3, 10, 15, tzinfo=UTC)
CANARY = "湖のまわりを歩いた"
SENT = SentRequest(
    prompt="facts",
    host="api.example",
    model="small-1",
    started=START,
    seconds=1.5,
    cached=False,
    attempts=1,
    input_tokens=1200,
    output_tokens=80,
    cost=Decimal("0.0012"),
    document_ids=("d1",),
    key="k1",
    outcome="answered",
)
CACHED = replace(SENT, cached=True, attempts=0, input_tokens=None, output_tokens=None, cost=None)
SETTINGS = {
    "base_url": "https://api.example:8443/account-17/v1",
    "large": "large-1",
    "small": "small-1",
    "language": None,
    "batch_tokens": 7000,
    "max_cost": "0.5",
    "n_denied": 0,
}
SUMMARY = {
    "path": f"content/{CANARY}.md",
    "read": 12,
    "unread": [f"notes/{CANARY}.md"],
    "facts": 31,
    "dropped": [{"text": CANARY, "reason": "number"}, {"text": CANARY, "reason": CANARY}],
    "faults_first": {"number": 3, "claim": 1},
    "faults_last": {"claim": 2, "date": 1},
    "revised": True,
    "questions": [CANARY, CANARY, CANARY],
    "scores": [{"metric": "grounded", "value": 0.9, "reason": CANARY}],
    "tokens": 1280,
    "cost": "0.0012",
    "requests": 1,
}
RUN = Run(
    id="20250103T101500-ab12",
    command="generate 2024-04..2025-03",
    status=RunStatus.PARTIAL,
    started=START,
    seconds=41.25,
    settings=SETTINGS,
    prompts={"facts": "ab" * 32, "system": "cd" * 32},
    documents={"d1": f"notes/{CANARY}.md"},
    summary=SUMMARY,
    requests=(SENT, CACHED, SENT),
)
SCORES = (
    Score(metric="grounded", value=0.9, numerator=9, denominator=10, signature="grounded|unit:sentence|version:1"),
    Score(metric="voice", value=None, reason=CANARY, signature="voice|version:1"),
    Score(metric="longest_run", value=0.0, signature="longest_run|version:2"),
)


def test_of_a_run_its_settings_amounts_and_scores_are_told() -> None:
    logged = describe_run(RUN, SCORES)
    assert logged.parameters == {
        "period": "2024-04..2025-03",
        "host": "api.example:8443",
        "large": "large-1",
        "small": "small-1",
        "batch_tokens": "7000",
        "max_cost": "0.5",
        "n_denied": "0",
        "prompt/facts": "ab" * 32,
        "prompt/system": "cd" * 32,
        "signature/grounded": "grounded|unit:sentence|version:1",
        "signature/longest_run": "longest_run|version:2",
    }
    assert logged.metrics == {
        "score/grounded": 0.9,
        "score/longest_run": 0.0,
        "asked": 2,
        "cached": 1,
        "input_tokens": 2400,
        "output_tokens": 160,
        "cost": 0.0024,
        "seconds": 41.25,
        "read": 12,
        "facts": 31,
        "unread": 1,
        "dropped": 2,
        "questions": 3,
        "faults_first/all": 4,
        "faults_first/claim": 1,
        "faults_first/date": 0,
        "faults_first/number": 3,
        "faults_last/all": 3,
        "faults_last/claim": 2,
        "faults_last/date": 1,
        "faults_last/number": 0,
    }
    assert logged.tags == {"status": "partial", "drafter_version": __version__}


def test_no_word_of_notes_draft_or_file_names_is_told_and_no_path_of_the_address() -> None:
    told = str(describe_run(RUN, SCORES))
    assert CANARY not in told
    assert "account-17" not in told


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"requests": (SENT, replace(SENT, cost=None))}, {"cost"}),
        ({"requests": (replace(SENT, input_tokens=None),)}, {"input_tokens", "output_tokens"}),
        ({"seconds": None}, {"seconds"}),
        ({"summary": {}}, {"read", "facts", "unread", "dropped", "questions", "faults_first/all", "faults_last/all"}),
        (
            {"summary": {**SUMMARY, "faults_first": None, "faults_last": None}},
            {"faults_first/all", "faults_last/claim"},
        ),
    ],
    ids=["a price", "usage", "its end", "a summary", "a draft of the model's"],
)
def test_what_nobody_knows_is_left_out(changed: Mapping[str, Any], missing: set[str]) -> None:
    known = set(describe_run(RUN, SCORES).metrics)
    assert missing <= known
    assert missing.isdisjoint(describe_run(replace(RUN, **changed), SCORES).metrics)


def test_a_run_from_the_cache_alone_costs_nothing() -> None:
    metrics = describe_run(replace(RUN, requests=(CACHED, CACHED)), ()).metrics
    assert [metrics[name] for name in ("asked", "cached", "input_tokens", "cost")] == [0, 2, 0, 0]


def test_a_draft_without_a_fault_has_none() -> None:
    metrics = describe_run(replace(RUN, summary={"faults_first": {}, "faults_last": {}}), ()).metrics
    assert {name: n for name, n in metrics.items() if "faults" in name} == {"faults_first/all": 0, "faults_last/all": 0}


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("https://api.example/v1", "api.example"),
        ("http://127.0.0.1:11434", "127.0.0.1:11434"),
        ("http://[::1]:8080/v1", "[::1]:8080"),
        ("https://me:secret@api.example/v1", "api.example"),
        (None, ""),
    ],
)
def test_the_host_is_told_and_nothing_else_of_the_address(base_url: str | None, host: str) -> None:
    settings = {"base_url": base_url} if base_url else {}
    assert describe_run(replace(RUN, settings=settings, prompts={}), ()).parameters == {
        "period": "2024-04..2025-03",
        "host": host,
    }


def test_the_record_of_a_session_has_what_is_told(build_tree: BuildTree, open_blog: OpenBlog) -> None:
    root = build_tree({"hugo.toml": "", "content/posts/a.md": "---\ndate: 2024-05-01\n---\n歩いた。\n"})
    project = open_blog(root, model_large="big", base_url="http://127.0.0.1:9/v1", deny=("湖月商事",), language="ja")
    session = open_session(project, year_period(2024))
    assert session.record is not None
    session.record.finish({})
    session.close()
    logged = describe_run(load_run(session.state, session.run_id), ())
    told = {"period": "2024", "host": "127.0.0.1:9", "large": "big", "small": "big", "language": "ja", "n_denied": "1"}
    assert told.items() <= logged.parameters.items()
    assert "prompt/system" in logged.parameters
    assert "湖月商事" not in str(logged)


# Which stores are taken


@pytest.fixture
def with_mlflow(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if MLflow were installed."""
    monkeypatch.setattr("drafter.pipeline.tracking_store.find_spec", lambda name: name)


def make_database(path: Path, *tables: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for table in tables:
            connection.execute(f"CREATE TABLE {table} (id INTEGER)")


@pytest.mark.parametrize("missing", ["mlflow", "sqlalchemy"])
def test_without_the_extra_it_is_said_how_to_get_it(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drafter.pipeline.tracking_store.find_spec", lambda name: None if name == missing else name)
    with pytest.raises(SettingsError, match="to log a run needs mlflow") as raised:
        check_store(str(tmp_path / "runs.db"))
    assert raised.value.hint == "pip install 'drafter[mlflow]'"


def test_a_package_that_cannot_be_imported_is_missing(monkeypatch: pytest.MonkeyPatch, recorded: Recorded) -> None:
    monkeypatch.setitem(sys.modules, "mlflow", None)
    with pytest.raises(SettingsError, match="to log a run needs mlflow"):
        track_run("http://127.0.0.1:9", recorded.session, recorded.made)


@pytest.mark.parametrize("name", ["runs.db", "実験 #1 100%.db"])
@pytest.mark.parametrize("prefix", ["", "sqlite:///"])
@pytest.mark.usefixtures("with_mlflow")
def test_a_file_that_is_not_there_yet_is_taken_and_not_made(name: str, prefix: str, tmp_path: Path) -> None:
    check_store(f"{prefix}{tmp_path / name}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("with_mlflow")
def test_a_file_of_mlflow_and_an_empty_one_are_taken_and_stay_as_they_are(tmp_path: Path) -> None:
    make_database(tmp_path / "runs.db", "alembic_version", "experiments", "runs")
    (tmp_path / "empty.db").touch()
    before = (tmp_path / "runs.db").read_bytes()
    check_store(str(tmp_path / "runs.db"))
    check_store(str(tmp_path / "empty.db"))
    assert (tmp_path / "runs.db").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.db", "runs.db"]


@pytest.mark.parametrize("uri", ["http://127.0.0.1:5000", "https://me:secret@mlflow.example/base"])
@pytest.mark.usefixtures("with_mlflow")
def test_a_server_is_taken_unasked(uri: str) -> None:
    check_store(uri)


@pytest.mark.parametrize(
    "uri",
    [
        *("", "runs", "./mlruns", "file:///tmp/mlruns", "databricks", "sqlite://", "sqlite:///", "sqlite:///:memory:"),
        *("sqlite:///runs.db?mode=ro", "postgresql://me:secret@db/mlflow", "http://", "http://[", "ftp://h/runs.db"),
    ],
)
@pytest.mark.usefixtures("with_mlflow")
def test_anything_else_is_refused_with_what_can_be_given(uri: str) -> None:
    with pytest.raises(UsageError, match="neither a file for runs nor a server") as raised:
        check_store(uri)
    assert "secret" not in str(raised.value)
    assert "sqlite:///runs.db" in (raised.value.hint or "")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_text("a diary, and no database at all. " * 40, "utf-8"), "file is not a database"),
        (lambda path: path.mkdir(), "unable to open database file"),
        (lambda path: make_database(path, "bookmarks"), "a database of something else"),
    ],
    ids=["a text", "a folder", "another program's"],
)
@pytest.mark.usefixtures("with_mlflow")
def test_a_file_of_something_else_is_refused_and_stays(
    make: Callable[[Path], object], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "runs.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(OutputError, match=rf"runs\.db: .*{said}") as raised:
        check_store(str(path))
    assert raised.value.hint
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.usefixtures("with_mlflow")
def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"no/runs\.db: cannot be made"):
        check_store(str(tmp_path / "no/runs.db"))
    assert not (tmp_path / "no").exists()


@pytest.mark.usefixtures("with_mlflow")
def test_a_file_that_another_program_holds_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drafter.pipeline.tracking_store._WAIT_S", 0.05)
    make_database(tmp_path / "runs.db", "experiments")
    with closing(sqlite3.connect(tmp_path / "runs.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutputError, match="database is locked"):
            check_store(str(tmp_path / "runs.db"))


# What is asked of MLflow


@dataclass
class Recorded:
    """A run on the disk, and the arguments of `track_run` that stand for it."""

    root: Path
    run_id: str

    @property
    def session(self) -> Session:
        return cast(Session, SimpleNamespace(state=State(self.root)))

    @property
    def made(self) -> ModelGenerated:
        return cast(ModelGenerated, SimpleNamespace(run_id=self.run_id, scores=SCORES))


@pytest.fixture
def recorded(tmp_path: Path, with_mlflow: None) -> Recorded:
    root = tmp_path / "blog"
    root.mkdir()
    record = start_run(State(root), command="generate 2024", settings=SETTINGS, prompts=RUN.prompts, now=START)
    record.request(SENT)
    record.finish({**SUMMARY, "status": "done"})
    return Recorded(root, record.id)


@dataclass
class FakeMlflow:
    """Stands for the package and for its client; keeps what was asked, and fails where it is told to."""

    experiment: object = None
    error: Exception | None = None
    asked: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def __call__(self, **given: object) -> FakeMlflow:
        self.asked.append(("client", given))
        return self

    def get_experiment_by_name(self, name: str) -> object:
        if self.error is not None:
            raise self.error
        return self.experiment

    def create_experiment(self, name: str, **given: object) -> str:
        self.asked.append(("experiment", {"name": name, **given}))
        return "7"

    def create_run(self, experiment_id: str, **given: object) -> object:
        self.asked.append(("run", {"experiment_id": experiment_id, **given}))
        return SimpleNamespace(info=SimpleNamespace(run_id="r1"))

    def log_batch(self, run_id: str, **given: object) -> None:
        self.asked.append(("batch", {"run_id": run_id, **given}))

    def set_terminated(self, run_id: str, **given: object) -> None:
        self.asked.append(("end", {"run_id": run_id, **given}))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeMlflow:
    client = FakeMlflow()
    package, entities = ModuleType("mlflow"), ModuleType("mlflow.entities")
    vars(package)["MlflowClient"] = client
    vars(entities).update(Metric=lambda *values: values, Param=lambda *values: values)
    monkeypatch.setitem(sys.modules, "mlflow", package)
    monkeypatch.setitem(sys.modules, "mlflow.entities", entities)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    return client


def test_a_run_is_made_told_of_at_once_and_ended(recorded: Recorded, fake: FakeMlflow, tmp_path: Path) -> None:
    track_run(str(tmp_path / "実験.db"), recorded.session, recorded.made)
    run = load_run(State(recorded.root), recorded.run_id)
    logged = describe_run(run, SCORES)
    start_ms = round(START.timestamp() * 1000)
    end_ms = round((START + timedelta(seconds=run.seconds or 0)).timestamp() * 1000)
    uri, place = f"sqlite:///{tmp_path / '実験.db'}", (tmp_path / "実験.artifacts").as_uri()
    assert fake.asked == [
        ("client", {"tracking_uri": uri, "registry_uri": uri}),
        ("experiment", {"name": "drafter", "artifact_location": place}),
        ("run", {"experiment_id": "7", "start_time": start_ms, "run_name": run.id, "tags": logged.tags}),
        (
            "batch",
            {
                "run_id": "r1",
                "metrics": [(name, value, end_ms, 0) for name, value in logged.metrics.items()],
                "params": list(logged.parameters.items()),
            },
        ),
        ("end", {"run_id": "r1", "end_time": end_ms}),
    ]


def test_the_experiment_is_made_once(recorded: Recorded, fake: FakeMlflow) -> None:
    fake.experiment = SimpleNamespace(experiment_id="3")
    track_run("http://127.0.0.1:9", recorded.session, recorded.made)
    assert [name for name, _ in fake.asked] == ["client", "run", "batch", "end"]
    assert fake.asked[1][1]["experiment_id"] == "3"


def test_a_server_keeps_artifacts_where_it_likes(recorded: Recorded, fake: FakeMlflow) -> None:
    track_run("http://127.0.0.1:9", recorded.session, recorded.made)
    assert fake.asked[1] == ("experiment", {"name": "drafter", "artifact_location": None})


def test_mlflow_tells_nobody_of_it_and_writes_nothing_where_the_draft_goes(
    recorded: Recorded, fake: FakeMlflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "MLFLOW_DISABLE_TELEMETRY", "false")
    monkeypatch.setitem(os.environ, "MLFLOW_HTTP_REQUEST_TIMEOUT", "7")
    track_run("http://127.0.0.1:9", recorded.session, recorded.made)
    assert os.environ["MLFLOW_DISABLE_TELEMETRY"] == "true"
    assert os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] == "true"
    assert os.environ["MLFLOW_HTTP_REQUEST_TIMEOUT"] == "7"


def chained(told: str, cause: Exception) -> Exception:
    error = RuntimeError(told)
    error.__context__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("Detected out-of-date schema\nand more"), "not logged: Detected out-of-date schema$"),
        (RuntimeError("request to http://me:secret@h/api failed"), "not logged: request to http://h/api failed"),
        (chained("request failed", ConnectionRefusedError(111, "Connection refused")), r"not logged: .*tion refused$"),
        (chained("(sqlite3.OperationalError)", sqlite3.OperationalError("disk is full")), "not logged: disk is full"),
        (RuntimeError(), "not logged: RuntimeError"),
    ],
    ids=["first line", "login", "system", "SQLite", "silent"],
)
def test_a_store_that_fails_is_told_of_in_one_line(
    error: Exception, said: str, recorded: Recorded, fake: FakeMlflow
) -> None:
    fake.error = error
    with pytest.raises(OutputError, match=said) as raised:
        track_run("http://me:secret@127.0.0.1:9", recorded.session, recorded.made)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "the draft is not lost" in (raised.value.hint or "")


if find_spec("mlflow") is not None:  # 600 MB, which no other test needs
    TRACK = """if True:
        import sys
        from pathlib import Path
        from types import SimpleNamespace
        from drafter.errors import DrafterError
        from drafter.pipeline.tracking import track_run
        from drafter.records import Score
        from drafter.store.state import State
        scores = (Score(metric="grounded", value=0.9, signature="s"), Score(metric="voice", value=None))
        uri, root, run_id = sys.argv[1:]
        try:
            track_run(uri, SimpleNamespace(state=State(Path(root))), SimpleNamespace(run_id=run_id, scores=scores))
        except DrafterError as error:
            sys.exit(f"{error} | {error.hint}")
    """
    READ = """if True:
        import json, sys
        from mlflow import MlflowClient
        client = MlflowClient(tracking_uri=sys.argv[1])
        experiment = client.get_experiment_by_name("drafter")
        runs = client.search_runs([experiment.experiment_id])
        told = [{**run.to_dictionary()["data"], **dict(run.info)} for run in runs]
        print(json.dumps({"place": experiment.artifact_location, "runs": told}))
    """

    def run_python(code: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")}
        environ = {**kept, "PYTHONPATH": str(Path(__file__).parents[2])}
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(
            command, cwd=folder, env=environ, capture_output=True, encoding="utf-8", timeout=300, check=False
        )

    def test_runs_lie_in_a_real_store_and_nothing_else_does(recorded: Recorded, tmp_path: Path) -> None:
        here = tmp_path / "here"
        here.mkdir()
        for uri in ("sqlite:///実験 1.db", "実験 1.db"):
            done = run_python(TRACK, uri, str(recorded.root), recorded.run_id, folder=here)
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert [path.name for path in here.iterdir()] == ["実験 1.db"]
        assert CANARY.encode() not in (here / "実験 1.db").read_bytes()
        read = run_python(READ, f"sqlite:///{here / '実験 1.db'}", folder=here)
        assert read.returncode == 0, read.stderr
        stored = json.loads(read.stdout)
        logged = describe_run(load_run(State(recorded.root), recorded.run_id), ())
        assert "/here/" in stored["place"]
        assert len(stored["runs"]) == 2
        for run in stored["runs"]:
            assert (run["run_name"], run["status"]) == (recorded.run_id, "FINISHED")
            assert run["start_time"] == round(START.timestamp() * 1000)
            assert run["params"] == {**logged.parameters, "signature/grounded": "s"}
            assert run["metrics"] == {**logged.metrics, "score/grounded": 0.9}
            assert run["tags"] == {**logged.tags, "mlflow.runName": recorded.run_id}

    def test_a_server_that_is_not_there_is_told_of_soon(recorded: Recorded, tmp_path: Path) -> None:
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            uri = f"http://me:secret@127.0.0.1:{unused.getsockname()[1]}"
            done = run_python(TRACK, uri, str(recorded.root), recorded.run_id, folder=tmp_path)
        assert done.returncode == 1
        assert "the run was not logged: " in done.stderr
        assert "Connection refused" in done.stderr
        assert "secret" not in done.stderr
        assert len(done.stderr.splitlines()) == 1
