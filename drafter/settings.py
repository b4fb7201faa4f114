"""What a person has set: `drafter.toml` or `[tool.drafter]` in pyproject.toml, then the environment, then flags."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from drafter.errors import SettingsError, UsageError
from drafter.text.faults import place_fault

FIGURE_FORMATS = ("svg", "png")
LANGUAGES = ("ja", "en", "zh", "ko")
RESERVED = ("DRAFTER_DEBUG",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Paths are absolute. What is empty or None was not set: the site or the documents decide.

    `home` is the folder of the settings file, or where the search began when there is none (`path` is None then).
    """

    home: Path
    path: Path | None = None
    notes: tuple[Path, ...] = ()
    content: tuple[Path, ...] = ()
    fiscal_start: int = 1  # month, 1 to 12
    day_start: time = time(0)  # a moment before it belongs to the day before
    language: str | None = None
    figure: bool = True
    figure_format: str = "svg"  # or "png", which needs the extra
    out: Path | None = None
    chunk_chars: int = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """One setting: `read` takes a TOML value and the folder paths are relative to, and raises ValueError("must be …");
    `parse` makes a TOML value of the text of an environment variable."""

    table: str
    name: str
    read: Callable[[object, Path], object]
    parse: Callable[[str], object] = field(default=str)


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
    return replace(Settings(home=home, path=path), **values)


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
    keys = {f"DRAFTER_{key.name.upper()}": key for key in KEYS}
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
        key = next(key for key in KEYS if key.name == name)
        _read_value(key, value, base=start, where=f"--{name.replace('_', '-')}", into=(values, problems))
    return values


def _read_value(key: _Key, value: object, *, base: Path, where: str, into: tuple[dict[str, Any], list[str]]) -> None:
    values, problems = into
    try:
        values[key.name] = key.read(value, base)
    except ValueError as error:
        problems.append(f"{where}: {error}, got {value!r}")


def _read_paths(value: object, base: Path) -> tuple[Path, ...]:
    entries = [value] if isinstance(value, str | Path) else value
    if not isinstance(entries, list | tuple) or not all(
        isinstance(entry, str | Path) and str(entry) for entry in entries
    ):
        raise ValueError("must be a folder or a list of folders")
    return tuple(_path(entry, base) for entry in entries)


def _read_path(value: object, base: Path) -> Path:
    if not isinstance(value, str | Path) or not str(value):
        raise ValueError("must be a path")
    return _path(value, base)


def _path(value: str | Path, base: Path) -> Path:
    if "\0" in str(value):
        raise ValueError("must be a path without the character NUL")
    try:
        return Path(os.path.normpath(base / Path(value).expanduser()))
    except RuntimeError as error:
        raise ValueError("must be a path below a home that exists") from error


def _read_month(value: object, _base: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 12:
        raise ValueError("must be a month from 1 to 12")
    return value


def _read_chars(value: object, _base: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 200 <= value <= 100_000:
        raise ValueError("must be a number of characters from 200 to 100000")
    return value


def _read_time(value: object, _base: Path) -> time:
    if isinstance(value, str) and re.fullmatch(r"\d{1,2}:\d{2}", value):
        hour, minute = map(int, value.split(":"))
        value = time(hour, minute) if hour < 24 and minute < 60 else None
    if not isinstance(value, time) or value.hour >= 12:
        raise ValueError('must be a time before noon like "04:00"')
    return value


def _read_language(value: object, _base: Path) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
    return str(value)


def _read_bool(value: object, _base: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _read_figure_format(value: object, _base: Path) -> str:
    if value not in FIGURE_FORMATS:
        raise ValueError(f"must be one of {', '.join(FIGURE_FORMATS)}")
    return str(value)


def _parse_paths(text: str) -> object:
    return [part for part in text.split(os.pathsep) if part]


def _parse_int(text: str) -> object:
    return int(text) if text.strip().isdecimal() else text


def _parse_bool(text: str) -> object:
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(text.lower(), text)


KEYS = (
    _Key(table="sources", name="notes", read=_read_paths, parse=_parse_paths),
    _Key(table="sources", name="content", read=_read_paths, parse=_parse_paths),
    _Key(table="period", name="fiscal_start", read=_read_month, parse=_parse_int),
    _Key(table="period", name="day_start", read=_read_time),
    _Key(table="draft", name="language", read=_read_language),
    _Key(table="draft", name="figure", read=_read_bool, parse=_parse_bool),
    _Key(table="draft", name="figure_format", read=_read_figure_format),
    _Key(table="draft", name="out", read=_read_path),
    _Key(table="digest", name="chunk_chars", read=_read_chars, parse=_parse_int),
)
TABLES = tuple(dict.fromkeys(key.table for key in KEYS))
