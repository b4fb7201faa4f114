from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import typer

from drafter.commands import runs
from drafter.commands.options import spread
from drafter.errors import UsageError
from drafter.model.cache import Cache, CachedReply
from drafter.store.runs import SentRequest, list_runs, start_run
from drafter.store.state import State

Call = Callable[..., tuple[str, str]]
NOW = datetime(2025, 1, 3, 10, 15, tzinfo=UTC)
FACTS = SentRequest(
    prompt="facts",
    host="api.example",
    model="small-1",
    started=NOW + timedelta(seconds=2),
    seconds=1.5,
    cached=False,
    attempts=1,
    input_tokens=12000,
    output_tokens=345,
    cost=Decimal("0.00234"),
    document_ids=("d1", "d2", "d9"),
    key="k1",
    outcome="answered",
)
DRAFT = replace(FACTS, prompt="draft", model="large-1", attempts=3, document_ids=(), key="k2", cost=Decimal("0.1"))
CACHED = replace(FACTS, cached=True, attempts=0, cost=None, key="k3")
LOST = replace(FACTS, outcome="timed out", input_tokens=None, output_tokens=None, cost=None, key="k4")


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """Call `drafter runs` in an empty folder; what it prints on each stream."""
    app = typer.Typer(rich_markup_mode=None)
    app.command("runs")(spread(runs.run))

    def run(*arguments: str) -> tuple[str, str]:
        app(list(arguments), standalone_mode=False)
        out, err = capsys.readouterr()
        return out, err

    with chdir(tmp_path):
        yield run


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path)


def record(state: State, *requests: SentRequest, now: datetime = NOW, summary: dict[str, Any] | None = None) -> str:
    written = start_run(
        state, command="generate 2024", settings={"fiscal_start": 4}, prompts={"facts": "ab" * 32}, now=now
    )
    written.name_documents({"d1": "日報/5月.md", "d2": "content/posts/a.md"})
    for request in requests:
        written.request(request)
    if summary is not None:
        written.finish(summary)
    return written.id


def test_without_a_run_nothing_is_shown_and_nothing_made(call: Call, tmp_path: Path) -> None:
    assert call() == ("", "no run has asked a model yet\n")
    assert call("--json")[0] == "[]\n"
    assert list(tmp_path.iterdir()) == []


def test_every_run_is_a_row_the_newest_first(call: Call, state: State) -> None:
    first = record(state, FACTS, DRAFT, CACHED, summary={"status": "partial"})
    second = record(state, FACTS, LOST, now=NOW + timedelta(days=1))
    head, newer, older = call()[0].splitlines()
    assert head.split() == ["RUN", "COMMAND", "STATUS", "MODEL", "ASKED", "CACHED", "TOKENS", "COST", "SECONDS"]
    assert newer.split()[:-1] == [second, *"generate 2024 stopped small-1 2 0 12,345 unknown".split()]
    assert older.split()[:-1] == [first, *"generate 2024 partial small-1, large-1 2 1 24,690 $0.1024".split()]


def test_a_program_gets_the_same_with_exact_costs(call: Call, state: State) -> None:
    first = record(state, FACTS, DRAFT, CACHED, summary={})
    second = record(state, LOST, now=NOW + timedelta(days=1))
    newer, older = json.loads(call("--json")[0])
    assert (newer["id"], newer["status"], newer["cost"]) == (second, "stopped", None)
    assert (older["id"], older["status"], older["cost"]) == (first, "done", "0.10234")
    assert (older["asked"], older["cached"], older["models"]) == (2, 1, ["small-1", "large-1"])
    assert (older["input_tokens"], older["output_tokens"]) == (24000, 690)
    assert older["started"] == "2025-01-03T10:15:00+00:00"


def test_one_run_is_shown_with_all_that_its_record_holds(call: Call, state: State) -> None:
    summary = {
        "read": {"notes": 3, "posts": 2},
        "dropped": [{"text": "毎日書いた。", "reason": "no count"}],
        "score_card": {"grounded": "41/42", "coverage": None},
    }
    run_id = record(state, FACTS, CACHED, LOST, summary=summary)
    out = call(run_id)[0]
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert {f"RUN {run_id}", "COMMAND generate 2024", "STATUS done", "COST unknown"} <= set(lines)
    assert "facts 2 1 1 unknown" in lines
    assert {"fiscal_start 4", "facts abababababab", "notes 3", "grounded 41/42", "coverage unknown"} <= set(lines)
    assert "text: 毎日書いた。; reason: no count" in lines
    whole = json.loads(call(run_id, "--json")[0])
    assert whole["summary"] == summary
    assert [request["outcome"] for request in whole["requests"]] == ["answered", "answered", "timed out"]


def test_what_left_is_told_with_host_time_and_the_paths_of_the_documents(call: Call, state: State) -> None:
    run_id = record(state, FACTS, CACHED, DRAFT, summary={})
    out, err = call(run_id[-4:], "--sent")
    when = f"{FACTS.started.astimezone():%Y-%m-%d %H:%M:%S}"
    assert out.splitlines() == [
        f"{when}  api.example  facts  small-1  12,000 tokens in, 345 out  answered",
        "  日報/5月.md",
        "  content/posts/a.md",
        "  d9",
        f"{when}  api.example  draft  large-1  12,000 tokens in, 345 out  answered, 3 attempts",
    ]
    assert err == "2 requests sent to api.example; 1 more from the cache\n"


def test_a_run_that_sent_nothing_says_so(call: Call, state: State) -> None:
    run_id = record(state, CACHED, summary={})
    assert call(run_id, "--sent") == ("", "0 requests sent; 1 more from the cache\n")


def test_a_program_gets_the_bodies_that_left(call: Call, state: State) -> None:
    run_id = record(state, FACTS, LOST, CACHED, summary={})
    with Cache.of(state) as cache:
        cache.put("k1", CachedReply(text="答え", model="small-1", usage=None), request='{"messages": ["庭"]}')
    sent = json.loads(call(run_id, "--sent", "--json")[0])
    assert [(request["key"], request["body"]) for request in sent] == [("k1", '{"messages": ["庭"]}'), ("k4", None)]
    assert sent[0]["documents"] == ["日報/5月.md", "content/posts/a.md", "d9"]
    assert sent[0]["cost"] == "0.00234"


def test_the_runs_of_the_project_are_found_from_below_its_settings(call: Call, state: State, tmp_path: Path) -> None:
    record(state, FACTS, summary={})
    (tmp_path / "drafter.toml").write_text("")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    assert call("-C", "deep/er")[0] == call()[0]
    assert len(list_runs(state)) == 1


def test_what_was_sent_of_no_run_is_a_usage_error(call: Call) -> None:
    with pytest.raises(UsageError, match="--sent of which run") as told:
        call("--sent")
    assert told.value.hint == "give its id; drafter runs lists them"


def test_an_unknown_run_is_a_usage_error(call: Call, state: State) -> None:
    record(state)
    with pytest.raises(UsageError, match="1999: no such run"):
        call("1999")
