"""The language server: hovers, definitions, diagnostics, code actions and lenses over a `Desk`, by standard streams."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from lsprotocol import types

from drafter.editor.desk import Desk
from drafter.editor.documents import TELL_SECTION, locations
from drafter.editor.hovers import render_hover
from drafter.editor.lenses import find_lenses
from drafter.editor.offers import find_directives_at, find_offers, find_rewriting
from drafter.editor.remakes import Remakes, offer_remakes
from drafter.editor.session import DrafterServer
from drafter.errors import DrafterError
from drafter.pipeline.project import Project

_KINDS = (types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite)
_AT_ONCE_S, _SOON_S = 0.0, 0.3  # until a check begins: of what was opened or saved, of what is being typed


def make_server(open_project: Callable[[Path], Project]) -> DrafterServer:
    """A server with all it can do."""
    server = DrafterServer(Desk(open_project))
    remakes = Remakes(server, open_project)
    _follow_documents(server, remakes)
    _answer_places(server)
    _offer_actions(server)
    _answer_sections(server)
    offer_remakes(server, remakes)

    @server.feature(types.SHUTDOWN)
    def shutdown(_: None) -> None:
        server.give_up()

    return server


def serve(open_project: Callable[[Path], Project]) -> None:
    """Serve one editor by standard input and output until it says goodbye, or goes away."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL if "DRAFTER_DEBUG" not in os.environ else logging.INFO)
    sys.setswitchinterval(0.001)  # a hover waits for no check
    stdin, stdout = _own_streams()
    server = make_server(open_project)
    server.start_io(stdin, stdout)
    server.jobs.end()


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """The streams of the protocol, out of reach of programs that are called and of what is printed by mistake."""
    stdin, stdout = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return stdin, stdout


def _follow_documents(server: DrafterServer, remakes: Remakes) -> None:
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
            await asyncio.to_thread(remakes.saved, saved_one.path, saved_one.text)
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
        if document is None or found is None or found.sheet.manuscript.written is None:
            return None
        sentence, moved = found.traced.sentence, found.moved
        is_markdown = server.shows_markdown
        kind = types.MarkupKind.Markdown if is_markdown else types.MarkupKind.PlainText
        value = render_hover(found.traced, is_markdown=is_markdown)
        return types.Hover(
            contents=types.MarkupContent(kind=kind, value=value),
            range=document.range(sentence.start + moved, sentence.end + moved),
        )

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> list[types.Location]:
        document = server.document(params.text_document.uri)
        found = await server.trace(document, params.position) if document else None
        if document is None or found is None:
            return []
        opened = {other.path: other.text for other in server.documents()}
        return await asyncio.to_thread(locations, found.traced, opened=opened, codec=document.codec)


def _offer_actions(server: DrafterServer) -> None:
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
        offers = await asyncio.to_thread(find_offers, sheet, start, end)
        made = [document.action(o, versioned=server.knows_versions) for o in offers]
        made += [document.carry_out(mark) for mark in find_directives_at(sheet, start, end)]
        rewriting = await asyncio.to_thread(find_rewriting, sheet, start, end)
        if rewriting is not None and (server.shows_disabled or not rewriting.hindrance):
            made.append(document.rewrite(rewriting, start, end))
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
