"""What an answer that is an error means."""

from __future__ import annotations

import json

import pytest

from drafter.errors import ContextError, CutError, DrafterError, ModelError, ReplyError
from drafter.model.attempts import HopelessError
from tests.model import server as servers
from tests.model.endpoints import KEY, MODEL, Answer, Start, body, fail_to_ask
from tests.model.server import Canned, fail, say


@pytest.mark.parametrize(
    ("canned", "kind", "match"),
    [
        (fail(401, f"Incorrect API key provided: {KEY}"), HopelessError, r"takes no request with this key \(401\)"),
        (fail(400, "API key not valid. Please pass a valid API key."), HopelessError, "no request with this key"),
        (fail(403, "Country not supported"), HopelessError, r"forbids this request \(403\)"),
        (fail(402, "Insufficient Balance"), HopelessError, "no credit left"),
        (fail(429, "You exceeded your current quota", code="insufficient_quota"), HopelessError, "no credit left"),
        (fail(404, f"The model `{MODEL}` does not exist", code="model_not_found"), HopelessError, f"no model {MODEL}"),
        (servers.html(404), HopelessError, "no such page"),
        (fail(400, f"{MODEL} is not a valid model ID"), HopelessError, f"no model {MODEL}"),
        (Canned(status=307, headers={"location": "http://127.0.0.1:9/"}), HopelessError, r"elsewhere \(307\)"),
        (servers.too_long(), ContextError, "longer than small-model at .* reads"),
        (fail(413, "Payload too large"), ContextError, "longer than"),
        (fail(400, "bad request"), ModelError, "answered 400: bad request"),
        (fail(400, "filtered", code="content_filter"), ReplyError, "refused to answer: filtered"),
        (servers.refuse(), ReplyError, "refused to answer: I cannot help"),
        (say(None, finish="content_filter"), ReplyError, "refused to answer$"),
        (servers.cut(), CutError, "cut off at its length"),
        (say("", finish="length"), CutError, "cut off at its length"),
        (say("<think>まだ考えて", finish="length"), CutError, "cut off"),
    ],
)
def test_an_answer_that_stays_the_same_is_a_clear_error(
    steady: Start, canned: Canned, kind: type[DrafterError], match: str
) -> None:
    endpoint, server = steady(canned)
    error = fail_to_ask(endpoint)
    assert type(error.error) is kind
    with pytest.raises(kind, match=match):
        raise error.error
    assert not error.again
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    ("canned", "kind", "match", "billed"),
    [
        (servers.slow_down({"retry-after": "7"}), ModelError, "answered 429: Rate limit reached", False),
        (fail(408), ModelError, "answered 408", True),
        (fail(409, "conflict"), ModelError, "answered 409: conflict", False),
        (fail(500, "internal"), ModelError, "answered 500: internal", False),
        (servers.html(502), ModelError, "answered 502$", False),
        (fail(503, "Loading model"), ModelError, "answered 503: Loading model", False),
        (servers.html(504), ModelError, "answered 504$", True),
        (servers.html(), ReplyError, "sent a web page instead of an answer", False),
        (servers.garbage(), ReplyError, "sent broken JSON", True),
        (Canned(content=b"\xff\xfe"), ReplyError, "sent broken JSON", True),
        (Canned(content=b"[" * 100_000), ReplyError, "sent broken JSON", True),
        (servers.no_choices(), ReplyError, "sent no answer in its answer", True),
        (servers.error_with_200(429), ModelError, "answered 429: upstream failed", False),
        (servers.error_with_200(None), ModelError, "answered 500: upstream failed", False),
        (say(""), ReplyError, "sent an empty answer", True),
        (say(None), ReplyError, "sent an empty answer", True),
        (say("<think>終わらない"), ReplyError, "sent an empty answer", True),
        (servers.drop(), ModelError, "broke off the connection", True),
        (servers.drop("middle"), ModelError, "broke off the connection", True),
    ],
)
def test_an_answer_that_may_be_better_next_time_is_known(
    steady: Start, canned: Canned, kind: type[DrafterError], match: str, billed: bool
) -> None:
    endpoint, _ = steady(canned)
    error = fail_to_ask(endpoint)
    assert type(error.error) is kind
    with pytest.raises(kind, match=match):
        raise error.error
    assert (error.again, error.billed) == (True, billed)


def test_an_answer_that_does_not_come_is_given_up(steady: Start) -> None:
    endpoint, _ = steady(servers.hang())
    error = fail_to_ask(endpoint, timeout_s=0.1)
    assert str(error.error).endswith("did not answer in time")
    assert (error.again, error.billed) == (True, True)


@pytest.mark.parametrize(
    ("canned", "wait_s"),
    [
        (servers.slow_down({"retry-after": "7"}), 7.0),
        (servers.slow_down({"retry-after-ms": "500", "retry-after": "1"}), 0.5),
        (fail(503, headers={"retry-after": "3"}), 3.0),
        (fail(429, "quota", details=[{"@type": "RetryInfo", "retryDelay": "34s"}]), 34.0),
        (fail(500), None),
    ],
)
def test_the_wait_that_is_asked_for_is_kept(steady: Start, canned: Canned, wait_s: float | None) -> None:
    assert fail_to_ask(steady(canned)[0]).wait_s == wait_s


GEMINI = [
    {"error": {"code": 400, "message": "The input token count (1200293) exceeds the maximum number of tokens allowed"}}
]
LLAMA = {
    "error": {
        "code": 400,
        "message": "the request exceeds the available context size, try increasing it",
        "type": "exceed_context_size_error",
    }
}


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, {"error": {"message": "too long", "code": "context_length_exceeded"}}),
        (400, {"message": "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens"}),
        (400, {"error": {"message": "'max_tokens' is too large: 20000. This model's maximum context length is 4096"}}),
        (400, LLAMA),
        (500, LLAMA),
        (500, {"error": {"message": "Requested tokens (2285) exceed context window of 2048"}}),
        (400, GEMINI),
        (
            400,
            {"error": "Trying to keep the first 6000 tokens when context the overflows. context length of only 4096"},
        ),
        (400, {"error": {"message": "prompt is too long: 215000 tokens > 200000 maximum"}}),
        (400, {"detail": "Input is too long for requested model."}),
        (413, {"error": {"message": "Request too large for model", "code": "rate_limit_exceeded"}}),
        (
            429,
            {"error": {"message": "Request too large for gpt on tokens per min (TPM): Limit 30000, Requested 40000"}},
        ),
    ],
    ids=str,
)
def test_a_request_that_is_too_long_is_known_in_every_wording(steady: Start, status: int, error: object) -> None:
    endpoint, server = steady(Canned(status=status, content=json.dumps(error).encode()))
    failure = fail_to_ask(endpoint, body(form=Answer))
    assert type(failure.error) is ContextError
    assert not failure.again
    assert len(server.bodies) == 1


def test_too_many_tokens_in_a_minute_is_no_long_request(steady: Start) -> None:
    failure = fail_to_ask(steady(fail(429, "Too many tokens, please wait before trying again."))[0])
    assert type(failure.error) is ModelError
    assert failure.again


def test_a_quota_by_the_minute_is_waited_for(steady: Start) -> None:
    said = "You exceeded your current quota, please check your plan and billing details."
    assert fail_to_ask(steady(fail(429, said, status="RESOURCE_EXHAUSTED"))[0]).again
