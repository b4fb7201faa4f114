"""Records as JSON files of the state: whole ones are replaced in one step, broken ones count as not there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from drafter.store.atomic import read_existing, write_atomic


def read_json(path: Path) -> dict[str, Any]:
    """The object in the file at `path`; empty where there is none, or what stands there is none.

    Raises:
        OutputError: it is there and cannot be read.
    """
    try:
        record = json.loads(read_existing(path) or b"{}")
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def write_json(path: Path, record: Mapping[str, Any]) -> None:
    """Replace the file at `path` in one step, closed to others.

    Raises:
        OutputError: it cannot be written; it is then as it was.
    """
    write_atomic(path, encode_json(record, indent=1), expected=read_existing(path), mode=0o600)


def encode_json(record: Mapping[str, Any], *, indent: int | None = None) -> bytes:
    """A record as JSON in UTF-8: dates in ISO form, paths with "/", exact numbers as text, Japanese as it is.

    What is no text of its own (a stray byte in a file name) becomes an escape that JSON knows.
    """
    text = json.dumps(record, ensure_ascii=False, indent=indent, default=_plain)
    return text.encode("utf-8", "backslashreplace")


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)
