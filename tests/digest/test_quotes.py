from collections.abc import Callable

import pytest

from drafter.digest.quotes import quote_span
from drafter.read.chunks import split_chunks
from drafter.records import Document

Make = Callable[..., Document]
TEXT = "---\ntitle: 夜\n---\n\n\n山に登った。\n二行目。\n\n## 夜\n\n\n海で泳いだ。\n"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(
    ("words", "lines"), [("山に登った。", (6, 6)), ("登った。\n二行目。", (6, 7)), ("海で泳いだ。", (12, 12))]
)
def test_a_quote_has_the_lines_an_editor_shows(
    make_document: Make, words: str, lines: tuple[int, int], line_end: str
) -> None:
    document = make_document("夜", text=TEXT.replace("\n", line_end))
    wanted = words.replace("\n", line_end)
    start = document.text.index(wanted)
    chunk = next(c for c in split_chunks(document) if c.start <= start < c.start + len(c.text))
    quote = quote_span(document, chunk, start=start, end=start + len(wanted))
    assert (quote.start_line, quote.end_line) == lines
    assert (quote.text, quote.document_id, quote.chunk_id) == (wanted, document.id, chunk.id)
