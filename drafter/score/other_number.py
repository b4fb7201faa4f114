"""Another number in the words of one, in the same way of writing: 32 → 23, 三十二 → 二十三, three → eight."""

from __future__ import annotations

import re

_NUMERALS = "〇一二三四五六七八九"
_WIDE = {ord("0") + n: sign for n, sign in enumerate("０１２３４５６７８９")}
_NUMERAL = re.compile(r"[0-9０-９]+|[〇一二三四五六七八九十百]+")
_KANJI = re.compile(r"[〇一二三四五六七八九十百]")
_ENGLISH = "two three four five six seven eight nine ten eleven twelve".split()
_ENGLISH_NUMBER = re.compile(rf"\b(?:{'|'.join(_ENGLISH)})\b", re.I)


def other_number(words: str, value: int) -> str:
    """Words that hold a number, with another one in its place and way of writing; as they are where that is not known.

    >>> other_number("32記事", 32), other_number("三十二冊", 32), other_number("Three cats", 3)
    ('23記事', '二十三冊', 'Eight cats')
    """
    if found := _ENGLISH_NUMBER.search(words):
        other = _ENGLISH[(_ENGLISH.index(found[0].lower()) + 5) % len(_ENGLISH)]
        other = other.capitalize() if found[0][0].isupper() else other
    elif (found := _NUMERAL.search(words)) is None:
        return words
    elif _KANJI.match(found[0]):
        other = _in_kanji(_other(value))
    else:
        digits = str(_other(int(found[0])))
        other = digits if found[0].isascii() else digits.translate(_WIDE)
    return words[: found.start()] + other + words[found.end() :]


def _other(value: int) -> int:
    """32 → 23, 30 → 37, 3 → 8."""
    turned = int(str(value)[::-1])
    if value > 9 and turned != value and len(str(turned)) == len(str(value)):
        return turned
    return value + (7 if value > 9 else 5)


def _in_kanji(value: int) -> str:
    """一 to 九百九十九."""
    signs = ""
    for unit, sign in ((100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            signs += ("" if digit == 1 and sign else _NUMERALS[digit]) + sign
    return signs
