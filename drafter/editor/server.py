"""The language server: hovers, definitions, diagnostics, code actions and lenses over a `Desk`, by standard streams."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from drafter import __version__
from drafter.editor.desk import Desk
from drafter.editor.documents import SOURCE, TELL_SECTION, OpenDocument, locations, open_document
from drafter.editor.hovers import render_hover
from drafter.editor.lenses import find_lenses
from drafter.editor.offers import find_directives_at, find_offers
from drafter.editor.remakes import Remakes, offer_remakes
from drafter.editor.rounds import Rounds
from drafter.errors import DrafterError
from drafter.pipeline.check import Finding
from drafter.pipeline.project import Project
from drafter.pipeline.sheet import Sheet
from drafter.pipeline.trace import Traced

_KINDS = (types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite)
_AT_ONCE_S, _SOON_S = 0.0, 0.3  # until a check begins: of what was opened or saved, of what is being typed


class DrafterServer(LanguageServer):
    """One editor's server. Work that takes time is done in threads; checks of one file come one after another."""

    def __init__(self, desk: Desk, open_project: Callable[[Path], Project]) -> None:
        # Full texts: pygls cuts lines at U+2028 and the like, where no editor does, and would misplace an increment.
        super().__init__("drafter", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.desk = desk
        self.rounds = Rounds()
        self._n_tokens = 0
        self.remakes = Remakes(self, open_project)

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

    async def trace(self, document: OpenDocument, position: types.Position) -> tuple[Sheet, Traced] | None:
        """The sentence at a position with its sources; None without one, or where the project cannot be read."""
        try:
            sheet = await self.sheet(document)
            at = document.offset(position)
            traced = await asyncio.to_thread(self.desk.trace, document.path, sheet, at)
        except DrafterError:
            return None  # a diagnostic tells it
        return (sheet, traced) if traced else None

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


def make_server(open_project: Callable[[Path], Project]) -> DrafterServer:
    """A server with all it can do."""
    server = DrafterServer(Desk(open_project), open_project)
    _follow_documents(server)
    _answer_places(server)
    _answer_sections(server)
    offer_remakes(server)
    return server


def serve(open_project: Callable[[Path], Project]) -> None:
    """Serve one editor by standard input and output until it says goodbye, or goes away."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL if "DRAFTER_DEBUG" not in os.environ else logging.INFO)
    stdin, stdout = _own_streams()
    make_server(open_project).start_io(stdin, stdout)


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """The streams of the protocol, out of reach of programs that are called and of what is printed by mistake."""
    stdin, stdout = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return stdin, stdout


def _follow_documents(server: DrafterServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        await server.check_soon(params.text_document.uri, delay_s=_AT_ONCE_S)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        await server.check_soon(params.text_document.uri, delay_s=_SOON_S)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(params: types.DidSaveTextDocumentParams) -> None:
        """A note that is saved may prove, or no longer prove, what is open beside it."""
        saved_one = server.document(params.text_document.uri)
        if saved_one is not None:
            await asyncio.to_thread(server.remakes.saved, saved_one.path, saved_one.text)
            server.desk.look_again(saved_one.path)
        await asyncio.gather(*(server.check_soon(d.uri, delay_s=_AT_ONCE_S) for d in server.documents()))

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.rounds.end(uri)
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri=uri, diagnostics=[]))


def _answer_places(server: DrafterServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        document = server.document(params.text_document.uri)
        found = await server.trace(document, params.position) if document else None
        if document is None or found is None or found[0].manuscript.written is None:
            return None
        sentence = found[1].sentence
        is_markdown = server.shows_markdown
        kind = types.MarkupKind.Markdown if is_markdown else types.MarkupKind.PlainText
        value = render_hover(found[1], is_markdown=is_markdown)
        return types.Hover(
            contents=types.MarkupContent(kind=kind, value=value), range=document.range(sentence.start, sentence.end)
        )

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> list[types.Location]:
        document = server.document(params.text_document.uri)
        found = await server.trace(document, params.position) if document else None
        if document is None or found is None:
            return []
        opened = {other.path: other.text for other in server.documents()}
        return await asyncio.to_thread(locations, found[1], opened=opened, codec=document.codec)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(
            code_action_kinds=[types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite]
        ),
    )
    async def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        document = server.document(params.text_document.uri)
        if document is None:
            return []
        try:
            sheet = await server.sheet(document)
        except DrafterError:
            return []
        start, end = document.offset(params.range.start), document.offset(params.range.end)
        made = [document.action(o, versioned=server.knows_versions) for o in find_offers(sheet, start, end)]
        made += [document.carry_out(mark) for mark in find_directives_at(sheet, start, end)]
        only = params.context.only
        return [action for action in made if not only or any(str(action.kind).startswith(kind) for kind in only)]


def _answer_sections(server: DrafterServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def lenses(params: types.CodeLensParams) -> list[types.CodeLens]:
        document = server.document(params.text_document.uri)
        if document is None:
            return []
        try:
            findings = await server.findings(document)
            sheet = await server.sheet(document)
        except DrafterError:
            return []
        written = sheet.manuscript.written is not None
        return [made for lens in find_lenses(sheet, findings) for made in document.lenses(lens, written=written)]

    @server.command(TELL_SECTION)
    def tell(details: str) -> None:
        server.window_show_message(types.ShowMessageParams(type=types.MessageType.Info, message=details))
