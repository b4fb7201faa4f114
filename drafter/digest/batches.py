"""Documents as they are sent together to have their facts read: small ones share a request, long ones come in parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from drafter.model.tokens import estimate_tokens
from drafter.records import BlockKind, Chunk, Document, Kind
from drafter.text.hidden import strip_hidden

_CODE_CHARS = 300
_FENCE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})")
_OVERHEAD_TOKENS = 30  # of a document's header and delimiters


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Chunks of one document that are sent together."""

    document: Document
    chunks: tuple[Chunk, ...]

    @property
    def text(self) -> str:
        """As it is sent: without what no reader of the document sees, long code by its first lines."""
        return strip_hidden("".join(map(_shorten_code, self.chunks))).strip()


Batch = tuple[Part, ...]


def _shorten_code(chunk: Chunk) -> str:
    """The text of a chunk; a retrospective is told from words, so of code its beginning is enough.

    What is left of each block of code stands between fences, also where the block began in another chunk.
    """
    text = chunk.text
    for block in reversed(chunk.blocks):
        if block.kind is BlockKind.CODE:
            start, end = block.start - chunk.start, block.end - chunk.start
            lines = [line for line in text[start:end].splitlines() if not _FENCE.match(line)]
            code = "\n".join(lines)
            if len(code) > _CODE_CHARS:
                code = f"{code[: code.find(chr(10), _CODE_CHARS // 3)]}\n…"
            rest = text[end:] or "\n"  # the next chunk may begin with a fence
            text = f"{text[:start]}```\n{code}\n```{rest}"
    return text


def split_batches(documents: Sequence[Document], chunks: Sequence[Chunk], *, tokens: int) -> tuple[Batch, ...]:
    """Documents as they are sent together: at most about `tokens` in a batch, none that spans two months.

    So a document that changes changes the requests of its own month only. Documents without text but with a title count
    as their title.
    """
    chunks_of: dict[str, list[Chunk]] = defaultdict(list)
    for chunk in chunks:
        chunks_of[chunk.document_id].append(chunk)
    months: dict[tuple[str, Kind], list[Part]] = defaultdict(list)
    for document in sorted(documents, key=lambda d: (day_of(d) or date.min, d.path)):
        key = (str(day_of(document) or "")[:7], document.kind)
        months[key] += _parts(document, chunks_of[document.id], tokens=tokens)
    return tuple(batch for key in sorted(months) for batch in _fill(months[key], tokens=tokens))


def day_of(document: Document) -> date | None:
    """When it happened for its author; None where nobody knows."""
    return document.stamp.day if document.stamp else None


def _parts(document: Document, chunks: Sequence[Chunk], *, tokens: int) -> list[Part]:
    parts: list[Part] = []
    held: list[Chunk] = []
    used = 0
    for chunk in chunks:
        size = estimate_tokens(_shorten_code(chunk))
        if held and used + size > tokens:
            parts.append(Part(document=document, chunks=tuple(held)))
            held, used = [], 0
        held.append(chunk)
        used += size
    return [*parts, Part(document=document, chunks=tuple(held))] if held or not parts else parts


def _fill(parts: Sequence[Part], *, tokens: int) -> Iterator[Batch]:
    batch: list[Part] = []
    used = 0
    for part in parts:
        size = estimate_tokens(part.text) + _OVERHEAD_TOKENS
        if batch and used + size > tokens:
            yield tuple(batch)
            batch, used = [], 0
        batch.append(part)
        used += size
    if batch:
        yield tuple(batch)


def halve(batch: Batch) -> list[Batch]:
    """The batch in two; () where it cannot be cut further."""
    if len(batch) > 1:
        middle = len(batch) // 2
        return [batch[:middle], batch[middle:]]
    part = batch[0]
    middle = len(part.chunks) // 2
    if not middle:
        return []
    return [
        (Part(document=part.document, chunks=part.chunks[:middle]),),
        (Part(document=part.document, chunks=part.chunks[middle:]),),
    ]
