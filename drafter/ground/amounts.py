"""The numbers of a text for comparing claims: beside plain ones 460k, $1.2 million, 半年 and "two talks"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from drafter.text.normal import fold
from drafter.text.numbers import Number, find_numbers

_SCALES = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9, "b": 10**9, "billion": 10**9}
_CURRENCIES = {"$": "ドル", "€": "ユーロ", "£": "ポンド", "¥": "円"}
_CARDINALS = dict(zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True))
_CARDINAL = "|".join(_CARDINALS)
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?P<sign>[$€£¥]) ?(?P<value>{_DIGITS})(?: ?(?P<scale>thousand|million|billion|bn|[kmb])(?![a-z0-9]))?"
    rf"|(?<![a-z0-9.,])(?P<bare>{_DIGITS})(?:(?P<glued>k)(?![a-z0-9])| (?P<word>thousand|million|billion)\b)"
    r"|(?P<half>半年|half a year)"
    rf"|(?<!one or )(?<![a-z-])(?P<cardinal>{_CARDINAL})(?![a-z-])"
)
_SIGNS = re.compile(rf"[\d〇一二三四五六七八九十百千万億半]|half a year|\b(?:{_CARDINAL})\b", re.I)
# Units that count the same things. Others are alike only to themselves, and to a number without a unit.
_ALIKE = tuple(
    frozenset(units.split())
    for units in (
        "件 記事 本 投稿 つ 個 post article entry note",
        "冊 つ 個 book",
        "つ 個 点 種類 科目 作品 プロジェクト",
        "回 度 time times session",
        "人 社員 person",
        "日 day",
        "か月 month",
        "年 年度 year",
        "週 week",
        "時間 hour",
        "分 minute",
        "秒 second",
        "円 yen",
        "ドル dollar",
        "ユーロ euro",
        "ページ page",
        "文字 字 character",
        "キロ km",
        "倍 times",
        "点 ポイント point",
        "問 質問 question",
        "コミット commit",
        "か国 国",
    )
)


@lru_cache(maxsize=4096)
def find_amounts(text: str) -> tuple[Number, ...]:
    """The numbers of a text in order, amounts of money, half a year and English cardinals included.

    >>> [(number.value, number.unit) for number in find_amounts("$14k in two months, 半年")]
    [(14000.0, 'ドル'), (2.0, 'month'), (6.0, 'か月')]
    """
    if not _SIGNS.search(text):
        return ()
    found = {number.start: number for number in find_numbers(text)}
    folded = fold(text)
    for number in _amounts(folded.text):
        start, end = folded.original(number.start, number.end)
        if number.unit or number.value >= 1000 or start not in found:
            found = {at: n for at, n in found.items() if not start <= at < end}
            found[start] = replace(number, start=start, end=end)
    return tuple(found[at] for at in sorted(found))


def same_amount(a: Number, b: Number) -> bool:
    """Whether two numbers can be one: of equal value, and of units that count the same things."""
    return a.value == b.value and alike(a.unit, b.unit)


def alike(unit: str, other: str) -> bool:
    """Whether two units count the same things; no unit is like any.

    >>> alike("本", "post"), alike("冊", "回"), alike("冊", "")
    (True, False, True)
    """
    return unit == other or not unit or not other or any(unit in units and other in units for units in _ALIKE)


def _amounts(text: str) -> Iterator[Number]:
    for match in _AMOUNT.finditer(text):
        if match["half"]:
            value, unit = 6.0, "か月"
        elif match["cardinal"]:
            value, unit = float(_CARDINALS[match["cardinal"]]), ""
        else:
            scale = _SCALES.get(match["scale"] or match["glued"] or match["word"] or "", 1)
            value = float((match["value"] or match["bare"]).replace(",", "")) * scale
            unit = _CURRENCIES.get(match["sign"] or "", "")
        yield Number(value=value, unit=unit, start=match.start(), end=match.end())
