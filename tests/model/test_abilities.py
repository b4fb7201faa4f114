"""What an endpoint can do, found out by being refused."""

from __future__ import annotations

import json
import threading

import pytest

from drafter.model.abilities import Abilities, LengthLimit, Part, ReplyFormat, find_refused, parse_abilities
from drafter.model.endpoint import ChatBody, Endpoint, Message, render_body
from drafter.model.schemas import strict_schema
from tests.model.endpoints import KEY, MODEL, Answer, Notes, Start, ask, body, fail_to_ask
from tests.model.server import Body, Canned, ModelServer, Plan, fail, say


def picky(*, formats: set[str], limit: str = "max_tokens", temperature: bool = True, system: bool = True) -> Plan:
    """A server that refuses what it does not know, in the words of real ones."""

    def plan(asked: Body) -> Canned:
        other = {"max_tokens", "max_completion_tokens"} - {limit}
        kind = asked.get("response_format", {"type": "text"})["type"]
        if other & set(asked):
            message = f"Unsupported parameter: '{other.pop()}' is not supported with this model. Use '{limit}' instead."
            return fail(400, message, code="unsupported_parameter")
        if not temperature and "temperature" in asked:
            message = "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1)."
            return fail(400, message, param="temperature")
        if not system and asked["messages"][0]["role"] == "system":
            return fail(400, "System role not supported")
        if kind not in formats:
            message = f"Invalid parameter: 'response_format' of type '{kind}' is not supported with this model."
            return fail(400, message, param="response_format")
        return say('{"answer": "x"}')

    return plan


def test_what_is_refused_is_left_out_and_remembered(start: Start) -> None:
    endpoint, server = start(picky(formats={"text"}, limit="max_completion_tokens", temperature=False, system=False))
    assert ask(endpoint, body(form=Answer, temperature=0.2)).format is ReplyFormat.TEXT
    n_asked = len(server.bodies)
    assert n_asked == 7  # one for each step: limit, temperature, system, three formats; and the one that is answered
    ask(endpoint, body(form=Answer, temperature=0.2))
    assert len(server.bodies) == n_asked + 1
    assert set(server.bodies[-1]) == {"model", "messages", "max_completion_tokens"}
    (message,) = server.bodies[-1]["messages"]
    assert message["role"] == "user"
    assert message["content"].startswith("正直に書く。\n\n何をした？\n\n")
    assert json.loads(message["content"].splitlines()[-1]) == strict_schema(Answer)


def test_a_schema_goes_into_words_where_only_objects_are_known(start: Start) -> None:
    endpoint, server = start(picky(formats={"json_object"}))
    assert ask(endpoint, body(form=Answer)).format is ReplyFormat.OBJECT
    assert server.bodies[-1]["response_format"] == {"type": "json_object"}
    assert '"maxLength":50' in server.bodies[-1]["messages"][-1]["content"]


def test_limits_are_left_out_of_a_schema_first(start: Start) -> None:
    def plan(asked: Body) -> Canned:
        refused = "maxLength" in json.dumps(asked)
        return fail(400, "Invalid schema for response_format: 'maxLength'") if refused else say('{"answer": "x"}')

    endpoint, server = start(plan)
    assert ask(endpoint, body(form=Answer)).format is ReplyFormat.BARE_SCHEMA
    assert server.bodies[-1]["response_format"]["json_schema"]["strict"] is True


def test_another_run_starts_with_what_was_found_out() -> None:
    notes = Notes()
    with ModelServer(picky(formats={"json_object"}, limit="max_completion_tokens")).run() as server:
        for _ in range(2):
            ask(Endpoint(server.base_url, key=KEY, key_name="K", store=notes), body(form=Answer))
        assert len(server.bodies) == 5
        assert KEY not in json.dumps(notes.data)
        (key,) = notes.data
        assert key == f"{server.base_url} {MODEL}"


def test_what_one_model_cannot_do_is_not_held_against_another(start: Start) -> None:
    plans: dict[str, Plan] = {MODEL: picky(formats={"text"}), "large-model": picky(formats={"json_schema"})}
    endpoint, _ = start(lambda asked: plans[asked["model"]](asked))
    assert ask(endpoint, body(form=Answer)).format is ReplyFormat.TEXT
    assert ask(endpoint, body(form=Answer, model="large-model")).format is ReplyFormat.SCHEMA


