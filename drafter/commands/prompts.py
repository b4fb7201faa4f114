"""`drafter prompts`: the prompts, where each comes from, and what it is given."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.options import ProjectOptions, load_settings
from drafter.commands.printing import render_json, render_path, show
from drafter.errors import UsageError

if TYPE_CHECKING:
    from drafter.model.prompts import PromptFile

_WIDTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptsOptions(ProjectOptions):
    """What `drafter prompts` takes."""

    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Print this one.", show_default=False)] = None
    prompts: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Prompts of your own, by the names of the bundled ones.")
    ] = None
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False


def run(options: PromptsOptions) -> None:
    """Show the prompts: one file a request.

    Copy one into prompts/ of your project, or into a folder given to --prompts, and change it there.
    """
    settings = load_settings(options, prompts=options.prompts)
    from drafter.pipeline.project import find_prompts, open_project

    files = find_prompts(open_project(settings, options.directory.resolve())).files
    if options.name is not None:
        if options.name not in files:
            raise UsageError(f"no prompt {options.name!r}", hint=f"the prompts are {', '.join(files)}")
        show(files[options.name].text, newline=False)
    elif options.json:
        show(render_json({name: _record(file) for name, file in files.items()}))
    else:
        show("\n\n".join(map(_render, files.values())))


def _record(file: PromptFile) -> dict[str, object]:
    return {"path": file.path, "bundled": file.bundled, "sha256": file.sha256, "about": file.header}


def _render(file: PromptFile) -> str:
    about = textwrap.fill(file.header, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    origin = "bundled" if file.bundled else render_path(file.path)
    return f"{file.name} ({origin}, {file.sha256[:8]})\n{about}"
