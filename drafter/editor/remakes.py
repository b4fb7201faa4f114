"""The commands of the language server that take time: done in a thread, told as progress, stopped on demand, and given
to the editor as one edit it can undo."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from lsprotocol import types

from drafter.editor.documents import CARRY_OUT, REGENERATE, REWRITE
from drafter.editor.edits import change_to, holds_change, same_text
from drafter.editor.jobs import StoppedError
from drafter.editor.remaking import Progress, Remade, carry_out_directives, remake_section, remember, rewrite_part
from drafter.editor.saves import read_saved
from drafter.editor.session import DrafterServer
from drafter.errors import DrafterError
from drafter.model.pool import Halt
from drafter.pipeline.project import Project
from drafter.read.encoding import decode

_Work = Callable[[Project, Path, Progress, Halt], Remade]
_NOT_SAVED = "the text is not the one in the file: save it and ask again"


class Remakes:
    """One at a time for each file, by the text that is saved in it. What an editor took over is remembered as drafter's
    once it is saved."""

    def __init__(self, server: DrafterServer, open_project: Callable[[Path], Project]) -> None:
        self._server, self._open_project = server, open_project
        self._locks: defaultdict[Path, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: dict[Path, Remade] = {}  # by file

    async def regenerate(self, uri: str, heading: str) -> None:
        """Make a section again."""

        def work(project: Project, path: Path, progress: Progress, halt: Halt) -> Remade:
            return remake_section(project, path, heading, progress=progress, halt=halt)

        await self._do(uri, f"regenerating {heading}", work)

    async def carry_out(self, uri: str) -> None:
        """Carry out all directives of a draft."""

        def work(project: Project, path: Path, progress: Progress, halt: Halt) -> Remade:
            return carry_out_directives(project, path, progress=progress, halt=halt)

        await self._do(uri, "carrying out directives", work)

    async def rewrite(self, uri: str, version: int | None, lines: tuple[int, int]) -> None:
        """Have the part in these lines of a version written again."""

        def work(project: Project, path: Path, progress: Progress, halt: Halt) -> Remade:
            return rewrite_part(project, path, lines, progress=progress, halt=halt)

        document = self._server.document(uri)
        if document is not None and document.version != version:
            self._say("the text changed since: ask again", types.MessageType.Warning)
            return
        await self._do(uri, f"rewriting line {lines[0] + 1}", work)

    def saved(self, path: Path, text: str) -> None:
        """Remember what was taken over, unless it was undone before the save.

        Raises:
            DrafterError: the state cannot be written.
        """
        remade = self._waiting.pop(path, None)
        if remade is None or remade.memory is None:
            return
        if holds_change(text, before=remade.before, after=remade.memory.text):
            remember(self._open_project(path), path, remade)

    async def _do(self, uri: str, title: str, work: _Work) -> None:
        wish, document = self._server.wish, self._server.document(uri)
        if document is None:
            return
        async with self._locks[document.path]:
            try:
                if wish.cancelled() or not self._is_saved(uri, document.path):
                    return
                remade = await self._in_thread(document.path, title, work, wish)
            except StoppedError as stopped:
                self._say(str(stopped))
            except DrafterError as error:
                self._say(f"{error}\n{error.hint}" if error.hint else str(error), types.MessageType.Error)
            else:
                await self._hand_over(uri, remade)

    def _is_saved(self, uri: str, path: Path) -> bool:
        """Whether a document is what stands in its file; else it is told, before anything is paid for."""
        document, data = self._server.document(uri), read_saved(path)
        saved = document is not None and data is not None and same_text(decode(data).text, document.text)
        self._say("" if saved else _NOT_SAVED, types.MessageType.Warning)
        return saved

    async def _in_thread(self, path: Path, title: str, work: _Work, wish: Future[Any]) -> Remade:
        loop, window = asyncio.get_running_loop(), self._server.client_capabilities.window
        project = await asyncio.to_thread(self._open_project, path)
        if not (window and window.work_done_progress):
            job = self._server.jobs.begin(path, lambda halt: work(project, path, lambda *_: None, halt))
            job.stop_with(wish)
            return await asyncio.wrap_future(job.result)
        progress, token = self._server.work_done_progress, self._server.new_token()
        await progress.create_async(token)

        def tell(n_done: int, n_all: int, stage: str) -> None:
            share = 100 * n_done // max(1, n_all)
            report = types.WorkDoneProgressReport(message=f"{stage}: {n_done} of {n_all}", percentage=share)
            loop.call_soon_threadsafe(progress.report, token, report)

        progress.begin(token, types.WorkDoneProgressBegin(title=f"drafter: {title}", cancellable=True, percentage=0))
        job = self._server.jobs.begin(path, lambda halt: work(project, path, tell, halt))
        job.stop_with(wish)
        job.stop_with(progress.tokens[token])
        try:
            return await asyncio.wrap_future(job.result)
        finally:
            progress.end(token, types.WorkDoneProgressEnd())

    async def _hand_over(self, uri: str, remade: Remade) -> None:
        document = self._server.document(uri)
        if document is None:
            return
        if remade.said:
            self._say("\n".join(remade.said))
        if remade.memory is None:
            self._say("nothing changed" if not remade.said else "")
            return
        if not same_text(remade.before, document.text):
            self._say(_NOT_SAVED, types.MessageType.Warning)
            return
        edits = change_to(document.text.removeprefix("\ufeff"), remade.memory.text.removeprefix("\ufeff"))
        edit = document.workspace_edit(edits, versioned=self._server.knows_versions)
        params = types.ApplyWorkspaceEditParams(edit=edit, label="drafter")
        result = await self._server.workspace_apply_edit_async(params)
        if result.applied:
            self._waiting[document.path] = remade

    def _say(self, message: str, kind: types.MessageType = types.MessageType.Info) -> None:
        if message:
            self._server.window_show_message(types.ShowMessageParams(type=kind, message=message))


def offer_remakes(server: DrafterServer, remakes: Remakes) -> None:
    """Register the commands."""

    @server.command(REGENERATE)
    async def regenerate(uri: str, heading: str) -> None:
        await remakes.regenerate(uri, heading)

    @server.command(CARRY_OUT)
    async def carry_out(uri: str) -> None:
        await remakes.carry_out(uri)

    @server.command(REWRITE)
    async def rewrite(uri: str, version: int | None, first: int, last: int) -> None:
        await remakes.rewrite(uri, version, (first, last))
