"""Front matter taken apart by lines: which characters hold which key, whether or not it can be parsed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drafter.text.scalars import render_scalar

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_TOML_KEY = re.compile(r"""[ \t]*(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([\w.-]+))[ \t]*=[ \t]*""")
_TOML_TABLE = re.compile(r"[ \t]*\[")
_YAML_KEY = re.compile(
    r"""(?:"([^"\r\n]*)"[ \t]*|'([^'\r\n]*)'[ \t]*|([^\s#"'\[{\]},:@&*!|>%`?-][^:\r\n]*)):"""
    r"(?:[ \t]+(?=[^\s#])|(?=[ \t\r\n]|\Z))"
)
_YAML_MORE = re.compile(r"[ \t]+[^\s#]|-(?:[ \t]|[\r\n]|\Z)|[\]}]")
_YAML_MORE_OF_SCALAR = re.compile(r"[ \t]+\S")
_LONG_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}', re.DOTALL)
_SHORT_STRING = re.compile(r'"(?:\\.|[^"\\\r\n])*"|\'[^\'\r\n]*\'')
_YAML_STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'", re.DOTALL)
_BARE = re.compile(r"[^\s\[\]{}\"'#,]+")
_COMMENT = re.compile(r"#[^\r\n]*")
_PLAIN = re.compile(r"(?:[^ \t\r\n]+|[ \t]+(?![ \t#\r\n]|\Z))*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A top-level key: its lines are `inner[start:end]`, its value `inner[value_start:value_end]` without comment."""

    key: str
    start: int
    end: int
    value_start: int
    value_end: int


def split_entries(inner: str, form: str) -> tuple[Entry, ...]:
    """The top-level keys of a front matter without its fences, in order; those inside TOML tables are left out."""
    return tuple({"toml": _toml_entries, "yaml": _yaml_entries, "json": _json_entries}[form](inner))


def add_entries(inner: str, values: Mapping[str, str], *, form: str, line_end: str) -> str:
    """`inner` with further keys, one a line: after the last entry in TOML and JSON, else at the end."""
    entries = split_entries(inner, form)
    if form == "json":
        return _add_members(inner, values, entries=entries, line_end=line_end)
    at = len(inner) if form == "yaml" else entries[-1].end if entries else _first_table(inner)
    joint = {"yaml": ": ", "toml": " = "}[form]
    lines = "".join(
        f"{_written_key(key)}{joint}{render_scalar(value, form=form, old=None)}{line_end}"
        for key, value in values.items()
    )
    gap = line_end if at and inner[at - 1] not in "\r\n" else ""
    return inner[:at] + gap + lines + inner[at:]


def _written_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def _first_table(inner: str) -> int:
    found = re.search(r"(?:\A|(?<=[\r\n]))[ \t]*\[", inner)
    return found.start() if found else len(inner)


def _add_members(inner: str, values: Mapping[str, str], *, entries: tuple[Entry, ...], line_end: str) -> str:
    at = entries[-1].end if entries else inner.index("{") + 1
    before = re.search(r"\s*\Z", inner[: entries[-1].start]) if entries else None
    gap = before[0] if before else line_end + "  "
    members = [f"{json.dumps(key)}: {render_scalar(value, form='json', old=None)}" for key, value in values.items()]
    return (
        inner[:at]
        + "".join(("," if entries or n else "") + gap + member for n, member in enumerate(members))
        + inner[at:]
    )


def rough_value(written: str) -> object:
    """A value that no parser takes: true and false, a quoted string, a list of strings, else the text as it stands."""
    value = written.strip()
    if value in ("true", "false"):
        return value == "true"
    if value.startswith("["):
        return [_unquoted(item.strip()) for item in value.strip("[]").split(",") if item.strip()]
    items = re.findall(r"^[ \t]*-[ \t]+(.*?)[ \t]*$", value, re.MULTILINE)
    if items and value.startswith("-"):
        return [_unquoted(item) for item in items]
    return _unquoted(value) or None


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0] else value


