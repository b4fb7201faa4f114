"""Which marks on the sentences of a draft foresaw that its author would change or delete them, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from math import comb

from drafter.records import Score
from drafter.score.fates import Compared, Fate
from drafter.score.significance import ALPHA, holm
from drafter.score.signing import score_share, sign

Flags = Mapping[str, Set[int]]  # the places of the sentences that carry a mark, by its name


class Foresaw(StrEnum):
    """What can be said of a mark. `TOO_FEW`: so few sentences cannot tell, however they come out."""

    EDITS = "foresaw edits"
    CHANCE = "may be chance"
    TOO_FEW = "too few to tell"
    NOTHING = "marked nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """A mark beside what became of the sentences. Edited is changed or deleted.

    `precision` is edited / marked, `recall` marked / edited, both among edited ones that are marked; `lift` is the
    precision over the share of edited among all. `p` is the chance of as many edited ones or more among as many
    sentences drawn blindly, `adjusted` that after Holm over all marks; `smallest_p` is what they could reach.
    """

    mark: str
    places: frozenset[int]
    n_sentences: int
    n_marked: int
    n_edited: int
    n_both: int
    n_deleted: int  # marked and deleted
    precision: Score
    recall: Score
    lift: Score
    p: float | None
    smallest_p: float
    adjusted: float | None = None
    verdict: Foresaw = Foresaw.NOTHING


def foresee(compared: Compared, flags: Flags) -> tuple[Foresight, ...]:
    """Every mark beside the fates, those that foresaw the most first."""
    edited = frozenset(one.place for one in compared.followed if one.fate is not Fate.KEPT)
    deleted = frozenset(one.place for one in compared.followed if one.fate is Fate.DELETED)
    n_all = len(compared.followed)
    found = [_foresight(mark, frozenset(places), edited, deleted, n_all=n_all) for mark, places in flags.items()]
    adjusted = holm({one.mark: one.p for one in found})
    found = [replace(one, adjusted=adjusted[one.mark], verdict=_judge(one, adjusted[one.mark])) for one in found]
    return tuple(sorted(found, key=lambda one: (one.p is None, one.p, -one.n_both, one.mark)))


def tail(n_all: int, n_edited: int, n_marked: int, n_both: int) -> float:
    """The chance that `n_marked` of `n_all` sentences drawn blindly hold `n_both` or more of the edited ones.

    Source: Fisher's exact test, one-sided (hypergeometric).

    >>> tail(4, 2, 2, 2), tail(10, 5, 0, 0)
    (0.16666666666666666, 1.0)
    """
    most = min(n_marked, n_edited)
    ways = sum(comb(n_edited, n) * comb(n_all - n_edited, n_marked - n) for n in range(n_both, most + 1))
    return ways / comb(n_all, n_marked)


def _foresight(
    mark: str, places: frozenset[int], edited: frozenset[int], deleted: frozenset[int], *, n_all: int
) -> Foresight:
    n_marked, n_edited, n_both = len(places), len(edited), len(places & edited)
    how = {"mark": mark, "unit": "sentence", "of": "changed+deleted"}
    precision = score_share("precision", n_both, n_marked, signature=sign("precision", how), empty="it marked nothing")
    return Foresight(
        mark=mark,
        places=places,
        n_sentences=n_all,
        n_marked=n_marked,
        n_edited=n_edited,
        n_both=n_both,
        n_deleted=len(places & deleted),
        precision=precision,
        recall=score_share("recall", n_both, n_edited, signature=sign("recall", how), empty="nothing was edited"),
        lift=_lift(precision, n_edited, n_all, signature=sign("lift", how)),
        p=tail(n_all, n_edited, n_marked, n_both) if n_marked else None,
        smallest_p=tail(n_all, n_edited, n_marked, min(n_marked, n_edited)),
    )


def _lift(precision: Score, n_edited: int, n_all: int, *, signature: str) -> Score:
    if precision.value is None or not n_edited:
        reason = precision.reason or "nothing was edited"
        return Score(metric="lift", value=None, reason=reason, signature=signature)
    return Score(metric="lift", value=precision.value * n_all / n_edited, signature=signature)


def _judge(one: Foresight, adjusted: float | None) -> Foresaw:
    if not one.n_marked:
        return Foresaw.NOTHING
    if one.smallest_p > ALPHA:
        return Foresaw.TOO_FEW
    return Foresaw.EDITS if adjusted is not None and adjusted <= ALPHA else Foresaw.CHANCE
