"""A settings file with every key and what it is for: a whole new one, or what an existing one is silent about."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafter.errors import SettingsError

HEAD = "# drafter: what is read, and how drafts are written. Every key is optional; take the # away to set one."
_HEADER = re.compile(r"[ \t]*(?:#[ \t]*)?\[{1,2}[ \t]*(?P<name>[\w.-]+)[ \t]*\]{1,2}[ \t]*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a table with a value as TOML and what it does."""

    table: str
    name: str
    value: str
    about: str


ENTRIES = (
    Entry("sources", "notes", '["../diary"]', "folders of private notes"),
    Entry("sources", "content", '["content"]', "folders of posts, where drafter does not find them itself"),
    Entry("period", "fiscal_start", "1", "the month a year starts with"),
    Entry("period", "day_start", '"00:00"', '"04:00": what happens before four belongs to the day before'),
    Entry("draft", "language", '"ja"', "ja, en, zh or ko; without it the blog's"),
    Entry("draft", "figure", "true", "draw the year's posts beside the draft"),
    Entry("draft", "figure_format", '"svg"', "or \"png\", with its own glyphs: pip install 'drafter[png]'"),
    Entry("draft", "out", '"content/posts/review/2024/index.md"', "without it where the earlier ones are"),
    Entry("digest", "chunk_chars", "2000", "of a part of a text"),
    Entry("model", "large", '"gpt-5-mini"', "writes. Without any model none is asked, and nothing leaves the machine"),
    Entry("model", "small", '"gpt-5-nano"', "reads; without it the large one"),
    Entry("model", "embeddings", '"text-embedding-3-small"', "for search; without it by words alone"),
    Entry("model", "base_url", '"http://127.0.0.1:11434/v1"', "any OpenAI-compatible endpoint"),
    Entry("model", "key_variable", '"OPENAI_API_KEY"', "the environment variable with the key; keys stand in no file"),
    Entry("model", "key_command", '["pass", "show", "openai"]', "or a program that prints it"),
    Entry("model", "timeout_s", "600", "seconds for an answer"),
    Entry("model", "concurrency", "4", "requests at once"),
    Entry("model", "batch_tokens", "7000", "of source text in one request for facts"),
    Entry("model", "max_cost", "1.0", "US dollars in one run"),
    Entry("model", "max_tokens", "400000", "in one run"),
    Entry("model", "prices", '{ "my-model" = { input = 0.5, output = 2.0 } }', "for a million tokens"),
    Entry("model", "prompts", '"prompts"', "a folder of your own prompts"),
    Entry("privacy", "deny", '["Acme Corp.", "山田太郎"]', "names that leave as pseudonyms"),
    Entry("privacy", "allow", '["notes/2024-05-01.md"]', "private documents that may be used all the same"),
)
_TABLES = tuple(dict.fromkeys(entry.table for entry in ENTRIES))


def render_settings(values: Mapping[tuple[str, str], str]) -> str:
    """A new file: `values` (table and key → TOML) are set, all other keys stand there as comments."""
    lines = [HEAD]
    for table in _TABLES:
        lines += ["", f"[{table}]"]
        for entry in ENTRIES:
            if entry.table == table:
                value = values.get((table, entry.name))
                lines.append(_line(entry, value or entry.value, commented=value is None))
    return "\n".join(lines) + "\n"


def add_missing(text: str, values: Mapping[tuple[str, str], str]) -> tuple[str, int]:
    """A settings file with a comment for each key that it is silent about, below its table, `values` as their
    examples; and how many were added. What stands there stays, byte for byte, and means what it meant.

    Raises:
        SettingsError: it is no TOML.
    """
    before = _parse(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    missing = [entry for entry in ENTRIES if not _is_mentioned(entry, lines)]
    for added in (_below_tables, _at_the_end):
        candidate = "".join(added(lines, missing, values, newline=newline))
        if missing and _means(candidate) == before:
            return candidate, len(missing)
    return text, 0


def _parse(text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"drafter.toml: {error}", hint="correct it: this is no valid TOML") from error


def _means(text: str) -> Mapping[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _line(entry: Entry, value: str, *, commented: bool) -> str:
    return f"{'# ' if commented else ''}{entry.name} = {value}  # {entry.about}"


def _sections(lines: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Each table with the lines after its header: name, first, and the one after the last. "" for what stands before
    the first header."""
    name, first = "", 0
    for number, line in enumerate(lines):
        if header := _HEADER.match(line.rstrip("\r\n")):
            yield name, first, number
            name, first = header["name"].removeprefix("tool.drafter."), number + 1
    yield name, first, len(lines)


def _is_mentioned(entry: Entry, lines: Sequence[str]) -> bool:
    """Whether a key is set, or stands there as a comment."""
    key = re.compile(rf"[ \t]*(?:#[ \t]*)?[\"']?{entry.name}[\"']?[ \t]*[=.]")
    dotted = re.compile(rf"[ \t]*(?:#[ \t]*)?{entry.table}\.{entry.name}[ \t]*[=.]")
    for name, first, after in _sections(lines):
        if name == f"{entry.table}.{entry.name}":
            return True
        pattern = key if name == entry.table else dotted if not name else None
        if pattern is not None and any(pattern.match(line) for line in lines[first:after]):
            return True
    return False


def _below_tables(
    lines: Sequence[str], missing: Sequence[Entry], values: Mapping[tuple[str, str], str], *, newline: str
) -> list[str]:
    """The lines with each missing key at the end of its table, those of tables that are not there at the end."""
    ends = {name: _last(lines, first, after) for name, first, after in _sections(lines) if name in _TABLES}
    added: dict[int, list[str]] = {}
    for entry in missing:
        if entry.table in ends:
            added.setdefault(ends[entry.table], []).append(_example(entry, values) + newline)
    rest = [entry for entry in missing if entry.table not in ends]
    placed = [
        line for number in range(len(lines) + 1) for line in (*added.get(number, ()), *lines[number : number + 1])
    ]
    return _at_the_end(placed, rest, values, newline=newline)


def _last(lines: Sequence[str], first: int, after: int) -> int:
    """The place behind the last line of a section that is not blank."""
    return next((n + 1 for n in range(after - 1, first - 1, -1) if lines[n].strip()), first)


def _at_the_end(
    lines: Sequence[str], missing: Sequence[Entry], values: Mapping[tuple[str, str], str], *, newline: str
) -> list[str]:
    ended = list(lines)
    for table in dict.fromkeys(entry.table for entry in missing):
        ended += [newline, f"# [{table}]{newline}"]
        ended += [_example(entry, values) + newline for entry in missing if entry.table == table]
    return ended


def _example(entry: Entry, values: Mapping[tuple[str, str], str]) -> str:
    return _line(entry, values.get((entry.table, entry.name), entry.value), commented=True)