def _next_line(inner: str, offset: int) -> int:
    line = _LINE.match(inner, offset)
    return line.end() if line else len(inner)


def _toml_entries(inner: str) -> Iterator[Entry]:
    at = 0
    limit: int | None = len(inner)
    while at < len(inner):
        found = _TOML_KEY.match(inner, at)
        if found is None:
            if _TOML_TABLE.match(inner, at):
                return
            at = _next_line(inner, at)
            continue
        closed = _closed_value_end(inner, found.end(), limit=limit or _next_line(inner, found.end()))
        if closed is None:
            limit = None  # looking on to the end of the text for every open bracket would take a square of time
        value_end = closed or _end_of(_PLAIN, inner, found.end())
        end = _next_line(inner, value_end)
        yield Entry(key=_key(found), start=at, end=end, value_start=found.end(), value_end=value_end)
        at = end


def _key(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None).strip()


def _closed_value_end(inner: str, start: int, *, limit: int) -> int | None:
    """The end of the value at `start`, in the line where its brackets are closed; None if `limit` comes before."""
    at, end, depth = start, start, 0
    while at < limit:
        if found := _LONG_STRING.match(inner, at) or _SHORT_STRING.match(inner, at) or _BARE.match(inner, at):
            at = end = found.end()
        elif inner[at] == "#":
            at = _end_of(_COMMENT, inner, at)
        elif inner[at] in "\r\n" and depth <= 0:
            break
        else:
            depth += (inner[at] in "[{") - (inner[at] in "]}")
            at += 1
            end = end if inner[at - 1].isspace() else at
    return end if depth <= 0 else None


def _end_of(pattern: re.Pattern[str], text: str, offset: int) -> int:
    found = pattern.match(text, offset)
    return found.end() if found else offset


def _yaml_entries(inner: str) -> Iterator[Entry]:
    at = 0
    while at < len(inner):
        found = _YAML_KEY.match(inner, at)
        if found is None:
            at = _next_line(inner, at)
            continue
        end = _yaml_more(inner, found.end())
        value_end = _yaml_value_end(inner, found.end(), end=end)
        yield Entry(key=_key(found), start=at, end=end, value_start=found.end(), value_end=value_end)
        at = end


def _yaml_more(inner: str, value_start: int) -> int:
    """The end of the last line that belongs to the value: further ones are indented, list items or closing brackets."""
    quoted = _YAML_STRING.match(inner, value_start)
    more = _YAML_MORE_OF_SCALAR if inner[value_start : value_start + 1] in ("|", ">") else _YAML_MORE
    end = at = _next_line(inner, quoted.end() if quoted else value_start)
    while at < len(inner):
        line_end = _next_line(inner, at)
        if more.match(inner, at):
            end = line_end
        elif inner[at:line_end].strip():
            break
        at = line_end
    return end


def _yaml_value_end(inner: str, start: int, *, end: int) -> int:
    if quoted := _YAML_STRING.match(inner, start):
        return quoted.end()
    if inner[start : start + 1] in ("[", "{"):
        return _closed_value_end(inner, start, limit=end) or start + len(inner[start:end].rstrip())
    if end == _next_line(inner, start):
        return _end_of(_PLAIN, inner, start)
    return start + len(inner[start:end].rstrip())


def _json_entries(inner: str) -> Iterator[Entry]:
    decoder, space = json.JSONDecoder(strict=False), re.compile(r"[\s,{]*")
    at = _end_of(space, inner, 0)
    while at < len(inner) and inner[at] == '"':
        try:
            key, after = decoder.raw_decode(inner, at)
            value_start = _end_of(re.compile(r"\s*:\s*"), inner, after)
            _, value_end = decoder.raw_decode(inner, value_start)
        except ValueError:
            return
        yield Entry(key=key, start=at, end=value_end, value_start=value_start, value_end=value_end)
        at = _end_of(space, inner, value_end)
