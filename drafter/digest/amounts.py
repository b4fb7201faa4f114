"""Amounts of money, time or things in the words of facts, and their exact sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from drafter.records import Fact, Quote
from drafter.text.lines import count_line_ends
from drafter.text.numbers import Number, find_numbers

_CURRENCY = {
    "$": "ドル",
    "¥": "円",
    "￥": "円",
    "€": "ユーロ",
    "£": "£",
    "dollar": "ドル",
    "yen": "円",
    "euro": "ユーロ",
}
_MONEY = frozenset(_CURRENCY.values())
_NO_AMOUNT = frozenset(
    "年 月 日 時 年度 代 号 期 級 章 番 位 年生 四半期 半期 度 話 便 段 歳 %".split()
)  # dates, ranks
_NUMERAL = re.compile(r"[\d,，.．〇一二三四五六七八九十百千万億兆]+")
_DECIMALS = re.compile(r"[.．](\d+)\Z")
_SIGN = re.compile(
    r"(?P<minus>(?<![^\s(（:：「])[-−–－])?(?P<sign>[$¥￥€£])(?P<inner>[-−–－])?\Z|(?<![^\s(（:：「])[-−–－]\Z"
)
_HEDGED_BEFORE = re.compile(
    r"(?:約|およそ|ほぼ|だいたい|大体|ざっと|最大|最低|毎[日週月年朝晩]に?|(?<![\d一二三四五六七八九十])[日週月年]に|[▲△~〜～+±]"
    r"|(?<![a-z])(?:about|around|roughly|approximately|almost|nearly|over|under|up to|at least|at most"
    r"|(?:more|less|fewer) than))\s*\Z",
    re.IGNORECASE,
)
_HEDGED_AFTER = re.compile(
    r"\s*(?:以上|以下|未満|弱|強|くらい|ぐらい|ほど|程度|近く|超|余り|前後|ずつ|[+~〜～]|[/／]\s*\w|(?:per|each|an?)\b"
    r"|(?:and\s+)?\d+\s*(?:分|秒|min|sec))|半(?![額年])|,\d|[A-Za-zＡ-Ｚａ-ｚ万億兆]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """`words` as they stand in a document, at `offset` on `line`. One of `sign` and `suffix` shows its unit."""

    value: Decimal
    unit: str
    sign: str  # of a currency, before the number
    suffix: str  # behind the number, with the blank before it
    n_decimals: int
    words: str
    document_id: str
    offset: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountSum:
    """The exact sum of amounts of one unit."""

    total: Decimal
    parts: tuple[Amount, ...]

    @property
    def n_decimals(self) -> int:
        """How many digits behind the point it is written with."""
        exponent = self.total.normalize().as_tuple().exponent
        needed = -exponent if isinstance(exponent, int) else 0
        return max(needed, *(part.n_decimals for part in self.parts))

    @property
    def suffix(self) -> str:
        """The unit behind the number, where the first part has it there; in English for many where they are not one."""
        if self.parts[0].sign:
            return ""
        longest = max((part.suffix for part in self.parts), key=len)
        if not longest.isascii() or len(longest.strip(" -")) <= 3 or longest.endswith("s") or self.total == 1:
            return longest
        return f"{longest[:-1]}ies" if longest.endswith("y") else f"{longest}s"


def sum_amounts(facts: Sequence[Fact]) -> AmountSum | None:
    """Add the one amount that each fact's quotes hold in a unit that all of them share.

    None where a fact has none or several of it, or has it with a hedge or as a rate (約, 以上, per month), where more
    than one unit would do, and where two facts quote the same place. A date, a rank, a share or a bare number is no
    amount.
    """
    found = [_by_unit(fact) for fact in facts]
    shared = [unit for unit in found[0] if all(unit in amounts for amounts in found)] if found else []
    if len(shared) != 1:
        return None
    parts = tuple(part for amounts in found if (part := amounts[shared[0]]) is not None)
    if len({(part.document_id, part.offset) for part in parts}) < len(found):
        return None
    return AmountSum(total=sum((part.value for part in parts), Decimal(0)), parts=parts)


def _by_unit(fact: Fact) -> dict[str, Amount | None]:
    """The amount of each unit; None where there is no certain one. The same amount in two sources is one."""
    amounts: dict[str, Amount | None] = {}
    for quote in fact.quotes:
        inside: dict[str, list[Amount | None]] = {}
        for unit, amount in _find_amounts(quote):
            inside.setdefault(unit, []).append(amount)
        for unit, several in inside.items():
            amount = several[0] if len(several) == 1 else None
            before = amounts.setdefault(unit, amount)
            if before is None or amount is None or before.value != amount.value:
                amounts[unit] = None
    return amounts


def _find_amounts(quote: Quote) -> Iterator[tuple[str, Amount | None]]:
    for number in find_numbers(quote.text):
        before = _SIGN.search(quote.text, max(0, number.start - 3), number.start)
        sign = (before["sign"] or "") if before else ""
        unit = _CURRENCY.get(number.unit, number.unit)
        unit = _CURRENCY[sign] if sign and not unit else unit
        if unit and unit not in _NO_AMOUNT:
            agrees = not sign or _CURRENCY[sign] == unit
            yield unit, _amount(quote, number, unit, before) if agrees else None
            if not agrees:
                yield _CURRENCY[sign], None


def _amount(quote: Quote, number: Number, unit: str, before: re.Match[str] | None) -> Amount | None:
    text = quote.text
    start = before.start() if before else number.start
    sign = (before["sign"] or "") if before else ""
    numeral = _NUMERAL.match(text, number.start, number.end)
    suffix = text[numeral.end() : number.end] if numeral else ""
    hedged = _HEDGED_BEFORE.search(text, max(0, start - 20), start) or _HEDGED_AFTER.match(text, number.end)
    if numeral is None or hedged or not (sign or suffix):
        return None
    negative = before is not None and (not sign or bool(before["minus"] or before["inner"]))
    value = Decimal(str(number.value))
    decimals = _DECIMALS.search(numeral[0])
    return Amount(
        value=-value if negative else value,
        unit=unit,
        sign=sign,
        suffix=suffix,
        n_decimals=len(decimals[1]) if decimals else 0,
        words=text[start : number.end],
        document_id=quote.document_id,
        offset=quote.start + start,
        line=quote.start_line + count_line_ends(text, 0, start),
    )
