"""Open documents as drafter sees them, and its answers as the protocol words them: addresses, places, edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import PositionCodec, TextDocument

from drafter.editor.edits import Edit
from drafter.editor.lenses import Lens
from drafter.editor.offers import Offer, Rewriting
from drafter.editor.places import Places
from drafter.pipeline.check import Finding, Severity
from drafter.pipeline.trace import Traced
from drafter.read.encoding import decode

SOURCE = "drafter"
TELL_SECTION, REGENERATE, CARRY_OUT = "drafter.tellSection", "drafter.regenerateSection", "drafter.carryOut"
REWRITE = "drafter.rewrite"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}


@dataclass(frozen=True, kw_only=True)
class OpenDocument:
    """One version of a text in an editor."""

    uri: str
    path: Path
    text: str
    version: int | None
    codec: PositionCodec

    @cached_property
    def places(self) -> Places:
        """Its places, in the units of the editor."""
        return Places(self.text, n_units=self.codec.client_num_units)

    def offset(self, position: types.Position) -> int:
        """The character at a position."""
        return self.places.offset(position.line, position.character)

    def range(self, start: int, end: int) -> types.Range:
        """The positions of two offsets."""
        return _range(self.places, start, end)

    def diagnostic(self, finding: Finding) -> types.Diagnostic:
        """A finding as a squiggle; its rule is the code."""
        return types.Diagnostic(
            range=self.range(finding.start, max(finding.end, finding.start)),
            message=finding.message,
            severity=_SEVERITIES[finding.severity],
            code=finding.rule,
            source=SOURCE,
        )

    def workspace_edit(self, edits: tuple[Edit, ...], *, versioned: bool) -> types.WorkspaceEdit:
        """Changes of this version: where the editor knows versions, it refuses them for another one."""
        changes = [types.TextEdit(range=self.range(e.start, e.end), new_text=e.words) for e in edits]
        if not versioned:
            return types.WorkspaceEdit(changes={self.uri: changes})
        document = types.OptionalVersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        edit = types.TextDocumentEdit(text_document=document, edits=[*changes])
        return types.WorkspaceEdit(document_changes=[edit])

    def action(self, offer: Offer, *, versioned: bool) -> types.CodeAction:
        """An offer as a code action that carries its whole change."""
        settles = [self.diagnostic(offer.mark)] if offer.mark else []
        return types.CodeAction(
            title=offer.title,
            kind=types.CodeActionKind.QuickFix if settles else types.CodeActionKind.RefactorRewrite,
            diagnostics=settles or None,
            edit=self.workspace_edit((offer.edit,), versioned=versioned),
        )

    def carry_out(self, mark: Finding) -> types.CodeAction:
        """A code action that has the directives of the draft carried out."""
        title = "Carry out the directives of this draft"
        return types.CodeAction(
            title=title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[self.diagnostic(mark)],
            command=types.Command(title=title, command=CARRY_OUT, arguments=[self.uri]),
        )

    def rewrite(self, rewriting: Rewriting, start: int, end: int) -> types.CodeAction:
        """A code action that has the part in the lines of these characters written again, or tells why it cannot."""
        title, hindrance = f"Rewrite this {rewriting.kind}", rewriting.hindrance
        arguments = [self.uri, self.version, *(self.places.place(at)[0] for at in (start, max(start, end - 1)))]
        return types.CodeAction(
            title=title,
            kind=types.CodeActionKind.RefactorRewrite,
            disabled=types.CodeActionDisabled(reason=hindrance) if hindrance else None,
            command=None if hindrance else types.Command(title=title, command=REWRITE, arguments=arguments),
        )

    def lenses(self, lens: Lens, *, written: bool) -> Iterator[types.CodeLens]:
        """What stands above a section; of a draft that drafter wrote it can be made again."""
        place = self.range(lens.section.start, lens.section.start)
        told = types.Command(title=lens.title, command=TELL_SECTION, arguments=[lens.details])
        yield types.CodeLens(range=place, command=told)
        if written:
            arguments = [self.uri, lens.section.heading]
            again = types.Command(title="regenerate section", command=REGENERATE, arguments=arguments)
            yield types.CodeLens(range=place, command=again)


def open_document(document: TextDocument) -> OpenDocument | None:
    """A document of the editor; None for one that is no file."""
    path = to_fs_path(document.uri)
    if path is None or not document.uri.startswith("file:"):
        return None
    return OpenDocument(
        uri=document.uri,
        path=Path(path),
        text=document.source,
        version=document.version,
        codec=document.position_codec,
    )


def uri_of(path: Path) -> str:
    """The address of a file; blanks and Japanese are quoted, whatever their normal form."""
    return from_fs_path(str(path.absolute())) or path.absolute().as_uri()


def locations(traced: Traced, *, opened: Mapping[Path, str], codec: PositionCodec) -> list[types.Location]:
    """Where the words of a sentence's sources stand; a note that is open is counted as the editor holds it."""
    found = []
    for quote in traced.quotes:
        if quote.file is None:
            continue
        uri, now = uri_of(quote.file), opened.get(quote.file.absolute())
        text = decode(quote.file.read_bytes()).text if now is None else now
        at = quote.start if now is None else now.removeprefix("\ufeff").find(quote.words)
        places = Places(text, n_units=codec.client_num_units)
        if at is None or at < 0:
            line = types.Position(line=quote.line - 1, character=0)
            found.append(types.Location(uri=uri, range=types.Range(start=line, end=line)))
        else:
            found.append(types.Location(uri=uri, range=_range(places, at, at + len(quote.words))))
    return found


def _range(places: Places, start: int, end: int) -> types.Range:
    return types.Range(start=types.Position(*places.place(start)), end=types.Position(*places.place(end)))
