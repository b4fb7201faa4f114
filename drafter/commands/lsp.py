"""`drafter lsp`: drafter inside an editor."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.commands.files import project_folder
from drafter.commands.options import ProjectOptions, load_settings_of

if TYPE_CHECKING:
    from drafter.pipeline.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class LspOptions(ProjectOptions):
    """What `drafter lsp` takes."""


def run(options: LspOptions) -> None:
    """Serve an editor as a language server.

    By standard input and output. Hover a sentence for its sources, jump to the
    note, see what drafter check finds while you write, accept or drop a
    sentence. It changes nothing but what you choose, where you can undo it.
    """
    from drafter.editor.server import serve

    serve(lambda path: open_for(options, path))


def open_for(options: ProjectOptions, path: Path) -> Project:
    """The project of a file, with nothing read of it yet.

    Raises:
        SettingsError: its settings are wrong.
        SourceError: the settings of its site are broken.
    """
    from drafter.pipeline.project import open_project

    folder = project_folder(path, directory=options.directory)
    return open_project(load_settings_of(options, [path], folder), folder)
