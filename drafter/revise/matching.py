"""Which pieces of two texts are the same ones, and which say almost the same."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from drafter.revise.pieces import without_mark

SAME, ALMOST, AKIN = 1.0, 0.6, 0.4  # of likeness: the same sentence, one that says it again, one in its place

_TABLE_CELLS = 40_000  # of an exact comparison; what is longer and all repetition is compared by its longest runs
_TARGET = re.compile(r"\]\([^)]*\)|<!--|-->")
_LETTERS = re.compile(r"[^\W_]+")


def match_in_order(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """For places of `after` the place in `before` that holds the same, both rising.

    A longest common subsequence of what stands once in both, and between those of the rest.
    """
    return dict(_match(before, after, 0, len(before), 0, len(after)))


def _match(
    before: Sequence[str], after: Sequence[str], i: int, i_end: int, j: int, j_end: int
) -> Iterator[tuple[int, int]]:
    while i < i_end and j < j_end and before[i] == after[j]:
        yield j, i
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and before[i_end - 1] == after[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
        yield j_end, i_end
    anchors = _rising(_single(before, after, i, i_end, j, j_end))
    if not anchors:
        yield from _match_rest(before, after, i, i_end, j, j_end)
        return
    for at, place in anchors:
        yield from _match(before, after, i, place, j, at)
        yield at, place
        i, j = place + 1, at + 1
    yield from _match(before, after, i, i_end, j, j_end)


def _single(
    before: Sequence[str], after: Sequence[str], i: int, i_end: int, j: int, j_end: int
) -> list[tuple[int, int]]:
    """What stands once in each part, as places in `after` and `before`, by the former."""
    n_before, n_after = Counter(before[i:i_end]), Counter(after[j:j_end])
    places = {before[place]: place for place in range(i, i_end) if n_before[before[place]] == 1}
    return [(at, places[after[at]]) for at in range(j, j_end) if n_after[after[at]] == 1 and after[at] in places]


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A longest part of the pairs in which the second number rises too."""
    chosen = longest_rising([place for _, place in pairs])
    return [pairs[n] for n in chosen]


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """Where the members of a longest rising part of `numbers` stand.

    >>> longest_rising([1, 5, 2, 3])
    [0, 2, 3]
    """
    tails, ends, before = list[int](), list[int](), list[int | None]()
    for n, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else None)
        if at == len(tails):
            tails.append(number)
            ends.append(n)
        tails[at], ends[at] = number, n
    chosen: list[int] = []
    n_last: int | None = ends[-1] if ends else None
    while n_last is not None:
        chosen.append(n_last)
        n_last = before[n_last]
    return chosen[::-1]


def _match_rest(
    before: Sequence[str], after: Sequence[str], i: int, i_end: int, j: int, j_end: int
) -> Iterator[tuple[int, int]]:
    """Where everything that is in both is repeated."""
    both = set(before[i:i_end]) & set(after[j:j_end])
    ours = [place for place in range(i, i_end) if before[place] in both]
    others = [place for place in range(j, j_end) if after[place] in both]
    if len(ours) * len(others) > _TABLE_CELLS:
        left, right = [before[n] for n in ours], [after[n] for n in others]
        for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
            yield from ((others[block.b + n], ours[block.a + n]) for n in range(block.size))
        return
    yield from _by_table(before, after, ours, others)


def _by_table(
    before: Sequence[str], after: Sequence[str], ours: Sequence[int], others: Sequence[int]
) -> Iterator[tuple[int, int]]:
    table = [[0] * (len(others) + 1) for _ in range(len(ours) + 1)]
    for a in range(len(ours) - 1, -1, -1):
        for b in range(len(others) - 1, -1, -1):
            same = before[ours[a]] == after[others[b]]
            table[a][b] = 1 + table[a + 1][b + 1] if same else max(table[a + 1][b], table[a][b + 1])
    a = b = 0
    while a < len(ours) and b < len(others):
        if before[ours[a]] == after[others[b]]:
            yield others[b], ours[a]
            a, b = a + 1, b + 1
        elif table[a + 1][b] >= table[a][b + 1]:
            a += 1
        else:
            b += 1


class Likeness:
    """How like a sentence is to those of a list: shared pairs of signs (threes in Latin script), by Dice, 0 to 1.

    Marks, targets of links, width, case and punctuation do not count.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._sizes: list[int] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        for n, key in enumerate(keys):
            grams = _grams(key)
            self._sizes.append(len(grams))
            for gram in grams:
                self._places[gram].append(n)

    def find(self, key: str, *, least: float) -> list[tuple[float, int]]:
        """The members at least as like to `key`, with their likeness, in order of the list."""
        grams = _grams(key)
        shared: Counter[int] = Counter()
        for gram in grams:
            shared.update(self._places.get(gram, ()))
        enough = least * len(grams) / 2
        near = sorted((n, n_shared) for n, n_shared in shared.items() if n_shared >= enough)
        likes = ((2 * n_shared / (len(grams) + self._sizes[n]), n) for n, n_shared in near)
        return [(like, n) for like, n in likes if like >= least]


def likeness(one: str, other: str) -> float:
    """How like two sentences are; two without letters are not.

    >>> likeness("春に**温室**を建てた。<!-- ? -->", "春に温室を建てた")
    1.0
    """
    return next((like for like, _ in Likeness([one]).find(other, least=0.0)), 0.0)


def _grams(key: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", _TARGET.sub("", without_mark(key))).casefold()
    runs = "".join(_LETTERS.findall(plain))
    grams = {runs[n : n + (3 if runs[n : n + 2].isascii() else 2)] for n in range(len(runs) - 1)}
    return {gram for gram in grams if len(gram) > 1} or ({runs} if runs else set())
