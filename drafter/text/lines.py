"""Lines of a text as an editor counts them."""

from __future__ import annotations

import re
from bisect import bisect_right

LINE_END = re.compile(r"\r\n|\r|\n")


def count_line_ends(text: str, start: int, end: int) -> int:
    """How many lines end in `text[start:end]`; CR LF is one end.

    >>> count_line_ends("一\\r\\n二\\r三\\n", 0, 4)
    1
    """
    return sum(1 for _ in LINE_END.finditer(text, start, end))


def line_number(text: str, offset: int) -> int:
    """The line, from 1, that holds the character at `offset`."""
    return 1 + count_line_ends(text, 0, offset)


class Lines:
    """Lines of a text from an offset on; they end at CR LF, CR or LF and nowhere else."""

    def __init__(self, text: str, *, start: int = 0) -> None:
        self._first = line_number(text, start)
        self.starts = [start, *(found.end() for found in LINE_END.finditer(text, start))]

    def number(self, offset: int) -> int:
        """The line of the file, from 1, that holds the character at `offset`."""
        return self._first + bisect_right(self.starts, offset) - 1

    def line_start(self, offset: int) -> int:
        """Where the line begins that holds the character at `offset`."""
        return self.starts[bisect_right(self.starts, offset) - 1]

    def offset(self, index: int, *, end: int) -> int:
        """Where the line `index` begins, counted from 0 at `start`; `end` for the one after the last."""
        return self.starts[index] if index < len(self.starts) else end
