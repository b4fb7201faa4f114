"""The numbers of a text with their units, in digits and in kanji, so that what is claimed can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from drafter.text.normal import Folded, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """`text[start:end]` is the number with its unit; `unit` has one spelling, and is "" where none is known."""

    value: float
    unit: str
    start: int
    end: int


_ERA_START = {"令和": 2018, "平成": 1988, "昭和": 1925}
_KANJI_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12}
_ENGLISH = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_JAPANESE_UNIT = (
    "(?:年度|年間|年生|[かヶケヵカ箇][月所国条]間?|四半期|半期|週間|日間|時間|分間|秒間|記事|ページ|文字|円|ドル|ユーロ"
    "|パーセント|ポイント|種類|作品|試合|科目|単位|単語|プロジェクト|コミット|投稿|セット|チーム|キロ|メートル|グラム"
    "|[年月週日時分秒回件本冊人名個つ枚台歳才倍割位章節字問曲話社行票杯泊便階度号期級次代点種巻勝敗戦周食箱袋組店軒匹羽頭通着足段番枠語]"
    ")目?"
)
_LATIN_UNIT = (
    "(?:%|(?:km|cm|mm|m|kg|mg|tb|gb|mb|kb|ms|kcal|px|fps|posts?|articles?|entry|entries|notes?|days?|weeks?|months?"
    "|years?|hours?|minutes?|seconds?|times|percent|pages?|books?|people|persons?|commits?|words?|characters?|talks?"
    "|issues?|sessions?|lessons?|questions?|points?|dollars?|euros?|yen)(?![a-z]))"
)
_ONE_SPELLING = {"才": "歳", "名": "人", "パーセント": "%", "percent": "%", "entries": "entry", "people": "person"}

_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_KANJI = "〇一二三四五六七八九十百千万億兆"
_IDIOM = (
    "万一|万人|十分|十字|四分位|一番|一度|一時(?!間)|一人|一次|一種|一級|一語|一段落|一期一会|一通り|一問一答|一匹狼|一つ一つ"
    "|(?<=の)一つ|一日中|二次的|二人三脚|三日坊主|十人十色|二十四節気"
)
_SOME = "[数何幾][十百千万億]+"
_NAME = "[a-z_][a-z0-9_]*(?:[-.][a-z0-9_]+)*"  # gpt-4, es2015, node.js: their digits count nothing
_PASSED = re.compile(
    rf"https?://[!-~]+|[0-9]+(?:\.[0-9]+){{2,}}|{_IDIOM}|{_SOME}|[0-9]+(?!{_LATIN_UNIT})[a-z][a-z0-9]*|{_NAME}"
)
_DATE = re.compile(r"((?:19|20)[0-9]{2})[-/.](0?[1-9]|1[0-2])(?:[-/.](0?[1-9]|[12][0-9]|3[01]))?(?![0-9]|[-/.][0-9])")
_ERA = re.compile(r"(令和|平成|昭和)([0-9]{1,2}|元)(年度?)")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?![0-9:])")
_SPELLED = re.compile(rf"(?:{_ARABIC}[十百千万億兆]|[{_KANJI}])(?:{_ARABIC}|[{_KANJI}])*")
_PLAIN = re.compile(_ARABIC)
_ENGLISH_WORD = re.compile(rf"({'|'.join(_ENGLISH)})(?=[ -]{_LATIN_UNIT})")
_UNIT = re.compile(rf"[ -]?{_LATIN_UNIT}| ?{_JAPANESE_UNIT}")
_START = re.compile(rf"(?<![a-z0-9_])[a-z_]|[0-9{_KANJI}令平昭数何幾]")
_PART = re.compile(rf"{_ARABIC}|[{_KANJI}]")
_NEAR_KANJI = re.compile(r"[々㐀-䶿一-鿿]")
_BEFORE_ONE = "第約計全週月年日毎各"  # 第一回 is a number, 同一人物 is none
_UP_TO = re.compile(r"\s?(?:~|-|から|to)\s?")


def find_numbers(text: str) -> tuple[Number, ...]:
    """Find the numbers of a text in order, read after folding; offsets are those of the text as it stands.

    A range gives both its ends. A date gives its year, month and day, 令和6年 the year 2024. Numbers inside names,
    versions and addresses, and kanji that count nothing (十分, 一番, 五十嵐), are none.

    >>> [(number.value, number.unit) for number in find_numbers("三つの記事を１万2千人が")]
    [(3.0, 'つ'), (12000.0, '人')]
    """
    folded = fold(text)
    found = _with_shared_units(folded.text, tuple(_read_all(folded.text)))
    return tuple(_moved(number, folded) for number in found)


def _read_all(text: str) -> Iterator[Number]:
    position = 0
    while (start := _START.search(text, position)) is not None:
        numbers, position = _read(text, start.start())
        yield from numbers


def _read(text: str, at: int) -> tuple[tuple[Number, ...], int]:
    """The numbers that begin at `at` as one expression, and where to go on."""
    for pattern, units in ((_DATE, "年月日"), (_CLOCK, "時分")):
        if (match := pattern.match(text, at)) is not None:
            groups = zip(range(1, len(units) + 1), units, strict=True)
            return tuple(_of_group(match, group, unit) for group, unit in groups if match[group]), match.end()
    if (match := _ERA.match(text, at)) is not None:
        year = _ERA_START[match[1]] + int(match[2].replace("元", "1"))
        return (Number(value=float(year), unit=match[3], start=at, end=match.end()),), match.end()
    if (match := _ENGLISH_WORD.match(text, at)) is not None:
        return _with_unit(text, match, float(_ENGLISH.index(match[1]) + 2))
    if (match := _PASSED.match(text, at)) is not None:
        return (), match.end()
    if (match := _SPELLED.match(text, at)) is not None:
        return _with_unit(text, match, _value(match.group())) if _counts(text, match) else ((), match.end())
    if (match := _PLAIN.match(text, at)) is not None:
        return _with_unit(text, match, float(match.group().replace(",", "")))
    return (), at + 1


def _of_group(match: re.Match[str], group: int, unit: str) -> Number:
    return Number(value=float(match[group]), unit=unit, start=match.start(group), end=match.end(group))


def _with_unit(text: str, match: re.Match[str], value: float) -> tuple[tuple[Number, ...], int]:
    unit = _UNIT.match(text, match.end())
    end = unit.end() if unit else match.end()
    name = _spelling(unit.group().strip(" -")) if unit else ""
    return (Number(value=value, unit=name, start=match.start(), end=end),), end


def _spelling(unit: str) -> str:
    """One spelling for ヶ月, カ月 and か月間, 年間 and 年, posts and post."""
    if unit in _ONE_SPELLING:
        return _ONE_SPELLING[unit]
    if unit.isascii():
        return unit.removesuffix("s") if len(unit) > 3 else unit
    unit = re.sub("^[ヶケヵカ箇]", "か", unit)
    return unit.removesuffix("間") if unit != "時間" else unit


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether kanji digits count something, rather than being part of a word."""
    spelled = match.group()
    if spelled[0].isascii():
        return True
    if not spelled.strip("〇"):
        return False  # 〇〇さん: a name left blank
    before = text[match.start() - 1 : match.start()]
    near = bool(_NEAR_KANJI.match(before))
    if _UNIT.match(text, match.end()):
        return not (near and spelled.startswith("一") and before not in _BEFORE_ONE)
    return len(spelled) > 1 and not near and not _NEAR_KANJI.match(text, match.end())


def _value(spelled: str) -> float:
    """The value of 十二, 二〇二四, 1万2千 or 3.5億."""
    total = section = 0.0
    pending: float | None = None
    for part in _PART.findall(spelled):
        if part in _MYRIADS:
            total += (section + (pending or 0) or 1) * _MYRIADS[part]
            section, pending = 0.0, None
        elif part in _TENS:
            section += (1 if pending is None else pending) * _TENS[part]
            pending = None
        elif part in _KANJI_DIGITS:
            pending = (pending or 0.0) * 10 + _KANJI_DIGITS[part]
        else:
            pending = float(part.replace(",", ""))
    return total + section + (pending or 0)


def _with_shared_units(text: str, numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    """In 3〜5回 the unit belongs to both."""
    shared = list(numbers)
    for at, (first, second) in enumerate(pairwise(numbers)):
        if not first.unit and _UP_TO.fullmatch(text, first.end, second.start):
            shared[at] = replace(first, unit=second.unit)
    return tuple(shared)


def _moved(number: Number, folded: Folded) -> Number:
    start, end = folded.original(number.start, number.end)
    return replace(number, start=start, end=end)
