"""A mark taken out of a draft, and nothing else with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n|\r|\n")
_ITEM_OR_HEADING = re.compile(r"[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """`text[start:end]` gives way to `filler`: the mark with the blanks that only it needed."""

    start: int
    end: int
    filler: str = ""

    def apply(self, text: str) -> str:
        """The text without it."""
        return text[: self.start] + self.filler + text[self.end :]

    def moved(self, at: int) -> int:
        """Where a place of the text is afterwards."""
        if at <= self.start:
            return at
        return self.start + len(self.filler) + max(0, at - self.end)


def cut_mark(text: str, start: int, end: int) -> Cut:
    """How to take out the mark `text[start:end]`, with its line where it stands alone.

    What stood apart stays apart: between two lines that it set apart a blank one takes its place.
    """
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    found = _LINE_END.search(text, end)
    last, after = (found.start(), found.end()) if found else (len(text), len(text))
    if text[first:start].strip() or text[end:last].strip():
        return _cut_in_line(text, start, end, last)
    return _cut_line(text, first, after)


def _cut_in_line(text: str, start: int, end: int, last: int) -> Cut:
    if not text[end:last].strip():
        return Cut(start=len(text[:start].rstrip(" \t")), end=last)
    is_spaced = start == 0 or text[start - 1] in " \t\r\n"
    while is_spaced and end < last and text[end] in " \t":
        end += 1
    return Cut(start=start, end=end)


def _cut_line(text: str, first: int, after: int) -> Cut:
    """`text[first:after]` is the line with its end."""
    before, below = text[:first], text[after:]
    line_above = _lines(before)[-2] if before else ""
    line_below = _lines(below)[0]
    if line_above.strip() and line_below.strip():
        is_apart = not _ITEM_OR_HEADING.match(line_below) and not line_above.startswith("#")
        end = _LINE_END.search(before[::-1])
        return Cut(start=first, end=after, filler=(end[0][::-1] if end else "\n") if is_apart else "")
    if not below.strip():  # the last line: the blank ones above it go along
        kept = before.rstrip(" \t\r\n")
        end = _LINE_END.search(text, len(kept))
        return Cut(start=min(end.end() if end and kept else first, first), end=after)
    while not line_above.strip() and not line_below.strip():
        found = _LINE_END.search(text, after)
        if found is None:
            break
        after = found.end()
        line_below = _lines(text[after:])[0]
    return Cut(start=first, end=after)


def _lines(text: str) -> list[str]:
    return _LINE_END.split(text)
