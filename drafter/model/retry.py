"""When a failed attempt is made again, and after which wait: the one layer that retries."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from typing import TypeVar

from drafter.model.attempts import AttemptError

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """At most `attempts` attempts; the waits between them are together no longer than `total_max_s`."""

    attempts: int = 5
    base_s: float = 1.0  # the longest first wait; each next one may be twice as long
    wait_max_s: float = 30.0
    total_max_s: float = 180.0


def retry(
    attempt: Callable[[], T],
    *,
    policy: RetryPolicy,
    pause: Callable[[float], None],
    chance: Callable[[], float] = random.random,
) -> T:
    """Make attempts until one succeeds, and return what it returns.

    The wait is the one that the endpoint asked for, whole and a little longer, else a random part (`chance`, 0 to 1) of
    a limit that doubles. Where it does not fit into what is left of `total_max_s`, no further attempt is made.

    Raises:
        AttemptError: of the last attempt.
    """
    waited_s = 0.0
    for number in count(1):
        try:
            return attempt()
        except AttemptError as error:
            wait_s = _find_wait(error, number, policy, chance())
            if not error.again or number >= policy.attempts or waited_s + wait_s > policy.total_max_s:
                raise
        pause(wait_s)
        waited_s += wait_s
    raise AssertionError("unreachable")


def _find_wait(error: AttemptError, number: int, policy: RetryPolicy, part: float) -> float:
    """Full jitter: sixteen requests refused at once do not come back at once."""
    limit_s = min(policy.base_s * 2.0 ** (number - 1), policy.wait_max_s)
    if error.wait_s is None:
        return limit_s * part
    return error.wait_s + min(policy.base_s, error.wait_s) * part


def read_retry_after(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """The seconds that an answer asks to wait, 0 for a time that has passed; None where it says nothing readable.

    >>> read_retry_after({"retry-after": "20"}), read_retry_after({"retry-after-ms": "1500", "retry-after": "2"})
    (20.0, 1.5)

    Source: RFC 9110, section 10.2.3; `retry-after-ms` is what Azure sends.
    """
    for name, unit_s in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        text = headers.get(name, "").strip()
        if text.replace(".", "", 1).isdecimal():
            return float(text) * unit_s
    return _read_date(headers.get("retry-after", ""), now or datetime.now(UTC))


def _read_date(text: str, now: datetime) -> float | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)  # "-0000" is read as no zone
    return max(0.0, (aware - now).total_seconds())
