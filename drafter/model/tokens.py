"""How many tokens a text is, without a tokeniser: an estimate, corrected by what the endpoint counts."""

from __future__ import annotations

import math
import re
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drafter.model.cache import Cache

START_FACTOR = 1.25  # the estimate was fitted to one tokeniser: others take more
LOWEST_FACTOR, HIGHEST_FACTOR = 0.5, 2.5
MARGIN = 1.1  # of the worst case over the worst request so far
WINDOW = 50  # requests that a factor is made of
LEAST_TOKENS = 100  # of a shorter request the endpoint's own template is too large a part

_WEIGHTED = (
    (r"[A-Za-z]+", 0.88),  # a word, and for each of its letters beyond six a little more
    (r"\d{1,3}", 1.78),
    (r"[\u3041-\u309f]", 0.68),  # hiragana
    (r"[\u30a0-\u30ff\uff66-\uff9f]", 0.80),  # katakana
    (r"[\u3400-\u9fff\uf900-\ufaff]", 0.78),  # ideographs
    (r"[\uac00-\ud7a3]", 0.60),  # Hangul
    (r"[\u3000-\u303f\uff00-\uff65\u2010-\u2bff]", 1.1),  # CJK punctuation, full-width letters, arrows
    (r"[!-/:-@\[-`{-~]+", 1.16),  # a run of ASCII punctuation
    (r"[\U00010000-\U0010ffff]", 2.0),  # emoji, rare ideographs
    (r"[^\W_]", 0.27),  # letters of other scripts
    (r"\S", 1.1),  # signs, combining marks
)
_PIECES = re.compile("|".join(f"({pattern})" for pattern, _ in _WEIGHTED))
_WEIGHTS = (0.0, *(weight for _, weight in _WEIGHTED))
_WORD, _WORD_LETTERS, _LETTER_WEIGHT = 1, 6, 0.15


def estimate_tokens(text: str) -> int:
    """About how many tokens `text` is; "" is 0. Real tokenisers take half to two and a half times as many.

    >>> estimate_tokens("温室を建てた。"), estimate_tokens("A greenhouse, built.")
    (6, 6)

    Source: a linear fit to o200k on manuals in seven languages and on Japanese blogs.
    """
    tokens = 0.0
    for piece in _PIECES.finditer(text):
        kind = piece.lastindex or 0
        tokens += _WEIGHTS[kind]
        if kind == _WORD:
            start, end = piece.span()
            if end - start > _WORD_LETTERS:
                tokens += _LETTER_WEIGHT * (end - start - _WORD_LETTERS)
    return math.ceil(tokens)


class Calibration:
    """What the estimate is to be multiplied with for one model at one endpoint, learnt from what it counted.

    Kept in the cache, so that the next run starts where this one ended. Safe for threads.
    """

    def __init__(self, cache: Cache, *, endpoint: str, model: str) -> None:
        self._cache = cache
        self._key = f"tokens {endpoint} {model}"
        self._lock = threading.Lock()
        self._pairs: list[tuple[int, int]] | None = None  # estimated, counted

    @property
    def factor(self) -> float:
        """The ratio over the last requests, between 0.5 and 2.5; 1.25 before the first."""
        pairs = self._known()
        estimated, counted = (sum(column) for column in zip(*pairs, strict=True)) if pairs else (0, 0)
        return _clamp(counted / estimated) if pairs else START_FACTOR

    @property
    def worst_factor(self) -> float:
        """A tenth above the worst of the last requests, at most 2.5; 2.5 before the first."""
        ratios = [counted / estimated for estimated, counted in self._known()]
        return _clamp(MARGIN * max(ratios)) if ratios else HIGHEST_FACTOR

    def expect(self, estimated: int) -> int:
        """The tokens that an estimate stands for, to tell a person."""
        return math.ceil(estimated * self.factor)

    def expect_worst(self, estimated: int) -> int:
        """The tokens that it may turn out to be, to reserve."""
        return math.ceil(estimated * self.worst_factor)

    def learn(self, *, estimated: int, counted: int) -> None:
        """Take in what the endpoint counted for the whole input of a request that was estimated.

        Short requests teach nothing. Not for one whose context was cut: its count is not that of the request.

        Raises:
            OutputError: the cache cannot be written.
        """
        if estimated < LEAST_TOKENS or counted <= 0:
            return
        with self._lock:
            self._pairs = [*self._load(), (estimated, counted)][-WINDOW:]
            self._cache.save_note(self._key, {"pairs": self._pairs})

    def _known(self) -> list[tuple[int, int]]:
        with self._lock:
            return self._load()

    def _load(self) -> list[tuple[int, int]]:
        if self._pairs is None:
            note = self._cache.load_note(self._key) or {}
            self._pairs = list(_read_pairs(note.get("pairs")))
        return self._pairs


def _read_pairs(noted: object) -> Iterable[tuple[int, int]]:
    """What else stands there is left out: another drafter may have noted it in another form."""
    for pair in noted if isinstance(noted, list) else ():
        match pair:
            case [int(estimated), int(counted)] if estimated > 0:
                yield estimated, counted


def _clamp(factor: float) -> float:
    return min(max(factor, LOWEST_FACTOR), HIGHEST_FACTOR)
