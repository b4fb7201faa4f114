"""One attempt at a request and how it can fail: what a person is told, whether another may help, what it cost."""

from __future__ import annotations

from drafter.errors import DrafterError, ModelError
from drafter.model.chat import Usage


class HopelessError(ModelError):
    """No request to this endpoint can succeed: no such host, no valid key, no such model, no credit."""


class AttemptError(Exception):
    """An attempt gave no answer. `error` is what is raised where no other attempt is made."""

    def __init__(
        self,
        error: DrafterError,
        *,
        again: bool = False,
        wait_s: float | None = None,
        usage: Usage | None = None,
        billed: bool = False,
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.again = again  # the same request may succeed later
        self.wait_s = wait_s  # what the endpoint asked to wait
        self.usage = usage
        self.billed = billed  # it may have cost money, the worst case where there is no usage


class StoppedError(Exception):
    """Nothing more is asked: the person pressed Ctrl-C, or no request can succeed."""
