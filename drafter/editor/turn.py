"""One request at a time for a file, whoever watches it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from drafter.errors import OutputError
from drafter.pipeline.project import Project
from drafter.records import content_id
from drafter.store.lock import hold_lock
from drafter.store.state import State


@contextmanager
def take_turn(project: Project, path: Path) -> Iterator[bool]:
    """Whether nobody else carries out the directives of a file; while it is held, nobody does."""
    state = State(project.root)
    state.prepare()
    with ExitStack() as stack:
        try:
            stack.enter_context(hold_lock(state.folder / f"turn-{content_id(state.name_of(path))}", wait_s=0.0))
        except OutputError:
            yield False
            return
        yield True
