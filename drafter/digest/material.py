"""What each document is used for: material of the draft, a number in the counts, a model of form and voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drafter.digest.retrospectives import Retrospective, find_retrospectives
from drafter.records import Document, Kind, Level, Period, Unit

MATERIAL, COUNTED = "material", "counted"
FORM = "form, voice and goals; no event of its year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """`documents` are told from; `issues` are ids of those that look back on a part of the period; `retrospectives` are
    earlier ones, nearest first; `uses` is by document id."""

    documents: tuple[Document, ...]
    issues: frozenset[str]
    retrospectives: tuple[Retrospective, ...]
    uses: Mapping[str, str]


def sort_material(
    documents: Sequence[Document], period: Period, *, fiscal_start: int = 1, target: str = ""
) -> Material:
    """Sort the documents for a period. The retrospective of the period itself, also as a draft at the path `target`,
    is used for nothing: a draft made from it would be a copy."""
    known = find_retrospectives(documents, fiscal_start=fiscal_start)
    of_period = {r.document_id for r in known if _same_days(r.period, period)} | {
        d.id for d in documents if d.path == target
    }
    others = [r for r in known if r.document_id not in of_period]
    earlier = tuple(r for r in others if r.period.start < period.start)
    models = earlier or tuple(others)
    wider = {r.document_id for r in others if not _inside(r.period, period)}
    uses = {
        d.id: _use(d, period, of_period=of_period, wider=wider, models={r.document_id for r in models})
        for d in documents
    }
    told = tuple(d for d in documents if uses[d.id] == MATERIAL)
    issues = frozenset(r.document_id for r in others if r.document_id not in wider)
    return Material(documents=told, issues=issues, retrospectives=models, uses=uses)


def _use(document: Document, period: Period, *, of_period: set[str], wider: set[str], models: set[str]) -> str:
    if document.level is Level.PRIVATE:
        return "nothing: private"
    if document.id in of_period:
        return "nothing: the retrospective of this period itself"
    inside = document.stamp is not None and document.stamp.day in period
    if document.id in wider:
        return (
            FORM + ("; counted" if inside else "")
            if document.id in models
            else COUNTED
            if inside
            else "nothing: another period"
        )
    if not inside:
        return (
            "nothing: no date"
            if document.stamp is None
            else "earlier work, for comparison"
            if document.stamp.day < period.start
            else "nothing: later"
        )
    return "questions only: unpublished draft" if document.draft and document.kind is Kind.POST else MATERIAL


def _same_days(one: Period, other: Period) -> bool:
    """Founders' years are dated ranges: a few days more or less are the same period."""
    if Unit.RANGE in (one.unit, other.unit):
        return abs((one.start - other.start).days) <= 14 and abs((one.end - other.end).days) <= 14
    return (one.start, one.end) == (other.start, other.end)


def _inside(one: Period, other: Period) -> bool:
    return other.start <= one.start and one.end <= other.end
