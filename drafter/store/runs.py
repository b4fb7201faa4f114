"""The record of each run that asked a model, in `.drafter/runs/<id>/`: what left, to which host, what came of it."""

from __future__ import annotations

import json
import os
import re
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from drafter.errors import OutputError, UsageError
from drafter.store.atomic import read_existing
from drafter.store.folder import prepare_folder
from drafter.store.json_file import encode_json, read_json, write_json
from drafter.store.lock import hold_lock
from drafter.store.state import State

FOLDER = "runs"
NOT_KEPT = "(not kept)"
_SECRET = re.compile(r"(^|_)(key|secret|password|token|authorization)(_|$)")
_LOGIN = re.compile(r"(?<=://)[^/@\s]+@")


class RunStatus(StrEnum):
    """How a run ended; one that was killed is stopped."""

    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """One request of a run, without its words: those lie in the cache, under `key`.

    A cached one never left and took no attempt. Tokens and `cost` (US dollars) are None where nobody knows them.
    """

    prompt: str
    host: str
    model: str
    started: datetime
    seconds: float
    cached: bool
    attempts: int
    input_tokens: int | None
    output_tokens: int | None
    cost: Decimal | None
    document_ids: tuple[str, ...]
    key: str
    outcome: str  # "answered", or what went wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A recorded run. `summary` is what it was finished with; `documents` gives the path of each document id."""

    id: str
    command: str
    status: RunStatus
    started: datetime | None
    seconds: float | None
    settings: Mapping[str, Any]
    prompts: Mapping[str, str]
    documents: Mapping[str, str]
    summary: Mapping[str, Any]
    requests: tuple[SentRequest, ...]

    @property
    def sent(self) -> tuple[SentRequest, ...]:
        """The requests that left this machine."""
        return tuple(request for request in self.requests if not request.cached)

    @property
    def tokens(self) -> tuple[int, int] | None:
        """Input and output tokens of what was sent; None when one was answered and nobody counted."""
        counted = [(r.input_tokens, r.output_tokens) for r in self.sent if r.outcome == "answered"]
        if any(None in pair for pair in counted):
            return None
        return sum(r.input_tokens or 0 for r in self.sent), sum(r.output_tokens or 0 for r in self.sent)

    @property
    def cost(self) -> Decimal | None:
        """US dollars of what was sent; None when that of one is unknown."""
        known = [request.cost for request in self.sent if request.cost is not None]
        return sum(known, Decimal(0)) if len(known) == len(self.sent) else None


