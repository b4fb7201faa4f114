"""The real `drafter lsp` at the other end of real pipes, spoken to by pygls' own client."""

from __future__ import annotations

import ast
import asyncio
import sys
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from drafter.records import Count, Standing
from drafter.store.state import State, Written, WrittenQuote, WrittenSentence
from drafter.text.periods import year_period

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
POST = "content/posts/振り返り 2024/index.md"
NOTE = "日記 その一/2024-05-01 か\u3099っこう.md"  # the second character of がっこう is written as two
TIMEOUT_S = 30

POND_NOTED = "念願の池をようやく掘り終えて、とても嬉しかった。"
FISH_NOTED = "池には金魚を3匹放すことに決めた。"

FILES: dict[str, str | bytes] = {
    "site/hugo.toml": "baseURL = 'https://niwa.example/'\nlanguageCode = 'ja'\n",
    "site/drafter.toml": "[sources]\nnotes = ['../日記 その一']\n",
    "site/content/posts/onshitsu.md": (
        "+++\ntitle = '温室を建てた'\ndate = 2024-03-10T09:00:00+09:00\n+++\n\n"
        "温室をようやく建て終えて、とても嬉しかった。屋根には中古の窓を6枚使うことに決めた。\n"
    ),
    "site/content/posts/tomato.md": (
        "+++\ntitle = 'トマトの一年目'\ndate = 2024-08-04T09:00:00+09:00\n+++\n\n"
        "トマトを24個収穫できて嬉しかった。水やりは朝だけに変えることにした。\n"
    ),
    NOTE: f"# 五月\n\n😀 {POND_NOTED}{FISH_NOTED}\n",
}


def line_of(text: str, words: str) -> int:
    """The line, from 0, that holds the words."""
    return text[: text.index(words)].count("\n")


def utf16(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class Editor:
    """An editor with one server. `shown` holds the newest diagnostics by address, with the version they are for."""

    client: LanguageClient
    shown: dict[str, types.PublishDiagnosticsParams] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    began: list[str] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    applied: list[types.WorkspaceEdit] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    stops: bool = False  # cancels whatever can be

    async def open(self, path: Path, text: str | None = None, *, uri: str | None = None) -> str:
        uri = uri or path.absolute().as_uri()
        text = path.read_bytes().decode() if text is None else text
        self.versions[uri] = 1
        item = types.TextDocumentItem(uri=uri, language_id="markdown", version=1, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
        return uri

    def change(self, uri: str, text: str) -> None:
        self.versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri])
        change = types.TextDocumentContentChangeWholeDocument(text=text)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=document, content_changes=[change])
        )

    def save(self, uri: str) -> None:
        document = types.TextDocumentIdentifier(uri=uri)
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(text_document=document))

    async def diagnostics(self, uri: str) -> list[types.Diagnostic]:
        """Those of the newest version, once they are there."""
        for _ in range(TIMEOUT_S * 100):
            shown = self.shown.get(uri)
            if shown is not None and shown.version == self.versions[uri]:
                return list(shown.diagnostics)
            await asyncio.sleep(0.01)
        raise AssertionError(f"no diagnostics for version {self.versions[uri]}: {self.shown.get(uri)}")

    async def hover(self, uri: str, line: int, column: int) -> types.Hover | None:
        document, position = types.TextDocumentIdentifier(uri=uri), types.Position(line=line, character=column)
        params = types.HoverParams(text_document=document, position=position)
        return await asyncio.wait_for(self.client.text_document_hover_async(params), TIMEOUT_S)

    async def definition(self, uri: str, line: int, column: int) -> list[types.Location]:
        document, position = types.TextDocumentIdentifier(uri=uri), types.Position(line=line, character=column)
        params = types.DefinitionParams(text_document=document, position=position)
        found = await asyncio.wait_for(self.client.text_document_definition_async(params), TIMEOUT_S)
        return [location for location in found or [] if isinstance(location, types.Location)]  # type: ignore[union-attr]

    async def actions(
        self, uri: str, line: int, column: int, *, to: tuple[int, int] | None = None
    ) -> dict[str, types.CodeAction]:
        start = types.Position(line=line, character=column)
        params = types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri=uri),
            range=types.Range(start=start, end=types.Position(*to) if to else start),
            context=types.CodeActionContext(diagnostics=[]),
        )
        found = await asyncio.wait_for(self.client.text_document_code_action_async(params), TIMEOUT_S)
        return {action.title: action for action in map(_as_action, found or [])}

    async def run(self, command: types.Command | None) -> None:
        """Have a command carried out, as a click does."""
        await asyncio.wait_for(asyncio.wrap_future(self.begin(command)), TIMEOUT_S)

    def begin(self, command: types.Command | None) -> Future[object]:
        """Have a command carried out, and wait for nothing."""
        assert command is not None
        params = types.ExecuteCommandParams(command=command.command, arguments=list(command.arguments or ()))
        return self.client.protocol.send_request(types.WORKSPACE_EXECUTE_COMMAND, params)

    def cancel(self, request: Future[object]) -> None:
        """Take a request back."""
        waiting = self.client.protocol._request_futures
        (number,) = (number for number, future in waiting.items() if future is request)
        self.client.cancel_request(types.CancelParams(id=number))

    def stop(self) -> None:
        """Cancel the progress that began last."""
        self.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token=self.began[-1]))

    async def lenses(self, uri: str) -> list[types.CodeLens]:
        params = types.CodeLensParams(text_document=types.TextDocumentIdentifier(uri=uri))
        found = await asyncio.wait_for(self.client.text_document_code_lens_async(params), TIMEOUT_S)
        return list(found or ())


