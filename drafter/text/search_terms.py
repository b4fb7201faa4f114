"""What a text is found by: character pairs and single kanji of East Asian runs, and Latin words and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from drafter.text.normal import fold_text

_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
_KANJI = "々〆㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA, _KATAKANA = "ぁ-ゖゝゞ", "ァ-ヺーヽヾ"
_EAST = f"{_HIRAGANA}{_KATAKANA}가-힣{_KANJI}"
_LATIN = r"[a-z0-9\u00df-\u024f\u0370-\u052f]"
_RUN = re.compile(rf"{_LATIN}+(?:[._'&+/:-]{_LATIN}+)*(?:\+\+|#)?|[{_EAST}]+")
_MARKS = ".,;:!?'\"()"
_JOINING = frozenset(
    """a about all am an and are as at be been but by can could did do does for from had has have how i if in
    into is it its me more my of on one or our should so some than that the their them then there these this
    to us was we were what when where which who why will with would you your""".split()
)
_PARTS = re.compile(r"[._'&+/:-]")
_ONE_KANJI = re.compile(f"[{_KANJI}]")
_FOLLOWS_KANA = re.compile(f"[{_HIRAGANA}].")
_INSIDE = f"(?![のをにへとがはもでや])[{_HIRAGANA}]"  # no particle: 引き継ぎ is one word, 猫の写真 two
_KANJI_WORD = f"[{_KANJI}]+(?:{_INSIDE}{{1,2}}[{_KANJI}]+)*"
_WORD = re.compile(
    rf"{_LATIN}+(?:[._'&+/:-]{_LATIN}+)*(?:\+\+|#)?|[{_KANJI}]{_INSIDE}(?![{_KANJI}])|{_KANJI_WORD}|[{_KATAKANA}]{{2,}}|[가-힣]+"
)
_PLURAL = re.compile(r"[a-z]{3,}(?<![aiosu])s")


def index_terms(text: str) -> tuple[str, ...]:
    """The terms by which a text is found, folded, in order and as often as they stand there.

    >>> index_terms("猫とRustを学ぶ")
    ('猫と', '猫', 'rust', 'を学', '学ぶ', '学')
    """
    found: list[str] = []
    for run in _RUN.findall(_ADDRESS.sub(" ", fold_text(text))):
        if _is_latin(run):
            found += _latin_terms(run)
        else:
            found += [run] if len(run) == 1 else map("".join, pairwise(run))
            found += _ONE_KANJI.findall(run) if len(run) > 1 else ()
    return tuple(found)


def query_terms(query: str) -> tuple[str, ...]:
    """The terms that a query asks for, each once; pairs that begin in hiragana only where a word has no others.

    >>> query_terms("Sparkの資格"), query_terms("猫"), query_terms("うれしい")
    (('spark', '資格'), ('猫',), ('うれ', 'れし', 'しい'))
    """
    found: list[str] = []
    for word in _telling_words(query):
        pairs = list(_pairs(word))
        telling = [pair for pair in pairs if not _FOLLOWS_KANA.fullmatch(pair)]
        found += telling or pairs
    return tuple(dict.fromkeys(found))


def query_words(query: str) -> tuple[str, ...]:
    """The words of a query as they should stand in what is found: names, runs of kanji and of katakana, else all of it.

    >>> query_words("Sparkの資格 うれしい"), query_words("引き継ぎ資料を読む")
    (('spark', '資格', 'うれしい'), ('引き継ぎ資料', '読む'))
    """
    found: list[str] = []
    for word in _telling_words(query):
        found += _WORD.findall(word) or [word]
    return tuple(dict.fromkeys(found))


def _telling_words(query: str) -> list[str]:
    """What stands between spaces, without the words that join others in English where there are others: in a Japanese
    blog they stand in code alone, and would find that first."""
    words = fold_text(query).split()
    return [word for word in words if word.strip(_MARKS) not in _JOINING] or words


def _pairs(word: str) -> Iterator[str]:
    for run in _RUN.findall(word):
        if _is_latin(run):
            yield from _latin_terms(run)
        else:
            yield from [run] if len(run) == 1 else map("".join, pairwise(run))


def _is_latin(run: str) -> bool:
    return run[0] < "ぁ"


def _latin_terms(run: str) -> list[str]:
    """A name as it is and, of one with points or hyphens, its parts: node.js, node, js; without a plural s."""
    parts = [part for part in _PARTS.split(run) if part]
    names = [_PARTS.sub("_", run) if run[-1] not in "+#" else run]
    return [_singular(name) for name in (names if len(parts) < 2 or run[-1] in "+#" else [*names, *parts])]


def _singular(name: str) -> str:
    return name[:-1] if _PLURAL.fullmatch(name) else name
