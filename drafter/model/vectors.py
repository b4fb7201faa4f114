"""The body of an answer with vectors → the vectors; which of them point the same way."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isfinite
from typing import Any

from drafter.errors import ReplyError
from drafter.model.attempts import AttemptError
from drafter.model.chat import Usage
from drafter.model.failures import CHECK_ADDRESS, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RawVectors:
    """Vectors in the order of their texts, as many and all as long as they should be."""

    vectors: tuple[tuple[float, ...], ...]
    model: str
    usage: Usage | None


def read_vectors(content: bytes, *, place: Place, n_texts: int) -> RawVectors:
    """The body of an answer with status 200 → its vectors.

    Raises:
        AttemptError: with a ReplyError: no vectors in it, not one for each text, or of different lengths.
    """
    try:
        data: Any = json.loads(content)
        entries = sorted(data["data"], key=lambda entry: int(entry["index"]))
        vectors = tuple(tuple(float(number) for number in entry["embedding"]) for entry in entries)
        usage = data.get("usage") or {}
        tokens = int(usage.get("prompt_tokens") or 0)
        model = str(data.get("model") or place.model)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _useless("no vectors in its answer", place) from None
    lengths = {len(vector) for vector in vectors}
    if [entry["index"] for entry in entries] != list(range(n_texts)):
        raise _useless(f"{len(vectors)} vectors for {n_texts} texts", place)
    if len(lengths) != 1 or 0 in lengths or not all(any(v) and all(map(isfinite, v)) for v in vectors):
        raise _useless("vectors that are empty or of different lengths", place)
    return RawVectors(
        vectors=vectors, model=model, usage=Usage(input_tokens=tokens, output_tokens=0) if tokens else None
    )


def _useless(what: str, place: Place) -> AttemptError:
    error = ReplyError(f"{place.host} sent {what}", hint=f"is {place.model} a model for embeddings? {CHECK_ADDRESS}")
    return AttemptError(error, again=True, billed=True)


def pack(vector: Sequence[float]) -> bytes:
    """A vector made one long, float32 in the order of bytes of this machine."""
    length = hypot(*vector)
    return array("f", (number / length for number in vector)).tobytes()


def nearest(vector: bytes, others: Sequence[bytes], *, limit: int) -> tuple[int, ...]:
    """The places of the vectors that point most nearly the same way, nearest first; () of none.

    >>> nearest(pack([1, 0]), [pack([0, 2]), pack([3, 0.1]), pack([1, 1])], limit=2)
    (1, 2)
    """
    if not others:
        return ()
    import numpy as np

    matrix = np.frombuffer(b"".join(others), dtype=np.float32).reshape(len(others), -1)
    likeness = matrix @ np.frombuffer(vector, dtype=np.float32)
    return tuple(int(place) for place in np.argsort(-likeness, kind="stable")[:limit])
