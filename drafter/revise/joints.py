"""What stands between two pieces that came together from two texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.revise.pieces import Piece, PieceKind, plain_ends, split_pieces

_LINE_END = re.compile(r"\r\n|\r|\n")


def strength(gap: str) -> int:
    """How far a gap sets apart: 0 in a line, 1 a new line, 2 a blank line."""
    return min(2, plain_ends(gap).count("\n"))


def strongest(gaps: Sequence[str]) -> str:
    """The gap that is left where what stands between is taken out: the last of the widest. No gaps give ""."""
    return max(reversed(gaps), key=strength, default="")


def with_ends(text: str, line_end: str) -> str:
    """`text` with its line ends as those of the text it comes into."""
    return plain_ends(text).replace("\n", line_end)


def line_end_of(text: str) -> str | None:
    """The line end most lines have; None without any."""
    ends = _LINE_END.findall(text)
    return max(("\n", "\r\n", "\r"), key=ends.count) if ends else None


def opening_of(gap: str) -> str:
    """The indentation and bullet that a gap gives to the line it begins; "" inside a line."""
    return _LINE_END.split(gap)[-1] if strength(gap) else ""


def fit(before: Piece, gap: str, after: Piece, line_end: str) -> str:
    """`gap` where it keeps the two apart, else a blank line with the indentation or bullet of `after`."""
    opening = opening_of(gap)
    if before.kind is PieceKind.END or after.kind is PieceKind.END:
        return gap
    kinds = {before.kind, after.kind}
    if PieceKind.HEADING in kinds:
        return gap if strength(gap) else line_end * 2 + opening
    if len(kinds) > 1 or PieceKind.BLOCK in kinds:
        return gap if strength(gap) == 2 else line_end * 2 + opening
    if strength(gap) == 0:
        words = [piece.words for piece in split_pieces(before.words + gap + after.words)[:-1]]
        return gap if words == [before.words, after.words] else line_end * 2
    return gap
