"""One request to an endpoint: what it is sent, and where none can be sent."""

from __future__ import annotations

import socket

import pytest

from drafter.model.abilities import ReplyFormat
from drafter.model.attempts import HopelessError
from drafter.model.chat import Usage
from drafter.model.endpoint import Endpoint, RawReply
from drafter.model.schemas import strict_schema
from tests.model import server as servers
from tests.model.endpoints import KEY, MODEL, Answer, Start, ask, body, fail_to_ask
from tests.model.server import ModelServer, fail, say


def test_a_request_for_text_holds_what_was_asked_and_nothing_else(start: Start) -> None:
    endpoint, server = start(say("温室を建てた。"))
    reply = ask(endpoint)
    assert reply == RawReply(
        text="温室を建てた。",
        model="served-model",
        usage=Usage(input_tokens=20, output_tokens=10),
        format=ReplyFormat.SCHEMA,
    )
    assert server.bodies == [
        {
            "model": MODEL,
            "messages": [
                {"role": "system", "content": "正直に書く。"},
                {"role": "user", "content": "何をした？"},
            ],
            "max_tokens": 300,
        }
    ]
    assert server.paths == ["/v1/chat/completions"]
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


def test_a_request_for_a_form_holds_its_strict_schema(start: Start) -> None:
    endpoint, server = start(say('{"answer": "x"}'))
    ask(endpoint, body(form=Answer, temperature=0.2))
    assert server.bodies[0]["temperature"] == 0.2
    assert server.bodies[0]["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "Answer", "strict": True, "schema": strict_schema(Answer)},
    }


def test_the_organisation_of_another_account_is_not_told_to_a_host(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-somebody")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-something")
    endpoint, server = start(say("x"))
    ask(endpoint)
    assert not [name for name in server.headers[0] if name.startswith("openai-")]


def test_what_an_address_asks_for_goes_along(start: Start) -> None:
    _, server = start(say("x"))
    ask(Endpoint(f"{server.base_url}/?api-version=2024-10-21", key=None, key_name="DRAFTER_KEY"))
    assert server.paths == ["/v1/chat/completions?api-version=2024-10-21"]


def test_a_login_in_an_address_is_no_part_of_the_host() -> None:
    assert Endpoint("https://me:secret@example.org/v1", key=None, key_name="K").host == "example.org"


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("base_url", "match"),
    [
        (f"http://127.0.0.1:{closed_port()}/v1", "nothing listens there"),
        ("http://nowhere.invalid/v1", "nowhere.invalid: no such host"),
        ("nowhere/v1", "no address on the web"),
    ],
    ids=["no server", "no host", "no address"],
)
def test_an_endpoint_that_is_not_there_is_hopeless(base_url: str, match: str) -> None:
    error = fail_to_ask(Endpoint(base_url, key=KEY, key_name="K"))
    assert not error.again
    assert not error.billed
    with pytest.raises(HopelessError, match=match):
        raise error.error


def test_an_https_address_that_speaks_http_is_hopeless(start: Start) -> None:
    _, server = start(say("x"))
    error = fail_to_ask(Endpoint(server.base_url.replace("http:", "https:"), key=KEY, key_name="K"))
    with pytest.raises(HopelessError, match="no secure connection"):
        raise error.error


def test_an_endpoint_that_went_away_may_come_back() -> None:
    with ModelServer(lambda _: say("x")).run() as server:
        endpoint = Endpoint(server.base_url, key=KEY, key_name="K")
        ask(endpoint)
        server.plan = lambda _: servers.drop()
        fail_to_ask(endpoint)
    error = fail_to_ask(endpoint)
    assert type(error.error) is HopelessError
    assert (error.again, error.billed) == (True, False)


def test_without_a_key_the_hint_names_the_variable(start: Start) -> None:
    _, server = start(fail(401, "no key"))
    error = fail_to_ask(Endpoint(server.base_url, key=None, key_name="MY_KEY"))
    assert error.error.hint == "set MY_KEY"


@pytest.mark.parametrize("key", ["sk-鍵", "sk-a\nb"])
def test_a_key_that_is_none_is_not_shown(key: str) -> None:
    error = fail_to_ask(Endpoint("http://127.0.0.1:9/v1", key=key, key_name="MY_KEY"))
    with pytest.raises(HopelessError, match=r"^MY_KEY holds characters that no key has$"):
        raise error.error


def test_a_key_with_a_line_end_is_used_without_it(start: Start) -> None:
    _, server = start(say("x"))
    ask(Endpoint(server.base_url, key=f"{KEY}\n", key_name="K"))
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


def test_a_key_that_a_server_repeats_is_not_told(steady: Start) -> None:
    endpoint, _ = steady(fail(500, f"could not bill {KEY}"))
    assert "could not bill …" in str(fail_to_ask(endpoint).error)
