from __future__ import annotations

import re
from decimal import Decimal

import pytest

from drafter.errors import SettingsError
from drafter.model.prices import Price, load_prices, render_cost

TABLE = load_prices({})


def test_every_price_of_the_table_can_be_read() -> None:
    assert len(TABLE.known) > 30
    for name, price in TABLE.known.items():
        assert TABLE.price_of(name) == price
        assert 0 < price.input < price.output < 1000
        assert price.above is None or (price.input < price.input_above and price.output < price.output_above)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("gpt-4o", "gpt-4o"),
        ("gpt-4o-2024-11-20", "gpt-4o"),
        ("gpt-4o-2024-05-13", "gpt-4o-2024-05-13"),
        ("gpt-4o-mini-2024-07-18", "gpt-4o-mini"),
        ("GPT-4.1", "gpt-4.1"),
        ("openai/gpt-5-mini", "gpt-5-mini"),
        ("models/gemini-2.5-flash-001", "gemini-2.5-flash"),
        ("claude-haiku-4-5-20251001", "claude-haiku-4-5"),
        ("anthropic/claude-haiku-4.5", "claude-haiku-4-5"),
        ("claude-opus-4-1@20250805", "claude-opus-4-1"),
        ("claude-3-5-haiku-latest", "claude-3-5-haiku"),
        ("claude-sonnet-4-20250514", "claude-sonnet-4"),
    ],
)
def test_a_dated_or_prefixed_name_has_the_price_of_its_model(model: str, name: str) -> None:
    assert TABLE.price_of(model) == TABLE.known[name]


@pytest.mark.parametrize(
    "model",
    [
        "",
        "llama3.1:8b",
        "gpt-4o-audio-preview",
        "gpt-5.9",
        "gpt-5-pro",
        "o3-pro",
        "claude-sonnet-4-9",
        "my-gpt-4o",
        "*",
    ],
)
def test_another_model_has_no_known_price(model: str) -> None:
    assert TABLE.price_of(model) is None


def test_the_prices_of_a_person_go_first_and_the_longest_name_wins() -> None:
    prices = load_prices(
        {
            "gpt-4o": {"input": 1, "output": 2.5},
            "llama*": {"input": 0, "output": 0},
            "llama3:70b": {"input": 0.3, "output": Decimal("0.4")},
        }
    )
    assert prices.price_of("gpt-4o-2024-08-06") == Price(input=Decimal(1), output=Decimal("2.5"))
    assert prices.price_of("gpt-4o-mini") == TABLE.price_of("gpt-4o-mini")
    assert prices.price_of("llama3:8b") == Price(input=Decimal(0), output=Decimal(0))
    assert prices.price_of("llama3:70b") == Price(input=Decimal("0.3"), output=Decimal("0.4"))


def test_a_star_makes_a_whole_server_free() -> None:
    prices = load_prices({"*": {"input": 0, "output": 0}})
    price = prices.price_of("/srv/models/何か.gguf")
    assert price is not None
    assert price.cost(input_tokens=10**9, output_tokens=10**9) == 0


def test_a_long_request_costs_its_own_price_for_all_of_its_tokens() -> None:
    price = Price(input=Decimal(1), output=Decimal(10), above=1000, input_above=Decimal(2), output_above=Decimal(15))
    assert price.cost(input_tokens=1000, output_tokens=100) == Decimal("0.002")  # 1000 × 1 + 100 × 10 millionths
    assert price.cost(input_tokens=1001, output_tokens=100) == Decimal("0.003502")  # 1001 × 2 + 100 × 15


def test_a_cost_is_exact() -> None:
    price = load_prices({"m": {"input": 0.1, "output": 0.4}}).price_of("m")
    assert price is not None
    assert sum(price.cost(input_tokens=1, output_tokens=0) for _ in range(10)) == Decimal("0.000001")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"input": "a", "output": 1}, "price of 'm': input must be a number of dollars, 0 or more, got 'a'"),
        ({"input": -1, "output": 1}, "input must be a number of dollars, 0 or more, got -1"),
        ({"input": True, "output": 1}, "input must be a number of dollars, 0 or more, got True"),
        ({"input": 1, "output": float("nan")}, "output must be a number of dollars, 0 or more, got nan"),
        ({"input": 1, "output": float("inf")}, "output must be a number of dollars, 0 or more, got inf"),
        ({"input": 1}, "price of 'm': no output"),
        ({}, "price of 'm': no input and no output"),
        ({"input": 1, "output": 1, "outptu": 1}, "price of 'm': unknown key 'outptu'"),
        ({"input": 1, "output": 1, "above": 9}, "price of 'm': no input_above and no output_above"),
        (
            {"input": 1, "output": 1, "above": "9", "input_above": 1, "output_above": 1},
            "above must be a number of tokens, got '9'",
        ),
        (3, "price of 'm': must be a table, got 3"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_price_that_is_none_is_named(entry: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(message)) as told:
        load_prices({"m": entry})
    assert told.value.hint == 'write "my-model" = { input = 2.50, output = 10.00 }, in US dollars for a million tokens'


def test_all_wrong_prices_are_named_at_once() -> None:
    with pytest.raises(SettingsError, match="'a': no input and no output\nprice of 'b': unknown key 'x'"):
        load_prices({"a": {}, "b": {"input": 1, "output": 1, "x": 1}})


@pytest.mark.parametrize(
    ("cost", "text"),
    [
        (None, "unknown"),
        ("0", "$0.00"),
        ("0.00001", "$0.0001"),
        ("0.5", "$0.5000"),
        ("1.001", "$1.01"),
        ("12", "$12.00"),
    ],
)
def test_a_cost_is_never_shown_as_less_and_an_unknown_one_never_as_nothing(cost: str | None, text: str) -> None:
    assert render_cost(Decimal(cost) if cost else None) == text
