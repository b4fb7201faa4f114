"""Offsets of a text ↔ places as an editor counts them: lines from 0, columns in the units it asked for."""

from __future__ import annotations

from collections.abc import Callable

from drafter.text.lines import Lines

Place = tuple[int, int]  # line and column, both from 0
_MARK = "\ufeff"


class Places:
    """The places of `text`, which drafter reads without a byte order mark: offsets count from behind it.

    `n_units` counts the units of a string: UTF-16 ones where an editor asked for nothing else. Lines end at CR LF,
    CR or LF and nowhere else, so a place never lies between CR and LF.
    """

    def __init__(self, text: str, *, n_units: Callable[[str], int]) -> None:
        self._shift = int(text.startswith(_MARK))
        self._text, self._n_units = text, n_units
        self._lines = Lines(text)

    def place(self, offset: int) -> Place:
        """The place of a character, or of the end of the text."""
        at = min(offset + self._shift, len(self._text))
        start = self._lines.line_start(at)
        return self._lines.number(at) - 1, self._n_units(self._text[start:at])

    def offset(self, line: int, column: int) -> int:
        """The character at a place; its line's end where the column lies beyond it, the text's where the line does."""
        start = self._lines.offset(line, end=len(self._text))
        end = self._lines.offset(line + 1, end=len(self._text))
        at, units = start, 0
        for char in self._text[start:end].rstrip("\r\n"):
            units += self._n_units(char)
            if units > column:
                break
            at += 1
        return max(0, at - self._shift)
