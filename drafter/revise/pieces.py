"""The body of a post → its pieces: what one person would change as one thing, and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drafter.records import Block, BlockKind
from drafter.text.blocks import parse_blocks
from drafter.text.sentences import split_sentences

_PROSE = (BlockKind.PARAGRAPH, BlockKind.ITEM)
_MARK = re.compile(r"<!--[ \t]*\?[ \t]*-->|\{/\*[ \t]*\?[ \t]*\*/\}")  # of a proposal
_COMMENT = re.compile(r"<!--|\{/\*|%%")
_BLOCK = re.compile(r"```|~~~|\||> ?|\{\{|</?[A-Za-z][^>]*>\s*\Z|(?:[-*_][ \t]*){3,}\Z")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_OPENING = re.compile(r"[ \t　]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*\Z")  # what may stand before the words in their line
_TELLING = re.compile(r"[^\W\d_]{2}|\d{2}")


class PieceKind(StrEnum):
    """What a piece is, and with it how it may be joined to others."""

    SENTENCE = "sentence"  # of a paragraph or list item, with the mark of a proposal behind it
    HEADING = "heading"
    COMMENT = "comment"  # a question, a directive
    BLOCK = "block"  # a table, code, HTML, a quotation, a rule: whole
    END = "end"  # of the text, without words


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """`text[start:start + len(words)] == words`, with `gap` before it: blanks, line ends, indentation, a bullet.

    `key` is what it is known by: its words with LF for CR LF.
    """

    kind: PieceKind
    gap: str
    words: str
    start: int
    level: int = 0  # of a heading
    key: str = ""

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.start + len(self.words)

    @property
    def is_telling(self) -> bool:
        """Whether its words alone say which piece it is: `<br>` and a rule do not."""
        return self.kind not in (PieceKind.HEADING, PieceKind.END) and _TELLING.search(_bare(self.key)) is not None


def split_pieces(text: str, *, start: int = 0) -> tuple[Piece, ...]:
    """The pieces of the Markdown from `start` on, the last one an empty END.

    Gaps and words one after another are `text[start:]`. Blank text gives the END alone.
    """
    pieces: list[Piece] = []
    at = start
    for kind, level, begin, end in _filled(text, start, _with_marks(text, _spans(text, start))):
        pieces.append(_piece(text, kind, at, begin, end, level=level))
        at = end
    return (*pieces, _piece(text, PieceKind.END, at, len(text), len(text)))


def join_pieces(pieces: tuple[Piece, ...]) -> str:
    """The text of pieces, as they stand."""
    return "".join(piece.gap + piece.words for piece in pieces)


def plain_ends(text: str) -> str:
    """`text` with every line end as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_mark(words: str) -> str:
    """The words of a sentence without the mark of a proposal."""
    return _MARK.sub("", words).rstrip()


def kind_of(words: str) -> PieceKind:
    """What words that were a piece are."""
    if _COMMENT.match(words):
        return PieceKind.COMMENT
    if words.startswith("#"):
        return PieceKind.HEADING
    return PieceKind.BLOCK if _BLOCK.match(words) else PieceKind.SENTENCE


def _bare(key: str) -> str:
    return re.sub(r"<[^<>!]*>", "", key)


def _piece(text: str, kind: PieceKind, at: int, begin: int, end: int, *, level: int = 0) -> Piece:
    words = text[begin:end]
    return Piece(kind=kind, gap=text[at:begin], words=words, start=begin, level=level, key=plain_ends(words))


_Span = tuple[PieceKind, int, int, int]  # kind, level, where its words begin and end


def _spans(text: str, start: int) -> Iterator[_Span]:
    for block in parse_blocks(text, start=start):
        if block.kind in _PROSE:
            yield from _prose(text, block)
        elif block.kind is BlockKind.HEADING:
            yield PieceKind.HEADING, block.level, block.start, block.end
        else:
            is_comment = _COMMENT.match(text, block.start, block.end) is not None
            yield PieceKind.COMMENT if is_comment else PieceKind.BLOCK, 0, block.start, block.end


def _prose(text: str, block: Block) -> Iterator[_Span]:
    """The sentences of a paragraph and the marks between them, each as a span of its own."""
    at = block.start
    for mark in (*_MARK.finditer(text, block.start, block.end), None):
        end = mark.start() if mark else block.end
        for first, last in split_sentences(text[at:end]):
            yield PieceKind.SENTENCE, 0, at + first, at + last
        if mark:
            yield PieceKind.COMMENT, 0, mark.start(), mark.end()
            at = mark.end()


def _with_marks(text: str, spans: Iterator[_Span]) -> Iterator[_Span]:
    """The mark of a proposal belongs to the sentence before it in its line."""
    last: _Span | None = None
    for span in spans:
        is_mark = span[0] is PieceKind.COMMENT and _MARK.fullmatch(text, span[2], span[3]) is not None
        if last and last[0] is PieceKind.SENTENCE and is_mark and not re.search(r"[\r\n]", text[last[3] : span[2]]):
            last = (last[0], last[1], last[2], span[3])
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _filled(text: str, start: int, spans: Iterator[_Span]) -> Iterator[_Span]:
    """With a piece for each line that no block holds: a link's definition, an empty item."""
    at = start
    for span in spans:
        yield from _between(text, at, span[2])
        yield span
        at = span[3]
    yield from _between(text, at, len(text))


def _between(text: str, at: int, end: int) -> Iterator[_Span]:
    if text[at:end].isspace() or at == end:
        return
    for line in _LINE.finditer(text, at, end):
        words = line.group()
        if words.strip() and not (line.end() == end < len(text) and _OPENING.match(words)):
            begin = line.start() + len(words) - len(words.lstrip())
            yield PieceKind.BLOCK, 0, begin, line.start() + len(words.rstrip())
