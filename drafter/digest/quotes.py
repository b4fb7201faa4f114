"""The exact words of a source as a quote with their place in the file."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.records import BlockKind, Chunk, Document, Quote
from drafter.text.lines import count_line_ends, line_number


def find_chunk(chunks: Sequence[Chunk], start: int, end: int) -> Chunk | None:
    """The chunk that holds `text[start:end]` of its document in whole; None for front matter and what spans two."""
    return next((c for c in chunks if c.start <= start and end <= c.start + len(c.text)), None)


def quote_span(document: Document, chunk: Chunk | None, *, start: int, end: int) -> Quote:
    """Quote `document.text[start:end]`, which lies inside `chunk` where there is one."""
    text = document.text[start:end]
    if chunk is None:
        first = line_number(document.text, start)
    else:
        told_from = chunk.start + len(chunk.text) - len(chunk.text.lstrip())  # where `start_line` is counted
        first = chunk.start_line + count_line_ends(document.text, told_from, start)
    last = first + count_line_ends(document.text, start, end)
    return Quote(
        document_id=document.id,
        chunk_id=chunk.id if chunk else None,
        text=text,
        start=start,
        end=end,
        start_line=first,
        end_line=last,
    )


def is_code(chunk: Chunk, at: int) -> bool:
    """Whether a character of its document stands in code."""
    return any(block.kind is BlockKind.CODE and block.start <= at < block.end for block in chunk.blocks)
