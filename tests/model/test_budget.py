from __future__ import annotations

import random
import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import BudgetError, SettingsError
from drafter.model.budget import Budget, Reservation
from drafter.model.chat import Usage
from drafter.model.prices import load_prices

PRICES = load_prices({"m": {"input": 1, "output": 10}, "own": {"input": 0, "output": 0}})


def budget(*, max_cost: str | None = None, max_tokens: int | None = None) -> Budget:
    return Budget(PRICES, max_cost=Decimal(max_cost) if max_cost is not None else None, max_tokens=max_tokens)


def reserve(budget: Budget, *, model: str = "m", tokens: int = 1000, output: int = 100) -> Reservation:
    return budget.reserve(model=model, input_tokens=tokens, max_output_tokens=output)


def used(input_tokens: int, output_tokens: int) -> Usage:
    return Usage(input_tokens=input_tokens, output_tokens=output_tokens)


def test_what_was_used_is_spent_and_the_rest_is_free_again() -> None:
    spending = budget(max_cost="0.003")
    first = reserve(spending)  # 1000 × 1 + 100 × 10 millionths: 0.002
    assert (first.tokens, first.cost) == (1100, Decimal("0.002"))
    with pytest.raises(BudgetError, match="the next request may cost"):
        reserve(spending)
    spending.settle(first, used(900, 10))  # 0.001
    assert (spending.spent_cost, spending.spent_tokens, spending.n_requests) == (Decimal("0.001"), 910, 1)
    assert reserve(spending).cost == Decimal("0.002")


def test_without_caps_all_is_counted_and_nothing_refused() -> None:
    spending = budget()
    spending.settle(reserve(spending, tokens=10**9), used(10**9, 5))
    assert (spending.spent_tokens, spending.n_requests) == (10**9 + 5, 1)


def test_a_request_whose_use_nobody_told_counts_at_its_worst() -> None:
    spending = budget()
    spending.settle(reserve(spending), None)
    assert (spending.spent_cost, spending.spent_tokens) == (Decimal("0.002"), 1100)


def test_a_released_reservation_was_not_spent() -> None:
    spending = budget(max_tokens=1100)
    first = reserve(spending)
    spending.release(first)
    spending.release(first)
    assert (spending.spent_tokens, spending.n_requests) == (0, 0)
    second = reserve(spending)
    spending.settle(second, used(10, 10))
    spending.release(second)
    assert spending.spent_tokens == 20


def test_a_reservation_is_settled_once() -> None:
    spending = budget()
    first = reserve(spending)
    spending.settle(first, None)
    with pytest.raises(ValueError, match="no open reservation"):
        spending.settle(first, None)
    assert spending.n_requests == 1


def test_money_held_back_is_there_when_it_is_released() -> None:
    spending = budget(max_tokens=3000)
    held = spending.hold(model="m", input_tokens=1500, max_output_tokens=500)
    with pytest.raises(BudgetError, match=r"the next request may take 1,100 tokens; 1,000 of 3,000 are left"):
        reserve(spending)
    with pytest.raises(BudgetError, match=r"what is still to come may take 1,001 tokens; 1,000 of 3,000 are left"):
        spending.hold(model="m", input_tokens=1001, max_output_tokens=0)
    spending.release(held)
    assert reserve(spending, tokens=2900).tokens == 3000
    assert spending.n_requests == 0


def test_an_error_says_what_is_left_and_that_nothing_is_lost() -> None:
    spending = budget(max_cost="0.0025")
    spending.settle(reserve(spending), None)
    message = "the next request may cost $0.0020; $0.0005 of $0.0025 is left"
    with pytest.raises(BudgetError, match=f"^{re.escape(message)}$") as told:
        reserve(spending)
    assert told.value.hint == "raise --max-cost; what was answered is kept and will not be paid again"
    assert told.value.exit_code == 6


