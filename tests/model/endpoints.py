"""An endpoint for tests, and requests to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from pydantic import BaseModel, Field

from drafter.model.attempts import AttemptError
from drafter.model.endpoint import ChatBody, Endpoint, Message, RawReply
from drafter.model.schemas import strict_schema
from tests.model.server import Canned, ModelServer, Plan

KEY = "sk-canary-0123456789"
MODEL = "small-model"


class Answer(BaseModel):
    answer: str = Field(max_length=50)


class Notes:
    """What is remembered between runs."""

    def __init__(self) -> None:
        self.data: dict[str, dict[str, object]] = {}

    def load(self, key: str) -> Mapping[str, object]:
        return self.data.get(key, {})

    def save(self, key: str, data: Mapping[str, object]) -> None:
        self.data[key] = dict(data)


Start = Callable[[Plan | Canned], tuple[Endpoint, ModelServer]]


def body(
    *, form: type[BaseModel] | None = None, temperature: float | None = None, estimate: int = 0, model: str = MODEL
) -> ChatBody:
    return ChatBody(
        model=model,
        messages=(Message(role="system", text="正直に書く。"), Message(role="user", text="何をした？")),
        max_output_tokens=300,
        temperature=temperature,
        schema=strict_schema(form) if form else None,
        schema_name=form.__name__ if form else "reply",
        estimate=estimate,
    )


def ask(endpoint: Endpoint, asked: ChatBody | None = None, *, timeout_s: float = 5.0) -> RawReply:
    return endpoint.complete(asked or body(), timeout_s=timeout_s)


def fail_to_ask(endpoint: Endpoint, asked: ChatBody | None = None, *, timeout_s: float = 5.0) -> AttemptError:
    with pytest.raises(AttemptError) as caught:
        ask(endpoint, asked, timeout_s=timeout_s)
    told = f"{caught.value} {caught.value.error} {caught.value.error.hint} {caught.value.__cause__!r}"
    assert KEY not in told
    assert caught.value.error.hint
    return caught.value
