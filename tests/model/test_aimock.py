"""drafter against aimock, a server of chat completions that nobody here wrote, as it is and with its chaos.

It is a package of npm: `.ci/run` installs it into .venv/aimock; DRAFTER_AIMOCK names another place of its `llmock`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from drafter.errors import ModelError, ReplyError
from drafter.model.chat import Reply, Request
from drafter.model.retry import RetryPolicy
from drafter.store.runs import SentRequest
from tests.conftest import BuildTree
from tests.model.clients import KEY, Answer, open_desk, question
from tests.model.server import Body, Canned, ModelServer, last_words, say
from tests.model_blog import FILES, answer_words

LLMOCK = Path(os.environ.get("DRAFTER_AIMOCK") or Path(__file__).parents[2] / ".venv/aimock/node_modules/.bin/llmock")
CHAOS = ("--chaos-ratelimit", "0.2", "--chaos-malformed", "0.2", "--chaos-disconnect", "0.2")
NUMBERS = range(30)
QUESTIONS: tuple[Request, ...] = tuple(
    question(f"問い {number:02}", form=form) for number in NUMBERS for form in (Answer, None)
)
Outcome = Reply | ModelError | ReplyError
Fixture = dict[str, Any]

pytestmark = pytest.mark.skipif(
    not LLMOCK.exists() or not shutil.which("node"), reason=f"no {LLMOCK}, or no node to run it: see .ci/run"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aimock:
    host: str  # and port

    @property
    def base_url(self) -> str:
        return f"http://{self.host}/v1"

    def read_journal(self) -> list[dict[str, Any]]:
        """Every request that came, as `body`, and what was made of it, as `response`."""
        journal: list[dict[str, Any]] = json.loads(self._ask("GET", "/__aimock/journal"))
        return journal

    def end_chaos(self) -> None:
        self._ask("POST", "/__aimock/chaos", "{}")

    def _ask(self, method: str, path: str, body: str | None = None) -> bytes:
        connection = HTTPConnection(self.host, timeout=10)
        try:
            connection.request(method, path, body, {"content-type": "application/json"})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        assert response.status == 200, content
        return content


StartAimock = Callable[..., Aimock]


@pytest.fixture
def start_aimock(tmp_path: Path) -> Iterator[StartAimock]:
    """Start servers that answer by fixtures, with options of `llmock`."""
    with ExitStack() as running:
        yield lambda fixtures, *options: running.enter_context(run_aimock(tmp_path / "aimock", fixtures, options))


@contextmanager
def run_aimock(folder: Path, fixtures: Sequence[Fixture], options: Sequence[str]) -> Iterator[Aimock]:
    folder.mkdir()
    fixture_path, log_path = folder / "fixtures.json", folder / "log"
    fixture_path.write_text(json.dumps({"fixtures": fixtures}), "utf-8")
    command = [str(LLMOCK), "--port", "0", "--fixtures", str(fixture_path), "--validate-on-load", *options]
    environ = {**os.environ, "PATH": f"{LLMOCK.parent}{os.pathsep}{os.environ['PATH']}"}  # a newer node may be there
    with log_path.open("wb") as log, subprocess.Popen(command, env=environ, stdout=log, stderr=log) as process:
        try:
            yield Aimock(host=wait_for_host(log_path, process))
        finally:
            process.kill()


def wait_for_host(log_path: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and process.poll() is None:
        _, found, host = log_path.read_text("utf-8").partition("listening on http://")
        if found and "\n" in host:
            return host.split()[0]
        time.sleep(0.02)
    pytest.fail(f"{LLMOCK} does not listen:\n{log_path.read_text('utf-8')}")


def fixture_of(body: Body, answer: str) -> Fixture:
    """How aimock answers the same words, asked for in the same form."""
    form = {"responseFormat": body["response_format"]["type"]} if "response_format" in body else {}
    return {"match": {"userMessage": last_words(body), **form}, "response": {"content": answer}}


def answers_to_questions() -> list[Fixture]:
    """First match wins: what comes without a form falls through to the second of each two."""
    form = {"response_format": {"type": "json_schema"}}
    found = []
    for number in NUMBERS:
        body = {"messages": [{"content": f"問い {number:02}"}]}
        found.append(fixture_of({**body, **form}, json.dumps({"answer": f"答え {number:02}", "day": "2024-05-01"})))
        found.append(fixture_of(body, f"本文 {number:02}。"))
    return found


def is_answer(asked: Request, outcome: Outcome) -> bool:
    """The answer to this question in this form."""
    if not isinstance(outcome, Reply):
        return False
    number = asked.user.removeprefix("問い ")
    if asked.form is None:
        return outcome.data is None and outcome.text == f"本文 {number}。"
    return isinstance(outcome.data, Answer) and outcome.data.answer == f"答え {number}"


def is_clear(asked: Request, outcome: Outcome) -> bool:
    """The answer, or an error that says what to do."""
    if isinstance(outcome, Reply):
        return is_answer(asked, outcome)
    return bool(str(outcome)) and bool(outcome.hint)


def ask_all(aimock: Aimock, folder: Path) -> tuple[tuple[Outcome, ...], list[SentRequest]]:
    """Ask QUESTIONS in a run of their own, three times each at most; what came of them, and what left for it."""
    desk = open_desk(aimock.base_url, folder, concurrency=8, policy=RetryPolicy(attempts=3))
    try:
        outcomes = desk.client.ask_all(QUESTIONS)
        return outcomes, [entry for entry in desk.read_run().sent if not entry.cached]
    finally:
        desk.cache.close()


def generate(root: Path, base_url: str) -> subprocess.CompletedProcess[str]:
    """`drafter generate --stdout` on the blog of tests.model_blog."""
    base = ["-C", str(root), "--year", "2024", "--notes", str(root / "notes"), "--date", "2025-01-03", "--stdout"]
    command = [sys.executable, "-m", "drafter", "generate", *base, "--model", "test-model", "--base-url", base_url]
    return subprocess.run(
        command,
        env={**os.environ, "OPENAI_API_KEY": KEY},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_whole_run_gives_the_draft_that_its_answers_make(build_tree: BuildTree, start_aimock: StartAimock) -> None:
    fixtures: list[Fixture] = []

    def rehearse(body: Body) -> Canned:
        answer = answer_words(str(body["messages"][0]["content"]), last_words(body))
        fixtures.append(fixture_of(body, answer))
        return say(answer, usage={"prompt_tokens": len(str(body["messages"])), "completion_tokens": len(answer)})

    root = build_tree({f"{place}/{path}": text for place in ("here", "there") for path, text in FILES.items()})
    with ModelServer(rehearse).run() as server:
        rehearsed = generate(root / "here", server.base_url)
    assert rehearsed.returncode == 0, rehearsed.stderr
    aimock = start_aimock(fixtures)
    done = generate(root / "there", aimock.base_url)
    assert done.returncode == 0, done.stderr
    assert "走り切った。" in done.stdout
    assert done.stdout == rehearsed.stdout
    journal = aimock.read_journal()
    assert [entry["response"]["status"] for entry in journal] == [200] * len(fixtures)
    assert {"json_schema", None} == {entry["body"].get("response_format", {}).get("type") for entry in journal}

    again = generate(root / "there", aimock.base_url)
    assert again.stdout == done.stdout
    assert len(aimock.read_journal()) == len(journal)


def test_it_answers_in_both_forms_at_once(start_aimock: StartAimock, tmp_path: Path) -> None:
    aimock = start_aimock(answers_to_questions())
    outcomes, _ = ask_all(aimock, tmp_path)
    assert all(is_answer(asked, outcome) for asked, outcome in zip(QUESTIONS, outcomes, strict=True))
    assert len(aimock.read_journal()) == len(QUESTIONS)


def test_in_chaos_all_end_in_an_answer_or_a_clear_error(start_aimock: StartAimock, tmp_path: Path) -> None:
    aimock = start_aimock(answers_to_questions(), *CHAOS)
    outcomes, sent = ask_all(aimock, tmp_path)
    assert all(is_clear(asked, outcome) for asked, outcome in zip(QUESTIONS, outcomes, strict=True))
    journal = aimock.read_journal()
    assert len(journal) == sum(entry.attempts for entry in sent)  # nothing below the client tries again
    seen = {entry["response"].get("chaosAction") for entry in journal}
    assert seen == {None, "rateLimit", "malformed", "disconnect"}


def test_after_chaos_only_what_was_not_answered_is_asked_again(start_aimock: StartAimock, tmp_path: Path) -> None:
    aimock = start_aimock(answers_to_questions(), *CHAOS)
    missing = len(QUESTIONS)
    for last in (False, False, True):
        if last:
            aimock.end_chaos()
        outcomes, sent = ask_all(aimock, tmp_path)
        assert len(sent) == missing
        missing -= sum(entry.outcome == "answered" for entry in sent)
        assert sum(not is_answer(asked, outcome) for asked, outcome in zip(QUESTIONS, outcomes, strict=True)) == missing
    assert missing == 0
    answered = Counter(
        (last_words(entry["body"]), "response_format" in entry["body"])
        for entry in aimock.read_journal()
        if "chaosAction" not in entry["response"]
    )
    assert answered == {(asked.user, asked.form is not None): 1 for asked in QUESTIONS}
