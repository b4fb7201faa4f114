"""Sentences followed from a draft into what was published: Japanese, English, both; moved, joined, doubled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.score.fates import ALIKE, Compared, Fate, follow_sentences, likeness
from drafter.score.page import read_page

K, C, D = Fate.KEPT, Fate.CHANGED, Fate.DELETED


def follow(draft: str, published: str) -> Compared:
    return follow_sentences(read_page(draft), read_page(published))


def fates(draft: str, published: str) -> list[Fate]:
    return [one.fate for one in follow(draft, published).followed]


@pytest.mark.parametrize(
    ("draft", "published", "expected"),
    [
        ("庭を掘った。池を作った。", "池を作った。\n\n庭を掘った。", [K, K]),
        ("３月に池を作った。", "**3月**に[池](/ike/)を作った。", [K]),
        ("I dug a pond. It rained.", "- It rained.\r\n- I  dug a pond.\r\n", [K, K]),
        ("DuckDBで集計を作り直した。", "DuckDBで集計をすべて作り直した。", [C]),
        ("I dug a pond in March.", "I dug a small pond in late March.", [C]),
        ("庭を掘った。", "税の申告を済ませた。", [D]),
        ("The pond froze in January.", "My sister moved to the city.", [D]),
        ("庭を掘った。", "", [D]),
        ("池を作った。\n\n- 池を作った。", "池を作った。", [K, D]),
        ("池を作った。\n\n- 池を作った。", "池を作った。池を作った。", [K, K]),
        ("数は32本だった。", "数は23本だった。", [C]),
        ("32本。", "23本。", [C]),
    ],
)
def test_a_sentence_is_kept_wherever_it_stands_changed_where_it_is_alike_and_else_deleted(
    draft: str, published: str, expected: list[Fate]
) -> None:
    assert fates(draft, published) == expected


def test_sentences_that_were_joined_are_changed_and_none_is_the_authors_own() -> None:
    found = follow(
        "三月に庭の池を掘り終えた。蛙が来た。",
        "三月に庭の池を掘り終えた、と思ったら翌朝にはもう大きな蛙が来ていて驚いた。",
    )
    assert found.followed[0].fate is C
    assert found.followed[0].now.startswith("三月に庭の池を掘り終えた、と思ったら")
    assert found.followed[1].fate is D  # too short to be told from chance


def test_a_word_that_stands_inside_of_a_kept_sentence_is_not_taken_for_a_changed_one() -> None:
    draft = "庭の大きな池を掘った。\n\n春に庭の大きな池を掘ったあとで蛙が来て、とてもうれしかった。"
    assert fates(draft, "春に庭の大きな池を掘ったあとで蛙が来て、とてもうれしかった。") == [D, K]


def test_the_whole_goes_before_the_single_pair() -> None:
    """The first is more alike to the second published one, and still leaves it to the second."""
    draft = "池の水を三回かえた。池の水を三回もかえてみた。"
    found = follow(draft, "池の水は三回かえたのだ。池の水を三回もかえてみたのだ。")
    assert [one.now_place for one in found.followed] == [0, 1]
    assert found.added == ()


def test_what_comes_from_no_sentence_is_the_authors_own_and_headings_tell_the_section() -> None:
    found = follow("始まり。\n\n## 庭\n\n池を掘った。\n", "## 庭\n\n池を掘った。楽しかった。\n")
    assert [one.section for one in found.followed] == ["", "庭"]
    assert found.added == ("楽しかった。",)
    assert [found.count(fate) for fate in Fate] == [1, 0, 1]


def test_nothing_against_nothing() -> None:
    assert follow("", "") == Compared(followed=(), added=())
    assert follow("", "池。").added == ("池。",)


SENTENCES = st.lists(st.sampled_from(["池を掘った。", "池を掘り直した。", "I ran.", "I ran far.", "税。"]), max_size=8)


@given(ours=SENTENCES, theirs=SENTENCES)
def test_every_sentence_has_one_fate_and_no_place_is_taken_twice(ours: list[str], theirs: list[str]) -> None:
    found = follow("\n\n".join(ours), "\n\n".join(theirs))
    places = [one.now_place for one in found.followed if one.now_place is not None]
    assert len(places) == len(set(places))
    assert len(places) + len(found.added) == len(theirs)
    assert found.count(K) == sum(min(ours.count(s), theirs.count(s)) for s in set(ours))
    for one in found.followed:
        assert (one.fate is K) == (one.likeness == 1)
        assert one.fate is not C or one.now


@given(a=st.text(max_size=30), b=st.text(max_size=30))
def test_likeness_lies_between_none_and_all_and_has_no_direction(a: str, b: str) -> None:
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1
    assert likeness(a, a) in (0, 1)


def test_sentences_of_other_texts_are_not_alike() -> None:
    ours = ["温室の屋根を直した。", "The roof of the greenhouse leaks.", "トマトを24個収穫した。"]
    theirs = ["試験に合格した。", "I passed the exam in the autumn.", "記事を24本書いた。"]
    assert max(likeness(a, b) for a in ours for b in theirs) < ALIKE
