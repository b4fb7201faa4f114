"""Several requests at once: order, errors, the end of the budget, Ctrl-C."""

from __future__ import annotations

import threading
import time

import pytest

from drafter.errors import BudgetError, DrafterError, ModelError, ReplyError
from drafter.model.attempts import StoppedError
from drafter.model.chat import Reply
from tests.model import server as servers
from tests.model.clients import Answer, StartDesk, answer_well, question
from tests.model.server import Body, Canned, fail, last_words, say


def test_the_same_request_from_two_threads_is_sent_once(start_desk: StartDesk) -> None:
    together = threading.Event()

    def plan(body: Body) -> Canned:
        together.wait(0.3)
        return answer_well(body)

    desk, server = start_desk(plan, concurrency=8)
    replies = desk.client.ask_all([question() for _ in range(8)])
    assert len(server.bodies) == 1
    assert {reply.text for reply in replies if isinstance(reply, Reply)} == {
        '{"answer": "答え: 何をした？", "day": "2024-05-01"}'
    }
    assert len(replies) == 8


def test_an_error_is_shared_like_an_answer(start_desk: StartDesk) -> None:
    def plan(_: Body) -> Canned:
        time.sleep(0.1)
        return servers.refuse()

    desk, server = start_desk(plan)
    replies = desk.client.ask_all([question() for _ in range(4)])
    assert [type(reply) for reply in replies] == [ReplyError] * 4
    assert len(server.bodies) == 1


def test_answers_keep_the_order_of_the_requests(start_desk: StartDesk) -> None:
    def plan(body: Body) -> Canned:
        time.sleep(0.02 if "偶" in last_words(body) else 0.0)
        return servers.refuse() if "7" in last_words(body) else answer_well(body)

    told: list[tuple[int, int, str]] = []
    desk, _ = start_desk(plan, progress=lambda *call: told.append(call))
    users = [f"{number} {'偶' if number % 2 == 0 else '奇'}" for number in range(12)]
    replies = desk.client.ask_all([question(user, prompt=f"p{user[0]}") for user in users])
    answers = [
        reply.data.answer if isinstance(reply, Reply) and isinstance(reply.data, Answer) else "" for reply in replies
    ]
    assert answers == ["" if "7" in user else f"答え: {user}" for user in users]
    assert isinstance(replies[7], ReplyError)
    assert [(done, total) for done, total, _ in told] == [(number, 12) for number in range(1, 13)]
    assert sorted(prompt for *_, prompt in told) == sorted(f"p{user[0]}" for user in users)


def test_nothing_asked_is_nothing_answered(start_desk: StartDesk) -> None:
    assert start_desk()[0].client.ask_all([]) == ()


def test_what_cannot_succeed_for_any_ends_all(start_desk: StartDesk) -> None:
    desk, server = start_desk(fail(401, "no such key"))
    with pytest.raises(ModelError, match=r"takes no request with this key \(401\)"):
        desk.client.ask_all([question(str(number)) for number in range(50)])
    assert len(server.bodies) <= 8


def test_when_the_budget_ends_the_rest_holds_the_reason(start_desk: StartDesk) -> None:
    usage = {"prompt_tokens": 20, "completion_tokens": 300}
    desk, server = start_desk(say('{"answer": "x"}', usage=usage), max_tokens=2600, concurrency=3)
    kept = desk.client.ask(question("19", max_output_tokens=600))
    asked = [question(str(number), max_output_tokens=600) for number in range(20)]
    replies = desk.client.ask_all(asked)
    assert {type(reply) for reply in replies} == {Reply, BudgetError}
    n_answered = sum(isinstance(reply, Reply) and not reply.cached for reply in replies)
    assert n_answered >= 3
    assert len(server.bodies) == n_answered + 1
    assert isinstance(replies[19], Reply)  # it costs nothing
    assert replies[19].data == kept.data
    assert desk.budget.spent_tokens == len(server.bodies) * 320 <= 2600


