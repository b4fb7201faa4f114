"""A text as a reader sees it, with the way back: width and composition folded, invisible characters gone, case kept."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from drafter.text.hidden import HIDDEN

_MARKS = re.compile("[\u0300-\u036f\u3099\u309a\uff9e\uff9f]+")  # they belong to the character before them
_OTHER = re.compile(r"[^\t\n\r -~、。「」『』【】〈〉《》〜ぁ-ゖァ-ヺー一-鿿]")  # all else is seen as it is
_HIDDEN_SIGN = re.compile(f"[{HIDDEN}]")


@dataclass(frozen=True, slots=True)
class Seen:
    """`text` is for reading. `others` are the places where it is not the original: where they start in `text`, their
    length there, where they start and end in the original."""

    text: str
    others: Sequence[tuple[int, int, int, int]] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original of `text[start:end]`, which is not empty."""
        return self._original(start)[0], self._original(end - 1)[1]

    def _original(self, place: int) -> tuple[int, int]:
        number = bisect_right(self.others, place, key=lambda other: other[0]) - 1
        if number < 0:
            return place, place + 1
        at, size, start, end = self.others[number]
        if place < at + size:
            return start, end
        return end + place - at - size, end + place - at - size + 1


def as_seen(text: str) -> Seen:
    """A text in which what looks alike is alike: its characters in NFKC, one kind of hyphen, nothing invisible.

    Unlike `fold` it keeps the case.

    >>> as_seen("ｓ\u200bｋ‐Ａ").text
    'sk-A'
    """
    pieces: list[str] = []
    others: list[tuple[int, int, int, int]] = []
    position = at = 0
    for start, end in _others(text):
        piece = _seen_cluster(text[start:end])
        pieces += (text[position:start], piece)
        at += start - position
        others.append((at, len(piece), start, end))
        at += len(piece)
        position = end
    return Seen("".join((*pieces, text[position:])), others) if others else Seen(text)


def lower(text: str) -> str:
    """A text in small letters, each at its place."""
    return text.replace("\u0130", "I").lower()  # the one capital with a small letter of two characters


def _others(text: str) -> Iterator[tuple[int, int]]:
    """The characters, with the marks that belong to them, that are not seen as they are or might not be."""
    position = 0
    for marks in _MARKS.finditer(text):
        base = max(position, marks.start() - 1)
        yield from (other.span() for other in _OTHER.finditer(text, position, base))
        yield base, marks.end()
        position = marks.end()
    yield from (other.span() for other in _OTHER.finditer(text, position))


@lru_cache(maxsize=8192)
def _seen_cluster(cluster: str) -> str:
    seen = _HIDDEN_SIGN.sub("", cluster)
    return unicodedata.normalize("NFKC", seen).replace("\u2010", "-").replace("\u2011", "-")
