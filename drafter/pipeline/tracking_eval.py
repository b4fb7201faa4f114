"""A run of `drafter eval` in an MLflow store: one run, and in it a nested run and a trace for each draft.

The assessments of a draft hang on its trace, each with its true source: code, a judge, or a person.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from drafter import __version__
from drafter.pipeline.assessments import Assessed, assess_draft, draft_name
from drafter.pipeline.evaluation_results import find_scores
from drafter.pipeline.tracking import times_of
from drafter.pipeline.tracking_store import (
    Logged,
    Store,
    connect,
    find_experiment,
    open_store,
    tell_of_run,
    telling_failures,
)
from drafter.pipeline.trials import count_labels
from drafter.score.report.means import mean_of, metrics_in
from drafter.score.report.results import Key, Results
from drafter.score.report.web import render_html
from drafter.score.rows import Row
from drafter.score.trial import read_signature
from drafter.store.labels import load_labels
from drafter.store.runs import Run, list_runs
from drafter.store.state import State

if TYPE_CHECKING:
    from mlflow import MlflowClient

EXPERIMENT = "drafter eval"
_HINT = "the run is not lost: once the store is there, the same command logs it and pays for nothing twice"
_ASKING = ("generate", "judge")  # runs that a run of eval begins
_SLACK_S = 2.0  # of file systems that keep whole seconds
_LINKS_AT_ONCE = 100  # traces of one request, by MLflow
_PREVIEW_CHARS = 1000
_NO_TEXT = "(no text was logged)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """Where a run is logged. `parent` is its id there, `end_ms` when it ended, in milliseconds."""

    client: MlflowClient
    store: Store
    experiment: str
    parent: str
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is told of one draft. `text` is its body, None where no text is to be logged or none was made.

    `at_ms` orders the drafts: MLflow shows the latest first.
    """

    key: Key
    at_ms: int
    logged: Logged
    assessed: tuple[Assessed, ...]
    text: str | None
    failed: bool


def track_results(uri: str, state: State, results: Results, *, texts: bool) -> None:
    """Log a run that is on the record to the MLflow store at `uri`, in the experiment "drafter eval".

    The run has its id as name and the means by writer; each draft is a run nested in it, and a trace linked to both.
    With `texts` the drafts and the report are artifacts, a draft is the output of its trace, too, and what judges and
    rules say of its sentences are rationales. Without it no word of a source, a draft or a judge is logged, and no
    artifact is written.

    Raises:
        SettingsError: the extra `mlflow` is not installed.
        UsageError: `uri` is neither a SQLite file nor a server.
        OutputError: the store cannot be reached or written, or the record cannot be read.
    """
    store = open_store(uri)
    run, record = find_scores(state, results.name)
    results = replace(results, n_labels=count_labels(state, results.rows))
    cases, labels = record.cases, tuple(load_labels(state).values())
    logged = describe_results(run, results, prompts=_prompts(state, run, cases))
    end_ms = times_of(run)[1]
    drafts = [
        _Told(
            key=key,
            at_ms=end_ms - number,
            logged=describe_draft(results, key, cases.get(key[0], {}), texts=texts),
            assessed=assess_draft(results, key, labels, texts=texts),
            text=results.drafts.get(key) if texts else None,
            failed=key in results.failed,
        )
        for number, key in enumerate(results.keys)
    ]
    with telling_failures(store, hint=_HINT), _open_run(store, run, logged) as target:
        traces = [_log_draft(target, told) for told in drafts]
        for start in range(0, len(traces), _LINKS_AT_ONCE):
            target.client.link_traces_to_run(traces[start : start + _LINKS_AT_ONCE], target.parent)
        if texts:
            target.client.log_text(target.parent, render_html(results), "report.html")


