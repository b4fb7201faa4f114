"""Jobs side by side: begun in order, results in order; the end is at once when one fails or at Ctrl-C."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from drafter.model.attempts import StoppedError

T = TypeVar("T")
POLL_S = 0.5  # some systems tell of Ctrl-C only between two waits


class Halt:
    """A stop sign that threads ask before each step, and that wakes them from their waits; set, too, where the one
    `above` it is."""

    def __init__(self, *, above: Halt | None = None) -> None:
        self._event = threading.Event()
        self._above = above

    @property
    def is_set(self) -> bool:
        """Whether to stop."""
        return self._event.is_set() or (self._above is not None and self._above.is_set)

    def set(self) -> None:
        """Stop."""
        self._event.set()

    def check(self) -> None:
        """Go on.

        Raises:
            StoppedError: not any more.
        """
        if self.is_set:
            raise StoppedError

    def pause(self, seconds: float) -> None:
        """Wait.

        Raises:
            StoppedError: as soon as nothing is to be waited for any more.
        """
        until = time.monotonic() + seconds
        while not self.is_set and (left := until - time.monotonic()) > 0:
            self._event.wait(left if self._above is None else min(left, POLL_S))
        self.check()


def run_ordered(
    jobs: Sequence[Callable[[], T]], *, n_workers: int, halt: Halt, ended: Callable[[int], None], grace_s: float
) -> tuple[T, ...]:
    """Run jobs, at most `n_workers` at once, and return their results in the order of the jobs.

    `ended(number)` is called in this thread when a job has ended. When a job raises, Ctrl-C comes, or `halt` is set by
    somebody else (a StoppedError), no further job begins, and those that run have `grace_s` seconds to end (a second
    Ctrl-C ends that, too); then the error is raised. The threads are daemons: one that hangs does not keep the program
    from ending; an executor's would.
    """
    crew = _Crew(jobs, halt)
    threads = [threading.Thread(target=crew.work, daemon=True) for _ in range(min(n_workers, len(jobs)))]
    results: dict[int, T] = {}
    try:
        for thread in threads:
            thread.start()
        while len(results) < len(jobs):
            number, result = crew.next_result()
            results[number] = result
            ended(number)
    except BaseException:
        halt.set()
        _join(threads, grace_s)
        raise
    return tuple(results[number] for number in range(len(jobs)))


class _Crew(Generic[T]):
    def __init__(self, jobs: Sequence[Callable[[], T]], halt: Halt) -> None:
        self._jobs = enumerate(jobs)
        self._halt = halt
        self._lock = threading.Lock()
        self._ended: queue.SimpleQueue[tuple[int, T] | BaseException] = queue.SimpleQueue()

    def work(self) -> None:
        """Do one job after the other."""
        while (taken := self._take()) is not None:
            number, job = taken
            try:
                self._ended.put((number, job()))
            except StoppedError:
                return
            except BaseException as error:
                self._ended.put(error)
                self._halt.set()

    def next_result(self) -> tuple[int, T]:
        """The next job that ended; raises what it raised."""
        while True:
            try:
                ended = self._ended.get(timeout=POLL_S)
            except queue.Empty:
                if self._ended.empty():  # an error is in it before the halt is set
                    self._halt.check()
                continue
            if isinstance(ended, BaseException):
                raise ended
            return ended

    def _take(self) -> tuple[int, Callable[[], T]] | None:
        with self._lock:
            return None if self._halt.is_set else next(self._jobs, None)


def _join(threads: Sequence[threading.Thread], grace_s: float) -> None:
    until = time.monotonic() + grace_s
    for thread in threads:
        if thread.ident is not None:
            thread.join(max(0.0, until - time.monotonic()))
