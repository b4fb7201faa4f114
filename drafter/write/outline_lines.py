"""The lines of an outline's file that say something, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.text.lines import LINE_END
from drafter.text.normal import fold_text

LEFT_OUT_MARK = "<!-- left out -->"

_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}\Z")
_COMMENT = re.compile(r"[ \t]*<!--(.*?)(-->|\Z)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; `apart` where a blank one or a comment stands before it."""

    text: str
    start: int
    number: int
    apart: bool


def split_lines(text: str) -> list[Line]:
    """The lines without blank ones, rules and comments, but for the one that parts what is left out."""
    lines: list[Line] = []
    apart, in_comment = True, False
    for number, (start, end) in enumerate(_spans(text), start=1):
        line = text[start:end]
        comment = None if in_comment else _COMMENT.match(line)
        says = bool(line.strip()) and not (in_comment or comment or _RULE.match(line))
        if says:
            lines.append(Line(line, start, number, apart))
        elif comment and fold_text(comment[1]).strip() == "left out":
            lines.append(Line(LEFT_OUT_MARK, start, number, apart))
        in_comment = "-->" not in line if in_comment else bool(comment and not comment[2])
        apart = not says
    return lines


def _spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for end in LINE_END.finditer(text):
        yield at, end.start()
        at = end.end()
    yield at, len(text)
