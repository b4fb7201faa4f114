"""What each sentence of a draft rests on: its source's file, lines and exact words, or the rule of its number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drafter.errors import OutputError, UsageError
from drafter.pipeline.project import Project
from drafter.records import Count, Standing
from drafter.store.state import State, WrittenQuote


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A sentence that drafter wrote, as it stands in the file now, at `line`."""

    line: int
    text: str
    standing: Standing
    quotes: tuple[WrittenQuote, ...]
    counts: tuple[Count, ...]


def explain(project: Project, path: Path, line: int | None) -> tuple[Explained, ...]:
    """The sentences that drafter wrote and that still stand in `path`, in order; those of one line if `line` is given.

    Raises:
        OutputError: drafter never wrote this file, or its memory of it is lost.
        UsageError: the file has no such line.
    """
    written = State(project.root).load_written(path)
    if written is None:
        hint = "only what drafter generate wrote can be explained; all else counts as yours"
        raise OutputError(f"{path}: drafter has no memory of writing it", hint=hint)
    text = path.read_bytes().decode("utf-8", "replace")
    n_lines = text.count("\n") + (not text.endswith("\n"))
    if line is not None and line > n_lines:
        raise UsageError(f"{path}:{line}: no such line", hint=f"the file has {n_lines} lines")
    found: list[Explained] = []
    after = 0
    for sentence in written.sentences:
        words = written.text[sentence.start : sentence.end]
        at = text.find(words, after)
        if at < 0:
            continue  # changed or deleted by the author
        after = at + len(words)
        at_line = text.count("\n", 0, at) + 1
        found.append(
            Explained(
                line=at_line, text=words, standing=sentence.standing, quotes=sentence.quotes, counts=sentence.counts
            )
        )
    return tuple(e for e in found if line is None or e.line == line)
