from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from drafter.errors import OutputError, UsageError
from drafter.store.runs import RunRecord, RunStatus, SentRequest, list_runs, load_run, start_run
from drafter.store.state import State

NOW = datetime(2025, 1, 3, 19, 15, tzinfo=timezone(timedelta(hours=9)))
SENT = SentRequest(
    prompt="facts",
    host="api.example",
    model="small-1",
    started=datetime(2025, 1, 3, 10, 15, 2, tzinfo=UTC),
    seconds=1.5,
    cached=False,
    attempts=2,
    input_tokens=1200,
    output_tokens=80,
    cost=Decimal("0.0012"),
    document_ids=("d1", "d2"),
    key="k1",
    outcome="answered",
)
CACHED = replace(SENT, cached=True, attempts=0, input_tokens=None, output_tokens=None, cost=None)


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path)


def begin(state: State, *, settings: Mapping[str, Any] | None = None, now: datetime = NOW) -> RunRecord:
    prompts = {"facts": "ab" * 32}
    return start_run(state, command="generate 2024", settings=settings or {}, prompts=prompts, now=now)


def test_a_finished_run_comes_back_as_it_was(state: State) -> None:
    record = begin(state, settings={"fiscal_start": 4, "notes": (Path("日報"),), "day_start": NOW.time()})
    record.name_documents({"d1": "notes/5月.md", "d2": "content/a.md"})
    record.request(SENT)
    record.request(CACHED)
    record.finish({"read": {"notes": 3}, "dropped": [("文。", "number")], "cost": Decimal("0.0012"), "card": None})
    run = load_run(state, record.id)
    assert (run.id, run.command, run.status, run.started) == (record.id, "generate 2024", RunStatus.DONE, NOW)
    assert run.settings == {"fiscal_start": 4, "notes": ["日報"], "day_start": "19:15:00"}
    assert run.prompts == {"facts": "ab" * 32}
    assert run.documents == {"d1": "notes/5月.md", "d2": "content/a.md"}
    assert run.summary == {"read": {"notes": 3}, "dropped": [["文。", "number"]], "cost": "0.0012", "card": None}
    assert run.requests == (SENT, CACHED)
    assert run.seconds is not None
    assert 0 <= run.seconds < 60


def test_an_id_is_the_time_in_utc_and_sorts(state: State) -> None:
    ids = [begin(state, now=NOW + timedelta(seconds=n)).id for n in (0, 0, 1)]
    assert re.fullmatch(r"20250103T101500-[0-9a-f]{4}", ids[0])
    assert ids[2].startswith("20250103T101501-")
    assert [run.id for run in list_runs(state)] == sorted(ids, reverse=True)
    assert len(set(ids)) == 3


@pytest.mark.parametrize("status", ["done", "partial", "stopped"])
def test_the_status_is_the_one_it_was_finished_with(state: State, status: str) -> None:
    record = begin(state)
    record.finish({"status": status, "facts": 3})
    run = load_run(state, record.id)
    assert (run.status, run.summary) == (status, {"facts": 3})
    assert sorted(path.name for path in record.folder.iterdir()) == ["run.json"]


def test_an_unknown_status_is_refused(state: State) -> None:
    with pytest.raises(ValueError, match="'good' is not a valid RunStatus"):
        begin(state).finish({"status": "good"})


def test_a_run_that_goes_on_is_running_and_one_left_behind_is_stopped(state: State) -> None:
    record = begin(state)
    record.request(replace(SENT, started=NOW + timedelta(seconds=10)))
    assert load_run(state, record.id).status is RunStatus.RUNNING
    run_id = record.id
    del record
    run = load_run(state, run_id)
    assert (run.status, run.seconds) == (RunStatus.STOPPED, 11.5)


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_run_is_stopped_and_has_what_was_sent(state: State) -> None:
    code = """if True:
        import os, signal, sys
        from datetime import UTC, datetime
        from pathlib import Path
        from drafter.store.runs import SentRequest, start_run
        from drafter.store.state import State
        now = datetime.now(UTC)
        record = start_run(State(Path(sys.argv[1])), command="generate", settings={}, prompts={}, now=now)
        record.request(SentRequest(prompt="facts", host="h", model="m", started=now, seconds=0.5, cached=False,
            attempts=1, input_tokens=1, output_tokens=2, cost=None, document_ids=(), key="k", outcome="answered"))
        os.kill(os.getpid(), signal.SIGKILL)
    """
    killed = subprocess.run([sys.executable, "-c", code, state.root], check=False)
    assert killed.returncode == -signal.SIGKILL
    (run,) = list_runs(state)
    assert (run.status, run.seconds, len(run.requests)) == (RunStatus.STOPPED, 0.5, 1)