def _as_action(found: types.Command | types.CodeAction) -> types.CodeAction:
    """lsprotocol's reader takes an action that has a command for a bare one, and the inner command for its repr."""
    if isinstance(found, types.CodeAction):
        return found
    return types.CodeAction(title=found.title, command=types.Command(**ast.literal_eval(found.command)))


CAPABILITIES = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True), apply_edit=True
    ),
    window=types.WindowClientCapabilities(work_done_progress=True),
)
DRAFT = """\
+++
title = '2024年の振り返り'
date = 2024-12-30T09:00:00+09:00
draft = true
+++

書いた記事は2本だった。

## 池を掘った

🐟🌱 念願の池を掘り終えた。金魚を3匹放すことに決めた。

- トマトを24個収穫した。

## これから

来年も庭に出たい。<!-- ? -->

<!-- ? 柿は植えた？ -->

<!-- drafter: もっと短く -->

終わりに庭を片付けた。
"""
Session = Callable[[Editor], Awaitable[None]]
Edit = Callable[..., None]


async def edit_with(session: Session, capabilities: types.ClientCapabilities) -> None:
    client = LanguageClient("tests", "1")
    editor = Editor(client)

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
    def show(params: types.PublishDiagnosticsParams) -> None:
        editor.shown[params.uri] = params

    @client.feature(types.WINDOW_SHOW_MESSAGE)  # type: ignore[untyped-decorator]
    def message(params: types.ShowMessageParams) -> None:
        editor.messages.append(params.message)

    @client.feature(types.WINDOW_WORK_DONE_PROGRESS_CREATE)  # type: ignore[untyped-decorator]
    def create(params: types.WorkDoneProgressCreateParams) -> None:
        editor.began.append(str(params.token))

    @client.feature(types.WORKSPACE_APPLY_EDIT)  # type: ignore[untyped-decorator]
    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        editor.applied.append(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    @client.feature(types.PROGRESS)  # type: ignore[untyped-decorator]
    def progress(params: types.ProgressParams) -> None:
        value = params.value if isinstance(params.value, dict) else vars(params.value)
        if value.get("kind") == "end":
            editor.ended.append(str(params.token))
        if value.get("cancellable") and editor.stops:
            client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token=params.token))

    await client.start_io(sys.executable, "-m", "drafter", "lsp")
    try:
        await client.initialize_async(types.InitializeParams(capabilities=capabilities))
        client.initialized(types.InitializedParams())
        await session(editor)
    finally:
        await asyncio.wait_for(client.shutdown_async(None), TIMEOUT_S)
        client.exit(None)
        await asyncio.wait_for(client.stop(), TIMEOUT_S)  # type: ignore[no-untyped-call]


def write_draft(build_tree: BuildTree) -> Path:
    """A draft of the gardener's year, as drafter wrote it with its memory; its blog is `draft.parents[3]`."""
    site = build_tree(FILES) / "site"
    path = site / POST
    path.parent.mkdir(parents=True)
    path.write_bytes(DRAFT.encode())
    note, post = NOTE, "content/posts/tomato.md"  # a note whose name is NFD is told from its folder on
    sentences = (
        written_sentence(
            "🐟🌱 念願の池を掘り終えた。",
            Standing.PROVED,
            quote=(note, 3, "念願の池をようやく掘り終えて、とても嬉しかった。"),
        ),
        written_sentence(
            "金魚を3匹放すことに決めた。", Standing.PROVED, quote=(note, 3, "池には金魚を3匹放すことに決めた。")
        ),
        written_sentence(
            "トマトを24個収穫した。", Standing.PROVED, quote=(post, 6, "トマトを24個収穫できて嬉しかった。")
        ),
        written_sentence("書いた記事は2本だった。", Standing.COUNTED, count=2),
        written_sentence("来年も庭に出たい。", Standing.PROPOSED),
    )
    state = State(site)
    with state.lock():
        state.save_written(path, Written(text=DRAFT, sentences=sentences, period=year_period(2024)))
    return path


def written_sentence(
    words: str, standing: Standing, *, quote: tuple[str, int, str] | None = None, count: int = 0
) -> WrittenSentence:
    start = DRAFT.index(words)
    quotes: tuple[WrittenQuote, ...] = ()
    counts: tuple[Count, ...] = ()
    if quote:
        path, line, said = quote
        quotes = (WrittenQuote(path=unicodedata.normalize("NFC", path), start_line=line, end_line=line, words=said),)
    if count:
        counts = (Count(id="c1", name="posts", value=count, rule="posts dated 2024-01-01 to 2024-12-31"),)
    return WrittenSentence(start=start, end=start + len(words), standing=standing, quotes=quotes, counts=counts)
