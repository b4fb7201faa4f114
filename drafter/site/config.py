"""Reads the settings files of static site generators into plain values with lower-case keys."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from drafter.errors import SourceError
from drafter.text.faults import place_fault

SUFFIXES = (".toml", ".yaml", ".yml", ".json")


def read_config(path: Path) -> dict[str, object]:
    """Read a TOML, YAML or JSON file. All keys come in lower case; an empty file gives no keys.

    Raises:
        SourceError: the file cannot be read or is broken; the message names file and, where known, line.
    """
    try:
        values = _parse(path.read_text(encoding="utf-8-sig"), path.suffix.lower())
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}", hint="check its rights") from error
    except (ValueError, RecursionError) as error:
        hint = "mend it: the site's own generator would refuse it too"
        raise SourceError(place_fault(path, error.__cause__ or error), hint=hint) from error
    lowered = _lower_keys(values)
    return lowered if isinstance(lowered, dict) else {}


def read_hugo_config(root: Path) -> tuple[Path | None, dict[str, object]]:
    """Read Hugo's settings as `hugo` builds for production: the file of the root, then config/_default and
    config/production. Returns the first of the files (None: there is none) and the values joined.

    Raises:
        SourceError: one of the files is broken.
    """
    named = [root / f"{stem}{suffix}" for stem in ("hugo", "config") for suffix in SUFFIXES]
    files = [path for path in named if path.is_file()][:1]
    for folder in (root / "config" / "_default", root / "config" / "production"):
        files += sorted(path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES)
    values: dict[str, object] = {}
    for path in files:
        own: Mapping[str, object] = read_config(path)
        for key in () if path.stem in ("hugo", "config") else reversed(path.stem.lower().split(".")):
            own = {key: own}
        values = _join(values, own)
    return (files[0] if files else None), values


def zone_named(name: object, *, config: Path) -> tzinfo | None:
    """The time zone of a settings value such as "Asia/Tokyo"; None where nothing is set.

    Raises:
        SourceError: no such zone.
    """
    if not isinstance(name, str) or not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise SourceError(f"{config}: no time zone is called {name!r}", hint="write it like Asia/Tokyo") from error


def value_at(values: object, *keys: str) -> object:
    """The value below nested keys; None where one is missing."""
    for key in keys:
        values = values.get(key) if isinstance(values, Mapping) else None
    return values


def text_at(values: object, *keys: str) -> str:
    """The text below nested keys; "" where it is missing or no text."""
    value = value_at(values, *keys)
    return value if isinstance(value, str) else ""


def _parse(text: str, suffix: str) -> object:
    if suffix == ".toml":
        return tomllib.loads(text)
    if suffix == ".json":
        return json.loads(text) if text.strip() else {}
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise ValueError("no valid YAML") from error


def _lower_keys(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key).lower(): _lower_keys(inner) for key, inner in value.items()}
    return [_lower_keys(inner) for inner in value] if isinstance(value, list) else value


def _join(first: Mapping[str, object], second: Mapping[str, object]) -> dict[str, object]:
    return dict(_joined_items(first, second))


def _joined_items(first: Mapping[str, object], second: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    yield from first.items()
    for key, value in second.items():
        old = first.get(key)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        yield key, _join(old, value) if both else value  # type: ignore[arg-type]
