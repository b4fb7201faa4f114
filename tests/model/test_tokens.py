from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.model.cache import Cache
from drafter.model.tokens import WINDOW, Calibration, estimate_tokens


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with Cache(tmp_path / "c.sqlite3") as cache:
        yield cache


def calibrate(cache: Cache, *, model: str = "small") -> Calibration:
    return Calibration(cache, endpoint="http://localhost:8080/v1", model=model)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        (" \n\t\u00a0", 0),
        ("a", 1),  # 0.88
        ("greenhouse", 2),  # 0.88 + 4 × 0.15 = 1.48
        ("planted twelve seeds", 3),  # 3 × 0.88 + 0.15 = 2.79
        ("2024", 4),  # 202, 4: 2 × 1.78 = 3.56
        ("２０２４", 4),
        ("なえをうえた", 5),  # 6 × 0.68 = 4.08
        ("トマト", 3),  # 2.4
        ("温室", 2),  # 1.56
        ("ｶﾞﾗｽ", 4),  # 3.2
        ("\uf900\u3000", 2),  # 0.78 + 1.1
        ("温室を12月に建てた。", 9),  # 4 × 0.78 + 4 × 0.68 + 1.78 + 1.1 = 8.72
        ("가나다", 2),  # 1.8
        ("...!?", 2),  # one run: 1.16
        ("сад", 1),  # 0.81
        ("🌱🌱", 4),
        ("𠮷", 2),
        ("\udce3", 2),
    ],
    ids=lambda value: ascii(value) if isinstance(value, str) else "",
)
def test_an_estimate_is_the_weighted_sum_of_its_pieces(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


def test_old_line_ends_and_indents_cost_nothing() -> None:
    assert estimate_tokens("苗\r\n\r\n    水") == estimate_tokens("苗\n水")


@given(st.text(), st.text())
def test_a_longer_text_is_never_estimated_as_less(first: str, second: str) -> None:
    assert estimate_tokens(first) <= estimate_tokens(first + " " + second)


def test_every_sign_that_is_no_blank_counts() -> None:
    silent = [chr(n) for n in range(sys.maxunicode + 1) if estimate_tokens(chr(n)) == 0]
    assert all(char.isspace() for char in silent)


def test_before_the_first_request_the_estimate_is_raised_by_a_quarter(cache: Cache, tmp_path: Path) -> None:
    calibration = calibrate(cache)
    assert (calibration.factor, calibration.worst_factor) == (1.25, 2.5)
    assert (calibration.expect(1001), calibration.expect_worst(1001)) == (1252, 2503)
    assert list(tmp_path.iterdir()) == []


def test_the_factor_is_the_ratio_over_all_requests_and_the_worst_is_above_each(cache: Cache) -> None:
    calibration = calibrate(cache)
    calibration.learn(estimated=1000, counted=1200)
    calibration.learn(estimated=3000, counted=3000)
    assert calibration.factor == pytest.approx(1.05)  # 4200 / 4000
    assert calibration.worst_factor == pytest.approx(1.32)  # 1.1 × 1.2
    assert calibration.expect(1000) == 1050


@pytest.mark.parametrize(("counted", "factor", "worst"), [(100, 0.5, 0.5), (9000, 2.5, 2.5)])
def test_the_factor_stays_within_its_bounds(cache: Cache, counted: int, factor: float, worst: float) -> None:
    calibration = calibrate(cache)
    calibration.learn(estimated=1000, counted=counted)
    assert (calibration.factor, calibration.worst_factor) == (factor, worst)


@pytest.mark.parametrize(("estimated", "counted"), [(0, 40), (99, 240), (1000, 0), (1000, -1)])
def test_what_tells_nothing_is_not_learnt(cache: Cache, estimated: int, counted: int) -> None:
    calibration = calibrate(cache)
    calibration.learn(estimated=estimated, counted=counted)
    assert calibration.factor == 1.25


def test_only_the_last_requests_count(cache: Cache) -> None:
    calibration = calibrate(cache)
    calibration.learn(estimated=1000, counted=2400)
    for _ in range(WINDOW):
        calibration.learn(estimated=1000, counted=900)
    assert calibration.factor == pytest.approx(0.9)


def test_the_next_run_knows_the_factor_of_its_model_alone(cache: Cache) -> None:
    calibrate(cache).learn(estimated=1000, counted=900)
    cache.close()
    assert calibrate(cache).factor == pytest.approx(0.9)
    assert calibrate(cache, model="large").factor == 1.25
    again = calibrate(cache)
    again.learn(estimated=1000, counted=1100)
    assert again.factor == pytest.approx(1.0)


@pytest.mark.parametrize("note", [{}, {"pairs": 3}, {"pairs": [[0, 5], ["a", 1], [1], None]}])
def test_a_note_of_another_form_is_as_none(cache: Cache, note: dict[str, object]) -> None:
    cache.save_note("tokens http://localhost:8080/v1 small", note)
    assert calibrate(cache).factor == 1.25


def test_threads_learn_together(cache: Cache) -> None:
    calibration = calibrate(cache)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: calibration.learn(estimated=1000, counted=1000 + n), range(40)))
    assert calibration.factor == pytest.approx(1.0195)  # the mean of 1.000 to 1.039
    assert calibrate(cache).factor == calibration.factor
