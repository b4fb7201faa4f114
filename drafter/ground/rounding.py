"""Is a number another one rounded to the digits it shows: $46k for $46,072.36, 4万6千円 for 46,072円, 約30 for 32."""

from __future__ import annotations

import re
from math import prod

from drafter.ground.amounts import alike
from drafter.text.normal import fold_text
from drafter.text.numbers import Number

_SCALES = {"千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12, "k": 10**3, "thousand": 10**3, "m": 10**6}
_SCALES |= {"million": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9}
_ABOUT_BEFORE = re.compile(
    r"(?:約|およそ|おおよそ|ざっと|だいたい|大体|ほぼ|おおむね|概ね|~"
    r"|\b(?:about|around|nearly|almost|some|roughly|approximately|close to)) ?[-+]?$"
)
_ABOUT_AFTER = re.compile(r" ?(?:ほど|くらい|ぐらい|程度|前後|近く|[弱強](?![いくま一-鿿])|-?ish\b|or so\b)")
_LAST_DIGITS = re.compile(
    r"(?:[\d,]*\d(?:\.(?P<decimals>\d+))?|[一二三四五六七八九]) ?"
    r"(?P<scale>(?:thousand|million|billion|bn|[kmb])(?![a-z])|千?[万億兆]|千|)[^\d〇一二三四五六七八九十百千万億兆]*$"
)
_ABOUT_CHARS = 16
_BARE_MIN = 100
_MOST_OFF_SCALED, _MOST_OFF_ABOUT, _MOST_OFF_PLAIN = 0.2, 0.1, 0.01  # of the exact number


def is_rounded(number: Number, exact: Number, *, text: str) -> bool:
    """Whether a number of `text` is an exact one, rounded to the digits that it shows, and not far off.

    After 約 or "about" its noughts show nothing. Without, and without k, 万 and the like, only decimals may be gone.
    """
    bare = exact.value < _BARE_MIN and not exact.unit and number.unit  # 3.13 of a version is no 約3か月
    if not exact.value or bare or not alike(number.unit, exact.unit):
        return False
    about, off = _is_about(number, text), abs(number.value - exact.value)
    grain, scaled = _grain(number, fold_text(text[number.start : number.end]))
    while about and number.value and number.value % (10 * grain) == 0:
        grain *= 10
    most = _MOST_OFF_SCALED if scaled else _MOST_OFF_ABOUT if about else _MOST_OFF_PLAIN
    return off <= grain / 2 and off <= exact.value * most


def _is_about(number: Number, text: str) -> bool:
    before = fold_text(text[max(0, number.start - _ABOUT_CHARS) : number.start])
    after = fold_text(text[number.end : number.end + _ABOUT_CHARS])
    return _ABOUT_BEFORE.search(before) is not None or _ABOUT_AFTER.match(after) is not None


def _grain(number: Number, written: str) -> tuple[float, bool]:
    """What the last digit of a number counts, and whether it counts thousands or more: (1000, True) for 4万6千."""
    shown = _LAST_DIGITS.search(written)
    if shown is None:
        return 1.0, False
    scale = shown["scale"]
    unit = _SCALES.get(scale) or prod(_SCALES[sign] for sign in scale if sign in "千万億兆")
    if unit > number.value:  # 46m of a way are no millions
        unit = 1
    return unit / 10 ** len(shown["decimals"] or ""), unit > 1
