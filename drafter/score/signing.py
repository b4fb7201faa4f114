"""What every score carries: a signature of how it was measured, and what a share is made of."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.records import Score


def sign(metric: str, parameters: Mapping[str, object], *, version: int = 1) -> str:
    """The signature of a score: scores with different signatures are never compared.

    `version` is that of the method; it rises whenever the same draft would score otherwise.

    >>> sign("coverage", {"unit": "document", "default": 0.2})
    'coverage|unit:document|default:0.2|version:1'
    """
    return "|".join((metric, *(f"{name}:{value}" for name, value in parameters.items()), f"version:{version}"))


def score_share(metric: str, part: float, whole: float, *, signature: str, empty: str) -> Score:
    """`part / whole`; where there is nothing to divide by, no value and `empty` as the reason."""
    if not whole:
        return Score(metric=metric, value=None, reason=empty, signature=signature)
    return Score(metric=metric, value=part / whole, numerator=part, denominator=whole, signature=signature)
