"""What a token costs: a table of well known models, and before it what the person set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase

from drafter.errors import SettingsError

MILLION = 1_000_000
SETTING = '"my-model" = { input = 2.50, output = 10.00 }'
_VERSION = re.compile(r"-\d{4}-\d\d-\d\d|-\d{3,8}|@\d{8}|-latest")
_LONG = {"above", "input_above", "output_above"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """US dollars for a million tokens. A request with more than `above` input tokens costs the second pair."""

    input: Decimal
    output: Decimal
    above: int | None = None
    input_above: Decimal = Decimal(0)
    output_above: Decimal = Decimal(0)

    def cost(self, *, input_tokens: int, output_tokens: int) -> Decimal:
        """Of one request, in US dollars, exactly.

        >>> Price(input=Decimal("2.50"), output=Decimal(10)).cost(input_tokens=1000, output_tokens=200)
        Decimal('0.0045')
        """
        is_long = self.above is not None and input_tokens > self.above
        per_input, per_output = (self.input_above, self.output_above) if is_long else (self.input, self.output)
        return (input_tokens * per_input + output_tokens * per_output) / MILLION


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices by model: the person's own go before the `known` ones."""

    own: Mapping[str, Price]
    known: Mapping[str, Price]

    def price_of(self, model: str) -> Price | None:
        """The price of a model as the endpoint calls it; None where it is unknown, which is never 0.

        A dated version has the price of its model, and a name behind a "/" that of the name alone. In the person's
        own names `*` stands for anything; the longest one that fits is taken.
        """
        fitting = [name for name in self.own if _fits_own(name, model)]
        if fitting:
            return self.own[max(fitting, key=len)]
        by_name = {_plain(name): price for name, price in self.known.items()}
        return by_name.get(_plain(model)) or by_name.get(_undated(model))


def load_prices(overrides: Mapping[str, Mapping[str, object]]) -> Prices:
    """The table of the program with the person's own prices before it; 0 is a price, for a server of one's own.

    Raises:
        SettingsError: names every price that is none.
    """
    import tomllib
    from importlib.resources import files

    text = (files("drafter.model") / "prices.toml").read_text("utf-8")
    models: Mapping[str, Mapping[str, object]] = tomllib.loads(text, parse_float=Decimal)["models"]
    problems = [problem for name, entry in overrides.items() for problem in _find_problems(name, entry)]
    if problems:
        raise SettingsError("\n".join(problems), hint=f"write {SETTING}, in US dollars for a million tokens")
    return Prices(own=_read_all(overrides), known=_read_all(models))


def render_cost(cost: Decimal | None) -> str:
    """An amount for a person, never less than it is.

    >>> render_cost(Decimal("0.00451")), render_cost(Decimal(12)), render_cost(None)
    ('$0.0046', '$12.00', 'unknown')
    """
    if cost is None:
        return "unknown"
    digits = Decimal("0.0001") if cost < 1 else Decimal("0.01")
    return f"${cost.quantize(digits, rounding='ROUND_CEILING') if cost else '0.00'}"


def _fits_own(name: str, model: str) -> bool:
    return fnmatchcase(model.lower(), name.lower()) or _plain(name) in (_plain(model), _undated(model))


def _plain(model: str) -> str:
    """Some hosts write claude-sonnet-4.5 for claude-sonnet-4-5, and put a vendor or a folder before it."""
    return model.lower().rpartition("/")[2].replace(".", "-")


def _undated(model: str) -> str:
    plain = _plain(model)
    version = next((v for v in _VERSION.finditer(plain) if v.end() == len(plain)), None)
    return plain[: version.start()] if version else plain


def _read_all(entries: Mapping[str, Mapping[str, object]]) -> dict[str, Price]:
    return {name: _read_price(entry) for name, entry in entries.items()}


def _read_price(entry: Mapping[str, object]) -> Price:
    amounts = {name: Decimal(str(value)) for name, value in entry.items() if name != "above"}
    above = entry.get("above")
    return Price(**amounts, above=above if isinstance(above, int) else None)


def _find_problems(name: str, entry: object) -> Iterator[str]:
    if not isinstance(entry, Mapping):
        yield f"price of {name!r}: must be a table, got {entry!r}"
        return
    wanted = {"input", "output"} | (_LONG if _LONG & set(entry) else set())
    if missing := sorted(wanted - set(entry)):
        yield f"price of {name!r}: no {' and no '.join(missing)}"
    for key, value in entry.items():
        if key not in wanted:
            yield f"price of {name!r}: unknown key {key!r}"
        elif key == "above" and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            yield f"price of {name!r}: above must be a number of tokens, got {value!r}"
        elif not _is_amount(value):
            yield f"price of {name!r}: {key} must be a number of dollars, 0 or more, got {value!r}"


def _is_amount(value: object) -> bool:
    if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
        return False
    amount = Decimal(str(value))
    return amount.is_finite() and amount >= 0