def test_a_use_beyond_the_reservation_is_counted_and_stops_the_next() -> None:
    spending = budget(max_tokens=1200)
    spending.settle(reserve(spending), used(5000, 100))
    assert spending.spent_tokens == 5100
    with pytest.raises(BudgetError, match="0 of 1,200 are left"):
        reserve(spending, tokens=0, output=1)


def test_an_unknown_price_is_refused_where_money_is_capped_and_said_to_be_unknown_elsewhere() -> None:
    with pytest.raises(SettingsError, match=r"--max-cost cannot be kept: the price of x, y is unknown") as told:
        budget(max_cost="1").check(["m", "x", "y", "x"])
    assert told.value.hint is not None
    assert "[model.prices]" in told.value.hint
    with pytest.raises(SettingsError, match="the price of x is unknown"):
        reserve(budget(max_cost="1"), model="x")
    spending = budget(max_tokens=5000)
    spending.check(["x"])
    spending.settle(reserve(spending, model="m"), None)
    assert spending.spent_cost == Decimal("0.002")
    first = reserve(spending, model="x")
    assert first.cost is None
    spending.settle(first, used(10, 10))
    assert spending.spent_cost is None
    assert spending.spent_tokens == 1120


def test_a_server_of_ones_own_costs_nothing_which_is_known() -> None:
    spending = budget(max_cost="0")
    spending.settle(reserve(spending, model="own"), used(10, 10))
    assert spending.spent_cost == 0
    with pytest.raises(BudgetError, match=re.escape("$0.0000 of $0.00 is left")):
        reserve(spending)


@given(
    max_tokens=st.none() | st.integers(0, 5000),
    max_cents=st.none() | st.integers(0, 5),
    steps=st.lists(
        st.tuples(
            st.sampled_from(["reserve", "hold", "settle", "settle unknown", "release"]),
            st.integers(0, 2000),
            st.integers(0, 1000),
            st.floats(0, 1),
        ),
        max_size=60,
    ),
)
def test_in_any_order_of_requests_no_cap_is_passed(
    max_tokens: int | None, max_cents: int | None, steps: list[tuple[str, int, int, float]]
) -> None:
    max_cost = Decimal(max_cents) / 100 if max_cents is not None else None
    spending = Budget(PRICES, max_cost=max_cost, max_tokens=max_tokens)
    open_requests: list[tuple[Reservation, int, int]] = []
    for step, input_tokens, output_tokens, part in steps:
        if step in ("reserve", "hold"):
            take = spending.reserve if step == "reserve" else spending.hold
            try:
                taken = take(model="m", input_tokens=input_tokens, max_output_tokens=output_tokens)
            except BudgetError:
                continue
            open_requests.append((taken, input_tokens, output_tokens))
        elif open_requests:
            taken, most_input, most_output = open_requests.pop(int(part * (len(open_requests) - 1)))
            if step == "release":
                spending.release(taken)
            else:
                known = used(int(most_input * part), int(most_output * part))
                spending.settle(taken, known if step == "settle" else None)
        assert max_tokens is None or spending.spent_tokens <= max_tokens
        assert spending.spent_cost is not None
        assert max_cost is None or spending.spent_cost <= max_cost


def test_threads_together_pass_no_cap() -> None:
    spending = budget(max_cost="0.05", max_tokens=30_000)
    seen: list[bool] = []

    def work(seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(50):
            try:
                taken = reserve(spending, tokens=dice.randrange(400), output=dice.randrange(100))
            except BudgetError:
                continue
            if dice.random() < 0.3:
                spending.release(taken)
            else:
                spending.settle(taken, used(0, 0) if dice.random() < 0.3 else None)
            cost = spending.spent_cost
            seen.append(cost is not None and cost <= Decimal("0.05") and spending.spent_tokens <= 30_000)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert all(seen)
    assert spending.spent_cost is not None
    assert spending.spent_cost > Decimal("0.04")