class RunRecord:
    """The record of the run that goes on. Threads may write to it at once; each request is on the disk at once."""

    def __init__(self, folder: Path, head: Mapping[str, Any]) -> None:
        self.folder = folder
        self._head = head
        self._clock = time.monotonic()
        self._lock = threading.Lock()
        self._held = ExitStack()
        self._held.enter_context(hold_lock(folder / "lock", wait_s=1.0))  # until finished, or the process ends

    @property
    def id(self) -> str:
        """The name of its folder."""
        return self.folder.name

    def name_documents(self, paths: Mapping[str, str]) -> None:
        """Keep the path of each document id, so that what was sent can be told by name.

        Raises:
            OutputError: it cannot be written.
        """
        write_json(self.folder / "documents.json", dict(paths))

    def request(self, entry: SentRequest) -> None:
        """Add a request.

        Raises:
            OutputError: it cannot be written.
        """
        line = encode_json({field.name: getattr(entry, field.name) for field in fields(entry)}) + b"\n"
        path = self.folder / "requests.jsonl"
        try:
            with self._lock:
                descriptor = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(line)
        except OSError as error:
            hint = "check its rights and the free space"
            raise OutputError(f"{path}: cannot be written: {error.strerror}", hint=hint) from error

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Close the record with what became of the run; `summary["status"]` is "done" where it is not given.

        Raises:
            OutputError: it cannot be written.
            ValueError: there is no such status.
        """
        rest = {name: value for name, value in summary.items() if name != "status"}
        status = RunStatus(summary.get("status", RunStatus.DONE))
        seconds = round(time.monotonic() - self._clock, 3)
        write_json(self.folder / "run.json", {**self._head, "status": status, "seconds": seconds, "summary": rest})
        self._held.close()
        with suppress(OSError):
            (self.folder / "lock").unlink()


def start_run(
    state: State, *, command: str, settings: Mapping[str, Any], prompts: Mapping[str, str], now: datetime
) -> RunRecord:
    """Begin the record of a run; `prompts` gives the hash of each prompt file by name.

    Settings named like a key or a password are left out, and so is a login in an address.

    Raises:
        OutputError: the state cannot be written.
    """
    folder = _make_folder(state.folder / FOLDER, now)
    head = {
        "command": command,
        "started": now.astimezone(UTC),
        "settings": _without_secrets(settings),
        "prompts": dict(prompts),
    }
    record = RunRecord(folder, head)
    write_json(folder / "run.json", {**head, "status": RunStatus.RUNNING})
    return record


def list_runs(state: State) -> tuple[Run, ...]:
    """All runs of a project, the newest first.

    Raises:
        OutputError: a record is there and cannot be read.
    """
    folder = state.folder / FOLDER
    if not folder.is_dir():
        return ()
    return tuple(_read_run(path) for path in sorted(folder.iterdir(), reverse=True) if path.is_dir())


def load_run(state: State, run_id: str) -> Run:
    """The run of that id, or of its beginning or end where only one run has it.

    Raises:
        UsageError: no run has it, or several.
        OutputError: the record cannot be read.
    """
    folder = state.folder / FOLDER
    ids = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    found = [name for name in ids if name == run_id] or [
        name for name in ids if run_id and (name.startswith(run_id) or name.endswith(f"-{run_id}"))
    ]
    if len(found) != 1:
        problem = f"{len(found)} runs are called so" if found else "no such run"
        raise UsageError(f"{run_id}: {problem}", hint="drafter runs lists them")
    return _read_run(folder / found[0])


def _make_folder(runs: Path, now: datetime) -> Path:
    prepare_folder(runs)
    while True:
        folder = runs / f"{now.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            continue
        except OSError as error:
            raise OutputError(f"{folder}: cannot be made: {error.strerror}", hint="check its rights") from error
        return folder


def _read_run(folder: Path) -> Run:
    record = read_json(folder / "run.json")
    requests = tuple(_read_requests(folder / "requests.jsonl"))
    started = _parse_time(record.get("started"))
    seconds = record.get("seconds")
    return Run(
        id=folder.name,
        command=str(record.get("command", "")),
        status=_read_status(record, folder),
        started=started,
        seconds=float(seconds) if isinstance(seconds, int | float) else _last_second(started, requests),
        settings=_mapping(record, "settings"),
        prompts=_mapping(record, "prompts"),
        documents=read_json(folder / "documents.json"),
        summary=_mapping(record, "summary"),
        requests=requests,
    )


def _read_status(record: Mapping[str, Any], folder: Path) -> RunStatus:
    """A record that was never finished is that of a run which still holds its lock, or of one that was killed."""
    status = record.get("status")
    if status in (RunStatus.DONE, RunStatus.PARTIAL):
        return RunStatus(status)
    if status == RunStatus.RUNNING and (folder / "lock").exists():
        try:
            with hold_lock(folder / "lock", wait_s=0):
                return RunStatus.STOPPED
        except OutputError:
            return RunStatus.RUNNING
    return RunStatus.STOPPED


def _read_requests(path: Path) -> Iterator[SentRequest]:
    """A line that was cut off by a kill is left out."""
    for line in (read_existing(path) or b"").split(b"\n"):
        try:
            entry = json.loads(line)
            yield SentRequest(
                **{
                    **entry,
                    "started": datetime.fromisoformat(entry["started"]),
                    "cost": Decimal(entry["cost"]) if entry["cost"] is not None else None,
                    "document_ids": tuple(entry["document_ids"]),
                }
            )
        except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError):
            continue


def _without_secrets(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _clean(name, value) for name, value in settings.items()}


def _clean(name: str, value: object) -> object:
    if isinstance(value, Mapping):
        return _without_secrets(value)
    if _SECRET.search(name.lower()) and value is not None:
        return NOT_KEPT
    if isinstance(value, list | tuple):
        return [_clean(name, entry) for entry in value]
    return _LOGIN.sub("", value) if isinstance(value, str) else value


def _mapping(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def _parse_time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None


def _last_second(started: datetime | None, requests: tuple[SentRequest, ...]) -> float | None:
    """Of a run that was not finished: when its last request was."""
    ends = [(r.started - started).total_seconds() + r.seconds for r in requests] if started else []
    return round(max(ends), 3) if ends else None
