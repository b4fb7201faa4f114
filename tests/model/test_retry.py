"""When an attempt is made again, and after which wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import ModelError
from drafter.model.attempts import AttemptError
from drafter.model.retry import RetryPolicy, read_retry_after, retry

NOW = datetime(2024, 5, 1, 12, 0, 0, tzinfo=UTC)


def failed(*, again: bool = True, wait_s: float | None = None) -> AttemptError:
    return AttemptError(ModelError("busy"), again=again, wait_s=wait_s)


class Script:
    """Attempts that fail one after the other, then one that succeeds; the waits between them."""

    def __init__(self, failures: Sequence[AttemptError]) -> None:
        self.failures = list(failures)
        self.n_attempts = 0
        self.waits: list[float] = []

    def attempt(self) -> str:
        self.n_attempts += 1
        if self.failures:
            raise self.failures.pop(0)
        return "done"

    def run(self, policy: RetryPolicy, *, chance: float = 1.0) -> str:
        return retry(self.attempt, policy=policy, pause=self.waits.append, chance=lambda: chance)


def test_waits_double_up_to_a_ceiling() -> None:
    script = Script([failed() for _ in range(5)])
    assert script.run(RetryPolicy(attempts=6, base_s=1.0, wait_max_s=6.0)) == "done"
    assert script.waits == [1.0, 2.0, 4.0, 6.0, 6.0]


def test_a_wait_is_a_random_part_of_its_limit() -> None:
    script = Script([failed(), failed()])
    script.run(RetryPolicy(base_s=1.0), chance=0.25)
    assert script.waits == [0.25, 0.5]


def test_what_the_endpoint_asks_for_is_waited_for_whole() -> None:
    script = Script([failed(wait_s=20.0), failed(wait_s=0.0), failed(wait_s=20.0)])
    script.run(RetryPolicy(base_s=1.0), chance=0.5)
    assert script.waits == [20.5, 0.0, 20.5]


def test_attempts_end() -> None:
    script = Script([failed() for _ in range(9)])
    with pytest.raises(AttemptError, match="busy"):
        script.run(RetryPolicy(attempts=3, base_s=0.0))
    assert script.n_attempts == 3


def test_what_cannot_pass_is_not_tried_again() -> None:
    script = Script([failed(again=False)])
    with pytest.raises(AttemptError, match="busy"):
        script.run(RetryPolicy())
    assert (script.n_attempts, script.waits) == (1, [])


def test_a_wait_beyond_the_ceiling_is_not_begun() -> None:
    script = Script([failed(wait_s=30.0), failed(wait_s=3600.0)])
    with pytest.raises(AttemptError, match="busy"):
        script.run(RetryPolicy(total_max_s=100.0), chance=0.0)
    assert script.waits == [30.0]


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 500)), max_size=12),
    st.floats(0, 1),
    st.integers(1, 8),
    st.floats(0, 300),
)
def test_attempts_and_waits_never_pass_their_ceilings(
    asked: list[float | None], chance: float, attempts: int, total_max_s: float
) -> None:
    script = Script([failed(wait_s=wait_s) for wait_s in asked])
    policy = RetryPolicy(attempts=attempts, total_max_s=total_max_s)
    try:
        script.run(policy, chance=chance)
    except AttemptError:
        assert script.n_attempts <= len(asked)
    assert script.n_attempts == len(script.waits) + 1 <= attempts
    assert sum(script.waits) <= total_max_s + 1e-6


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "20"}, 20.0),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after-ms": "250", "retry-after": "20"}, 0.25),
        ({"retry-after": "Wed, 01 May 2024 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Wed, 01 May 2024 21:00:30 +0900"}, 30.0),
        ({"retry-after": "Wed, 01 May 2024 12:00:30 -0000"}, 30.0),
        ({"retry-after": "Wed, 01 May 2024 11:00:00 GMT"}, 0.0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": ""}, None),
    ],
)
def test_the_wait_that_an_answer_asks_for(headers: dict[str, str], expected: float | None) -> None:
    assert read_retry_after(headers, now=NOW) == expected
