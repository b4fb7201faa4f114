"""Claims that the numbers of the quotes prove: 「最も多かったのは8本」, 「いずれも10km」, 「一年を通して」."""

from __future__ import annotations

import re
from datetime import date

from drafter.ground.amounts import alike, find_amounts
from drafter.ground.evidence import Ground
from drafter.text.numbers import Number

_SUPERLATIVE = r"(?:一番|いちばん|最も|もっとも)[^。、]{0,3}?"
_LARGEST = re.compile(
    rf"{_SUPERLATIVE}(?:多|長|大き|高|遠|重|速|早)|最多|最大|最長|最速|\b(?:most|biggest|largest|longest|fastest)\b"
)
_SMALLEST = re.compile(rf"{_SUPERLATIVE}(?:少|短|小さ|低|近|軽|速|早)|最速|\bfastest\b")
_EACH = re.compile(r"どれも|いずれも|\ball of\b")
_AT_LEAST = re.compile(r"以上|を超|を上回|超")
_ALL_YEAR = re.compile(r"(?:一年|1年|年間?)を通[しじ]|一年中|1年中|通年|\b(?:all year|throughout the year)\b")
_MOST_MONTHS = 10  # of a year, from which something went on all through it
_WHOLE_YEAR = (("か月", 12), ("month", 12), ("週", 52), ("week", 52), ("日", 365), ("日", 366))


def is_compared(text: str, start: int, end: int, ground: Ground) -> bool:
    """Whether the numbers of the quotes and slots prove what a folded sentence claims at `text[start:end]`: that the
    amount it tells is the largest or smallest of several, that something holds of each of them, or of all the year."""
    said = find_amounts(ground.said)
    if _ALL_YEAR.match(text, start):
        return _fills_year(said, ground.evidence.days)
    own = find_amounts(text)
    if _EACH.match(text, start):
        return any(_holds_of_each(number, own, said, text) for number in own)
    return any(_is_extreme(number, said, text, start) for number in own)


def _like(number: Number, said: tuple[Number, ...]) -> list[float]:
    return [
        other.value for other in said if other.unit == number.unit or (other.unit and alike(other.unit, number.unit))
    ]


def _holds_of_each(number: Number, own: tuple[Number, ...], said: tuple[Number, ...], text: str) -> bool:
    """Whether several amounts like it are quoted, and the sentence tells each of them or what all of them exceed."""
    values = _like(number, said)
    told = {other.value for other in own}
    exceeded = _AT_LEAST.match(text, number.end) and number.value <= min(values, default=0)
    return len(values) > 1 and (set(values) <= told or bool(exceeded))


def _is_extreme(number: Number, said: tuple[Number, ...], text: str, start: int) -> bool:
    if number.unit in ("年", "月", "日", ""):  # of days and bare numbers none is the largest
        return False
    values = _like(number, said)
    if len(set(values)) < len(values) or len(values) < 2:
        return False
    largest = _LARGEST.match(text, start) and number.value == max(values)
    return bool(largest or (_SMALLEST.match(text, start) and number.value == min(values)))


def _fills_year(said: tuple[Number, ...], days: tuple[date, ...]) -> bool:
    named = {number.value for number in said if number.unit == "月"}
    if {1, 12} <= named or len(named | {day.month for day in days}) >= _MOST_MONTHS:
        return True
    return any((number.unit, number.value) in _WHOLE_YEAR for number in said)
