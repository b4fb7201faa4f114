from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from drafter.text.seen import as_seen, lower

SIGNS = st.sampled_from(
    "あがハパー一㈱①…～〜ーAbÉe\u0301か\u3099ﾊﾟ２ｚ \u3000\n\r\u200b\ufeff\u00ad‐—😀\u200d\U000e0041"
)
TEXTS = st.text(SIGNS, max_size=40)


def test_width_composition_and_hyphens_are_alike_and_case_stays() -> None:
    assert as_seen("Ａｂ１ﾊﾟｽﾜｰﾄﾞ‐‑-").text == "Ab1パスワード---"
    assert as_seen("か\u3099e\u0301").text == "がé"


def test_what_nobody_sees_is_gone_and_found_again() -> None:
    seen = as_seen("x\u200bs\u2060k-\ufeffa")
    assert seen.text == "xsk-a"
    assert seen.original(1, 4) == (2, 6)


def test_one_sign_that_is_seen_as_several_comes_back_whole() -> None:
    seen = as_seen("a㈱b")
    assert seen.text == "a(株)b"
    assert seen.original(2, 3) == (1, 2)
    assert seen.original(4, 5) == (2, 3)


def test_plain_text_is_itself() -> None:
    assert as_seen("").text == ""
    assert as_seen("今日は晴れ。Sunny.").original(3, 5) == (3, 5)


@given(TEXTS)
def test_every_piece_comes_from_the_part_of_the_original_it_points_to(text: str) -> None:
    seen = as_seen(text)
    for place in range(len(seen.text)):
        start, end = seen.original(place, place + 1)
        assert 0 <= start < end <= len(text)
        assert seen.text[place] in as_seen(text[start:end]).text


@given(TEXTS)
def test_places_follow_one_another(text: str) -> None:
    seen = as_seen(text)
    places = [seen.original(place, place + 1) for place in range(len(seen.text))]
    assert places == sorted(places)


@given(TEXTS)
def test_composition_makes_no_difference(text: str) -> None:
    assert as_seen(unicodedata.normalize("NFD", text)).text == as_seen(unicodedata.normalize("NFC", text)).text


def test_small_letters_keep_their_places() -> None:
    assert lower("İSTANBUL Ａ") == "istanbul ａ"
