"""Work on a file that is asked for often: one at a time, after a pause, and only for the newest wish."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The `number`th wish for a file."""

    rounds: Rounds
    name: str
    number: int

    @property
    def is_newest(self) -> bool:
        """Whether none came after it."""
        return self.rounds.newest(self.name) == self.number


class Rounds:
    """Wishes by the name of what they are for; all calls from one event loop."""

    def __init__(self) -> None:
        self._numbers: Counter[str] = Counter()
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, name: str, *, delay_s: float) -> AsyncIterator[Turn]:
        """Wait for a pause and for the one before; the work is to be left where the turn is not the newest any more."""
        self._numbers[name] += 1
        turn = Turn(rounds=self, name=name, number=self._numbers[name])
        await asyncio.sleep(delay_s)
        async with self._locks[name]:
            yield turn

    def end(self, name: str) -> None:
        """Make all turns of a name old ones."""
        self._numbers[name] += 1

    def newest(self, name: str) -> int:
        """The number of the newest wish, 0 without any."""
        return self._numbers[name]
