"""The files that are named on the command line, and the projects they belong to."""

from __future__ import annotations

from pathlib import Path

from drafter.errors import SourceError

_MARKS = (".drafter", "drafter.toml")


def existing_file(path: Path, *, hint: str = "give a draft that drafter wrote") -> Path:
    """A file's full path.

    Raises:
        SourceError: there is no such file.
    """
    path = typed_path(path)
    if not path.is_file():
        raise SourceError(f"{path}: {tell_missing(path)}", hint=hint)
    return path.resolve()


def typed_path(path: Path) -> Path:
    """A path that a person typed, as the disk spells it: names from macOS are decomposed there."""
    from drafter.store.spelled import as_spelled

    return as_spelled(path)


def tell_missing(path: Path) -> str:
    """What is there instead of a file."""
    return "is a folder, not a file" if path.is_dir() else "no such file"


def project_folder(path: Path, *, directory: Path) -> Path:
    """The nearest folder above a file, else above `directory`, with drafter's memory or settings; else the file's."""
    homes = path.parent.resolve(), directory.resolve()
    above = [folder for home in homes for folder in (home, *home.parents)]
    found = next((folder for folder in above if any((folder / mark).exists() for mark in _MARKS)), None)
    if found is not None:
        return found
    return homes[1] if homes[0].is_relative_to(homes[1]) else homes[0]
