"""Vectors of texts from an endpoint's embeddings: each text masked, paid for once, and kept before it is used."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from drafter.errors import DrafterError, ReplyError
from drafter.model.attempts import AttemptError
from drafter.model.budget import Reservation
from drafter.model.chat import Usage
from drafter.model.ports import BudgetPort, MaskPort, RecordPort
from drafter.model.prices import Prices
from drafter.model.retry import RetryPolicy, retry
from drafter.model.tokens import estimate_tokens
from drafter.model.vectors import RawVectors, pack
from drafter.store.runs import SentRequest

PROMPT = "embeddings"  # in the place of a prompt's name, in records
BATCH = 32  # texts in one request
_WORST = 1.4  # of the estimate: what an unknown tokenizer may count


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text to have a vector of. `name` stands for the text: another text, another name."""

    name: str
    text: str
    document_id: str = ""


class VectorEndpoint(Protocol):
    """Who makes vectors."""

    @property
    def base_url(self) -> str:
        """The address, a part of each key."""

    @property
    def host(self) -> str:
        """Where texts go, for the record."""

    def embed(self, model: str, texts: Sequence[str], *, timeout_s: float) -> RawVectors:
        """Ask once; raises AttemptError."""


class VectorStore(Protocol):
    """Vectors that were paid for."""

    def get_vectors(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """Those kept under the keys."""

    def put_vectors(self, vectors: Mapping[str, bytes]) -> None:
        """Keep vectors; they are on the disk when this returns."""

    def put_request(self, key: str, request: str) -> None:
        """Keep the body of a request that left."""


@dataclass(frozen=True, kw_only=True)
class Embedder:
    """Makes vectors, each as `pack` writes it; for one thread."""

    endpoint: VectorEndpoint
    model: str
    store: VectorStore
    budget: BudgetPort
    prices: Prices
    mask: MaskPort
    record: RecordPort
    denied: str = ""  # stands for the deny list: other names hidden, other vectors
    policy: RetryPolicy = field(default_factory=RetryPolicy)
    timeout_s: float = 300.0
    progress: Callable[[int, int, str], None] | None = None
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def embed(self, passages: Sequence[Passage]) -> tuple[bytes, ...]:
        """The vectors of passages, in their order; only those not yet known are sent.

        Raises:
            ModelError, ReplyError: the endpoint gives none; what it gave before is kept.
        """
        keys = [self._key(passage.name) for passage in passages]
        kept = dict(self.store.get_vectors(keys))
        new = {key: passage for key, passage in zip(keys, passages, strict=True) if key not in kept}
        for n, batch in enumerate(_batches(new)):
            kept |= self._ask(batch)
            if self.progress is not None:
                self.progress(min((n + 1) * BATCH, len(new)), len(new), PROMPT)
        if len({len(vector) for vector in kept.values()}) > 1:
            hint = "another model may answer under this name; drafter forget removes the old vectors"
            raise ReplyError(f"{self.model} gave vectors of different lengths", hint=hint)
        return tuple(kept[key] for key in keys)

    def _key(self, name: str) -> str:
        parts = (self.endpoint.base_url.rstrip("/"), self.model, self.denied, name)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def _ask(self, batch: Mapping[str, Passage]) -> Mapping[str, bytes]:
        """Vectors of texts that are not known, kept by their keys."""
        texts = [self.mask.hide(passage.text) for passage in batch.values()]
        body = json.dumps({"model": self.model, "input": texts}, ensure_ascii=False)
        tally = _Tally()
        started, clock, outcome = self.now(), time.monotonic(), "stopped"
        key = self._key(" ".join(batch))
        try:
            raw = self._try(texts, tally)
            vectors = dict(zip(batch, map(pack, raw.vectors), strict=True))
            self.store.put_vectors(vectors)
            outcome = "answered"
            return vectors
        except DrafterError as error:
            outcome = f"failed: {error}"
            raise
        finally:
            if tally.attempts:
                self.store.put_request(key, body)
                entry = _record(self, batch, tally, key=key, outcome=outcome)
                self.record.request(entry(started, round(time.monotonic() - clock, 3)))

    def _try(self, texts: Sequence[str], tally: _Tally) -> RawVectors:
        try:
            return retry(lambda: self._attempt(texts, tally), policy=self.policy, pause=self.sleep)
        except AttemptError as error:
            raise error.error from error.__cause__

    def _attempt(self, texts: Sequence[str], tally: _Tally) -> RawVectors:
        tokens = round(_WORST * estimate_tokens("\n".join(texts)))
        reservation = self.budget.reserve(model=self.model, input_tokens=tokens, max_output_tokens=0)
        usage, billed = None, True
        try:
            tally.attempts += 1
            raw = self.endpoint.embed(self.model, texts, timeout_s=self.timeout_s)
            usage = raw.usage
            return raw
        except AttemptError as error:
            usage, billed = error.usage, error.billed
            raise
        finally:
            self._close(reservation, usage, tally, billed=billed)

    def _close(self, reservation: Reservation, usage: Usage | None, tally: _Tally, *, billed: bool) -> None:
        if billed:
            self.budget.settle(reservation, usage)
            tally.usage = usage
        else:
            self.budget.release(reservation)


@dataclass(slots=True)
class _Tally:
    """What the attempts at one batch took."""

    attempts: int = 0
    usage: Usage | None = None


def _record(
    embedder: Embedder, batch: Mapping[str, Passage], tally: _Tally, *, key: str, outcome: str
) -> Callable[[datetime, float], SentRequest]:
    """The entry of a request in the record, but for when it began and how long it took."""
    price, usage = embedder.prices.price_of(embedder.model), tally.usage
    tokens = usage.input_tokens if usage else None
    return lambda started, seconds: SentRequest(
        prompt=PROMPT,
        host=embedder.endpoint.host,
        model=embedder.model,
        started=started,
        seconds=seconds,
        cached=False,
        attempts=tally.attempts,
        input_tokens=tokens,
        output_tokens=0 if usage else None,
        cost=price.cost(input_tokens=tokens, output_tokens=0) if price and tokens is not None else None,
        document_ids=tuple(dict.fromkeys(p.document_id for p in batch.values() if p.document_id)),
        key=key,
        outcome=outcome,
    )


def _batches(passages: Mapping[str, Passage]) -> Iterator[Mapping[str, Passage]]:
    items = list(passages.items())
    for start in range(0, len(items), BATCH):
        yield dict(items[start : start + BATCH])
