"""A garden's draft with drafter's memory of it, and an editor to open it in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from lsprotocol import types

from tests.editor.garden_model import GardenModel, serve_model
from tests.editor.lsp_editor import CAPABILITIES, Edit, Session, edit_with, write_draft
from tests.editor.watcher import Start, Watch, Watcher

BuildTree = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def edit() -> Edit:
    """Run a session of an editor, `session(editor)`, against the real command."""

    def run(session: Session, *, capabilities: types.ClientCapabilities = CAPABILITIES) -> None:
        asyncio.run(edit_with(session, capabilities))

    return run


@pytest.fixture
def draft(build_tree: BuildTree) -> Path:
    """A draft as drafter wrote it with its memory; its blog is `draft.parents[3]`."""
    return write_draft(build_tree)


@pytest.fixture
def model(draft: Path) -> Iterator[GardenModel]:
    """The model of the draft's blog."""
    with serve_model(draft.parents[3]) as served:
        yield served


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Start `drafter watch` in a folder."""
    watchers: list[Watcher] = []

    def begin(directory: Path, *arguments: str) -> Watcher:
        watchers.append(Watcher(directory, *arguments))
        return watchers[-1]

    yield begin
    for watcher in watchers:
        watcher.process.kill()
        watcher.process.wait()
        watcher.process.stdout.close() if watcher.process.stdout else None


@pytest.fixture
def start(draft: Path, watch: Watch) -> Start:
    """Start watching the draft, in its blog, and wait for the first look at it."""
    return lambda *arguments: watch(draft.parents[3], *arguments)
