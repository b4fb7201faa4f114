"""What a person has set: `drafter.toml` or `[tool.drafter]` in pyproject.toml, then the environment, then flags."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from drafter.errors import SettingsError, UsageError
from drafter.settings.values import (
    parse_bool,
    parse_int,
    parse_paths,
    parse_texts,
    read_address,
    read_bool,
    read_chars,
    read_command,
    read_count,
    read_figure_format,
    read_language,
    read_money,
    read_month,
    read_path,
    read_paths,
    read_prices,
    read_seconds,
    read_text,
    read_texts,
    read_time,
)
from drafter.text.faults import place_fault

RESERVED = ("DRAFTER_DEBUG",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Paths are absolute. What is empty or None was not set: the site or the documents decide.

    `home` is the folder of the settings file, or where the search began when there is none (`path` is None then).
    """

    home: Path
    path: Path | None = None
    notes: tuple[Path, ...] = ()
    notes_by_hand: bool = False  # named by a flag: no file tells them to the next command
    content: tuple[Path, ...] = ()
    fiscal_start: int = 1  # month, 1 to 12
    day_start: time = time(0)  # a moment before it belongs to the day before
    language: str | None = None
    figure: bool = True
    figure_format: str = "svg"  # or "png", which needs the extra
    out: Path | None = None
    chunk_chars: int = 2000
    base_url: str | None = None  # of the endpoint; None: the openai package's own
    model_small: str | None = None  # for reading; None: the large one, None both: no model
    model_large: str | None = None  # for writing
    embeddings: str | None = None  # the model that makes vectors for search; None: search by words alone
    key_variable: str = "OPENAI_API_KEY"  # the environment variable that holds the key
    key_command: tuple[str, ...] = ()  # a program that prints it
    timeout_s: float = 600.0
    concurrency: int = 4
    batch_tokens: int = 7000  # of source text in one request
    max_cost: Decimal | None = None  # dollars in one run
    max_tokens: int | None = None
    prices: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    deny: tuple[str, ...] = ()  # names that never leave the machine
    allow: tuple[str, ...] = ()  # private documents that may be used all the same, by path
    prompts: Path | None = None

    @property
    def has_model(self) -> bool:
        """Whether a model was named."""
        return bool(self.model_large or self.model_small)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """One setting, `name` in its table; `attribute` is its name in `Settings` and in the environment, `flag` its flag,
    where they are others. `read` and `parse` are those of `values`."""

    table: str
    name: str
    read: Callable[[object, Path], object]
    parse: Callable[[str], object] = field(default=str)
    attribute: str = ""
    flag: str = ""

    @property
    def target(self) -> str:
        """The field of `Settings`."""
        return self.attribute or self.name


def load_settings(start: Path, *, flags: Mapping[str, object], environ: Mapping[str, str]) -> Settings:
    """Settings for the folder `start`: the nearest file upward < `DRAFTER_…` in `environ` < `flags`.

    `flags` are named as the fields of `Settings`; None and empty ones were not given. Relative paths count from the
    settings file, those of the environment and of flags from `start`.

    Raises:
        SettingsError: names every unknown key (with the nearest known one) and every bad value at once.
        UsageError: only flags have bad values.
    """
    start = start.resolve()
    path, tables, text = _find_file(start)
    home = path.parent if path else start
    problems: list[str] = []
    values = _read_tables(tables, text, path, problems) if path else {}
    values |= _read_environment(environ, start, problems)
    set_wrong = bool(problems)
    values |= _read_flags(flags, start, problems)
    if set_wrong:
        raise SettingsError("\n".join(problems), hint="the keys and their values are listed in the README")
    if problems:
        raise UsageError("\n".join(problems), hint="see drafter COMMAND --help")
    return replace(Settings(home=home, path=path, notes_by_hand=bool(flags.get("notes"))), **values)


def _find_file(start: Path) -> tuple[Path | None, Mapping[str, object], str]:
    for folder in (start, *start.parents):
        path = folder / "drafter.toml"
        if path.is_file():
            text = _read_text(path)
            return path, _parse(text, path), text
        path = folder / "pyproject.toml"
        if path.is_file() and "drafter" in (text := _read_text(path)):
            tool = _parse(text, path).get("tool")
            ours = tool.get("drafter") if isinstance(tool, Mapping) else None
            if isinstance(ours, Mapping):
                return path, ours, text
    return None, {}, ""


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}", hint="check its rights") from error
    except UnicodeDecodeError as error:
        raise SettingsError(place_fault(path, error), hint="save it as UTF-8") from error


