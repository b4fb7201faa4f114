"""Is an unknown name a slip for one that its author writes: Databriks for Databricks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from drafter.ground.evidence import Known, word_key

_CHARS_MIN, _CHARS_MIN_KATAKANA = 6, 5  # short names are near to many
_COUNT_MIN = 2  # a slip may have been made before


def find_spelling(name: str, known: Known) -> str | None:
    """A name that its author wrote at least twice, one letter away or with two letters swapped; None without one.

    Names that differ in digits, or in an English ending, are two names.
    """
    key = word_key(name)
    if len(key) < (_CHARS_MIN if name.isascii() else _CHARS_MIN_KATAKANA):
        return None
    ends = _by_ends(known)
    near = sorted({*ends.get(f"{key[:2]}…", ()), *ends.get(f"…{key[-2:]}", ())})
    return max((word for _, word in near if _is_slip(key, word)), key=lambda word: known.words[word], default=None)


@lru_cache(maxsize=4)
def _by_ends(known: Known) -> Mapping[str, list[tuple[int, str]]]:
    """The words that may be meant, with their places, by their first and last two letters: a slip leaves either."""
    ends: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, (word, count) in enumerate(known.words.items()):
        if count >= _COUNT_MIN:
            ends[f"{word[:2]}…"].append((number, word))
            ends[f"…{word[-2:]}"].append((number, word))
    return ends


def _is_slip(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    rest, rest_of_other = one[start : len(one) - end], other[start : len(other) - end]
    if not (rest + rest_of_other).isalpha() or (not end and len(one) != len(other)):
        return False  # version numbers, plurals
    if len(rest) == len(rest_of_other) == 1:
        return rest.isascii()  # エンベディング and エンコディング are two things
    return len(rest) + len(rest_of_other) == 1 or (len(rest) == 2 and rest == rest_of_other[::-1])
