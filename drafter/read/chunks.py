"""Documents → chunks: the sections under their headings, long ones in parts that end where sentences end."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from drafter.records import Block, BlockKind, Chunk, Document, content_id
from drafter.text.blocks import heading_text, parse_blocks
from drafter.text.inline import plain
from drafter.text.lines import Lines

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

_LINE_END = r"(?:\r\n|\n|\r(?!\n))"
_CLOSERS = "」』）)】〉》”\"'"
_SEPARATORS = [
    rf"{_LINE_END}(?:[ \t\u3000]*{_LINE_END})+",
    rf"(?<=[。．！？!?….{_CLOSERS}])[ \t]*{_LINE_END}",
    rf"(?<=[。！？!?…])(?![。．！？!?…{_CLOSERS}])|(?<=．)(?![\d{_CLOSERS}])|(?<=\w\w\.)[ \t]+(?=[A-Z\"'(])",
    _LINE_END,
    r"(?<=[、，；;：])",
    r"[ \t\u3000]",
    "",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """`text[start:end]` under the headings of `heading_path`."""

    start: int
    end: int
    heading_path: tuple[str, ...]


def split_chunks(document: Document, *, chunk_chars: int = 2000) -> tuple[Chunk, ...]:
    """Split the body of a document into its sections, and those longer than `chunk_chars` characters into parts.

    Joined, the texts are the body, and `document.text[c.start:c.start + len(c.text)] == c.text`. No text is blank, so a
    blank body gives (). Lines are those of the first and the last character that is not blank. A part ends inside a
    sentence only where the sentence alone is too long.

    Source: langchain_text_splitters.RecursiveCharacterTextSplitter with lossless settings; offsets by running sum.
    """
    text, body_start = document.text, document.front_matter.end
    if not text[body_start:].strip():
        return ()
    blocks = parse_blocks(text, start=body_start)
    lines = Lines(text, start=body_start)
    chunks: list[Chunk] = []
    for section in _sections(text, blocks, lines, body_start=body_start):
        for part in _parts(text, section, chunk_chars=chunk_chars):
            own = tuple(_cut(text, blocks, part, lines=lines))
            chunks.append(_chunk(document, part, blocks=own, lines=lines))
    return tuple(chunks)


def _sections(text: str, blocks: tuple[Block, ...], lines: Lines, *, body_start: int) -> Iterator[_Part]:
    """What stands before the first heading, then each heading with what is below it up to the next one."""
    start, path = body_start, list[tuple[int, str]]()
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            continue
        end = lines.line_start(block.start)
        if text[start:end].strip():
            yield _Part(start=start, end=end, heading_path=tuple(words for _, words in path))
            start = end
        path = [above for above in path if above[0] < block.level]
        path.append((block.level, _words(block, text)))
    yield _Part(start=start, end=len(text), heading_path=tuple(words for _, words in path))


def _words(block: Block, text: str) -> str:
    words = heading_text(block, text)
    return plain(words) or words


def _parts(text: str, section: _Part, *, chunk_chars: int) -> Iterator[_Part]:
    if section.end - section.start <= chunk_chars:
        yield section
        return
    start = end = section.start
    for piece in _splitter(chunk_chars).split_text(text[section.start : section.end]):
        if piece.strip() and text[start:end].strip():
            yield replace(section, start=start, end=end)
            start = end
        end += len(piece)
    yield replace(section, start=start, end=section.end)


@cache
def _splitter(chunk_chars: int) -> RecursiveCharacterTextSplitter:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        chunk_size=chunk_chars,
        chunk_overlap=0,
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
    )


def _cut(text: str, blocks: tuple[Block, ...], part: _Part, *, lines: Lines) -> Iterator[Block]:
    """The blocks that have a character in the part, those that reach beyond it shortened to it."""
    first = bisect_right(blocks, part.start, key=lambda block: block.end)
    after = bisect_left(blocks, part.end, key=lambda block: block.start)
    for block in blocks[first:after]:
        start, end = max(block.start, part.start), min(block.end, part.end)
        if (start, end) == (block.start, block.end):
            yield block
        elif text[start:end].strip():
            start_line, end_line = lines.number(start), lines.number(end - 1)
            yield replace(block, start=start, end=end, start_line=start_line, end_line=end_line)


def _chunk(document: Document, part: _Part, *, blocks: tuple[Block, ...], lines: Lines) -> Chunk:
    own = document.text[part.start : part.end]
    return Chunk(
        id=content_id(document.id, str(part.start), own),
        document_id=document.id,
        heading_path=part.heading_path,
        text=own,
        start=part.start,
        start_line=lines.number(part.end - len(own.lstrip())),
        end_line=lines.number(part.start + len(own.rstrip()) - 1),
        blocks=blocks,
    )
