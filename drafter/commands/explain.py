"""`drafter explain`: each sentence of a draft with the words of its sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.options import ProjectOptions, load_settings, typed_path
from drafter.commands.printing import render_json, say, show
from drafter.errors import SourceError, UsageError

if TYPE_CHECKING:
    from drafter.pipeline.explain import Explained


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainOptions(ProjectOptions):
    """What `drafter explain` takes."""

    place: Annotated[str, typer.Argument(metavar="FILE[:LINE]", help="A draft, or one line of it.")]
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False


def run(options: ExplainOptions) -> None:
    """Show where the sentences of a draft come from.

    For each sentence the file, the lines and the exact words, or the rule its number was counted by.
    """
    file, line = _parse_place(options.place)
    path = typed_path(options.directory / file)
    if not path.is_file():
        problem = "is a folder, not a file" if path.exists() else "no such file"
        raise SourceError(f"{path}: {problem}", hint="give a draft that drafter wrote")
    folder = _project_folder(path, directory=options.directory)
    settings = load_settings(replace(options, directory=folder))
    from drafter.pipeline.explain import explain
    from drafter.pipeline.project import open_project

    project = open_project(settings, folder)
    explained = explain(project, path.resolve(), line)
    if options.json:
        show(render_json(explained))
    elif explained:
        show("\n\n".join(map(_render, explained)))
    else:
        say(f"{options.place}: no sentence that drafter wrote stands there")


def _project_folder(path: Path, *, directory: Path) -> Path:
    """The nearest folder above the file, else above `directory`, that holds drafter's memory; else that of the file."""
    homes = path.parent.resolve(), directory.resolve()
    above = (folder for home in homes for folder in (home, *home.parents))
    return next((folder for folder in above if (folder / ".drafter").is_dir()), homes[0])


def _parse_place(place: str) -> tuple[Path, int | None]:
    """A name that ends in a colon and digits is taken as it is where such a file exists."""
    name, colon, digits = place.rpartition(":")
    if Path(place).exists() or not colon:
        return Path(place), None
    if not digits.isdecimal() or int(digits) < 1:
        raise UsageError(f"{name}: not a line: {digits!r}", hint="write FILE:LINE, as in index.md:12")
    return Path(name), int(digits)


def _render(explained: Explained) -> str:
    lines = [f"{explained.line}: {explained.text.strip()}", f"   {explained.standing}"]
    for quote in explained.quotes:
        place = f"{quote.start_line}" if quote.start_line == quote.end_line else f"{quote.start_line}-{quote.end_line}"
        lines += [f"   {quote.path}:{place}", indent(quote.words.strip("\r\n"), "     | ")]
    lines += [f"   {count.name}: {count.value:,}; {count.rule}" for count in explained.counts]
    return "\n".join(lines)
