from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.normal import find_quote, fold, same

JAPANESE = "今日は㈱架空でﾃﾞｰﾀﾍﾞｰｽを\r\n　更新した。Hello,  World!（２０２４年）か\u3099く…～終わり"
SIGNS = st.sampled_from("あがﾊﾞか\u3099一架空㈱①…～〜ーAbÉe\u0301 Z１2３ \u3000\n\r.。、（(「」\u200bİß-−’")
TEXTS = st.text(SIGNS, max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("Plain ASCII", "plain ascii"),
        ("ﾌﾞﾛｸﾞ２０２４", "ブログ2024"),
        ("か\u3099く", "がく"),
        ("㈱…①", "(株)...1"),
        ("１０〜２０～３０", "10~20~30"),
        ("“It’s” – ok", '"it\'s" - ok'),
        ("ＮＯＤＥ．ＪＳ", "node.js"),
        ("コーヒー", "コーヒー"),
        ("E\u0301te\u0301", "été"),
        ("각", "각"),
        ("Å", "å"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_origins_point_back_across_shorter_and_longer_signs() -> None:
    folded = fold("㈱か\u3099…x")
    assert (folded.text, tuple(folded.origins)) == ("(株)が...x", (0, 0, 0, 1, 3, 3, 3, 4, 5))
    assert folded.original(1, 2) == (0, 1)
    assert folded.original(2, 5) == (0, 4)
    assert folded.original(7, 8) == (4, 5)


@given(TEXTS)
def test_origins_are_as_many_as_signs_and_never_fall(text: str) -> None:
    folded = fold(text)
    assert len(folded.origins) == len(folded.text) + 1
    assert list(folded.origins) == sorted(folded.origins)
    assert folded.origins[-1] == len(text)


@given(TEXTS, TEXTS)
def test_folding_twice_changes_nothing_and_forgets_composition(text: str, other: str) -> None:
    assert fold(fold(text).text).text == fold(text).text
    decomposed = unicodedata.normalize("NFD", text)
    assert same(text, decomposed)
    assert same(text, text + " \r\n")
    assert same(text, other) == same(other, text)


FOUND = [
    ("データベースを更新した", "ﾃﾞｰﾀﾍﾞｰｽを\r\n　更新した"),
    ("データベース を更新した。", "ﾃﾞｰﾀﾍﾞｰｽを\r\n　更新した。"),
    ("hello, world", "Hello,  World"),
    ("Hello,World!", "Hello,  World!"),
    ("(株)架空", "㈱架空"),
    ("株", "㈱"),
    ("(2024年)", "（２０２４年）"),
    ("がく", "か\u3099く"),
    ("..〜終わり", "…～終わり"),
    (" 今日は\n", "今日は"),
]


@pytest.mark.parametrize(("quote", "original"), FOUND, ids=[quote for quote, _ in FOUND])
def test_a_quote_is_found_with_the_offsets_of_the_original(quote: str, original: str) -> None:
    span = find_quote(quote, JAPANESE)
    assert span is not None
    assert JAPANESE[slice(*span)] == original


@pytest.mark.parametrize("quote", ["", " \n", "\u200b", "明日は", "データベースは更新", "2023年", "worldhello"])
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert find_quote(quote, JAPANESE) is None


def test_spaces_part_latin_words_and_nothing_else() -> None:
    assert find_quote("the rapist", "the therapist") is None
    assert find_quote("12", "1 2") is None
    assert find_quote("the\r\nend", "in the  end") == (3, 11)
    assert find_quote("日本 語", "日本語") == (0, 3)


def test_the_exact_words_go_before_folded_ones() -> None:
    assert find_quote("ABC", "abc ABC") == (4, 7)
    assert find_quote("abc", "ABC abc") == (4, 7)
    assert find_quote("Abc", "ABC abc") == (0, 3)


@given(TEXTS, st.data())
def test_every_piece_of_a_text_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    span = find_quote(piece, text)
    assert (span is None) == (not piece.strip())
    if span is not None:
        assert text[slice(*span)] == piece.strip()


@given(st.text(st.sampled_from("あがバ一架空Ab3１。、 \n"), max_size=30), st.data())
def test_a_piece_is_found_in_any_width_composition_and_spacing(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    retyped = unicodedata.normalize("NFD", piece.upper()).translate(str.maketrans("3 \n", "３\u3000\t"))
    span = find_quote(retyped, text)
    assert (span is None) == (not piece.strip())
    if span is not None:
        assert same(text[slice(*span)], piece)
        assert not text[slice(*span)][:1].isspace()
        assert not text[slice(*span)][-1:].isspace()
