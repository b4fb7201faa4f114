import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import SourceError
from drafter.read.encoding import decode

DIARY = "これは2024年の日報です。カタカナとABC、漢字もある。\r\n今日は雨だった。\n"


@pytest.mark.parametrize(
    ("codec", "encoding", "warning"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8-sig", "utf-8", None),
        ("utf-16", "utf-16-le", None),
        ("utf-32", "utf-32-le", None),
        ("utf-16-le", "utf-16-le", "not UTF-8: read as UTF-16-LE"),
        ("utf-16-be", "utf-16-be", "not UTF-8: read as UTF-16-BE"),
        ("cp932", "cp932", "not UTF-8: read as Shift_JIS"),
        ("euc_jp", "euc_jp", "not UTF-8: read as EUC-JP"),
        ("iso2022_jp", "iso2022_jp", "not UTF-8: read as ISO-2022-JP"),
    ],
)
@pytest.mark.parametrize(
    "text", [DIARY, "会議", "今日は雨だった。", "# メモ\nOK"], ids=["diary", "word", "line", "heading"]
)
def test_every_encoding_gives_the_same_text(text: str, codec: str, encoding: str, warning: str | None) -> None:
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.warning) == (text, encoding, warning)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\x1b")))
def test_utf8_comes_back_unchanged(text: str) -> None:
    mostly_text = "本文。" * 5 + text + "本文。" * 5 * (1 + len(text))
    assert decode(mostly_text.encode()).text == mostly_text


def test_nul_characters_and_later_marks_stay() -> None:
    assert decode("前\0後\ufeffの字".encode()).text == "前\0後\ufeffの字"


def test_lone_carriage_returns_and_a_long_line_stay() -> None:
    text = "一行目\r二行目\r" + "長" * 200_000
    assert decode(text.encode()).text == text


def test_a_byte_lost_in_utf8_costs_one_character_and_is_told() -> None:
    data = DIARY.encode()
    decoded = decode(data[:-5] + data[-4:])
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(DIARY[:30])
    assert decoded.warning == "1 broken characters in UTF-8"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Le café était fermé, hélas, déjà depuis l'été dernier.", "cp1252"),
        ("今天我学习了编程，并且写了一篇很长的文章。我们一起努力。", "gb18030"),
        ("오늘은 프로그래밍을 공부했다. 그리고 긴 글을 썼다.", "cp949"),
    ],
    ids=["French", "Chinese", "Korean"],
)
def test_other_languages_are_read_with_a_warning(text: str, codec: str) -> None:
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.warning) == (text, f"not UTF-8: read as {codec.upper()}")


def test_no_bytes_are_an_empty_text() -> None:
    assert decode(b"").text == ""
    assert decode(codecs.BOM_UTF8).text == ""


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(128, 256)) * 3, b"\x01\x02\x03\x04" * 50],
    ids=["all bytes", "picture", "controls"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="not a text file"):
        decode(data)
