"""Work in threads that a person can stop: the wish ends at once, and what a model was asked is kept when it answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, Generic, TypeVar

from drafter.errors import DrafterError
from drafter.model.client import GRACE_S
from drafter.model.pool import Halt

T = TypeVar("T")


class StoppedError(DrafterError):
    """The person wants no more of it."""


class Job(Generic[T]):
    """One piece of work under way; `result` ends in StoppedError where it is stopped. All may be called from any
    thread. The thread of the work is a daemon: an endpoint that hangs keeps no editor from ending."""

    def __init__(self, work: Callable[[Halt], T], *, after: Job[Any] | None) -> None:
        self.result: Future[T] = Future()
        self.halt = Halt()
        self._thread = Thread(target=self._run, args=(work, after), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it; nothing more is sent, and what is under way goes on for its answer alone."""
        self.halt.set()
        with suppress(InvalidStateError):
            self.result.set_exception(StoppedError("stopped: nothing changed; an answer under way is kept for later"))

    def stop_with(self, wish: Future[Any]) -> None:
        """Stop once the wish it is done for is cancelled."""
        wish.add_done_callback(lambda ended: self.stop() if ended.cancelled() else None)

    def join(self, seconds: float) -> None:
        """Wait for its thread."""
        self._thread.join(max(0.0, seconds))

    def _run(self, work: Callable[[Halt], T], after: Job[Any] | None) -> None:
        if after is not None:
            after.join(GRACE_S)
        try:
            self.halt.check()
            made = work(self.halt)
        except BaseException as error:
            with suppress(InvalidStateError):
                self.result.set_exception(error)
        else:
            with suppress(InvalidStateError):
                self.result.set_result(made)


class Jobs:
    """The last job for each file. The next one waits a while for what a stopped one left: it may need that answer."""

    def __init__(self) -> None:
        self._last: dict[Path, Job[Any]] = {}

    def begin(self, path: Path, work: Callable[[Halt], T]) -> Job[T]:
        """Begin work for a file."""
        job = Job(work, after=self._last.get(path))
        self._last[path] = job
        return job

    def end(self) -> None:
        """Stop all; answers under way have a while to be kept."""
        until = time.monotonic() + GRACE_S
        for job in self._last.values():
            job.stop()
        for job in self._last.values():
            job.join(until - time.monotonic())
