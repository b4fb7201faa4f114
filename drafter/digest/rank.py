"""Graph ranking with redundancy control, on character bigrams: no dictionary, no model, numpy only.

Source: TextRank (Mihalcea and Tarau 2004), maximal marginal relevance (Carbonell and Goldstein 1998).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from drafter.text.words import bigrams

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_DIMENSIONS = 4096
_DAMPING = 0.85


def measure_likeness(texts: Sequence[str]) -> Matrix:
    """Cosine likeness of every pair, shape (n, n), values 0 to 1, zeros on the diagonal. No texts give shape (0, 0)."""
    import numpy as np

    vectors = np.zeros((len(texts), _DIMENSIONS), np.float32)
    for row, text in enumerate(texts):
        for pair in bigrams(text):
            vectors[row, zlib.crc32(pair.encode("utf-8", "surrogatepass")) % _DIMENSIONS] += 1.0
    spread = np.count_nonzero(vectors, axis=0)
    vectors = np.log1p(vectors) * np.log((1.0 + len(texts)) / (1.0 + spread)).astype(np.float32)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(norms > 0, norms, 1.0)
    likeness: Matrix = np.clip(vectors @ vectors.T, 0.0, 1.0)
    np.fill_diagonal(likeness, 0.0)
    return likeness


def rank_central(likeness: Matrix) -> Matrix:
    """TextRank of each row, shape (n,), scaled so that the highest is 1."""
    import numpy as np

    n = len(likeness)
    if n == 0:
        return np.zeros(0, np.float32)
    sums = likeness.sum(axis=0)
    steps = likeness / np.where(sums > 0, sums, 1.0)
    scores = np.full(n, 1.0 / n, np.float32)
    for _ in range(30):
        scores = ((1 - _DAMPING) / n + _DAMPING * (steps @ scores)).astype(np.float32)
    top: Matrix = scores / scores.max()
    return top


def choose_diverse(
    weights: Sequence[float], likeness: Matrix, *, limit: int, redundancy: float = 0.6
) -> tuple[int, ...]:
    """Indices of at most `limit` rows, best first: each next one is heavy and unlike those already chosen.

    `weights` are 0 to 1; `redundancy` is how much of the likeness to the nearest chosen one is taken off.
    """
    import numpy as np

    gains = np.asarray(weights, np.float32).copy()
    nearest = np.zeros_like(gains)
    chosen: list[int] = []
    while len(chosen) < min(limit, len(gains)):
        best = int(np.argmax(gains - redundancy * nearest))
        chosen.append(best)
        gains[best] = -np.inf
        nearest = np.maximum(nearest, likeness[best])
    return tuple(chosen)