def describe_results(run: Run, results: Results, *, prompts: Mapping[str, str]) -> Logged:
    """What is logged of the whole run.

    Parameters: the command, writers, cases, how many drafts, judges as they were served, how often they judged, in what
    tokens overlap was counted, the hash of each prompt, every signature of each metric. Metrics:
    `mean/WRITER/METRIC` over cases and, where some have no value, how many in `cases_without/WRITER/METRIC`.
    """
    signatures = _signatures(results.rows)
    signed = [read_signature(signature) for found in signatures.values() for signature in found]
    parameters = {
        "command": run.command,
        "writers": ", ".join(results.writers),
        "cases": ", ".join(results.cases),
        "repeats": str(max((number for _, _, number in results.keys), default=0)),
        "judges": _distinct(signed, "model"),
        "judgings": _distinct(signed, "judgings"),
        "tokenizers": _distinct(signed, "tokens"),
        **{f"prompt/{name}": sha256 for name, sha256 in prompts.items()},
        **{f"signature/{metric}": "; ".join(found) for metric, found in signatures.items()},
    }
    metrics = {
        **dict(_means(results)),
        "cases": float(len(results.cases)),
        "drafts": float(len(results.keys) - len(results.failed)),
        "not_drafted": float(len(results.failed)),
    }
    tags = {"status": str(run.status), "drafter_version": __version__}
    return Logged(parameters={name: value for name, value in parameters.items() if value}, metrics=metrics, tags=tags)


def describe_draft(results: Results, key: Key, case: Mapping[str, Any], *, texts: bool) -> Logged:
    """What is logged of one draft. Parameters: case, period, language, split, writer, number, and how each score was
    measured; metrics: each score that has a value; tag: why there is no draft, only with `texts`."""
    rows = [row for row in results.rows if row.key == key and row.score.value is not None]
    told = {name: str(case[name]) for name in ("period", "language", "split") if case.get(name)}
    reason = {"reason": results.failed.get(key) or ""} if texts else {}
    return Logged(
        parameters={
            "case": key[0],
            **told,
            "writer": key[1],
            "draft": str(key[2]),
            **{f"signature/{row.score.metric}": row.score.signature for row in rows},
        },
        metrics={f"score/{row.score.metric}": row.score.value for row in rows if row.score.value is not None},
        tags={"drafter_version": __version__, **{name: value for name, value in reason.items() if value}},
    )


