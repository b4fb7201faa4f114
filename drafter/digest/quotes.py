"""The exact words of a source as a quote with their place in the file."""

from __future__ import annotations

import re

from drafter.records import Chunk, Document, Quote

_LINE_END = re.compile(r"\r\n|\r|\n")


def quote_span(document: Document, chunk: Chunk, *, start: int, end: int) -> Quote:
    """Quote `document.text[start:end]`, which lies inside `chunk`."""
    text = document.text[start:end]
    told_from = chunk.start + len(chunk.text) - len(chunk.text.lstrip())  # where `start_line` is counted
    first = chunk.start_line + len(_LINE_END.findall(document.text, told_from, start))
    last = first + len(_LINE_END.findall(text))
    return Quote(
        document_id=document.id, chunk_id=chunk.id, text=text, start=start, end=end, start_line=first, end_line=last
    )
