"""The tokens that overlap is counted in: Japanese words, characters, stemmed English words."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from drafter.errors import SettingsError
from drafter.text.normal import fold_text

if TYPE_CHECKING:
    from sudachipy import Dictionary
    from sudachipy import Tokenizer as Analyser

NAMES = ("ja-word", "ja-char", "zh-char", "ko-char", "en")
_LATIN = "a-z0-9\u00df-\u00f6\u00f8-\u024f"
_RUN = rf"[{_LATIN}]+(?:(?:(?<=\d)[,:/](?=\d)|[._'&+-](?=[{_LATIN}]))[{_LATIN}]+)*(?:\+\+|(?<=\d)%|(?<=[a-z])\#)?"
_PIECE = re.compile(rf"(?P<latin>{_RUN})|[^\W_{_LATIN}]+")
_KATAKANA = re.compile(r"[ァ-ヺー]+")
_DICTIONARIES = ("small", "core", "full")
_ANALYSED_CHARS = 12_000  # SudachiPy takes 49,149 bytes at once; a character has at most 4


class Tokenizer(Protocol):
    """Cuts a text into tokens, also for `RougeScorer(tokenizer=…)`. No token crosses the end of a line."""

    @property
    def name(self) -> str:
        """What stands in a signature: the kind, and the versions that decide where it cuts."""

    def tokenize(self, text: str) -> list[str]:
        """The tokens in order; text without a letter or digit has none."""


def pick_tokenizer(language: str, *, name: str | None = None) -> Tokenizer:
    """The tokenizer of that name (one of `NAMES`), or without one the best for a language such as "ja".

    Japanese is cut into words where SudachiPy and a dictionary are installed, else into characters; English is
    stemmed; any other language is cut into characters, its runs of Latin letters kept whole.

    Raises:
        SettingsError: there is no such name, or "ja-word" is not installed.
    """
    wanted = name or ("en" if language == "en" else f"{language}-char")
    dictionary = _find_dictionary() if wanted == "ja-word" or (language == "ja" and name is None) else None
    if dictionary is not None:
        return WordTokenizer(dictionary)
    if wanted == "ja-word":
        raise SettingsError("no SudachiPy with a dictionary for tokenizer 'ja-word'", hint="pip install 'drafter[ja]'")
    if name is not None and name not in NAMES:
        raise SettingsError(f"there is no tokenizer {name!r}", hint=f"take one of {', '.join(NAMES)}")
    return StemmedTokenizer() if wanted == "en" else CharacterTokenizer(wanted)


@dataclass(frozen=True, slots=True)
class CharacterTokenizer:
    """Characters, folded, with runs of Latin letters and digits kept whole.

    >>> CharacterTokenizer("ja-char").tokenize("Node.jsで１,２３４行。")
    ['node.js', 'で', '1,234', '行']
    """

    name: str

    def tokenize(self, text: str) -> list[str]:
        """The characters and runs in order, without white space and signs."""
        tokens: list[str] = []
        for piece in _PIECE.finditer(fold_text(text)):
            tokens.extend([piece[0]] if piece["latin"] else piece[0])
        return tokens


@dataclass(frozen=True, slots=True)
class WordTokenizer:
    """Japanese words in their normal form (サーバ is サーバー, 書い is 書く), by SudachiPy in its longest units.

    Text is folded first. Runs of Latin letters and digits are kept whole, neighbouring katakana words are one. It can
    be shared by threads and processes.
    """

    dictionary: str  # "small", "core", "full"

    @property
    def name(self) -> str:
        """Such as `ja-word:sudachi-0.7.0+dict-small-20261015`."""
        versions = version("sudachipy"), version(f"sudachidict-{self.dictionary}")
        return f"ja-word:sudachi-{versions[0]}+dict-{self.dictionary}-{versions[1]}"

    def tokenize(self, text: str) -> list[str]:
        """The words in order, without white space and signs: those of a run do not depend on what stands around."""
        tokens: list[str] = []
        for piece in _PIECE.finditer(fold_text(text)):
            tokens.extend([piece[0]] if piece["latin"] else self._words(piece[0]))
        return tokens

    def _words(self, run: str) -> Iterator[str]:
        analyser = _analyser(self.dictionary)
        for start in range(0, len(run), _ANALYSED_CHARS):
            morphemes = analyser.tokenize(run[start : start + _ANALYSED_CHARS])
            for is_katakana, group in groupby(morphemes, lambda m: _KATAKANA.fullmatch(m.surface()) is not None):
                forms = (morpheme.normalized_form().lower() for morpheme in group)
                yield from ("".join(forms),) if is_katakana else forms


@dataclass(frozen=True, slots=True)
class StemmedTokenizer:
    """English words as rouge-score cuts and stems them: a-z and 0-9 alone, words from four letters on stemmed."""

    name: str = "en:rouge-score-stemmed"

    def tokenize(self, text: str) -> list[str]:
        """The stems in order."""
        tokens: list[str] = _stemmer().tokenize(text)
        return tokens


def _find_dictionary() -> str | None:
    if find_spec("sudachipy") is None:
        return None
    return next((kind for kind in _DICTIONARIES if find_spec(f"sudachidict_{kind}") is not None), None)


class _OfThread(threading.local):
    """The analysers of one thread, by dictionary: SudachiPy refuses one that another thread is using."""

    def __init__(self) -> None:
        self.analysers: dict[str, Analyser] = {}


_OF_THREAD = _OfThread()


def _analyser(dictionary: str) -> Analyser:
    analysers = _OF_THREAD.analysers
    if dictionary not in analysers:
        analysers[dictionary] = _load(dictionary).tokenizer(mode="C")
    return analysers[dictionary]


@cache
def _load(dictionary: str) -> Dictionary:
    from sudachipy import Dictionary

    return Dictionary(dict=dictionary)


@cache
def _stemmer() -> Any:  # noqa: ANN401 - rouge-score has no types
    from rouge_score.tokenizers import DefaultTokenizer

    return DefaultTokenizer(use_stemmer=True)
