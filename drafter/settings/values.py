"""The values of settings: each `read_` takes a TOML value and the folder that paths count from, and raises
ValueError("must be …"); each `parse_` makes a TOML value of the text of an environment variable."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import time
from decimal import Decimal, InvalidOperation
from pathlib import Path

from drafter.store.spelled import as_spelled

FIGURE_FORMATS = ("svg", "png")
LANGUAGES = ("ja", "en", "zh", "ko")


def read_paths(value: object, base: Path) -> tuple[Path, ...]:
    """One folder or a list of them, absolute."""
    entries = [value] if isinstance(value, str | Path) else value
    if not isinstance(entries, list | tuple) or not all(
        isinstance(entry, str | Path) and str(entry) for entry in entries
    ):
        raise ValueError("must be a folder or a list of folders")
    return tuple(_path(entry, base) for entry in entries)


def read_path(value: object, base: Path) -> Path:
    """A path, absolute."""
    if not isinstance(value, str | Path) or not str(value):
        raise ValueError("must be a path")
    return _path(value, base)


def _path(value: str | Path, base: Path) -> Path:
    if "\0" in str(value):
        raise ValueError("must be a path without the character NUL")
    try:
        return as_spelled(Path(os.path.normpath(base / Path(value).expanduser())))
    except RuntimeError as error:
        raise ValueError("must be a path below a home that exists") from error


def read_month(value: object, _base: Path) -> int:
    """A month."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 12:
        raise ValueError("must be a month from 1 to 12")
    return value


def read_chars(value: object, _base: Path) -> int:
    """A number of characters of a chunk."""
    if not isinstance(value, int) or isinstance(value, bool) or not 200 <= value <= 100_000:
        raise ValueError("must be a number of characters from 200 to 100000")
    return value


def read_time(value: object, _base: Path) -> time:
    """A time before noon."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,2}:\d{2}", value):
        hour, minute = map(int, value.split(":"))
        value = time(hour, minute) if hour < 24 and minute < 60 else None
    if not isinstance(value, time) or value.hour >= 12:
        raise ValueError('must be a time before noon like "04:00"')
    return value


def read_language(value: object, _base: Path) -> str:
    """A language that drafter writes."""
    if value not in LANGUAGES:
        raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
    return str(value)


def read_bool(value: object, _base: Path) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def read_figure_format(value: object, _base: Path) -> str:
    """A format of the figure."""
    if value not in FIGURE_FORMATS:
        raise ValueError(f"must be one of {', '.join(FIGURE_FORMATS)}")
    return str(value)


def parse_paths(text: str) -> object:
    """Paths between the signs that part those of PATH."""
    return [part for part in text.split(os.pathsep) if part]


def parse_int(text: str) -> object:
    """A whole number; other text as it is, for its reader to refuse."""
    return int(text) if text.strip().isdecimal() else text


def parse_bool(text: str) -> object:
    """True or false in a few spellings; other text as it is."""
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(text.lower(), text)


def read_text(value: object, _base: Path) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text")
    return value.strip()


def read_texts(value: object, _base: Path) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list | tuple) or not all(isinstance(entry, str) and entry.strip() for entry in value):
        raise ValueError("must be a list of texts")
    return tuple(entry.strip() for entry in value)


def read_command(value: object, _base: Path) -> tuple[str, ...]:
    """A program with its arguments."""
    if isinstance(value, str):
        value = value.split()
    if not isinstance(value, list | tuple) or not value:
        raise ValueError("must be a program with its arguments, as a list of texts")
    return read_texts(value, _base)


def read_address(value: object, _base: Path) -> str:
    """The address of an endpoint, without a slash at its end."""
    if not isinstance(value, str) or not re.match(r"https?://[^/\s]+", value):
        raise ValueError('must be an address like "http://127.0.0.1:11434/v1"')
    return value.rstrip("/")


def read_count(value: object, _base: Path) -> int:
    """A whole number from 1."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("must be a whole number from 1")
    return value


def read_seconds(value: object, _base: Path) -> float:
    """A time in seconds."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 86400:
        raise ValueError("must be a number of seconds")
    return float(value)


def read_money(value: object, _base: Path) -> Decimal:
    """An amount in dollars."""
    try:
        amount = Decimal(str(value)) if isinstance(value, int | float | str | Decimal) else Decimal("nan")
    except InvalidOperation as error:
        raise ValueError("must be an amount in dollars") from error
    if isinstance(value, bool) or not amount.is_finite() or amount < 0:
        raise ValueError("must be an amount in dollars")
    return amount


def read_prices(value: object, base: Path) -> Mapping[str, Mapping[str, Decimal]]:
    """Dollars for a million tokens, in and out, by model."""
    problem = 'must be like { "my-model" = { input = 0.5, output = 2 } }, in dollars for a million tokens'
    if not isinstance(value, Mapping):
        raise ValueError(problem)
    prices: dict[str, Mapping[str, Decimal]] = {}
    for model, price in value.items():
        if not isinstance(price, Mapping) or set(price) != {"input", "output"}:
            raise ValueError(problem)
        prices[str(model)] = {name: read_money(amount, base) for name, amount in price.items()}
    return prices


def parse_texts(text: str) -> object:
    """Texts with commas between them."""
    return [part.strip() for part in text.split(",") if part.strip()]
