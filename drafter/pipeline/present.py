"""The sources of a project as they lie on the disk, to tell whether it must be read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from drafter.pipeline.project import Project, path_from_root
from drafter.read.sources import find_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """`files` opens the sources by the paths that drafter shows, whose names may differ: theirs may be NFD. `stamps`
    tells for each what a change would change: its time in ns, its size, the ignore line that covers it."""

    files: Mapping[str, Path]
    stamps: Mapping[Path, tuple[int, int, str | None]]

    def differs(self, other: Present, *, but: Path) -> bool:
        """Whether files came, went or changed, `but` one."""
        changed = {path for path, _ in self.stamps.items() ^ other.stamps.items()}
        return bool(changed - {but})


def find_present(project: Project) -> Present:
    """Look at every source of a project, and open none.

    Raises:
        SourceError: a folder is missing, or an ignore file cannot be understood.
    """
    sources, _ = find_sources(project.site, notes=project.settings.notes)
    stamps: dict[Path, tuple[int, int, str | None]] = {}
    for source in sources:
        try:
            status = source.found.path.stat()
        except OSError:
            continue  # it went a moment ago
        stamps[source.found.path.resolve()] = (status.st_mtime_ns, status.st_size, source.found.private)
    files = {path_from_root(project, source.path): source.found.path for source in sources}
    return Present(files=files, stamps=stamps)
