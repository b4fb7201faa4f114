"""One OpenAI-compatible endpoint, asked once: the request body that it can take, its answer or what failed."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from urllib.parse import urlsplit

from drafter.errors import ModelError
from drafter.model.abilities import Abilities, AbilityMemory, AbilityStore, Part, ReplyFormat, find_refused
from drafter.model.chat import Usage
from drafter.model.completions import CUT_BELOW, Sent, read_completion
from drafter.model.failures import Place, Told, is_overflow, read_failure, read_told
from drafter.model.schemas import Schema, bare_schema
from drafter.model.vectors import RawVectors, read_vectors
from drafter.model.wire import Answer, Wire

SCHEMA_WORDS = "Answer with one JSON object that fits this JSON schema, and with nothing else:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`role` is "system", "user" or "assistant"."""

    role: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatBody:
    """What is asked, whatever an endpoint can do. `schema` is the strict one of a JSON reply, None for text."""

    model: str
    messages: tuple[Message, ...]
    max_output_tokens: int
    temperature: float | None = None
    schema: Schema | None = None
    schema_name: str = "reply"
    estimate: int = 0  # of the tokens of the messages


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReply:
    """An answer as it came, without thoughts; `format` is how it was asked for."""

    text: str
    model: str  # as served
    usage: Usage | None
    format: ReplyFormat


class Endpoint:
    """One endpoint, for any number of threads. The key is sent to `base_url` and shown nowhere.

    What it can do for a model is found out by being refused, and remembered once a request has succeeded that way.
    """

    def __init__(
        self,
        base_url: str,
        *,
        key: str | None,
        key_name: str,
        store: AbilityStore | None = None,
        cut_below: float = CUT_BELOW,
    ) -> None:
        self.base_url = base_url
        self.host = urlsplit(base_url).netloc.rpartition("@")[2] or base_url
        self._key = (key or "").strip() or None
        self._key_name = key_name
        self._cut_below = cut_below
        self._memory = AbilityMemory(base_url, store=store)
        self._wire = Wire(base_url, key=self._key)

    def complete(self, body: ChatBody, *, timeout_s: float) -> RawReply:
        """Ask once; asked again at once, in a simpler way, where the endpoint refuses a part of the request.

        Raises:
            AttemptError: no answer; says why, what it may have cost and whether another attempt may help.
        """
        place = Place(host=self.host, model=body.model, key_name=self._key_name, key=self._key)
        before = tried = self._memory.find(body.model)
        while True:
            payload = render_body(body, tried)
            answer = self._wire.send(payload, place=place, timeout_s=timeout_s)
            if answer.status == 200:
                break
            lower = self._read_refusal(answer, payload, tried, place)
            found = self._memory.find(body.model)  # what another thread has found out meanwhile
            before, tried = (before, lower) if found == before else (found, found)
        sent = Sent(n_chars=sum(len(message.text) for message in body.messages), estimate=body.estimate)
        done = read_completion(answer.content, place=place, sent=sent, cut_below=self._cut_below)
        self._memory.keep(body.model, before, tried, proved=body.schema is not None)
        return RawReply(text=done.text, model=done.model, usage=done.usage, format=tried.format)

    def embed(self, model: str, texts: Sequence[str], *, timeout_s: float) -> RawVectors:
        """Ask for the vectors of texts, once.

        Raises:
            AttemptError: none; says why, what it may have cost and whether another attempt may help.
        """
        place = Place(host=self.host, model=model, key_name=self._key_name, key=self._key)
        payload = {"model": model, "input": list(texts), "encoding_format": "float"}
        answer = self._wire.send(payload, place=place, timeout_s=timeout_s, path="/embeddings")
        if answer.status != 200:
            raise read_failure(answer.status, read_told(answer.content), place=place, headers=answer.headers)
        return read_vectors(answer.content, place=place, n_texts=len(texts))

    def warm_up(self) -> None:
        """Import what the first request needs in the background: that takes half a second to a second."""
        threading.Thread(target=import_module, args=("openai",), daemon=True).start()

    def render(self, body: ChatBody) -> dict[str, object]:
        """The request body as it would be sent now, without sending it."""
        return render_body(body, self._memory.find(body.model))

    def overlooks_schema(self, model: str) -> None:
        """Learn that this server takes a schema and does not keep to it: the next requests say it in words."""
        self._memory.keep_without_schema(model)

    def _read_refusal(self, answer: Answer, payload: dict[str, object], tried: Abilities, place: Place) -> Abilities:
        """The abilities to try next, where an answer refuses a part of the request that can be left out."""
        told = read_told(answer.content)
        failure = read_failure(answer.status, told, place=place, headers=answer.headers)
        if answer.status == 500 and tried.has_schema and "response_format" in payload:
            self._memory.count_broken(place.model)
        part = _find_part(answer.status, told, payload, tried) if type(failure.error) is ModelError else None
        lower = tried.without(part) if part is not None else None
        if lower is None:
            raise failure
        return lower


def _find_part(status: int, told: Told, payload: dict[str, object], tried: Abilities) -> Part | None:
    """The part that an answer refuses; a bare "bad request" is taken to mean a format that was never answered."""
    if status not in (400, 422) or is_overflow(status, told):
        return None
    part = find_refused(told.message, param=told.param)
    if part is None and not tried.proved:
        part = Part.FORMAT
    held = {
        Part.FORMAT: "response_format" in payload,
        Part.TEMPERATURE: "temperature" in payload,
        Part.SYSTEM: '"role": "system"' in json.dumps(payload["messages"]),
        Part.LIMIT: True,
    }
    return part if part is not None and held[part] else None


def render_body(body: ChatBody, abilities: Abilities) -> dict[str, object]:
    """The body of the POST to chat/completions."""
    messages = body.messages
    payload: dict[str, object] = {"model": body.model, abilities.limit.value: body.max_output_tokens}
    if body.temperature is not None and abilities.temperature:
        payload["temperature"] = body.temperature
    if body.schema is not None:
        if not abilities.has_schema:
            messages = say_schema(messages, body.schema)
        if abilities.format is not ReplyFormat.TEXT:
            payload["response_format"] = _render_format(body.schema, body.schema_name, abilities.format)
    if not abilities.system:
        messages = _fold_system(messages)
    payload["messages"] = [{"role": message.role, "content": message.text} for message in messages]
    return payload


def say_schema(messages: tuple[Message, ...], schema: Schema) -> tuple[Message, ...]:
    """The messages with the schema at the end of the first one that is a user's."""
    words = f"{SCHEMA_WORDS}\n{json.dumps(schema, ensure_ascii=False, separators=(',', ':'))}"
    place = next(number for number, message in enumerate(messages) if message.role == "user")
    said = replace(messages[place], text=f"{messages[place].text}\n\n{words}")
    return (*messages[:place], said, *messages[place + 1 :])


def _render_format(schema: Schema, name: str, reply_format: ReplyFormat) -> dict[str, object]:
    if reply_format is ReplyFormat.OBJECT:
        return {"type": "json_object"}
    sent = schema if reply_format is ReplyFormat.SCHEMA else bare_schema(schema)
    return {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": sent}}


def _fold_system(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """The same words for a model whose template knows no system: they open the first message of the user."""
    system = "\n\n".join(message.text for message in messages if message.role == "system")
    rest = tuple(message for message in messages if message.role != "system")
    return (replace(rest[0], text=f"{system}\n\n{rest[0].text}"), *rest[1:]) if system else rest
