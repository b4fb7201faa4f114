"""One value of front matter, written as the old one was: quotes, escapes, bare where the format allows it."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, time

from drafter.text.plain_yaml import parse_plain_yaml

_TOML_LITERAL = re.compile(r"[^'\x00-\x08\x0a-\x1f\x7f]*")
_YAML_BARE = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=~<][^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*")
_YAML_MARKS = re.compile(r":(?:\s|$)|\s#|\s$")
_YAML_LIST = re.compile(r"\[[^\r\n]*\]")
_OLD_BOOLEANS = frozenset(("yes", "no", "on", "off", "y", "n"))  # YAML 1.1, which many generators still read


def render_scalar(value: str, *, form: str, old: str | None) -> str:
    """Write `value`, given as a person sees it, in the manner of `old`, the text it replaces (None for a new key).

    A value stays in its kind of quotes where they can hold it, else it gets double ones. A bare or absent old value
    leaves dates, true and false bare, and in YAML any text that reads back as itself.
    """
    return {"toml": _render_toml, "yaml": _render_yaml, "json": _render_json}[form](value, old)


def _render_toml(value: str, old: str | None) -> str:
    if old and old.startswith("'") and _TOML_LITERAL.fullmatch(value):
        return f"'{value}'"
    if old and old.startswith(("'", '"')):
        return _double_quoted(value)
    read = None if re.search(r"[\r\n#]", value) else _read_toml(value)
    bare = isinstance(read, bool | date | time) or (old is not None and not isinstance(read, str | None))
    return value if bare else _double_quoted(value)


def _read_toml(value: str) -> object:
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except (tomllib.TOMLDecodeError, ValueError):
        return None


def _double_quoted(value: str) -> str:
    """With the escapes that JSON, TOML and YAML have in common; letters of all scripts as they are."""
    quoted = json.dumps(value, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _render_yaml(value: str, old: str | None) -> str:
    if old and old.startswith("'") and not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", value):
        return "'" + value.replace("'", "''") + "'"
    if old and old.startswith(("'", '"')):
        return _double_quoted(value)
    if old and old.startswith(("[", "-")) and _YAML_LIST.fullmatch(value):
        return value
    bare = _YAML_BARE.fullmatch(value) and not _YAML_MARKS.search(value) and value.lower() not in _OLD_BOOLEANS
    return value if bare and _keeps_type(value, old) else _double_quoted(value)


def _keeps_type(value: str, old: str | None) -> bool:
    """Whether a bare value is a string, or takes the place of no string: a title `2024` must not become a number."""
    read = _read_yaml(value)
    if isinstance(read, str):
        return True
    if old is None:
        return value in ("true", "false") or isinstance(read, date)
    return not isinstance(_read_yaml(old), str) or (isinstance(read, date) and old[:1].isdecimal())


def _read_yaml(value: str) -> object:
    return (parse_plain_yaml(f"value: {value}") or {}).get("value")


def _render_json(value: str, old: str | None) -> str:
    bare = value in ("true", "false") if old is None else not old.startswith('"') and _is_json(value)
    return value if bare else json.dumps(value, ensure_ascii=False)


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return False
    return True
