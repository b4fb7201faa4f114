"""Folders inside `.drafter/` for what keeps its own files there: the cache, the run records."""

from __future__ import annotations

from pathlib import Path

from drafter.errors import OutputError
from drafter.store.state import FOLDER, State


def prepare_folder(folder: Path) -> None:
    """Make `folder`, closed to others. One in a project's `.drafter/` is made by the rules of the state around it:
    its version is checked, git ignores it. Made twice, it stays as it is.

    Raises:
        OutputError: the state was made by a newer drafter, or the folder cannot be made.
    """
    home = next((step for step in (folder, *folder.parents) if step.name == FOLDER), None)
    if home is not None:
        state = State(home.parent)
        state.prepare()
        state.make_folder(folder)
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made: {error.strerror}", hint="check its rights") from error
