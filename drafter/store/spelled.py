"""A file's name as the disk spells it: macOS decomposes names (NFD), people and drafter write them composed (NFC)."""

from __future__ import annotations

import unicodedata
from pathlib import Path


def as_spelled(path: Path) -> Path:
    """The same path with each name that is there spelled as it is there; what is not there stays as it is given."""
    if path.parent == path or path.exists():
        return path
    folder = as_spelled(path.parent)
    composed = unicodedata.normalize("NFC", path.name)
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        names = []
    return folder / next((name for name in names if unicodedata.normalize("NFC", name) == composed), path.name)
