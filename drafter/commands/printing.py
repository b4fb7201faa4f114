"""How commands print: tables that line up in Japanese too, JSON for programs, remarks on standard error."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, is_dataclass
from datetime import date, time
from pathlib import Path

import typer


def say(text: str = "") -> None:
    """Print a line for a person, on standard error."""
    typer.echo(text, err=True)


def show(text: str, *, newline: bool = True) -> None:
    """Print what was asked for, on standard output; a reader that went away has seen enough."""
    with suppress(BrokenPipeError):
        typer.echo(text, nl=newline)


def render_path(path: Path) -> str:
    """A path as short as it can be used: from the current folder where it lies below it, else in full."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def render_json(record: object) -> str:
    """A record, or a mapping of records, as JSON: dates in ISO form, paths with "/", Japanese as it is."""
    return json.dumps(record, ensure_ascii=False, indent=2, default=_plain)


def render_table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines with aligned columns, two spaces between, no space at the end. No rows give "".

    >>> print(render_table([("5月", "3"), ("12月", "10")]))
    5月   3
    12月  10
    """
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def display_width(text: str) -> int:
    """Columns of a terminal: two for a wide character, none for a combining one.

    >>> display_width("日報a"), display_width("が")
    (5, 2)
    """
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def show_changes(name: str, before: str, after: str) -> None:
    """Print what would change in a file."""
    from difflib import unified_diff

    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for line in unified_diff(old, new, fromfile=name, tofile=name):
        show(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n", newline=False)
