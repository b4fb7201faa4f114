"""Two orders of pieces made one: the new draft's own, with what a person holds beside its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

Run = range  # places of pieces a person holds, one after another in their text


def weave(
    held: Sequence[bool],
    places: Mapping[int, int],
    n_new: int,
    *,
    split: Callable[[Run], int],
    pass_by: Callable[[int, int], bool] = lambda _t, _n: False,
    wish: Callable[[int], int | None] = lambda _t: None,
) -> tuple[tuple[bool, int], ...]:
    """The order of all, as (is it the person's, its place in their or in the new text).

    `held[t]` says whether the piece `t` of a person's text stays; `places` has for others, where they are in the new
    draft too, the place there. Held ones follow the piece before them, or from the member `split(run)` of a run on
    they precede the piece after it. Where a piece has no place in the new draft, what stands between its neighbours
    there stands for it. `pass_by(t, n)` says that the new piece `n` belongs to those before it more than held `t`;
    `wish(t)` is how many new pieces should stand before held `t`, as far as its neighbours let it.
    """
    before, after = _slots(held, places, n_new)
    slots: list[list[int]] = [[] for _ in range(n_new + 1)]
    for run in _runs(held):
        low = after[run.start - 1] if run.start else 0
        high = max(low, before[run.stop] if run.stop < len(held) else n_new)
        cut = run.start + split(run)
        wished = next((at for t in range(run.start, cut) if (at := wish(t)) is not None), None)
        slot = low if wished is None else min(max(low, wished), high)
        while wished is None and run.start < cut and slot < high and pass_by(run.start, slot):
            slot += 1
        slots[slot] += range(run.start, cut)
        slots[high] += range(cut, run.stop)
    return tuple(_in_order(slots, n_new))


def _in_order(slots: Sequence[Sequence[int]], n_new: int) -> Iterator[tuple[bool, int]]:
    for n, here in enumerate(slots):
        yield from ((True, t) for t in sorted(here))
        if n < n_new:
            yield False, n


def _runs(held: Sequence[bool]) -> Iterator[Run]:
    start: int | None = None
    for t, is_held in enumerate((*held, False)):
        if is_held and start is None:
            start = t
        elif not is_held and start is not None:
            yield range(start, t)
            start = None


def _slots(held: Sequence[bool], places: Mapping[int, int], n_new: int) -> tuple[list[int], list[int]]:
    """For each piece that is not held the places between new ones before and after it."""
    before, after = [0] * len(held), [0] * len(held)
    lost: list[int] = []
    low = 0
    for t in range(len(held) + 1):
        is_end = t == len(held)
        if not is_end and held[t]:
            continue
        if not is_end and t not in places:
            lost.append(t)
            continue
        high = n_new if is_end else places[t]
        width = max(0, high - low)
        for number, one in enumerate(lost):
            before[one] = low + round(width * number / len(lost))
            after[one] = low + round(width * (number + 1) / len(lost))
        lost = []
        if not is_end:
            before[t], after[t] = high, high + 1
            low = high + 1
    return before, after
