from __future__ import annotations

import json
import unicodedata
from urllib.parse import quote

import pytest

from drafter.model.names import find_names, parse_names


def found(text: str, *names: str) -> list[str]:
    return [text[start:end] for start, end, _ in find_names(text, parse_names(names))]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        pytest.param("山田太郎", "昨日は山田太郎さんと会った。", "山田太郎", id="inside a sentence"),
        pytest.param("山田太郎", "山田　太郎です", "山田　太郎", id="a blank between"),
        pytest.param("山田　太郎", "山田太郎です", "山田太郎", id="no blank between"),
        pytest.param("山田太郎", "山\r\n田太郎", "山\r\n田太郎", id="cut by a line end"),
        pytest.param("山田太郎", "> 山田\n> 太郎", "山田\n> 太郎", id="cut by a line end in a quote"),
        pytest.param("山田太郎", "山\u200b田\u2060太\ufeff郎", "山\u200b田\u2060太\ufeff郎", id="zero width between"),
        pytest.param("葛城", "葛\U000e0100城", "葛\U000e0100城", id="a variant of a character"),
        pytest.param("高橋", "髙橋さん", "髙橋", id="another form of a character"),
        pytest.param("渡邉", "渡辺さん", "渡辺", id="the common form of a character"),
        pytest.param("ジョン・スミス", "ｼﾞｮﾝ･ｽﾐｽ氏", "ｼﾞｮﾝ･ｽﾐｽ", id="half width"),
        pytest.param("ジョン・スミス", "ジョンスミス", "ジョンスミス", id="no dot between"),
        pytest.param("Kaede", "ＫＡＥＤＥと", "ＫＡＥＤＥ", id="full width and case"),
        pytest.param("Ｋａｅｄｅ", "kaede-blog", "kaede", id="written full width"),
        pytest.param("José", "JOSE\u0301 came", "JOSE\u0301", id="composition"),
        pytest.param("John Smith", "John\n  Smith", "John\n  Smith", id="two words over two lines"),
        pytest.param("John Smith", "john.smith, JohnSmith", "john.smith", id="a dot between"),
        pytest.param("John Smith", "see johnsmith", "johnsmith", id="nothing between"),
        pytest.param("O'Brien", "O’Brien", "O’Brien", id="a curly quote"),
        pytest.param("AT&T", "AT&amp;T", "AT&amp;T", id="an entity"),
        pytest.param("Acme", "acme_corp", "acme", id="before a bar"),
        pytest.param("Acme", "https://acme.example/x", "acme", id="in an address"),
        pytest.param("Acme", "AcmeLabs", "Acme", id="before a capital"),
        pytest.param("Acme", "myAcme", "Acme", id="a capital after a small letter"),
        pytest.param("Acme", "acme2024", "acme", id="before a digit"),
        pytest.param("Acme", "Acme社で", "Acme", id="beside Japanese"),
        pytest.param("Yahoo!", "Yahooで", "Yahoo", id="without its mark"),
        pytest.param("Yahoo!", "Yahoo!で", "Yahoo!", id="with its mark"),
        pytest.param("(株)架空", "㈱架空の", "㈱架空", id="one sign for three"),
        pytest.param("@kaede", "@kaede と", "@kaede", id="a handle"),
        pytest.param("山田太郎", f"/{quote('山田太郎')}/", quote("山田太郎"), id="escaped in an address"),
        pytest.param("ガード", quote(unicodedata.normalize("NFD", "ガード")), None, id="escaped and decomposed"),
        pytest.param("山田太郎", json.dumps("山田太郎"), json.dumps("山田太郎")[1:-1], id="escaped in JSON"),
        pytest.param("ソニック", "ソニックストア", "ソニック", id="inside a longer word of katakana"),
        pytest.param("★", "★です", "★", id="no letters at all"),
    ],
)
def test_a_name_is_found_however_it_is_written(name: str, text: str, words: str | None) -> None:
    assert found(text, name)[0] == (text if words is None else words)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("Ken", "Kenya, token, KENT", id="inside a word"),
        pytest.param("ACME", "ACMEX PACME", id="inside a word of capitals"),
        pytest.param("3M", "33M 3MM", id="inside a number or a word"),
        pytest.param("José", "Jose", id="another letter"),
        pytest.param("山田", "山本と田中", id="its characters apart"),
        pytest.param("John Smith", "John and Smith", id="a word between"),
        pytest.param("Иван", "Иванова", id="Cyrillic words have borders"),
    ],
)
def test_other_words_are_no_names(name: str, text: str) -> None:
    assert found(text, name) == []


def test_the_longer_of_two_names_is_found() -> None:
    assert found("山田商事と山田", "山田", "山田商事") == ["山田商事", "山田"]
    assert found("John Smith, John", "John", "John Smith") == ["John Smith", "John"]


def test_spellings_of_one_name_are_one_and_the_first_counts() -> None:
    assert [name.name for name in parse_names(("Acme", "ＡＣＭＥ", "山田 太郎", "山田太郎", "Jo"))] == [
        "Acme",
        "山田 太郎",
        "Jo",
    ]
