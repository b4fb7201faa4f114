"""The scores of a run as lines of JSON: one score a line, so that a run that was cut off keeps what it had."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from drafter.records import Score, Span

EXTRACTIVE = "extractive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A score of one draft of a case. `writer` is `EXTRACTIVE` or the name of a model; drafts count from 1."""

    case: str
    writer: str
    draft: int
    split: str
    language: str
    score: Score

    @property
    def key(self) -> tuple[str, str, int]:
        """Which draft it is of."""
        return self.case, self.writer, self.draft


def encode_row(row: Row) -> bytes:
    """The row as a line of UTF-8 JSON with its line end, flat: the score's fields beside those of the draft."""
    flat = asdict(row)
    score = flat.pop("score")
    return (json.dumps({**flat, **score}, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def read_rows(data: bytes) -> Iterator[Row]:
    """The rows of a file, in order; a line that was cut off by a kill is left out."""
    for line in data.split(b"\n"):
        try:
            entry = json.loads(line)
            spans = tuple(Span(**span) for span in entry.pop("spans"))
            own = {name: entry.pop(name) for name in ("case", "writer", "draft", "split", "language")}
            yield Row(**own, score=Score(**entry, spans=spans))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
