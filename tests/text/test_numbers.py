from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.numbers import Number, find_numbers

NUMBERS = [
    ("", []),
    ("数はない。", []),
    ("2024年は３２記事を書いた", [(2024, "年", "2024年"), (32, "記事", "３２記事")]),
    ("1,234,567円と12,5", [(1234567, "円", "1,234,567円"), (12, "", "12"), (5, "", "5")]),
    ("３．１４倍", [(3.14, "倍", "３．１４倍")]),
    (
        "50%、５０％、50パーセント、50 percent",
        [(50, "%", "50%"), (50, "%", "５０％"), (50, "%", "50パーセント"), (50, "%", "50 percent")],
    ),
    ("三つ", [(3, "つ", "三つ")]),
    ("十二", [(12, "", "十二")]),
    ("1万2千", [(12000, "", "1万2千")]),
    ("1万2千人", [(12000, "人", "1万2千人")]),
    ("3.5億円", [(350_000_000, "円", "3.5億円")]),
    ("千五百円", [(1500, "円", "千五百円")]),
    ("二百三十四万五千六百七十八人", [(2345678, "人", "二百三十四万五千六百七十八人")]),
    ("二〇二四年十二月三十一日", [(2024, "年", "二〇二四年"), (12, "月", "十二月"), (31, "日", "三十一日")]),
    (
        "3か月、3ヶ月、3カ月間、3ヵ月",
        [(3, "か月", "3か月"), (3, "か月", "3ヶ月"), (3, "か月", "3カ月間"), (3, "か月", "3ヵ月")],
    ),
    ("5年間と5年、2時間", [(5, "年", "5年間"), (5, "年", "5年"), (2, "時間", "2時間")]),
    (
        "2024年度、令和6年、令和元年度",
        [(2024, "年度", "2024年度"), (2024, "年", "令和6年"), (2019, "年度", "令和元年度")],
    ),
    ("2024-05-01に", [(2024, "年", "2024"), (5, "月", "05"), (1, "日", "01")]),
    ("2024/12/31", [(2024, "年", "2024"), (12, "月", "12"), (31, "日", "31")]),
    ("2024年5月1日", [(2024, "年", "2024年"), (5, "月", "5月"), (1, "日", "1日")]),
    ("23:30に", [(23, "時", "23"), (30, "分", "30")]),
    ("3〜5回", [(3, "回", "3"), (5, "回", "5回")]),
    ("10ー20", [(10, "", "10"), (20, "", "20")]),
    ("10から20km", [(10, "km", "10"), (20, "km", "20km")]),
    ("1つ目と三回目", [(1, "つ目", "1つ目"), (3, "回目", "三回目")]),
    ("約32本弱、週三回", [(32, "本", "32本"), (3, "回", "三回")]),
    ("㈱の3社と②", [(3, "社", "3社"), (2, "", "②")]),
    ("数十冊、何百回、十分、一番、万一、一度、一種、手法の一つ、一段落", []),
    ("五十嵐さん、八百屋、同一人物、第三者、〇〇さん", []),
    ("GPT-4、ES2015、v1.2.3、3.11.7、1on1、iPhone15、2nd", []),
    ("https://blog.example/2024/32 を読んだ", []),
    ("Python 3.11", [(3.11, "", "3.11")]),
    (
        "32 posts and two articles in 2024",
        [(32, "post", "32 posts"), (2, "article", "two articles"), (2024, "", "2024")],
    ),
    (
        "One of two people ran 100km in 3 days",
        [(2, "person", "two people"), (100, "km", "100km"), (3, "day", "3 days")],
    ),
    ("合計\n12\n冊", [(12, "", "12")]),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS, ids=[text[:24] for text, _ in NUMBERS])
def test_find_numbers(text: str, expected: list[tuple[float, str, str]]) -> None:
    assert [(found.value, found.unit, text[found.start : found.end]) for found in find_numbers(text)] == expected


def test_offsets_are_those_of_the_text_before_folding() -> None:
    assert find_numbers("㈱か\u3099１２冊") == (Number(value=12.0, unit="冊", start=3, end=6),)


def test_absurdly_long_numbers_break_nothing() -> None:
    for text in ("九" * 5000 + "個", "9" * 5000 + "個", "9" * 5000 + "兆" * 200):
        assert [(found.start, found.end) for found in find_numbers(text)] == [(0, len(text))]


@given(st.integers(0, 10**12), st.sampled_from(["記事", "円", "回", " km"]))
def test_a_number_is_the_same_in_every_way_of_writing(value: int, unit: str) -> None:
    wide = str(value).translate({sign: sign + 0xFEE0 for sign in map(ord, "0123456789")})
    for text in (f"{value}{unit}", f"{value:,}{unit}", f"{wide}{unit}"):
        found = find_numbers(text)
        assert [(number.value, number.unit) for number in found] == [(float(value), unit.strip())]
        assert (found[0].start, found[0].end) == (0, len(text))


@given(st.text(st.sampled_from("一二三十百千万〇年月日つ12３,.-:〜 a%令和元か"), max_size=30))
def test_numbers_stand_in_order_inside_the_text(text: str) -> None:
    ends = [(number.start, number.end) for number in find_numbers(text)]
    assert all(start < end <= len(text) for start, end in ends)
    assert all(before[1] <= after[0] for before, after in pairwise(ends))