def test_requests_wait_for_room_that_others_only_reserve(start_desk: StartDesk) -> None:
    desk, server = start_desk(max_tokens=5000, concurrency=8)
    replies = desk.client.ask_all([question(str(number), max_output_tokens=3000) for number in range(20)])
    assert all(isinstance(reply, Reply) for reply in replies)
    assert len(server.bodies) == 20
    assert desk.budget.spent_tokens == 600


def test_ctrl_c_sends_no_more_and_keeps_what_was_under_way(start_desk: StartDesk) -> None:
    def interrupt(done: int, total: int, prompt: str) -> None:
        if done == 5:
            raise KeyboardInterrupt

    def plan(body: Body) -> Canned:
        time.sleep(0.03)
        return answer_well(body)

    desk, server = start_desk(plan, progress=interrupt, concurrency=4)
    asked = [question(str(number)) for number in range(40)]
    with pytest.raises(KeyboardInterrupt):
        desk.client.ask_all(asked)
    n_sent = len(server.bodies)
    assert 5 <= n_sent < 40
    time.sleep(0.1)
    assert len(server.bodies) == n_sent
    assert sum(desk.client.preview(one).cached for one in asked) == n_sent


def test_ctrl_c_ends_the_waits_between_attempts(start_desk: StartDesk) -> None:
    def interrupt(done: int, total: int, prompt: str) -> None:
        raise KeyboardInterrupt

    def plan(body: Body) -> Canned:
        return answer_well(body) if last_words(body) == "0" else servers.slow_down({"retry-after": "60"})

    desk, server = start_desk(plan, progress=interrupt, grace_s=5.0, waits_really=True)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        desk.client.ask_all([question(str(number)) for number in range(4)])
    assert time.monotonic() - began < 3
    assert len(server.bodies) == 4


@pytest.mark.parametrize("alone", [True, False])
def test_a_halt_sends_no_more_and_keeps_what_was_under_way(start_desk: StartDesk, alone: bool) -> None:
    """Several stop, whatever becomes of them; one goes on for its answer, and the next is not sent."""

    def plan(body: Body) -> Canned:
        desk.client.halt.set()
        time.sleep(0.3)
        return answer_well(body)

    desk, server = start_desk(plan, concurrency=2)
    asked = [question(str(number)) for number in range(6)]
    if alone:
        assert isinstance(desk.client.ask(asked[0]), Reply)
    with pytest.raises(StoppedError):
        desk.client.ask(asked[1]) if alone else desk.client.ask_all(asked)
    n_sent = len(server.bodies)
    assert n_sent == 1 if alone else n_sent <= 2
    assert sum(desk.client.preview(one).cached for one in asked) == n_sent


@pytest.mark.parametrize("alone", [True, False])
def test_a_halt_ends_the_waits_between_attempts(start_desk: StartDesk, alone: bool) -> None:
    desk, server = start_desk(servers.slow_down({"retry-after": "60"}), grace_s=5.0, waits_really=True)
    began = time.monotonic()
    threading.Timer(0.3, desk.client.halt.set).start()
    with pytest.raises(StoppedError):
        desk.client.ask(question("0")) if alone else desk.client.ask_all([question("0")])
    assert time.monotonic() - began < 3
    assert len(server.bodies) == 1


def test_an_answer_that_hangs_does_not_hold_up_ctrl_c(start_desk: StartDesk) -> None:
    def interrupt(done: int, total: int, prompt: str) -> None:
        raise KeyboardInterrupt

    def plan(body: Body) -> Canned:
        return answer_well(body) if last_words(body) == "0" else servers.hang()

    desk, _ = start_desk(plan, progress=interrupt, grace_s=0.1)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        desk.client.ask_all([question("0"), question("1")])
    assert time.monotonic() - began < 2


def test_an_answer_that_cannot_be_kept_ends_all(start_desk: StartDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, server = start_desk()

    def refuse(*_: object, **__: object) -> None:
        raise DrafterError("the disk is full")

    monkeypatch.setattr(desk.cache, "put", refuse)
    with pytest.raises(DrafterError, match="the disk is full"):
        desk.client.ask_all([question(str(number)) for number in range(30)])
    assert len(server.bodies) <= 8
