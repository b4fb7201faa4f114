"""The model that drafter talks to: every request through mask, cache and budget, and every answer into the record."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from drafter.errors import BudgetError, DrafterError, ModelError, ReplyError
from drafter.model.attempts import HopelessError
from drafter.model.cache import CachedReply, make_key
from drafter.model.chat import Reply, Request, Size
from drafter.model.endpoint import ChatBody, Message
from drafter.model.exchange import Exchange, Exchanges, Tally
from drafter.model.flights import Flights
from drafter.model.gate import Gate
from drafter.model.pool import Halt, run_ordered
from drafter.model.ports import BudgetPort, CachePort, CalibrationPort, EndpointPort, MaskPort, RecordPort
from drafter.model.prices import Prices
from drafter.model.replies import FormError, change_words, parse_reply
from drafter.model.retry import RetryPolicy
from drafter.model.schemas import Schema, strict_schema
from drafter.model.tokens import estimate_tokens
from drafter.store.runs import SentRequest

if TYPE_CHECKING:
    from pydantic import BaseModel

GRACE_S = 10.0  # for answers under way when the person presses Ctrl-C: they are paid for
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A request as it would leave, and what it would take; `cached` where it need not leave."""

    body: Mapping[str, object]
    model: str
    cached: bool
    input_tokens: int
    max_output_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    request: Request
    body: ChatBody
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """As the endpoint wrote it: the names in it are still hidden."""

    text: str
    data: BaseModel | None
    reply: CachedReply
    cached: bool


@dataclass(slots=True)
class _Batch:
    """Requests that end together. `spent` is set when the budget has no room for one of them: no other is sent."""

    halt: Halt
    spent: BudgetError | None = None


