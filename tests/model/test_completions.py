"""The body of a chat completion, read."""

from __future__ import annotations

import pytest

from drafter.errors import ContextError
from drafter.model.chat import Usage
from drafter.model.endpoint import ChatBody, Message
from tests.model.endpoints import MODEL, Start, ask, body, fail_to_ask
from tests.model.server import say


@pytest.mark.parametrize(
    ("estimate", "counted", "is_cut"),
    [(4000, 1999, True), (4000, 2000, False), (1001, 20, True), (1000, 20, False), (4000, 0, False)],
)
def test_a_request_that_the_server_cut_is_an_error(steady: Start, estimate: int, counted: int, is_cut: bool) -> None:
    usage = {"prompt_tokens": counted, "completion_tokens": 5}
    endpoint, _ = steady(say("答え", usage=usage))
    if not is_cut:
        assert ask(endpoint, body(estimate=estimate)).text == "答え"
        return
    failure = fail_to_ask(endpoint, body(estimate=estimate))
    assert type(failure.error) is ContextError
    assert failure.error.hint is not None
    assert "num_ctx" in failure.error.hint
    assert (failure.usage, failure.billed) == (Usage(input_tokens=counted, output_tokens=5), True)


def test_a_server_that_counts_four_characters_as_a_token_cuts_nothing(steady: Start) -> None:
    words = "温室を建てた。" * 500
    asked = ChatBody(
        model=MODEL, messages=(Message(role="user", text=words),), max_output_tokens=300, estimate=len(words) * 3 // 4
    )
    endpoint, _ = steady(say("答え", usage={"prompt_tokens": len(words) // 4, "completion_tokens": 1}))
    assert ask(endpoint, asked).text == "答え"


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({}, None),
        ({"prompt_tokens": 20}, Usage(input_tokens=20, output_tokens=0)),
        ({"prompt_tokens": 0, "completion_tokens": 7}, None),
        ({"prompt_tokens": 20, "completion_tokens": 7, "total_tokens": 90}, Usage(input_tokens=20, output_tokens=70)),
        ({"prompt_tokens": "20"}, None),
    ],
    ids=["none", "input only", "does not count", "thoughts in the total", "no number"],
)
def test_usage_is_what_the_server_counted_or_nothing(
    steady: Start, usage: dict[str, int], expected: Usage | None
) -> None:
    assert ask(steady(say("答え", usage=usage))[0]).usage == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<think>まず…</think>\n答え", "答え"),
        (
            [{"type": "reasoning", "summary": []}, {"type": "text", "text": "答"}, {"type": "text", "text": "え"}],
            "答え",
        ),
        ("答え\ud83d", "答え\ufffd"),
        ("答え😀", "答え😀"),
    ],
    ids=["thoughts", "parts", "half a surrogate pair", "emoji"],
)
def test_the_answer_is_read_without_what_is_around_it(steady: Start, content: object, expected: str) -> None:
    assert ask(steady(say(content))[0]).text == expected


@pytest.mark.parametrize("finish", [None, "", "stop", "eos", "STOP"])
def test_an_answer_needs_no_reason_to_end(steady: Start, finish: str | None) -> None:
    assert ask(steady(say("答え", finish=finish))[0]).text == "答え"
