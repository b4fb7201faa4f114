"""What a client works with, each as small as it needs it."""

from __future__ import annotations

from typing import Protocol

from drafter.model.budget import Reservation
from drafter.model.cache import CachedReply
from drafter.model.chat import Usage
from drafter.model.endpoint import ChatBody, RawReply
from drafter.store.runs import SentRequest


class EndpointPort(Protocol):
    """Who answers."""

    @property
    def base_url(self) -> str:
        """The address, a part of each key of the cache."""

    @property
    def host(self) -> str:
        """Where requests go, for the record."""

    def complete(self, body: ChatBody, *, timeout_s: float) -> RawReply:
        """Ask once; raises AttemptError."""

    def render(self, body: ChatBody) -> dict[str, object]:
        """The request body."""

    def overlooks_schema(self, model: str) -> None:
        """Learn that a schema is not kept to."""


class CachePort(Protocol):
    """Replies that were paid for."""

    def get(self, key: str) -> CachedReply | None:
        """The reply kept under a key."""

    def put(self, key: str, reply: CachedReply, *, request: str) -> None:
        """Keep a reply and the body of its request; it is on the disk when this returns."""

    def put_request(self, key: str, request: str) -> None:
        """Keep the body of a request that left and was not answered."""


class BudgetPort(Protocol):
    """What may be spent."""

    def reserve(self, *, model: str, input_tokens: int, max_output_tokens: int) -> Reservation:
        """Set aside a worst case; raises BudgetError where it does not fit."""

    def settle(self, reservation: Reservation, usage: Usage | None) -> None:
        """Count a reservation as spent, whole where there is no usage."""

    def release(self, reservation: Reservation) -> None:
        """Give a reservation back."""


class MaskPort(Protocol):
    """Secrets and denied names out of a text, and names back into it; called by several threads at once."""

    def hide(self, text: str) -> str:
        """The text as it may leave."""

    def restore(self, text: str) -> str:
        """The text with the names in it again."""


class RecordPort(Protocol):
    """What left, for the person to see."""

    def request(self, entry: SentRequest) -> None:
        """Add a request."""


class CalibrationPort(Protocol):
    """What an estimate of tokens stands for at one endpoint and model."""

    @property
    def factor(self) -> float:
        """What the estimate is to be multiplied with."""

    def expect(self, estimated: int) -> int:
        """The likely tokens."""

    def expect_worst(self, estimated: int) -> int:
        """The tokens it may turn out to be."""

    def learn(self, *, estimated: int, counted: int) -> None:
        """Take in what was counted for an estimate."""
