"""English counts, for what drafter says in the terminal."""

from __future__ import annotations


def count_of(n: int, noun: str) -> str:
    """A number with its noun, which takes an s but after 1.

    >>> count_of(1, "note"), count_of(2, "note")
    ('1 note', '2 notes')
    """
    return f"{n} {noun}" + ("" if n == 1 else "s")
