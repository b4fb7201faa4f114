"""Is every number of a sentence proved: by its quotes, the days of its events, or a slot that code filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from drafter.ground.amounts import find_amounts, same_amount
from drafter.ground.evidence import Ground, Manner, squeeze
from drafter.ground.rounding import is_rounded
from drafter.ground.times import month_before
from drafter.ground.told import MASK, Told, mask_verbatim
from drafter.records import Fault, Period, Unit
from drafter.text.normal import fold_text
from drafter.text.numbers import Number

_YEARS = range(1900, 2101)
_STRUCTURE = re.compile(r"(?:つ|個|点|番)目$")
_ONE = frozenset({"つ", "個", "点"})
_NAME_BEFORE = re.compile(r"(?:[a-z][a-z0-9.+#_-]*|[ァ-ヺー]{2,})[ -]?$")
_PLANS = re.compile(
    r"たい|つもり|予定|目標|抱負|計画|目指|向け|来年|よろしく|\b(?:plan|hope|want|goals?|aim|will|next year)\b", re.I
)
_VERB_END = re.compile(r"(?:[うくぐすつぬぶむるただい]|です|ます|した|ない)[。.!]?$|[.!]$")
_SHORT_PERIOD_DAYS = 100  # the months of a quarter are named without a source, those of a year are not
_LIST_BEFORE = re.compile(r"([^。.:;]*)の$")
_LISTS = re.compile(r"[:：]\s|[:：]$")  # "two more things:"
_SEPARATOR = re.compile(r"[、,・/]|と(?!い|し|思|言)|\band\b")
_OWN_PERIOD = {Unit.YEAR: (1, "年"), Unit.QUARTER: (3, "か月"), Unit.MONTH: (1, "か月"), Unit.WEEK: (1, "週")}
_OTHER_SPAN = re.compile(
    r"\s*(?:間?(?:ぶり|振り|半|前|後|以上|以内|未満|弱|強|余|近く|越し|早|遅|遠|先|おき|ごと|に(?:一|1|１))|[生度])"
)
_FEW = 3
_THESE = re.compile(r"(?:この|その|これら|それら|上の)$|\b(?:these|those|the|both) $")
_NAME_CHARS, _LIST_CHARS = 40, 200  # to look back for a product, for a list


def check_numbers(told: Told, ground: Ground, manner: Manner) -> Iterator[Fault]:
    """A fault for each number that no quote, no title or heading of one, no day of the events and no slot proves.

    Soft where it stands around the quotes, and for the month before a day; hard elsewhere. What is a number of the
    quotes rounded to the digits it shows is proved by that. Structure (1つ目, 一つ), names with digits that stand near,
    and what is quoted word for word are no numbers of the writer's own.
    """
    numbers = find_amounts(told.text)
    if not numbers:
        return
    text = mask_verbatim(told, ground)
    proved = (*find_amounts(ground.said), *find_amounts(ground.titles))
    for at, number in enumerate(numbers):
        if text[number.start] != MASK and not (
            _is_structure(number, told)
            or _among(number, proved, told, manner)
            or _is_date(numbers, at, told, ground, manner)
            or _is_own_period(number, told, ground, manner.period)
            or _is_in_name(number, told, ground)
            or _counts_its_list(number, told)
        ):
            yield _fault(number, told, ground, manner)


def find_own_numbers(told: Told, manner: Manner) -> Iterator[str]:
    """The numbers of a sentence that rests on nothing, as written.

    The period's own year and the next are none, nor is 「この2つ」 of what was told before.
    """
    years = {manner.period.start.year, manner.period.end.year, manner.period.end.year + 1}
    for number in find_amounts(told.text):
        own_year = _is_year(number) and number.value in years
        if not (own_year or _is_structure(number, told) or _points_back(number, told)):
            yield told.text[number.start : number.end].strip()


def _is_structure(number: Number, told: Told) -> bool:
    if "①" <= told.text[number.start] <= "⑳":
        return True
    return bool(_STRUCTURE.search(number.unit)) or (number.value == 1 and number.unit in _ONE)


def _points_back(number: Number, told: Told) -> bool:
    before = fold_text(told.text[max(0, number.start - _NAME_CHARS) : number.start])
    return number.value <= _FEW and number.unit in ("つ", "") and _THESE.search(before) is not None


def _among(number: Number, proved: Iterable[Number], told: Told, manner: Manner) -> bool:
    if manner.carried_over:  # units are words of a language
        number = replace(number, unit="")
    return any(same_amount(number, other) or is_rounded(number, other, text=told.text) for other in proved)


def _is_year(number: Number) -> bool:
    return number.value in _YEARS and number.unit in ("年", "年度", "")


def _is_date(numbers: tuple[Number, ...], at: int, told: Told, ground: Ground, manner: Manner) -> bool:
    """Whether a number is the year, month or day of an event, or of the period itself."""
    number, days = numbers[at], ground.evidence.days
    if _is_year(number):
        return _is_known_year(number, told, ground, manner.period)
    if number.unit == "月":
        return number.value in {day.month for day in days} or number.value in _own_months(manner.period)
    if number.unit == "日" and not told.text[number.start : number.end].endswith("間"):
        before = numbers[at - 1] if at else None
        months = {int(before.value)} if before and before.unit == "月" and before.end == number.start else None
        return any(day.day == number.value and (months is None or day.month in months) for day in days)
    return False


def _is_known_year(number: Number, told: Told, ground: Ground, period: Period) -> bool:
    if period.start.year <= number.value <= period.end.year or number.value in {d.year for d in ground.evidence.days}:
        return True
    if number.value == period.end.year + 1 and (_PLANS.search(told.text) or not _VERB_END.search(told.text)):
        return True
    return any(other.value == number.value for other in find_amounts(ground.context))


def _own_months(period: Period) -> set[int]:
    if (period.end - period.start).days > _SHORT_PERIOD_DAYS:
        return set()
    months = range(period.start.year * 12 + period.start.month - 1, period.end.year * 12 + period.end.month)
    return {month % 12 + 1 for month in months}


def _is_own_period(number: Number, told: Told, ground: Ground, period: Period) -> bool:
    """Whether it is the length of the period over what is quoted: 「一年で32本」 of a year, not 「一年ぶり」."""
    own = _OWN_PERIOD.get(period.unit)
    return (
        bool(ground.evidence.words or ground.slots)
        and own == (number.value, number.unit)
        and not _OTHER_SPAN.match(told.text, number.end)
    )


def _is_in_name(number: Number, told: Told, ground: Ground) -> bool:
    """Whether it is the version of a product, Windows 11, that stands near with its number."""
    before = _NAME_BEFORE.search(fold_text(told.text[max(0, number.start - _NAME_CHARS) : number.start]))
    return before is not None and squeeze(before[0]) + squeeze(told.text[number.start : number.end]) in squeeze(
        ground.near
    )


def _counts_its_list(number: Number, told: Told) -> bool:
    """Whether it counts what the sentence itself lists before it: 「AとBの2つ」."""
    listed = _LIST_BEFORE.search(told.text[max(0, number.start - _LIST_CHARS) : number.start])
    return listed is not None and len(_SEPARATOR.findall(listed[1])) + 1 == number.value


def _fault(number: Number, told: Told, ground: Ground, manner: Manner) -> Fault:
    words = told.text[number.start : number.end].strip()
    if _among(number, find_amounts(ground.context), told, manner):
        message = f"'{words}' stands near the quotes of this sentence but in none: cite the fact that holds it"
        return Fault(rule="number", message=message, words=words, hard=False)
    if number.unit == "月" and number.value in {month_before(day).month for day in ground.evidence.days}:
        message = f"'{words}' is the month before the facts were written: keep it only if they speak of it"
        return Fault(rule="number", message=message, words=words, hard=False)
    message = f"'{words}' stands in no quote of this sentence: cite the fact that holds it, use a slot, or take it out"
    few = number.value <= _FEW and (number.unit == "つ" or (not number.unit and _LISTS.search(told.text, number.end)))
    return Fault(rule="number", message=message, words=words, hard=not few)
