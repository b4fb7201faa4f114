"""Clients for tests: the real cache, budget, record and endpoint in a temporary folder, a mask that hides one name."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from drafter.model.budget import Budget
from drafter.model.cache import Cache
from drafter.model.chat import Request, Size
from drafter.model.client import Client, Progress
from drafter.model.endpoint import Endpoint
from drafter.model.ports import MaskPort
from drafter.model.prices import Price, Prices
from drafter.model.retry import RetryPolicy
from drafter.model.tokens import Calibration
from drafter.store.runs import Run, RunRecord, list_runs, start_run
from drafter.store.state import State
from tests.model.server import Body, Canned, ModelServer, last_words, say

NOW = datetime(2024, 12, 31, 12, tzinfo=UTC)
NAME, HIDDEN = "佐藤花子", "人物一"
MODELS = {Size.SMALL: "small-model", Size.LARGE: "large-model"}
PRICES = Prices(own={"*-model": Price(input=Decimal(1), output=Decimal(4))}, known={})
KEY = "sk-canary-0123456789"


class Answer(BaseModel):
    answer: str
    day: str = ""


class NameMask:
    def hide(self, text: str) -> str:
        return text.replace(NAME, HIDDEN)

    def restore(self, text: str) -> str:
        return text.replace(HIDDEN, NAME)


@dataclass
class Desk:
    """A client and what it works with."""

    client: Client
    cache: Cache
    budget: Budget
    record: RunRecord
    state: State
    waits: list[float] = field(default_factory=list)

    def read_run(self) -> Run:
        return next(run for run in list_runs(self.state) if run.id == self.record.id)


StartDesk = Callable[..., tuple[Desk, ModelServer]]


def open_desk(
    base_url: str,
    folder: Path,
    *,
    prices: Prices = PRICES,
    mask: MaskPort | None = None,
    max_cost: Decimal | None = None,
    max_tokens: int | None = None,
    policy: RetryPolicy | None = None,
    concurrency: int = 4,
    timeout_s: float = 5.0,
    progress: Progress | None = None,
    waits_really: bool = False,
    grace_s: float = 2.0,
) -> Desk:
    """A desk in a folder; what another one left there is found again. Waits are noted, and not waited for."""
    state = State(folder)
    kept = Cache.of(state)
    record = start_run(state, command="generate", settings={}, prompts={}, now=NOW)
    budget = Budget(prices, max_cost=max_cost, max_tokens=max_tokens)
    waits: list[float] = []
    client = Client(
        endpoint=Endpoint(base_url, key=KEY, key_name="DRAFTER_KEY"),
        models=MODELS,
        cache=kept,
        budget=budget,
        prices=prices,
        mask=mask or NameMask(),
        record=record,
        calibrate=cache(lambda model: Calibration(kept, endpoint=base_url, model=model)),
        policy=policy or RetryPolicy(),
        concurrency=concurrency,
        timeout_s=timeout_s,
        progress=progress,
        sleep=None if waits_really else waits.append,
        grace_s=grace_s,
        chance=random.Random(7).random,
        now=lambda: NOW,
    )
    return Desk(client=client, cache=kept, budget=budget, record=record, state=state, waits=waits)


def question(
    user: str = "何をした？",
    *,
    form: type[BaseModel] | None = Answer,
    prompt: str = "facts",
    sample: int = 0,
    max_output_tokens: int = 200,
    document_ids: Sequence[str] = (),
) -> Request:
    return Request(
        prompt=prompt,
        system="正直に書く。",
        user=user,
        size=Size.SMALL,
        form=form,
        max_output_tokens=max_output_tokens,
        sample=sample,
        document_ids=tuple(document_ids),
    )


def answer_well(body: Body) -> Canned:
    """The user's words as an answer in JSON."""
    return say(json.dumps({"answer": f"答え: {last_words(body)}", "day": "2024-05-01"}, ensure_ascii=False))


class Queue:
    """A plan of answers one after the other; the last one is repeated."""

    def __init__(self, *canned: Canned | Callable[[Body], Canned]) -> None:
        self._canned = list(canned)
        self._lock = threading.Lock()

    def __call__(self, body: Body) -> Canned:
        with self._lock:
            canned = self._canned.pop(0) if len(self._canned) > 1 else self._canned[0]
        return canned if isinstance(canned, Canned) else canned(body)
