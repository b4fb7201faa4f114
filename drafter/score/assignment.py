"""Things of two kinds matched one to one, so that what the pairs are worth sums up to the most."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def assign(table: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row so that the values sum up to the most; there are at least as many columns as rows.

    Source: the Hungarian method by shortest augmenting paths, Jonker & Volgenant 1987.
    """
    n_columns = len(table[0]) if table else 0
    row_of: list[int | None] = [None] * (n_columns + 1)  # of each column; the last is that of a row without one
    prices = [0.0] * len(table), [0.0] * (n_columns + 1)
    for row in range(len(table)):
        row_of[-1] = row
        _augment(table, row_of, prices=prices)
    column_of = {row: column for column, row in enumerate(row_of[:-1])}
    return [column_of[row] for row in range(len(table))]


def _augment(
    table: Sequence[Sequence[float]], row_of: list[int | None], *, prices: tuple[list[float], list[float]]
) -> None:
    """Give the row of the last column one of its own, by the cheapest chain of rows that move to another column."""
    row_prices, column_prices = prices
    left, reached, column = set(range(len(row_of) - 1)), [-1], -1
    costs, before = [inf] * len(left), [-1] * len(left)
    while (row := row_of[column]) is not None:
        for other in left:
            cost = -table[row][other] - row_prices[row] - column_prices[other]
            if cost < costs[other]:
                costs[other], before[other] = cost, column
        step, column = min((costs[other], other) for other in left)
        for other in reached:
            row_prices[row_of[other] or 0] += step
            column_prices[other] -= step
        for other in left:
            costs[other] -= step
        left.remove(column)
        reached.append(column)
    while column != -1:
        row_of[column] = row_of[before[column]]
        column = before[column]
