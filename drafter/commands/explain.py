"""`drafter explain`: each sentence of a draft with the words of its sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.files import existing_file, project_folder
from drafter.commands.options import Notes, ProjectOptions, load_settings_of
from drafter.commands.printing import render_json, say, show
from drafter.errors import UsageError

if TYPE_CHECKING:
    from drafter.pipeline.explain import Explained


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainOptions(ProjectOptions):
    """What `drafter explain` takes."""

    place: Annotated[str, typer.Argument(metavar="FILE[:LINE]", help="A draft, or one line of it.")]
    notes: Notes = None
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False


def run(options: ExplainOptions) -> None:
    """Show where the sentences of a draft come from.

    For each sentence the file, the lines and the exact words, or the rule its number was counted by. For a sentence of
    yours on the given line, up to three places where posts or notes speak of the same: found by search, not what it
    was made from.
    """
    file, line = _parse_place(options.place)
    path = existing_file(options.directory / file)
    folder = project_folder(path, directory=options.directory)
    settings = load_settings_of(options, [path], folder, notes=options.notes)
    from drafter.pipeline.explain import explain
    from drafter.pipeline.project import open_project

    project = open_project(settings, folder)
    explained = explain(project, path, line)
    if options.json:
        show(render_json(explained))
    elif explained:
        show("\n\n".join(map(_render, explained)))
    else:
        say(f"{options.place}: no sentence{'' if line else ' that drafter wrote'} stands there")


def _parse_place(place: str) -> tuple[Path, int | None]:
    """A name that ends in a colon and digits is taken as it is where such a file exists."""
    name, colon, digits = place.rpartition(":")
    if Path(place).exists() or not colon:
        return Path(place), None
    if not digits.isdecimal() or int(digits) < 1:
        raise UsageError(f"{name}: not a line: {digits!r}", hint="write FILE:LINE, as in index.md:12")
    return Path(name), int(digits)


def _render(explained: Explained) -> str:
    is_own = explained.standing == "a person's"
    lines = [f"{explained.line}: {explained.text.strip()}", f"   {'yours' if is_own else explained.standing}"]
    for quote in explained.quotes:
        place = f"{quote.start_line}" if quote.start_line == quote.end_line else f"{quote.start_line}-{quote.end_line}"
        lines += [f"   {quote.path}:{place}", indent(quote.words.strip("\r\n"), "     | ")]
    lines += [f"   {count.name}: {count.value:,}; {count.rule}" for count in explained.counts]
    return "\n".join([*lines, *(_render_search(explained) if is_own else ())])


def _render_search(explained: Explained) -> Iterator[str]:
    if explained.unsearched:
        yield f"   not searched: {explained.unsearched}"
    elif not explained.found:
        yield "   search finds nothing on it"
    else:
        yield "   found by search, not what it was made from:"
    for place in explained.found:
        yield f"   {place.path}:{place.line}{f' {place.day}' if place.day else ''}"
        yield f"     | {place.words}"
