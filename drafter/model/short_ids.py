"""Short names of records in what a model reads and writes: a letter and the first digits of the id."""

from __future__ import annotations

from collections.abc import Iterable

_DIGITS = 4


def short_ids(ids: Iterable[str], letter: str) -> dict[str, str]:
    """The short id of each id, as long as it takes to tell them apart and no shorter than four digits.

    They come from content hashes, so that one more record leaves the others their names.

    >>> short_ids(["3a9f22", "3a9fb1", "77aa00"], "f")
    {'3a9f22': 'f3a9f2', '3a9fb1': 'f3a9fb', '77aa00': 'f77aa'}
    """
    known = sorted(set(ids))
    shorts: dict[str, str] = {}
    for before, own, after in zip(["", *known], known, [*known[1:], ""], strict=False):
        shared = max(_shared(own, before), _shared(own, after))
        shorts[own] = letter + own[: max(_DIGITS, shared + 1)]
    return shorts


def _shared(a: str, b: str) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
