"""Marks beside fates: counts, Fisher's tail against every drawing, and what so few sentences can tell."""

from __future__ import annotations

from itertools import combinations

import pytest

from drafter.score.fates import Compared, follow_sentences
from drafter.score.foresight import Foresaw, foresee, tail
from drafter.score.page import read_page

WORDS = ("池", "庭", "空", "海", "山", "川", "森", "村", "町", "橋", "寺", "駅")


def compared(n_kept: int, n_deleted: int) -> Compared:
    """The kept ones first."""
    draft = "\n\n".join(f"{word}。" for word in WORDS[: n_kept + n_deleted])
    published = "\n\n".join(f"{word}。" for word in WORDS[:n_kept])
    return follow_sentences(read_page(draft), read_page(published))


@pytest.mark.parametrize(("n_all", "n_edited", "n_marked"), [(6, 3, 2), (7, 2, 4), (5, 5, 2), (6, 0, 3), (8, 4, 4)])
def test_the_tail_is_the_share_of_all_drawings(n_all: int, n_edited: int, n_marked: int) -> None:
    drawn = [sum(place < n_edited for place in chosen) for chosen in combinations(range(n_all), n_marked)]
    for n_both in range(min(n_edited, n_marked) + 1):
        expected = sum(n >= n_both for n in drawn) / len(drawn)
        assert tail(n_all, n_edited, n_marked, n_both) == pytest.approx(expected)


def test_a_mark_on_all_that_was_deleted_foresaw_it_and_one_on_what_was_kept_did_not() -> None:
    found = {one.mark: one for one in foresee(compared(8, 4), {"wrong": {8, 9, 10, 11}, "right": {0, 1, 2, 3}})}
    wrong, right = found["wrong"], found["right"]
    assert (wrong.precision.value, wrong.recall.value, wrong.lift.value) == (1, 1, 3)
    assert (wrong.n_both, wrong.n_deleted, wrong.n_edited) == (4, 4, 4)
    assert wrong.p == pytest.approx(1 / 495)
    assert wrong.adjusted == pytest.approx(2 / 495)
    assert wrong.verdict is Foresaw.EDITS
    assert (right.precision.value, right.recall.value, right.lift.value, right.p) == (0, 0, 0, 1)
    assert right.verdict is Foresaw.CHANCE
    assert "mark:wrong" in wrong.precision.signature


def test_few_sentences_cannot_tell_however_they_come_out() -> None:
    (one,) = foresee(compared(3, 1), {"proposed": {3}})
    assert (one.p, one.smallest_p, one.verdict) == (0.25, 0.25, Foresaw.TOO_FEW)


def test_where_there_is_nothing_to_divide_by_there_is_no_value() -> None:
    (nothing,) = foresee(compared(2, 2), {"links": set()})
    assert (nothing.precision.value, nothing.lift.value, nothing.p) == (None, None, None)
    assert nothing.precision.reason == "it marked nothing"
    assert nothing.verdict is Foresaw.NOTHING
    (kept,) = foresee(compared(4, 0), {"links": {1}})
    assert (kept.recall.value, kept.lift.value) == (None, None)
    assert kept.recall.reason == "nothing was edited"
    (empty,) = foresee(compared(0, 0), {"links": set()})
    assert empty.n_sentences == 0
    assert empty.precision.value is None


def test_an_empty_mark_makes_no_other_one_less_sure() -> None:
    flags = {"wrong": {8, 9, 10, 11}}
    with_empty = {one.mark: one for one in foresee(compared(8, 4), {**flags, "links": set()})}
    assert with_empty["wrong"].adjusted == foresee(compared(8, 4), flags)[0].adjusted
