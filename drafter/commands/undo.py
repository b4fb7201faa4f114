"""`drafter undo`: what stood in a file before drafter last wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from drafter.commands.files import project_folder, typed_path
from drafter.commands.options import ProjectOptions, load_settings
from drafter.commands.printing import render_path, say, show


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoOptions(ProjectOptions):
    """What `drafter undo` takes."""

    file: Annotated[Path, typer.Argument(metavar="FILE", help="A draft that drafter wrote.")]


def run(options: UndoOptions) -> None:
    """Step back to what stood in a file before drafter last wrote it.

    Again and again, as far as drafter remembers. It refuses where you wrote in the file since.
    """
    path = typed_path(options.directory / options.file).resolve()
    folder = project_folder(path, directory=options.directory)
    settings = load_settings(options, folder)
    from drafter.pipeline.project import open_project
    from drafter.pipeline.revise import undo
    from drafter.text.plural import count_of

    undone = undo(open_project(settings, folder), path)
    if undone.kept is not None:
        say(f"what stood there is kept in {render_path(undone.kept)}")
    if undone.is_gone:
        say(f"{render_path(path)} is gone: nothing stood there before drafter wrote it")
    say(f"{count_of(undone.n_left, 'more step')} back" if undone.n_left else "no further step back")
    if not undone.is_gone:
        show(render_path(path))
