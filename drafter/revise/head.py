"""The front matter of three texts as one: each key has an owner."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from drafter.revise.joints import with_ends
from drafter.revise.pieces import plain_ends
from drafter.text.entries import split_entries
from drafter.text.fences import find_fences
from drafter.text.front_matter import parse_front_matter

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_TABLE = re.compile(r"[ \t]*\[\[?[^\]\r\n]*\]\]?")
_TABLE_KEY = re.compile(r"[ \t]*[^\s=#]+(?=[ \t]*=)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The lines of one key, `head[start:start + len(text)] == text`; a line of another kind is its own key."""

    key: str
    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The front matter of the merged text: spans in it that are a person's, and keys they took out."""

    text: str
    kept: tuple[tuple[int, int], ...]
    gone: tuple[str, ...]


def head_end(text: str) -> int:
    """Where the body begins; 0 without front matter."""
    fences = find_fences(text)
    return fences.end if fences is not None and fences.closed else 0


def merge_head(
    base: str,
    theirs: str,
    new: str,
    *,
    kept: Collection[tuple[int, int]],
    gone: Sequence[str],
    line_end: str,
    is_lasting: Callable[[str], bool],
) -> Head:
    """The person's front matter with the values of the new one where they did not touch them.

    `kept` are spans of `base` that are a person's, `gone` the keys they took out. Where the person has another format,
    or the result could not be read, their front matter stays as it is; so do the values of keys that are lasting.
    """
    forms = {fences.format if (fences := find_fences(head)) else "none" for head in (base, theirs, new)}
    own = {
        line.key
        for line in split_lines(base)
        if any(s < line.start + len(line.text) and line.start < e for s, e in kept)
    }
    before = {line.key: plain_ends(line.text) for line in split_lines(base)}
    lines = split_lines(theirs)
    if len(forms) > 1 or forms == {"none"}:
        return Head(text=theirs, kept=((0, len(theirs)),) if theirs else (), gone=tuple(gone))
    held = {line.key for line in lines if line.key in own or before.get(line.key) != plain_ends(line.text)}
    out = tuple(dict.fromkeys((*gone, *(key for key in before if key not in {line.key for line in lines}))))
    lasting = {line.key for line in lines if line.key.startswith("=") and is_lasting(line.key[1:].partition("\n")[0])}
    merged = list(_merged(lines, split_lines(new), {*held, *lasting}, {*out, *before}, line_end))
    text = "".join(line.text for line in merged)
    if parse_front_matter(text).problem and not parse_front_matter(theirs).problem:
        return Head(text=theirs, kept=((0, len(theirs)),), gone=out)
    return Head(text=text, kept=tuple(_spans(merged, held)), gone=out)


def _merged(
    lines: Sequence[Line], new: Sequence[Line], held: Collection[str], known: Collection[str], line_end: str
) -> Iterator[Line]:
    now = {line.key: line for line in new}
    there = {line.key for line in lines}
    added: dict[str, list[Line]] = {}
    anchor = ""
    for line in new:
        if line.key in there:
            anchor = line.key
        elif line.key not in known:
            added.setdefault(anchor, []).append(line)
    for line in lines:
        if line.key in held or (line.key in now and plain_ends(now[line.key].text) == plain_ends(line.text)):
            yield line
        elif line.key in now:
            yield Line(key=line.key, text=with_ends(now[line.key].text, line_end), start=0)
        for more in added.get(line.key, ()):
            yield Line(key=more.key, text=with_ends(more.text, line_end), start=0)


def _spans(merged: Sequence[Line], held: Collection[str]) -> Iterator[tuple[int, int]]:
    at = 0
    for line in merged:
        if line.key in held:
            yield at, at + len(line.text)
        at += len(line.text)


def split_lines(head: str) -> tuple[Line, ...]:
    """A front matter with its fences by keys, byte for byte: all lines together are `head`."""
    fences = find_fences(head)
    if fences is None:
        return (Line(key="", text=head, start=0),) if head else ()
    inner = head[fences.inner_start : fences.inner_end]
    if fences.format == "json":
        return (Line(key="{", text=head, start=0),)
    found = [("<", head[: fences.inner_start]), *_inner(inner, fences.format), (">", head[fences.inner_end :])]
    lines: list[Line] = []
    seen: dict[str, int] = {}
    at = 0
    for key, text in found:
        seen[key] = seen.get(key, 0) + 1
        lines.append(Line(key=f"{key}\n{seen[key]}", text=text, start=at))
        at += len(text)
    return tuple(line for line in lines if line.text)


def _inner(inner: str, form: str) -> Iterator[tuple[str, str]]:
    at, table = 0, ""
    for entry in split_entries(inner, form):
        yield from _other(inner[at : entry.start])
        yield f"={entry.key}", inner[entry.start : entry.end]
        at = entry.end
    for line in _LINE.finditer(inner, at):
        if found := _TABLE.match(line[0]):
            table = found[0].strip()
        in_table = _TABLE_KEY.match(line[0]) if table else None
        yield f"{table}.{in_table[0].strip()}" if in_table else f"{table}#{line[0].strip()}", line[0]


def _other(text: str) -> Iterator[tuple[str, str]]:
    """Comments and blank lines."""
    yield from ((f"#{line[0].strip()}", line[0]) for line in _LINE.finditer(text) if line[0])
