"""A model that sends nothing: it answers what it was asked, and paid for, before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafter.errors import ModelError, ReplyError
from drafter.model.chat import Reply, Request
from drafter.model.client import Client


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """A `ChatModel` over what a client kept; a question that is new is a ReplyError."""

    client: Client

    def ask(self, request: Request) -> Reply:
        """Answer from what is kept; see `ChatModel`."""
        reply = self.client.recall(request)
        if reply is None:
            raise ReplyError("it was not asked before")
        return reply

    def ask_all(self, requests: Sequence[Request]) -> tuple[Reply | ModelError | ReplyError, ...]:
        """Answer several from what is kept; see `ChatModel`."""
        return tuple(self.client.recall(request) or ReplyError("it was not asked before") for request in requests)
