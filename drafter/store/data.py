"""The folders that are shipped with the program: `prompts` and `eval`."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from drafter.errors import DrafterError


def data_dir(name: str) -> Path:
    """The folder `name` as installed, or as it lies in the source tree of an editable install.

    Raises:
        DrafterError: the installation has no such folder.
    """
    installed = Path(str(files("drafter"))) / "_data" / name
    beside = Path(__file__).parents[2] / name
    for folder in (installed, beside):
        if folder.is_dir():
            return folder
    raise DrafterError(f"this installation of drafter has no folder {name!r}", hint="install drafter again")
