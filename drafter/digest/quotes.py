"""The exact words of a source as a quote with their place in the file."""

from __future__ import annotations

from drafter.records import Chunk, Document, Quote
from drafter.text.lines import count_line_ends


def quote_span(document: Document, chunk: Chunk, *, start: int, end: int) -> Quote:
    """Quote `document.text[start:end]`, which lies inside `chunk`."""
    text = document.text[start:end]
    told_from = chunk.start + len(chunk.text) - len(chunk.text.lstrip())  # where `start_line` is counted
    first = chunk.start_line + count_line_ends(document.text, told_from, start)
    last = first + count_line_ends(document.text, start, end)
    return Quote(
        document_id=document.id, chunk_id=chunk.id, text=text, start=start, end=end, start_line=first, end_line=last
    )
