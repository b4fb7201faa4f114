"""The whole client against a server that fails a lot, is interrupted, or is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drafter.errors import DrafterError, ModelError, ReplyError
from drafter.model.chat import Reply, Request
from drafter.model.retry import RetryPolicy
from tests.model.clients import Answer, answer_well, open_desk, question
from tests.model.server import Body, Canned, Faulty, ModelServer

N_QUESTIONS = 60
QUESTIONS: tuple[Request, ...] = tuple(
    question(f"問い {number % 48}", form=Answer if number % 3 else None) for number in range(N_QUESTIONS)
)
N_DIFFERENT = len({(asked.user, asked.form) for asked in QUESTIONS})
CONCURRENCY = 3
ROOT = Path(__file__).parents[2]
ASK = """
import sys
from pathlib import Path
from tests.model.clients import open_desk, question

base_url, folder, concurrency = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
desk = open_desk(base_url, folder, concurrency=concurrency)
desk.client.ask_all([question(f"問い {number}") for number in range(40)])
"""


def is_clear(outcome: Reply | ModelError | ReplyError) -> bool:
    """An answer to the question, or an error that says what to do."""
    if isinstance(outcome, Reply):
        return outcome.data is None or isinstance(outcome.data, Answer)
    return isinstance(outcome, DrafterError) and bool(str(outcome)) and bool(outcome.hint)


@pytest.mark.parametrize(("rate", "seed"), [(0.1, 1), (0.3, 2), (0.5, 3)])
def test_every_request_ends_in_an_answer_or_a_clear_error_and_none_is_answered_twice(
    rate: float, seed: int, tmp_path: Path
) -> None:
    plan = Faulty(answer_well, rate=rate, seed=seed)
    with ModelServer(plan).run() as server:
        desk = open_desk(server.base_url, tmp_path, concurrency=8, timeout_s=1.5)
        outcomes = desk.client.ask_all(QUESTIONS)
        run = desk.read_run()
        desk.cache.close()
    assert all(is_clear(outcome) for outcome in outcomes)
    assert max(server.answered.values()) == 1
    assert sum(plan.sent.values()) - plan.sent[""] > 0
    assert len(server.bodies) == sum(entry.attempts for entry in run.sent)  # what was needed, and retries
    assert len(desk.waits) == sum(entry.attempts - 1 for entry in run.sent)
    assert len({entry.key for entry in run.sent}) == N_DIFFERENT
    assert len(run.sent) - N_DIFFERENT <= sum(entry.outcome != "answered" for entry in run.sent)
    assert desk.budget.spent_tokens >= 30 * sum(server.answered.values())


def test_the_next_run_asks_only_what_was_not_answered(tmp_path: Path) -> None:
    with ModelServer(Faulty(answer_well, rate=0.3, seed=5)).run() as server:
        desk = open_desk(server.base_url, tmp_path, concurrency=8, timeout_s=1.5, policy=RetryPolicy(attempts=2))
        first = desk.client.ask_all(QUESTIONS)
        n_failed = len({asked.user for asked, outcome in zip(QUESTIONS, first, strict=True) if not is_reply(outcome)})
        server.plan = answer_well
        n_sent = len(server.bodies)
        second = desk.client.ask_all(QUESTIONS)
        desk.cache.close()
    assert n_failed > 0
    assert len(server.bodies) - n_sent == n_failed
    assert all(isinstance(outcome, Reply) for outcome in second)
    for before, after in zip(first, second, strict=True):
        assert not isinstance(before, Reply) or (isinstance(after, Reply) and before.text == after.text)
    assert max(server.answered.values()) == 1


def is_reply(outcome: object) -> bool:
    return isinstance(outcome, Reply)


def start_asking(server: ModelServer, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ASK, server.base_url, str(folder), str(CONCURRENCY)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def wait_for(server: ModelServer, n_bodies: int) -> None:
    until = time.monotonic() + 20
    while len(server.bodies) < n_bodies and time.monotonic() < until:
        time.sleep(0.005)
    assert len(server.bodies) >= n_bodies


def answer_slowly(body: Body) -> Canned:
    time.sleep(0.03)
    return answer_well(body)


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
def test_what_was_answered_survives_ctrl_c_and_a_kill(tmp_path: Path) -> None:
    with ModelServer(answer_slowly).run() as server:
        asking = start_asking(server, tmp_path)
        wait_for(server, 9)
        asking.send_signal(signal.SIGINT)
        _, told = asking.communicate(timeout=30)
        assert "KeyboardInterrupt" in told
        assert 9 <= len(server.bodies) < 30
        n_interrupted = len(server.bodies)
        asking = start_asking(server, tmp_path)
        wait_for(server, n_interrupted + 5)
        assert max(server.answered.values()) == 1  # also what was under way at Ctrl-C was kept
        asking.kill()
        asking.communicate()
        assert len(server.bodies) < 40
        start_asking(server, tmp_path).communicate(timeout=30)
    assert len(server.answered) == 40
    assert sum(server.answered.values()) <= 40 + CONCURRENCY  # only what was under way at the kill comes twice
