from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.search_terms import index_terms, query_terms, query_words

SIGNS = st.text("猫転職学ぶのがをるー々ァビル C+#.-_'&12３ａＢé한글\n\u3099か", max_size=40)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("猫", "黒い猫が好き"),
        ("猫", "猫"),
        ("転職", "三月に転職した。"),
        ("お金", "お金の話をする"),
        ("うれしい", "とてもうれしい。"),
        ("ビル", "高いビルが建つ"),
        ("ﾃﾞｰﾀ", "データを集めた"),
        ("か\u3099っこう", "がっこうへ行く"),
        ("２０２４", "2024年のこと"),
        ("C++", "C++を少し書いた"),
        ("node.js", "Node.jsで書く"),
        ("node", "Node.jsで書く"),
        ("exam", "two exams in May"),
        ("exams", "an exam"),
        ("café", "at the CAFÉ"),
        ("𠮷野家", "昼は𠮷野家。"),
        ("전기", "전기를 아낀다"),
        ("100km", "100km走る"),
    ],
)
def test_a_query_is_found_where_its_words_stand(query: str, text: str) -> None:
    wanted = query_terms(query)
    assert wanted
    assert set(wanted) & set(index_terms(text))


@pytest.mark.parametrize(
    ("query", "text"),
    [("猫", "犬を飼う"), ("C++", "C言語"), ("転職", "転んだ職人"), ("ビル", "ビーカー")],
)
def test_other_words_are_not_found(query: str, text: str) -> None:
    assert not set(query_terms(query)) & set(index_terms(text))


def test_endings_and_particles_ask_for_nothing_beside_words_that_tell() -> None:
    assert query_terms("Sparkの資格はいつ取った？") == ("spark", "資格", "格は", "取っ")
    assert query_terms("、。？") == ()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Spark 資格", ("spark", "資格")),
        ("猫の写真", ("猫", "写真")),
        ("引き継ぎ資料", ("引き継ぎ資料",)),
        ("走る", ("走る",)),
        ("機械学習モデル", ("機械学習", "モデル")),
        ("Spark spark Ｓｐａｒｋ", ("spark",)),
        ("", ()),
    ],
)
def test_the_words_of_a_query_are_those_a_reader_would_mark(query: str, words: tuple[str, ...]) -> None:
    assert query_words(query) == words


@given(SIGNS)
def test_a_text_is_found_by_itself_and_in_any_composition(text: str) -> None:
    assert set(query_terms(text)) <= set(index_terms(text))
    assert index_terms(unicodedata.normalize("NFD", text)) == index_terms(unicodedata.normalize("NFC", text))


@given(SIGNS)
def test_no_term_would_be_parted_again(text: str) -> None:
    assert all(term and '"' not in term and not term.isspace() for term in index_terms(text))


def test_english_words_that_only_join_are_asked_for_alone_or_not_at_all() -> None:
    assert query_terms("what I wrote about routing") == ("wrote", "routing")
    assert query_words("What did I learn about Spark?") == ("learn", "spark")
    assert query_terms("on what") == ("on", "what")