def _parse(text: str, path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(place_fault(path, error), hint="correct it: this is no valid TOML") from error


def _read_tables(tables: Mapping[str, object], text: str, path: Path, problems: list[str]) -> dict[str, Any]:
    prefix = "tool.drafter." if path.name == "pyproject.toml" else ""
    values: dict[str, Any] = {}
    for table, name, value in _entries(tables):
        line = _line_of(text, f"{prefix}{table}".rstrip("."), name)
        where = f"{path}:{line}" if line else f"{path}"
        full = f"{table}.{name}".strip(".")
        key = next((key for key in KEYS if (key.table, key.name) == (table, name)), None)
        if key is None:
            problems.append(f"{where}: unknown {_unknown(table, name)}")
        else:
            _read_value(key, value, base=path.parent, where=f"{where}: {full}", into=(values, problems))
    return values


def _entries(tables: Mapping[str, object]) -> Iterator[tuple[str, str, object]]:
    for table, entries in tables.items():
        if isinstance(entries, Mapping) and table in TABLES:
            yield from ((table, name, value) for name, value in entries.items())
        else:
            yield "", table, entries


def _unknown(table: str, name: str) -> str:
    """`table` is "" for what stands outside the known tables."""
    if not table and name in TABLES:
        return f"value of {name!r}: it is a table, write its keys below [{name}]"
    by_name = {key.name: f"{key.table}.{key.name}" for key in KEYS}
    nearest = get_close_matches(name, [*by_name, *(() if table else TABLES)], 1)
    full = f"{table}.{name}".strip(".")
    return f"key {full!r}" + (f", did you mean {by_name.get(nearest[0], nearest[0])!r}?" if nearest else "")


def _line_of(text: str, table: str, name: str) -> int | None:
    """The line where `name` is set in `[table]`, or stands as a table; None where it is written in a rarer way."""
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            current = header[1]
            if current in (name, f"{table}.{name}"):
                return number
        elif current == table and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[=.]", line):
            return number
    return None


def _read_environment(environ: Mapping[str, str], start: Path, problems: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    keys = {f"DRAFTER_{key.target.upper()}": key for key in KEYS}
    for variable, text in sorted(environ.items()):
        if not variable.startswith("DRAFTER_") or not text or variable in RESERVED:
            continue
        if key := keys.get(variable):
            _read_value(key, key.parse(text), base=start, where=f"environment: {variable}", into=(values, problems))
        elif nearest := get_close_matches(variable, keys, 1, 0.85):
            problems.append(f"environment: unknown {variable}, did you mean {nearest[0]}?")
    return values


def _read_flags(flags: Mapping[str, object], start: Path, problems: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in flags.items():
        if value is None or value in ((), []):
            continue
        key = next(key for key in KEYS if key.target == name)
        _read_value(key, value, base=start, where=f"--{key.flag or name.replace('_', '-')}", into=(values, problems))
    return values


def _read_value(key: _Key, value: object, *, base: Path, where: str, into: tuple[dict[str, Any], list[str]]) -> None:
    values, problems = into
    try:
        values[key.target] = key.read(value, base)
    except ValueError as error:
        problems.append(f"{where}: {error}, got {value!r}")


KEYS = (
    _Key(table="sources", name="notes", read=read_paths, parse=parse_paths),
    _Key(table="sources", name="content", read=read_paths, parse=parse_paths),
    _Key(table="period", name="fiscal_start", read=read_month, parse=parse_int),
    _Key(table="period", name="day_start", read=read_time),
    _Key(table="draft", name="language", flag="lang", read=read_language),
    _Key(table="draft", name="figure", read=read_bool, parse=parse_bool),
    _Key(table="draft", name="figure_format", read=read_figure_format),
    _Key(table="draft", name="out", read=read_path),
    _Key(table="digest", name="chunk_chars", read=read_chars, parse=parse_int),
    _Key(table="model", name="base_url", read=read_address),
    _Key(table="model", name="small", attribute="model_small", flag="small", read=read_text),
    _Key(table="model", name="large", attribute="model_large", flag="model", read=read_text),
    _Key(table="model", name="embeddings", read=read_text),
    _Key(table="model", name="key_variable", read=read_text),
    _Key(table="model", name="key_command", read=read_command),
    _Key(table="model", name="timeout_s", read=read_seconds, parse=parse_int),
    _Key(table="model", name="concurrency", read=read_count, parse=parse_int),
    _Key(table="model", name="batch_tokens", read=read_count, parse=parse_int),
    _Key(table="model", name="max_cost", read=read_money),
    _Key(table="model", name="max_tokens", read=read_count, parse=parse_int),
    _Key(table="model", name="prices", read=read_prices),
    _Key(table="model", name="prompts", read=read_path),
    _Key(table="privacy", name="deny", read=read_texts, parse=parse_texts),
    _Key(table="privacy", name="allow", read=read_texts, parse=parse_texts),
)
MODEL_FIELDS = tuple(key.target for key in KEYS if key.table == "model")
TABLES = tuple(dict.fromkeys(key.table for key in KEYS))
