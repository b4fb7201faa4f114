import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.score.student import t_quantile, t_within

# The printed table of t: one-sided .95, .975, .995.
TABLE = {
    1: (6.314, 12.706, 63.657),
    2: (2.920, 4.303, 9.925),
    3: (2.353, 3.182, 5.841),
    4: (2.132, 2.776, 4.604),
    5: (2.015, 2.571, 4.032),
    6: (1.943, 2.447, 3.707),
    7: (1.895, 2.365, 3.499),
    9: (1.833, 2.262, 3.250),
    10: (1.812, 2.228, 3.169),
    15: (1.753, 2.131, 2.947),
    20: (1.725, 2.086, 2.845),
    29: (1.699, 2.045, 2.756),
    30: (1.697, 2.042, 2.750),
    60: (1.671, 2.000, 2.660),
    120: (1.658, 1.980, 2.617),
}


@pytest.mark.parametrize("freedom", TABLE)
def test_quantiles_are_those_of_the_table(freedom: int) -> None:
    found = tuple(t_quantile(p, freedom=freedom) for p in (0.95, 0.975, 0.995))
    assert found == pytest.approx(TABLE[freedom], abs=5.001e-4)


@pytest.mark.parametrize("freedom", [10_000, 1_000_000])
def test_many_degrees_of_freedom_are_normal(freedom: int) -> None:
    assert t_quantile(0.975, freedom=freedom) == pytest.approx(1.95996, abs=1e-5)


def test_the_step_to_the_normal_is_small() -> None:
    assert t_quantile(0.975, freedom=9_999) == pytest.approx(t_quantile(0.975, freedom=10_000), rel=2e-4)


@given(st.floats(0, 50), st.integers(1, 60))
def test_a_share_is_the_integral_of_the_density(t: float, freedom: int) -> None:
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)
    # Simpson's rule in the angle, where the density is smooth and bounded
    top, n = math.atan(t / math.sqrt(freedom)), 400
    heights = [math.cos(top * k / n) ** (freedom - 1) * (1 if k in (0, n) else 4 if k % 2 else 2) for k in range(n + 1)]
    area = 2 * scale * math.sqrt(freedom) * sum(heights) * top / n / 3
    assert t_within(t, freedom=freedom) == pytest.approx(area, abs=1e-6)


@given(st.floats(0.5, 0.9999), st.integers(1, 300))
def test_a_quantile_leads_back_to_its_share(probability: float, freedom: int) -> None:
    assert t_within(t_quantile(probability, freedom=freedom), freedom=freedom) == pytest.approx(
        2 * probability - 1, abs=1e-9
    )
