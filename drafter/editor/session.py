"""The server of one editor: its open documents, and the work on them that takes time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from drafter import __version__
from drafter.editor.desk import Desk
from drafter.editor.documents import SOURCE, OpenDocument, open_document
from drafter.editor.jobs import Jobs
from drafter.editor.rounds import Rounds
from drafter.errors import DrafterError
from drafter.pipeline.check import Finding
from drafter.pipeline.sheet import Sheet
from drafter.pipeline.trace import Traced


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A sentence with its sources. In the document it stands so many characters further on than in the sheet."""

    sheet: Sheet
    traced: Traced
    moved: int


class DrafterServer(LanguageServer):
    """One editor's server. Work that takes time is done in threads; checks of one file come one after another."""

    def __init__(self, desk: Desk) -> None:
        # Full texts: pygls cuts lines at U+2028 and the like, where no editor does, and would misplace an increment.
        super().__init__("drafter", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.desk = desk
        self.rounds = Rounds()
        self.jobs = Jobs()
        self._n_tokens = 0

    def document(self, uri: str) -> OpenDocument | None:
        """An open document; None for one that is no file, or not open."""
        return next((d for d in self.documents() if unquote(d.uri) == unquote(uri)), None)

    def documents(self) -> list[OpenDocument]:
        """All open documents that are files."""
        opened = (open_document(document) for document in list(self.workspace.text_documents.values()))
        return [document for document in opened if document is not None]

    @property
    def knows_versions(self) -> bool:
        """Whether the editor takes edits of a version."""
        edit = self.client_capabilities.workspace and self.client_capabilities.workspace.workspace_edit
        return bool(edit and edit.document_changes)

    @property
    def shows_disabled(self) -> bool:
        """Whether the editor shows an action that cannot be chosen, with the reason."""
        text = self.client_capabilities.text_document
        return bool(text and text.code_action and text.code_action.disabled_support)

    @property
    def wish(self) -> Future[Any]:
        """The request that is being answered: cancelled where the editor takes it back. To be asked for in the task of
        its command, which pygls itself lets run on."""
        number = self.protocol.msg_id
        found = self.protocol._request_futures.get(number) if number is not None else None
        return found or Future()

    def give_up(self) -> None:
        """Take back all requests but the one that is being answered; pygls 2 itself trips over several."""
        for number, wish in list(self.protocol._request_futures.items()):
            if number != self.protocol.msg_id:
                wish.cancel()

    @property
    def shows_markdown(self) -> bool:
        """Whether the editor shows hovers as Markdown."""
        text = self.client_capabilities.text_document
        formats = (text and text.hover and text.hover.content_format) or [types.MarkupKind.Markdown]
        return types.MarkupKind.Markdown in formats

    async def sheet(self, document: OpenDocument) -> Sheet:
        """The document with its sentences; read in a thread where it is not yet."""
        async with self.reading(document.path):
            return await asyncio.to_thread(self.desk.sheet, document.path, document.text)

    async def findings(self, document: OpenDocument) -> tuple[Finding, ...]:
        """What is wrong with the document; nothing where it is a note, or no file of drafter's blog at all."""
        async with self.reading(document.path):
            return await asyncio.to_thread(self._findings, document.path, document.text)

    def _findings(self, path: Path, text: str) -> tuple[Finding, ...]:
        return self.desk.findings(path, text) if self.desk.is_checked(path, text) else ()

    async def trace(self, document: OpenDocument, position: types.Position) -> Shown | None:
        """The sentence at a position with its sources; None without one, or where the project cannot be read."""
        at = document.offset(position)
        try:
            sheet, moved = self.desk.nearest(document.path, document.text, at) or (await self.sheet(document), 0)
            traced = self.desk.trace(document.path, sheet, at - moved)
        except DrafterError:
            return None  # a diagnostic tells it
        return Shown(sheet=sheet, traced=traced, moved=moved) if traced else None

    def new_token(self) -> str:
        """A name for work under way; none is given twice."""
        self._n_tokens += 1
        return f"drafter-{self._n_tokens}"

    @asynccontextmanager
    async def reading(self, path: Path) -> AsyncIterator[None]:
        """Tell the editor that the notes are being read, while they are for the first time."""
        window = self.client_capabilities.window
        if self.desk.is_known(path) or not (window and window.work_done_progress):
            yield
            return
        token = self.new_token()
        await self.work_done_progress.create_async(token)
        self.work_done_progress.begin(token, types.WorkDoneProgressBegin(title="drafter: reading notes and posts"))
        try:
            yield
        finally:
            self.work_done_progress.end(token, types.WorkDoneProgressEnd())

    async def check_soon(self, uri: str, *, delay_s: float) -> None:
        """Check a document after a while, unless it is asked for again before; the newest text wins."""
        async with self.rounds.turn(uri, delay_s=delay_s) as turn:
            document = self.document(uri)
            if not turn.is_newest or document is None:
                return
            diagnostics = await self._diagnose(document)
            if turn.is_newest and self.document(uri) is not None:
                self.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(uri=uri, version=document.version, diagnostics=diagnostics)
                )

    async def _diagnose(self, document: OpenDocument) -> list[types.Diagnostic]:
        try:
            return [document.diagnostic(finding) for finding in await self.findings(document)]
        except DrafterError as error:
            message = f"{error}; {error.hint}" if error.hint else str(error)
            severity = types.DiagnosticSeverity.Error
            whole = document.range(0, 0)
            return [types.Diagnostic(range=whole, message=message, severity=severity, code="project", source=SOURCE)]
