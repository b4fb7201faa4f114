"""Front matter: text → its values and where it stands, and its values changed line by line."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Collection, Mapping

from drafter.records import FrontMatter
from drafter.text.entries import Entry, add_entries, rough_value, split_entries
from drafter.text.faults import find_fault
from drafter.text.fences import Fences, find_fences
from drafter.text.lines import LINE_END, count_line_ends, line_number
from drafter.text.plain_yaml import parse_plain_yaml
from drafter.text.scalars import render_scalar

MAX_CHARS = 65_536  # of a front matter that is parsed; anchors and deep nesting cost more than their length


class _BrokenError(Exception):
    """What is wrong and in which line of the block, counted from 0."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line


def parse_front_matter(text: str) -> FrontMatter:
    """Read the front matter of a file: TOML (`+++`, `---toml` or inside `---`), YAML, JSON or none.

    Where it is broken, `problem` and `problem_line` say so and `values` holds what could be read entry by entry; the
    body still begins after the closing fence. Without a closing fence the format is "none" and all of it is body.
    """
    fences = find_fences(text)
    if fences is None:
        return FrontMatter(format="none")
    if not fences.closed:
        line = line_number(text, fences.start)
        return FrontMatter(format="none", problem="front matter without a closing fence", problem_line=line)
    inner = text[fences.inner_start : fences.inner_end]
    try:
        return _front_matter(fences, _parse_whole(inner, fences.format))
    except _BrokenError as broken:
        values, first = _parse_entries(inner, fences.format)
        problem = first or broken
        line = line_number(text, fences.inner_start) + problem.line
        return _front_matter(fences, values, problem=str(problem), problem_line=line)


def _front_matter(
    fences: Fences, values: Mapping[str, object], *, problem: str | None = None, problem_line: int | None = None
) -> FrontMatter:
    return FrontMatter(
        format=fences.format,
        start=fences.start,
        end=fences.end,
        values=values,
        problem=problem,
        problem_line=problem_line,
    )


def _parse_whole(inner: str, form: str) -> dict[str, object]:
    if len(inner) > MAX_CHARS:
        raise _BrokenError(f"front matter longer than {MAX_CHARS // 1024} kB", 0)
    return _PARSERS[form](inner)


def _parse_entries(inner: str, form: str) -> tuple[dict[str, object], _BrokenError | None]:
    """Each entry parsed by itself, or else read roughly, with the first problem; of a repeated key the last one counts.

    An entry alone tells its line better than the whole: an open quote is noticed only where the text ends.
    """
    values: dict[str, object] = {}
    first: _BrokenError | None = None
    for entry in split_entries(inner[:MAX_CHARS], form):
        own = _entry_text(inner, entry, form)
        try:
            values.update(_PARSERS[form](own))
        except _BrokenError as broken:
            values[entry.key] = rough_value(inner[entry.value_start : entry.value_end])
            last_line = count_line_ends(own, 0, len(own.rstrip()))
            line = count_line_ends(inner, 0, entry.start) + min(broken.line, last_line)
            first = first or _BrokenError(str(broken), line)
    return values, first


def _entry_text(inner: str, entry: Entry, form: str) -> str:
    own = inner[entry.start : entry.end]
    return "{" + own.strip().rstrip(",") + "}" if form == "json" else own


def _parse_toml(inner: str) -> dict[str, object]:
    try:
        return tomllib.loads(inner)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        problem, line = find_fault(error)
        raise _BrokenError(f"TOML: {problem}", line - 1 if line else inner.count("\n")) from error


def _parse_json(inner: str) -> dict[str, object]:
    try:
        return dict(json.loads(inner, strict=False))
    except (ValueError, RecursionError) as error:
        problem, line = find_fault(error)
        raise _BrokenError(f"JSON: {problem}", line - 1 if line else 0) from error


def _parse_yaml(inner: str) -> dict[str, object]:
    plain = parse_plain_yaml(inner)
    if plain is not None:
        return plain
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        loaded = YAML(typ="safe", pure=True).load(inner)
    except (YAMLError, ValueError, RecursionError) as error:
        problem, line = find_fault(error)
        raise _BrokenError(f"YAML: {problem}", line - 1 if line else 0) from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise _BrokenError("YAML: not a list of keys and values", 0)
    return {str(key): value for key, value in loaded.items()}


_PARSERS: dict[str, Callable[[str], dict[str, object]]] = {
    "toml": _parse_toml,
    "yaml": _parse_yaml,
    "json": _parse_json,
}


def edit_front_matter(text: str, changes: Mapping[str, str]) -> str:
    """Give top-level keys new values, each as a person sees it (the words of a title, a day, "true").

    The new value is written as the old one was: in its quotes or bare, before the same comment. All else stays byte for
    byte: order, comments, blanks, line ends, the body. A key that is not there is added in the manner of the format
    after the others, before the first TOML table; a text without front matter gets one in YAML.

    Source: TOML 1.0, YAML 1.2, RFC 8259; no parser writes here, for they drop comments and rewrite values.
    """
    fences = find_fences(text)
    if not changes:
        return text
    if fences is None or not fences.closed:
        text, fences = _with_empty(text)
    inner = text[fences.inner_start : fences.inner_end]
    entries = split_entries(inner, fences.format)
    edited = _replaced(inner, entries, changes, form=fences.format)
    known = {entry.key for entry in entries}
    added = {key: value for key, value in changes.items() if key not in known}
    edited = add_entries(edited, added, form=fences.format, line_end=_line_end(text)) if added else edited
    return text[: fences.inner_start] + edited + text[fences.inner_end :]


def drop_keys(text: str, keys: Collection[str]) -> str:
    """Take top-level keys out with their lines; in JSON, where a line is not a key's own, they become empty strings.

    TOML tables stay, and so does all else, byte for byte.
    """
    fences = find_fences(text)
    if fences is None or not fences.closed:
        return text
    inner = text[fences.inner_start : fences.inner_end]
    found = [entry for entry in split_entries(inner, fences.format) if entry.key in keys]
    if fences.format == "json":
        return edit_front_matter(text, {entry.key: "" for entry in found})
    for entry in reversed(found):
        inner = inner[: entry.start] + inner[entry.end :]
    return text[: fences.inner_start] + inner + text[fences.inner_end :]


def _with_empty(text: str) -> tuple[str, Fences]:
    line_end = _line_end(text)
    opening = "---" + line_end
    head, at = opening * 2, len(opening)
    fences = Fences(format="yaml", start=0, inner_start=at, inner_end=at, end=2 * at)
    return head + (line_end + text if text else ""), fences


def _replaced(inner: str, entries: tuple[Entry, ...], changes: Mapping[str, str], *, form: str) -> str:
    pieces, at = list[str](), 0
    for entry in entries:
        if entry.key in changes:
            old = inner[entry.value_start : entry.value_end].strip()
            gap = " " if inner[entry.value_start - 1] == ":" and form == "yaml" else ""
            new = render_scalar(changes[entry.key], form=form, old=old)
            pieces += [inner[at : entry.value_start], gap, new]
            at = entry.value_end
    return "".join([*pieces, inner[at:]])


def _line_end(text: str) -> str:
    found = LINE_END.search(text)
    return found[0] if found else "\n"