def test_a_line_that_was_cut_off_and_a_record_that_was_never_written_do_no_harm(state: State) -> None:
    record = begin(state)
    record.request(SENT)
    path = record.folder / "requests.jsonl"
    path.write_bytes(path.read_bytes() * 2 + b'{"prompt": "fac')
    (record.folder / "run.json").write_text("{")
    (run,) = list_runs(state)
    assert (run.command, run.status, run.requests) == ("", RunStatus.STOPPED, (SENT, SENT))


def test_threads_write_whole_lines(state: State) -> None:
    record = begin(state)
    entries = [replace(SENT, key=f"鍵{n}", document_ids=tuple(f"d{m}" for m in range(300))) for n in range(64)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(record.request, entries))
    assert sorted(load_run(state, record.id).requests, key=lambda r: r.key) == sorted(entries, key=lambda r: r.key)


def test_a_line_can_be_read_by_a_person_and_a_program(state: State) -> None:
    record = begin(state)
    record.request(replace(SENT, host="庭.example", document_ids=("stray \udce3 byte",)))
    line = (record.folder / "requests.jsonl").read_text("utf-8")
    assert "庭.example" in line
    assert json.loads(line)["document_ids"] == ["stray \udce3 byte"]
    assert json.loads(line)["cost"] == "0.0012"
    assert load_run(state, record.id).requests[0].document_ids == ("stray \udce3 byte",)


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_nothing_of_a_run_is_open_to_others(state: State) -> None:
    record = begin(state)
    record.name_documents({})
    record.request(SENT)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (state.folder, *state.folder.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert (state.folder / ".gitignore").read_text() == "*\n"


def test_keys_and_logins_are_not_kept(state: State) -> None:
    canary = "canary4417"
    settings = {
        "model": {"api_key": canary, "base_url": f"https://me:{canary}@api.example/v1", "max_tokens": 400},
        "hosts": [f"http://{canary}@h", "http://h/a@b"],
        "token": canary,
        "key_command": None,
    }
    record = begin(state, settings=settings)
    record.finish({})
    assert canary not in "".join(path.read_text("utf-8") for path in record.folder.iterdir())
    kept = load_run(state, record.id).settings
    assert kept["model"] == {"api_key": "(not kept)", "base_url": "https://api.example/v1", "max_tokens": 400}
    assert kept["hosts"] == ["http://h", "http://h/a@b"]
    assert (kept["token"], kept["key_command"]) == ("(not kept)", None)


@pytest.mark.parametrize(
    ("requests", "tokens", "cost"),
    [
        ([], (0, 0), "0"),
        ([CACHED], (0, 0), "0"),
        ([SENT, SENT, CACHED], (2400, 160), "0.0024"),
        ([SENT, replace(SENT, cost=None)], (2400, 160), None),
        ([SENT, replace(SENT, input_tokens=None)], None, "0.0024"),
        ([SENT, replace(SENT, outcome="429", input_tokens=None, cost=Decimal(0))], (1200, 160), "0.0012"),
    ],
    ids=["none", "cached", "sum", "unknown cost", "unknown tokens", "refused"],
)
def test_what_is_not_known_of_one_request_is_not_known_of_the_run(
    state: State, requests: list[SentRequest], tokens: tuple[int, int] | None, cost: str | None
) -> None:
    record = begin(state)
    for entry in requests:
        record.request(entry)
    run = load_run(state, record.id)
    assert (run.tokens, run.cost) == (tokens, Decimal(cost) if cost else None)


def test_a_run_is_found_by_the_beginning_or_the_end_of_its_id(state: State) -> None:
    first, second = begin(state), begin(state, now=NOW + timedelta(days=1))
    assert load_run(state, "20250104").id == second.id
    assert load_run(state, first.id[-4:]).id == first.id
    for wrong, message in (("2025", "2025: 2 runs are called so"), ("1999", "1999: no such run"), ("", ": no such")):
        with pytest.raises(UsageError, match=message) as told:
            load_run(state, wrong)
        assert told.value.hint == "drafter runs lists them"


@pytest.mark.parametrize("name", ["../..", "..", ".", "/", "*"])
def test_no_folder_but_a_run_is_read(state: State, name: str) -> None:
    begin(state)
    with pytest.raises(UsageError, match="no such run"):
        load_run(state, name)


def test_without_runs_nothing_is_listed_and_nothing_made(state: State) -> None:
    assert list_runs(state) == ()
    with pytest.raises(UsageError, match="x: no such run"):
        load_run(state, "x")
    assert list(state.root.iterdir()) == []


def test_a_run_that_cannot_be_recorded_is_an_error(state: State) -> None:
    state.folder.write_text("")
    with pytest.raises(OutputError, match="cannot be made"):
        begin(state)


def test_a_request_that_cannot_be_recorded_is_an_error(state: State) -> None:
    record = begin(state)
    (record.folder / "requests.jsonl").mkdir()
    with pytest.raises(OutputError, match=r"requests\.jsonl: cannot be written"):
        record.request(SENT)
