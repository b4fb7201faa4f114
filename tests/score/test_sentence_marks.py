"""Marks on single sentences: copies, another register, what they rest on."""

from __future__ import annotations

import pytest

from drafter.records import Sentence, Standing
from drafter.score.copying import comparable, fragment_lengths
from drafter.score.page import read_page
from drafter.score.sentence_marks import copied_share, mark_copies, mark_register, mark_standing

SOURCE = "湖のまわりを４時間５２分で **走り切った**。"


def test_a_sentence_that_is_mostly_the_sources_words_is_copied() -> None:
    page = read_page(
        "湖のまわりを4時間52分で走り切った。湖を走った。\n\n湖のまわりを4時間52分で回ったのが、一年でいちばん長い日だった。"
    )
    assert mark_copies(page, [SOURCE, ""]) == {0}
    assert mark_copies(page, []) == set()


def test_an_alphabet_needs_longer_runs() -> None:
    page = read_page("I was in the garden all day.")
    assert mark_copies(page, ["She was in time for a cup."]) == set()
    assert mark_copies(page, ["I was in the garden all night."]) == {0}


@pytest.mark.parametrize("sentence", ["湖のまわりを歩いて4時間52分で走り切った。", "走り切った。", ""])
def test_the_share_is_that_of_the_fragments(sentence: str) -> None:
    words = comparable(sentence)
    expected = sum(fragment_lengths(sentence, [SOURCE], smallest=5)) / len(words) if words else 0
    assert copied_share(sentence, comparable(SOURCE), smallest=5) == expected


def test_the_other_register_is_that_which_the_author_does_not_write() -> None:
    page = read_page("池を掘りました。庭を掘った。良い年。")
    plain_author = ["走った。", "歩いた。", "山だ。"]
    assert mark_register(page, plain_author) == frozenset({0})
    assert mark_register(page, ["走りました。", "歩きました。"]) == frozenset({1})
    assert mark_register(page, ["走りました。", "歩いた。"]) is None
    assert mark_register(page, ["良い年。"]) is None


def test_what_a_sentence_rests_on_marks_it() -> None:
    known = {"池を掘った。": Sentence(text="池を掘った。", standing=Standing.PROVED)}
    page = read_page("池を掘った。楽しかった。<!-- ? -->\n\n来年も掘る。", known=known)
    assert mark_standing(page) == {"proposed": {1}, "without proof": {2}}
