"""Files that are saved, one after another: whatever way an editor saves, and however often."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.read.files import MARKDOWN

if TYPE_CHECKING:
    from watchfiles import Change

_QUIET_MS, _WAIT_MAX_MS, _LOOK_EVERY_MS = 100, 1000, 1000


class Saves:
    """The Markdown files whose bytes are other ones than before: `files`, or all in `folders` and below without any.

    Folders are watched, not files: many editors write another file and give it the name. Their swap and backup files
    are none of these.
    """

    def __init__(self, files: Sequence[Path], folders: Sequence[Path]) -> None:
        self._files = {_name(path): path for path in files}
        self.folders = tuple(dict.fromkeys(path.parent for path in files)) or tuple(folders)
        self._known: dict[str, str] = {}

    def __iter__(self) -> Iterator[Path]:
        """Wait for saves, without end. A file that is saved while nobody waits comes next, once, with its last bytes;
        the `files` themselves come first."""
        from watchfiles import watch

        yield from self._changed(self._files.values())
        for changes in watch(
            *self.folders,
            watch_filter=self._is_wanted,
            recursive=not self._files,
            step=_QUIET_MS,
            debounce=_WAIT_MAX_MS,
            rust_timeout=_LOOK_EVERY_MS,
            yield_on_timeout=True,  # what was saved before the watch began, or on a disk that tells nothing
        ):
            named = {path for _, path in changes}
            yield from self._changed(self._files.values() if self._files else map(Path, sorted(named)))

    def know(self, path: Path, data: bytes | None) -> None:
        """These bytes of a file are dealt with; with None, where there was no file, any are new."""
        self._known[_name(path)] = "" if data is None else hashlib.sha256(data).hexdigest()

    def _changed(self, paths: Iterable[Path]) -> Iterator[Path]:
        for path in list(paths):
            data = read_saved(path)
            if data is not None and self._known.get(_name(path)) != hashlib.sha256(data).hexdigest():
                self.know(path, data)
                yield path

    def _is_wanted(self, _: Change, name: str) -> bool:
        path = Path(name)
        if self._files:
            return _name(path) in self._files
        below = next((path.relative_to(folder) for folder in self.folders if path.is_relative_to(folder)), path)
        return path.suffix.lower() in MARKDOWN and not any(part.startswith(".") for part in below.parts)


def read_saved(path: Path) -> bytes | None:
    """The bytes of a file; None while there is none, as between the two steps of a save."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _name(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path))
