"""One question through to its valid answer: reserved, sent, tried again, asked once more where the form is wrong."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from drafter.errors import DrafterError, ReplyError
from drafter.model.attempts import AttemptError
from drafter.model.budget import Reservation
from drafter.model.chat import Usage
from drafter.model.endpoint import ChatBody, Message, RawReply
from drafter.model.gate import Gate
from drafter.model.pool import Halt
from drafter.model.ports import CalibrationPort, EndpointPort
from drafter.model.prices import Price, Prices
from drafter.model.replies import FormError, parse_reply
from drafter.model.retry import RetryPolicy, retry
from drafter.model.tokens import estimate_tokens

if TYPE_CHECKING:
    from pydantic import BaseModel


@dataclass(slots=True, kw_only=True)
class Tally:
    """What the attempts at one question took. Tokens and cost are None once a part of them is unknown."""

    attempts: int = 0
    estimated: int = 0  # the tokens of the last one that was answered, before they were counted
    input_tokens: int | None = 0
    output_tokens: int | None = 0
    cost: Decimal | None = field(default_factory=Decimal)

    def add(self, usage: Usage | None, cost: Decimal | None) -> None:
        """Count an attempt that was billed."""
        self.cost = self.cost + cost if self.cost is not None and cost is not None else None
        if usage is None or self.input_tokens is None or self.output_tokens is None:
            self.input_tokens = self.output_tokens = None
            return
        self.input_tokens += usage.input_tokens
        self.output_tokens += usage.output_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanges:
    """What every exchange of a client shares."""

    endpoint: EndpointPort
    gate: Gate
    prices: Prices
    policy: RetryPolicy
    timeout_s: float
    sleep: Callable[[float], None] | None = None  # in the place of waiting
    chance: Callable[[], float] = random.random


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The attempts at one question."""

    shared: Exchanges
    calibration: CalibrationPort
    halt: Halt
    tally: Tally = field(default_factory=Tally)

    def ask(self, body: ChatBody, form: type[BaseModel] | None) -> tuple[RawReply, BaseModel | None]:
        """The answer and its form; asked once more, the problem named, where it has not the form.

        Raises:
            ModelError, ReplyError: no answer that can be used.
            StoppedError: nothing more is asked.
        """
        reply = self._try(body)
        if form is None:
            return reply, None
        try:
            return reply, parse_reply(reply.text, form)
        except FormError as error:
            if error.unbound:
                self.shared.endpoint.overlooks_schema(body.model)
            reply = self._try(_ask_again(body, reply, error))
        try:
            return reply, parse_reply(reply.text, form)
        except FormError as error:
            message = f"{reply.model} answered twice in another form than asked for: {error}"
            raise ReplyError(message, hint="run it again, or take a model that writes JSON") from error

    def _try(self, body: ChatBody) -> RawReply:
        shared, before = self.shared, self.tally.attempts
        estimated, measured = self._measure(body)
        try:
            reply = retry(
                lambda: self._attempt(measured, estimated),
                policy=shared.policy,
                pause=shared.sleep or self.halt.pause,
                chance=shared.chance,
            )
        except AttemptError as error:
            raise _tell(error, self.tally.attempts - before) from error.__cause__
        self.tally.estimated = estimated
        return reply

    def learn(self, reply: RawReply) -> None:
        """Calibrate the estimate on an answer; to be called when it is kept."""
        if reply.usage is not None:
            self.calibration.learn(estimated=self.tally.estimated, counted=reply.usage.input_tokens)

    def _measure(self, body: ChatBody) -> tuple[int, ChatBody]:
        """The estimate of all that is sent, and the body with that of its messages as this server counts: some leave
        out the schema, some count Japanese low."""
        words = estimate_tokens("\n".join(message.text for message in body.messages))
        schema = "" if body.schema is None else json.dumps(body.schema, ensure_ascii=False)
        return words + _estimate_schema(schema), replace(
            body, estimate=math.floor(words * min(1.0, self.calibration.factor))
        )

    def _attempt(self, body: ChatBody, estimated: int) -> RawReply:
        reservation = self.shared.gate.reserve(
            model=body.model,
            input_tokens=self.calibration.expect_worst(estimated),
            max_output_tokens=body.max_output_tokens,
            halt=self.halt,
        )
        usage, billed = None, True  # what ends it unforeseen, like Ctrl-C, may have been paid
        try:
            self.tally.attempts += 1
            reply = self.shared.endpoint.complete(body, timeout_s=self.shared.timeout_s)
            usage = reply.usage
            return reply
        except AttemptError as error:
            usage, billed = error.usage, error.billed
            raise
        finally:
            self._close(reservation, usage, billed=billed)

    def _close(self, reservation: Reservation, usage: Usage | None, *, billed: bool) -> None:
        self.shared.gate.close(reservation, usage, billed=billed)
        if billed:
            price = self.shared.prices.price_of(reservation.model)
            self.tally.add(usage, reservation.cost if usage is None or price is None else _cost(price, usage))


@lru_cache
def _estimate_schema(schema: str) -> int:
    return estimate_tokens(schema)


def _cost(price: Price, usage: Usage) -> Decimal:
    return price.cost(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)


def _ask_again(body: ChatBody, reply: RawReply, problem: FormError) -> ChatBody:
    words = (
        f"This reply cannot be used: {problem}. Give the whole answer again, as one JSON object of the form asked for."
    )
    said = (Message(role="assistant", text=reply.text), Message(role="user", text=words))
    return replace(body, messages=(*body.messages, *said))


def _tell(error: AttemptError, n_attempts: int) -> DrafterError:
    """The error for a person, with how often it was tried and how long to wait."""
    told = error.error
    message = f"{told} (tried {n_attempts} times)" if n_attempts > 1 else str(told)
    hint = told.hint
    if error.again and error.wait_s:
        hint = f"run it again in {math.ceil(error.wait_s)} seconds; what was answered is kept"
    return type(told)(message, hint=hint)