def test_nothing_is_remembered_of_a_request_that_never_succeeded(start: Start) -> None:
    answers = iter([fail(400, "Bad Request") for _ in range(4)])
    endpoint, server = start(lambda _: next(answers, say('{"answer": "x"}')))
    error = fail_to_ask(endpoint, body(form=Answer))
    assert not error.again
    assert len(server.bodies) == 4  # a bare refusal may be about the format
    assert ask(endpoint, body(form=Answer)).format is ReplyFormat.SCHEMA


def test_threads_that_find_out_different_things_keep_both(start: Start) -> None:
    endpoint, server = start(picky(formats={"json_object", "text"}, limit="max_completion_tokens", temperature=False))
    asked = [body(form=Answer), body(temperature=0.2), body(form=Answer, temperature=0.2)] * 4
    threads = [threading.Thread(target=ask, args=(endpoint, one)) for one in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    n_asked = len(server.bodies)
    for one in asked:
        ask(endpoint, one)
    assert len(server.bodies) == n_asked + len(asked)


def test_a_server_that_breaks_on_a_schema_is_asked_without(start: Start) -> None:
    def plan(asked: Body) -> Canned:
        kind = asked["response_format"]["type"]
        return fail(500, "Internal Server Error") if kind == "json_schema" else say('{"answer": "x"}')

    notes = Notes()
    with ModelServer(plan).run() as server:
        endpoint = Endpoint(server.base_url, key=KEY, key_name="K", store=notes)
        for _ in range(3):
            assert fail_to_ask(endpoint, body(form=Answer)).again
        assert ask(endpoint, body(form=Answer)).format is ReplyFormat.OBJECT
        assert len(server.bodies) == 4
    assert notes.data == {}  # it may have been in trouble for another reason


def test_a_server_in_trouble_that_knew_the_schema_is_asked_with_it(start: Start) -> None:
    answers = iter([say('{"answer": "x"}')] + [fail(500) for _ in range(5)])
    endpoint, _ = start(lambda _: next(answers, say('{"answer": "x"}')))
    ask(endpoint, body(form=Answer))
    for _ in range(5):
        fail_to_ask(endpoint, body(form=Answer))
    assert ask(endpoint, body(form=Answer)).format is ReplyFormat.SCHEMA


def test_a_schema_that_was_overlooked_is_said_in_words(start: Start) -> None:
    endpoint, server = start(say('{"answer": "x"}'))
    ask(endpoint, body(form=Answer))
    endpoint.overlooks_schema(MODEL)
    assert endpoint.render(body(form=Answer))["response_format"] == {"type": "json_object"}
    ask(endpoint, body(form=Answer))
    assert "maxLength" in server.bodies[-1]["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("message", "param", "expected"),
    [
        ("Unsupported parameter: 'max_tokens' is not supported with this model.", None, Part.LIMIT),
        ("body.max_completion_tokens: Extra inputs are not permitted", None, Part.LIMIT),
        ("max_tokens is too large: 100000. This model supports at most 16384 completion tokens", "max_tokens", None),
        ("Only the default (1) value is supported.", "temperature", Part.TEMPERATURE),
        ("'response_format.type' must be 'json_schema' or 'text'", None, Part.FORMAT),
        ("Unknown name \"additionalProperties\" at 'generation_config.response_schema'", None, Part.FORMAT),
        ("failed to parse grammar", None, Part.FORMAT),
        ("Unsupported value: 'messages[0].role' does not support 'system' with this model.", None, Part.SYSTEM),
        ("Developer instruction is not enabled for models/gemma-3", None, Part.SYSTEM),
        ("messages: at least one message is required", None, None),
    ],
)
def test_the_part_that_a_server_refuses_is_found_in_its_words(
    message: str, param: str | None, expected: Part | None
) -> None:
    assert find_refused(message, param=param) is expected


@pytest.mark.parametrize("data", [{}, {"format": "xml"}, {"format": "text", "limit": 3}, {"from": "another version"}])
def test_a_memory_that_cannot_be_read_is_none(data: dict[str, object]) -> None:
    assert parse_abilities(data) == Abilities()


def test_a_memory_is_read_as_it_was_written() -> None:
    known = Abilities(
        format=ReplyFormat.TEXT, limit=LengthLimit.MAX_COMPLETION_TOKENS, temperature=False, system=False, proved=True
    )
    assert parse_abilities(json.loads(json.dumps(known.to_data()))) == known


def test_a_request_without_a_system_message_can_be_rendered() -> None:
    asked = ChatBody(model=MODEL, messages=(Message(role="user", text="何？"),), max_output_tokens=9)
    assert render_body(asked, Abilities(system=False))["messages"] == [{"role": "user", "content": "何？"}]