def _signatures(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Of what has a value, by metric."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if row.score.value is not None:
            found.setdefault(row.score.metric, set()).add(row.score.signature)
    return {metric: sorted(signatures) for metric, signatures in found.items()}


def _distinct(signed: Sequence[Mapping[str, str]], name: str) -> str:
    return ", ".join(sorted({parameters[name] for parameters in signed if name in parameters}))


def _means(results: Results) -> Iterator[tuple[str, float]]:
    for writer in results.writers:
        safe = "".join(c if c.isalnum() or c in "-_." else "-" for c in writer)  # MLflow takes few characters
        for metric in metrics_in(results.rows):
            mean = mean_of(results.rows, writer=writer, metric=metric.name)
            if mean.value is not None:
                yield f"mean/{safe}/{metric.name}", mean.value
                if mean.n_none:
                    yield f"cases_without/{safe}/{metric.name}", float(mean.n_none)


def _prompts(state: State, run: Run, cases: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The hash of each prompt by name, by the records of writers and judges of these periods that were written since
    the run began: those are dated by their cases, and only the file system knows when they were made."""
    commands = {f"{asking} {case.get('period')}" for asking in _ASKING for case in cases.values()}
    since = (run.started.timestamp() if run.started else 0.0) - _SLACK_S
    found: dict[str, set[str]] = {}
    for one in list_runs(state):
        file = state.folder / "runs" / one.id / "run.json"
        if one.command in commands and file.stat().st_mtime >= since:
            for name, sha256 in one.prompts.items():
                found.setdefault(name, set()).add(str(sha256))
    return {name: "; ".join(sorted(hashes)) for name, hashes in found.items()}


@contextmanager
def _open_run(store: Store, run: Run, logged: Logged) -> Iterator[_Target]:
    """The run with all that is told of it; it has failed where an error ends the block."""
    client = connect(store)
    start_ms, end_ms = times_of(run)
    experiment = find_experiment(client, store, EXPERIMENT)
    made = client.create_run(experiment, start_time=start_ms, run_name=run.id, tags=dict(logged.tags))
    parent = made.info.run_id
    try:
        tell_of_run(client, parent, logged, at_ms=end_ms)
        yield _Target(client=client, store=store, experiment=experiment, parent=parent, end_ms=end_ms)
    except BaseException:
        with suppress(Exception):  # the first error is the one to tell
            client.set_terminated(parent, status="FAILED", end_time=end_ms)
        raise
    client.set_terminated(parent, end_time=end_ms)


def _log_draft(target: _Target, told: _Told) -> str:
    """Log a draft as a nested run and as a trace; the id of the trace."""
    client, name = target.client, draft_name(told.key)
    tags = {**told.logged.tags, "mlflow.parentRunId": target.parent}
    made = client.create_run(target.experiment, start_time=told.at_ms, run_name=name, tags=tags)
    run_id = str(made.info.run_id)
    tell_of_run(client, run_id, told.logged, at_ms=target.end_ms)
    if told.text is not None:
        client.log_text(run_id, told.text, "draft.md")
    client.update_run(run_id, status="FAILED" if told.failed else "FINISHED")  # nobody knows how long it took
    return _log_trace(target, told, run_id)


def _log_trace(target: _Target, told: _Told, run_id: str) -> str:
    """A trace of one span; MLflow has its assessments in the request that makes it.

    Source: mlflow.tracing.client.TracingClient, which mlflow.log_feedback asks, too.
    """
    from mlflow.entities import Span, TraceInfo, TraceLocation, TraceState
    from mlflow.tracing.client import TracingClient

    trace_id, asked = f"tr-{secrets.token_hex(16)}", _asked(told)
    answered = _NO_TEXT if told.text is None else told.text
    tracing = TracingClient(target.store.uri)
    tracing.start_trace(
        TraceInfo(
            trace_id=trace_id,
            trace_location=TraceLocation.from_experiment_id(target.experiment),
            request_time=told.at_ms,
            state=TraceState.ERROR if told.failed else TraceState.OK,
            request_preview=f"{draft_name(told.key)} ({', '.join(list(asked.values())[1:])})",
            response_preview=answered[:_PREVIEW_CHARS],
            trace_metadata={"mlflow.sourceRun": run_id},
            tags={"mlflow.traceName": draft_name(told.key), "writer": told.key[1]},
            assessments=[_feedback(one, trace_id, target) for one in told.assessed],
        )
    )
    tracing.log_spans(target.experiment, [Span.from_dict(_span(told, trace_id, asked, answered))])
    return trace_id


def _asked(told: _Told) -> dict[str, str]:
    return {
        name: told.logged.parameters[name] for name in ("case", "period", "language") if name in told.logged.parameters
    }


def _feedback(assessed: Assessed, trace_id: str, target: _Target) -> object:
    from mlflow.entities import AssessmentSource, Feedback

    at_ms = target.end_ms if assessed.at_ms is None else assessed.at_ms
    return Feedback(
        name=assessed.name,
        value=assessed.value,
        source=AssessmentSource(source_type=assessed.source, source_id=assessed.by),
        trace_id=trace_id,
        metadata={**assessed.about, "mlflow.assessment.sourceRunId": target.parent},
        rationale=assessed.rationale or None,
        create_time_ms=at_ms,
        last_update_time_ms=at_ms,
    )


def _span(told: _Told, trace_id: str, asked: Mapping[str, str], answered: str) -> dict[str, Any]:
    """As MLflow's own Span.to_dict gives it: the values of attributes are JSON."""
    attributes = {
        "mlflow.traceRequestId": trace_id,
        "mlflow.spanType": "CHAIN",
        "mlflow.spanInputs": {**asked, "writer": told.key[1], "draft": told.key[2]},
        "mlflow.spanOutputs": answered,
    }
    return {
        "name": draft_name(told.key),
        "trace_id": trace_id,
        "span_id": secrets.token_hex(8),
        "parent_span_id": None,
        "start_time_unix_nano": told.at_ms * 1_000_000,
        "end_time_unix_nano": told.at_ms * 1_000_000,
        "status": {"code": "STATUS_CODE_ERROR" if told.failed else "STATUS_CODE_OK", "message": ""},
        "attributes": {name: json.dumps(value, ensure_ascii=False) for name, value in attributes.items()},
        "events": [],
    }
