"""The port: what drafter asks of a model and what comes back, whoever answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from drafter.errors import ModelError, ReplyError

if TYPE_CHECKING:
    from pydantic import BaseModel


class Size(StrEnum):
    """Which of the two configured models answers: the cheap one or the one that writes."""

    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question to a model. `form` is the shape of a JSON reply, None for text."""

    prompt: str  # the name of its file in prompts/: "facts"
    system: str
    user: str
    size: Size
    form: type[BaseModel] | None = None
    max_output_tokens: int = 4000
    sample: int = 0  # which of several answers to the same request
    temperature: float | None = None  # None: the endpoint's own
    document_ids: tuple[str, ...] = ()  # whose words are in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens, as the endpoint counted them."""

    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`data` is an instance of the request's form; None for text. `usage` is None where the endpoint told none."""

    text: str
    data: BaseModel | None
    model: str  # as served
    usage: Usage | None
    cached: bool


class ChatModel(Protocol):
    """Something that answers requests."""

    def ask(self, request: Request) -> Reply:
        """Ask once.

        Raises:
            BudgetError: the request's worst case does not fit into what is left; nothing was sent.
            ContextError: it is longer than the model reads.
            ModelError: the endpoint cannot be reached, refuses, or kept failing.
            CutError: the answer was cut off at `max_output_tokens`.
            ReplyError: the answer has not the form asked for, twice.
        """

    def ask_all(self, requests: Sequence[Request]) -> tuple[Reply | ModelError | ReplyError, ...]:
        """Ask several at once; answers in the order of the requests, an error in the place of each that failed.

        Raises:
            ModelError: none can succeed: no such host, no valid key, no such model.
        """