@dataclass(frozen=True, kw_only=True)
class Client:
    """A `ChatModel`, for any number of threads. `progress(done, total, prompt)` is called after each of several.

    The texts of a request are masked before anything else sees them. The same request is sent once, also when asked
    twice at once; a valid answer is on the disk before it is used, and no other one is kept.
    """

    endpoint: EndpointPort
    models: Mapping[Size, str]
    cache: CachePort
    budget: BudgetPort
    prices: Prices
    mask: MaskPort
    record: RecordPort
    calibrate: Callable[[str], CalibrationPort]  # by model; called once for each
    policy: RetryPolicy = field(default_factory=RetryPolicy)
    concurrency: int = 8
    timeout_s: float = 300.0
    grace_s: float = GRACE_S
    progress: Progress | None = None
    sample: int = 0  # added to that of each request: another run of the same requests has answers of its own
    halt: Halt = field(default_factory=Halt)  # once it is set nothing is sent; answers under way are kept
    sleep: Callable[[float], None] | None = None  # in the place of waiting between attempts
    chance: Callable[[], float] = random.random
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _flights: Flights[_Answer] = field(default_factory=Flights, init=False, repr=False)
    _calibrations: dict[str, CalibrationPort] = field(default_factory=dict, init=False, repr=False)
    _shared: Exchanges = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._calibrations.update({model: self.calibrate(model) for model in set(self.models.values())})
        shared = Exchanges(
            endpoint=self.endpoint,
            gate=Gate(self.budget),
            prices=self.prices,
            policy=self.policy,
            timeout_s=self.timeout_s,
            sleep=self.sleep,
            chance=self.chance,
        )
        object.__setattr__(self, "_shared", shared)

    def ask(self, request: Request) -> Reply:
        """Ask once; see `ChatModel`."""
        return self._ask(request, self._batch())

    def ask_all(self, requests: Sequence[Request]) -> tuple[Reply | ModelError | ReplyError, ...]:
        """Ask several, `concurrency` at once; see `ChatModel`.

        Once the budget has no room for one of them, the others are answered from the cache or hold a BudgetError.
        Ctrl-C sends no further request; answers under way have `grace_s` seconds to be kept, and it is raised again.
        """
        batch = self._batch()
        n_done = 0

        def tell(number: int) -> None:
            nonlocal n_done
            n_done += 1
            if self.progress is not None:
                self.progress(n_done, len(requests), requests[number].prompt)

        jobs = [partial(self._ask_in, request, batch) for request in requests]
        return run_ordered(jobs, n_workers=self.concurrency, halt=batch.halt, ended=tell, grace_s=self.grace_s)

    def recall(self, request: Request) -> Reply | None:
        """The answer that was paid for before, without sending anything; None where there is none."""
        kept = self._find_kept(self._compose(request))
        return self._reply(kept) if kept is not None else None

    def preview(self, request: Request) -> Preview:
        """What would leave for a request, without sending anything."""
        question = self._compose(request)
        body = self.endpoint.render(question.body)
        estimated = estimate_tokens(json.dumps(body, ensure_ascii=False))
        return Preview(
            body=body,
            model=question.body.model,
            cached=self._find_kept(question) is not None,
            input_tokens=self._calibrations[question.body.model].expect(estimated),
            max_output_tokens=request.max_output_tokens,
        )

    def _batch(self) -> _Batch:
        return _Batch(halt=Halt(above=self.halt))

    def _ask_in(self, request: Request, batch: _Batch) -> Reply | ModelError | ReplyError:
        try:
            return self._ask(request, batch)
        except HopelessError:
            raise
        except (ModelError, ReplyError) as error:
            if isinstance(error, BudgetError):
                batch.spent = error
            return error

    def _ask(self, request: Request, batch: _Batch) -> Reply:
        question = self._compose(request)
        return self._reply(self._flights.share(question.key, lambda: self._answer(question, batch)))

    def _reply(self, answer: _Answer) -> Reply:
        restore = self.mask.restore
        return Reply(
            text=restore(answer.text),
            data=change_words(answer.data, restore) if answer.data is not None else None,
            model=answer.reply.model,
            usage=answer.reply.usage,
            cached=answer.cached,
        )

    def _compose(self, request: Request) -> _Question:
        hide, model = self.mask.hide, self.models[request.size]
        messages = tuple(
            Message(role=role, text=hide(text))
            for role, text in (("system", request.system), ("user", request.user))
            if text or role == "user"
        )
        body = ChatBody(
            model=model,
            messages=messages,
            max_output_tokens=request.max_output_tokens,
            temperature=request.temperature,
            schema=_schema_of(request.form) if request.form else None,
            schema_name=request.form.__name__ if request.form else "reply",
        )
        return _Question(request=request, body=body, key=self._key_of(body, self.sample + request.sample))

    def _key_of(self, body: ChatBody, sample: int) -> str:
        """Without what an endpoint was found to be able to do: an answer stays one, however it was asked for."""
        return make_key(
            endpoint=self.endpoint.base_url.rstrip("/"),
            model=body.model,
            parameters={"max_output_tokens": body.max_output_tokens, "temperature": body.temperature},
            messages=[{"role": message.role, "content": message.text} for message in body.messages],
            schema=body.schema,
            sample=sample,
        )

    def _answer(self, question: _Question, batch: _Batch) -> _Answer:
        kept = self._find_kept(question)
        if kept is not None:
            self._write_record(question, self.now(), 0.0, Tally(), kept.reply.model)
            return kept
        if batch.spent is not None:
            raise batch.spent
        return self._send(question, batch.halt)

    def _find_kept(self, question: _Question) -> _Answer | None:
        """The answer that was paid for, where it has the form as it is today."""
        kept, form = self.cache.get(question.key), question.request.form
        if kept is None or not kept.text.strip():
            return None
        try:
            data = parse_reply(kept.text, form) if form is not None else None
        except FormError:
            return None
        return _Answer(text=kept.text, data=data, reply=kept, cached=True)

    def _send(self, question: _Question, halt: Halt) -> _Answer:
        body, started, clock = question.body, self.now(), time.monotonic()
        words = json.dumps(self.endpoint.render(body), ensure_ascii=False)
        exchange = Exchange(shared=self._shared, calibration=self._calibrations[body.model], halt=halt)
        model, outcome = body.model, "stopped"
        try:
            raw, data = exchange.ask(body, question.request.form)
            reply = CachedReply(text=raw.text, model=raw.model, usage=raw.usage)
            self.cache.put(question.key, reply, request=words)
            model, outcome = raw.model, "answered"
            exchange.learn(raw)
            return _Answer(text=raw.text, data=data, reply=reply, cached=False)
        except DrafterError as error:
            outcome = f"failed: {error}"
            raise
        finally:
            if exchange.tally.attempts:
                if outcome != "answered":
                    self.cache.put_request(question.key, words)
                self._write_record(question, started, time.monotonic() - clock, exchange.tally, model, outcome)

    def _write_record(
        self,
        question: _Question,
        started: datetime,
        seconds: float,
        tally: Tally,
        model: str,
        outcome: str = "answered",
    ) -> None:
        self.record.request(
            SentRequest(
                prompt=question.request.prompt,
                host=self.endpoint.host,
                model=model,
                started=started,
                seconds=round(seconds, 3),
                cached=not tally.attempts,
                attempts=tally.attempts,
                input_tokens=tally.input_tokens,
                output_tokens=tally.output_tokens,
                cost=tally.cost,
                document_ids=question.request.document_ids,
                key=question.key,
                outcome=outcome,
            )
        )


@lru_cache
def _schema_of(form: type[BaseModel]) -> Schema:
    return strict_schema(form)
