"""The same work asked for twice at once is done once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Flights(Generic[T]):
    """Work under way, by key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[str, Future[T]] = {}

    def share(self, key: str, work: Callable[[], T]) -> T:
        """Do the work, or wait for the thread that is doing it and take its result or its error."""
        with self._lock:
            theirs = self._under_way.get(key)
            mine: Future[T] = Future()
            if theirs is None:
                self._under_way[key] = mine
        if theirs is not None:
            return theirs.result()
        try:
            result = work()
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            mine.set_result(result)
            return result
        finally:
            with self._lock:
                del self._under_way[key]
