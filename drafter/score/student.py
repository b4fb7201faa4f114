"""Student's t distribution for whole degrees of freedom, by its finite sums: how sure a mean of a few cases is."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

_NORMAL_FROM = (
    10_000  # degrees of freedom from which t is as good as normal: the quantiles differ by less than 1 in 5,000
)
_HALVINGS = 60


def t_within(t: float, *, freedom: int) -> float:
    """The probability (0 to 1) that a t of so many degrees of freedom lies between -t and t, for t of 0 or more.

    Source: Abramowitz & Stegun 1964, 26.7.3 and 26.7.4, exact for whole degrees of freedom.
    """
    return _within(math.atan(t / math.sqrt(freedom)), freedom)


@lru_cache(maxsize=4096)
def t_quantile(probability: float, *, freedom: int) -> float:
    """The t (0 or more) below which a share of the distribution lies, for probabilities from 0.5 to below 1.

    >>> round(t_quantile(0.975, freedom=4), 3)
    2.776
    """
    if freedom >= _NORMAL_FROM:
        return NormalDist().inv_cdf(probability)
    low, high = 0.0, math.pi / 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < 2 * probability - 1 else (low, middle)
    return math.sqrt(freedom) * math.tan(low)


def _within(angle: float, freedom: int) -> float:
    """The same by the angle whose tangent is t / √freedom."""
    sine, square = math.sin(angle), math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = term if freedom > 1 else 0.0
    for factor in range(2 + odd, freedom - 1, 2):
        term *= square * (factor - 1) / factor
        total += term
    return (angle + sine * total) * 2 / math.pi if odd else sine * total
