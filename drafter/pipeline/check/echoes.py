"""Where a text says, word for word, what another one says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from drafter.text.normal import Folded, fold

_PLACES_MAX = 8  # of one run of characters in the sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """`text[start:end]` stands in `sources[source]`, but for folding, white space, digits and marks."""

    start: int
    end: int
    source: int
    said: str


def find_echoes(text: str, sources: tuple[str, ...], *, min_chars: int) -> Iterator[Echo]:
    """The runs of at least `min_chars` letters that a text shares with a source, the first source's for each, in order.

    Every shared run holds a piece of the source that begins at a multiple of the step: those alone are looked up.
    """
    if not sources:
        return
    piece_chars = min_chars // 2
    index = _index(sources, piece_chars, min_chars - piece_chars + 1)
    own = _letters_of(text)
    at = 0
    while at + piece_chars <= len(own.text):
        places = index.get(own.text[at : at + piece_chars])
        if places is None:
            at += 1
            continue
        start, end, source = max((_grow(own, at, place) for place in places), key=_length, default=(at, at, 0))
        if end - start < min_chars:
            at += 1
            continue
        first, last = own.original(start, end)
        yield Echo(start=first, end=last, source=source, said=own.text[start:end])
        at = end


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a text, folded; the character `i` is `folded.text[kept[i]]`."""

    text: str
    kept: Sequence[int]
    folded: Folded

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the text of these letters, which are not none."""
        return self.folded.original(self.kept[start], self.kept[end - 1] + 1)


def _letters_of(text: str) -> Letters:
    folded = fold(text)
    kept = [at for at, sign in enumerate(folded.text) if sign.isalpha() or sign == "ー"]
    return Letters("".join(folded.text[at] for at in kept), kept, folded)


@lru_cache(maxsize=512)
def letters(text: str) -> str:
    """The letters of a text, folded: what `Echo.said` is looked up in."""
    return _letters_of(text).text


def _grow(own: Letters, at: int, place: tuple[int, int, str]) -> tuple[int, int, int]:
    """Start and end, in the own letters, of the run around a place of a source, and that source."""
    source, there, text = place
    start, back = at, there
    while start and back and own.text[start - 1] == text[back - 1]:
        start, back = start - 1, back - 1
    end, after = at, there
    while end < len(own.text) and after < len(text) and own.text[end] == text[after]:
        end, after = end + 1, after + 1
    return start, end, source


def _length(run: tuple[int, int, int]) -> int:
    return run[1] - run[0]


@lru_cache(maxsize=8)
def _index(sources: tuple[str, ...], piece_chars: int, step: int) -> Mapping[str, list[tuple[int, int, str]]]:
    index: dict[str, list[tuple[int, int, str]]] = {}
    for source, text in enumerate(map(letters, sources)):
        for at in range(0, len(text) - piece_chars + 1, step):
            places = index.setdefault(text[at : at + piece_chars], [])
            if len(places) < _PLACES_MAX:
                places.append((source, at, text))
    return index
