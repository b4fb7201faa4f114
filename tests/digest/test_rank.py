import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.digest.rank import choose_diverse, measure_likeness, rank_central

TEXTS = ["山に登った。", "山へ登った！", "海で泳いだ。", "I shipped the planner.", "The planner shipped.", "123"]


def test_no_texts_give_empty_shapes() -> None:
    likeness = measure_likeness([])
    assert (likeness.shape, rank_central(likeness).shape) == ((0, 0), (0,))
    assert choose_diverse([], likeness, limit=3) == ()


def test_like_texts_are_alike_and_a_text_is_not_like_itself() -> None:
    likeness = measure_likeness(TEXTS)
    assert likeness[0][1] > likeness[0][2]
    assert likeness[3][4] > likeness[3][0] == 0
    assert np.allclose(likeness, likeness.T)
    assert not likeness.diagonal().any()
    assert not likeness[5].any(), "numbers alone are like nothing"


def test_width_case_and_marks_make_no_difference() -> None:
    likeness = measure_likeness(["Ｒｕｓｔで書いた", "rustで書いた！", "海で泳いだ"])
    assert likeness[0][1] == pytest.approx(1.0)


def test_what_many_resemble_is_central() -> None:
    central = rank_central(measure_likeness(["山に登った", "山に登った日", "山に登った朝", "海で泳いだ"]))
    assert central.max() == pytest.approx(1.0)
    assert int(np.argmin(central)) == 3


def test_the_second_choice_is_unlike_the_first() -> None:
    likeness = np.array([[0, 0.9, 0], [0.9, 0, 0], [0, 0, 0]], np.float32)
    assert choose_diverse([1.0, 0.9, 0.5], likeness, limit=2) == (0, 2)
    assert choose_diverse([1.0, 0.9, 0.5], likeness, limit=2, redundancy=0.0) == (0, 1)


@given(st.lists(st.text(max_size=12), max_size=8), st.integers(0, 10))
def test_likeness_stays_in_its_bounds_and_choices_are_different(texts: list[str], limit: int) -> None:
    likeness = measure_likeness(texts)
    assert likeness.shape == (len(texts), len(texts))
    assert bool(((likeness >= 0) & (likeness <= 1)).all())
    chosen = choose_diverse([0.5] * len(texts), likeness, limit=limit)
    assert len(set(chosen)) == len(chosen) == min(limit, len(texts))
