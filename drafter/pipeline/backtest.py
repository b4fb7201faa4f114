"""A past period drafted from what there was before its retrospective, and scored against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from drafter.digest.retrospectives import find_retrospectives
from drafter.errors import SourceError
from drafter.pipeline.cases import Case
from drafter.pipeline.project import Project, path_from_root
from drafter.records import Kind, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """`project` is as it stood before its author wrote the retrospective that `case` has as its reference."""

    project: Project
    case: Case


def look_back(project: Project, period: Period) -> Backtest:
    """Take the retrospective of a past period away, and all that is dated on its day or later.

    Documents without a date stay. Where a period has several retrospectives, published ones go before notes and the
    longest is the reference; none of them stays.

    Raises:
        SourceError: the period has no retrospective with a date.
    """
    by_id = {document.id: document for document in project.documents}
    known = find_retrospectives(project.documents, fiscal_start=project.settings.fiscal_start)
    own = [by_id[r.document_id] for r in known if (r.period.start, r.period.end) == (period.start, period.end)]
    dated = [document for document in own if document.stamp]
    if not dated:
        years = ", ".join(dict.fromkeys(r.period.label for r in known)) or "none"
        raise SourceError(
            f"{project.site.root}: no retrospective of {period.label} to score against",
            hint=f"there are retrospectives of: {years}",
        )
    reference = max(dated, key=lambda d: (d.kind is Kind.POST, len(d.body)))
    assert reference.stamp is not None
    day = max(reference.stamp.day, period.end)  # one written before the end: the period still counts as over
    later = (
        d.id for d in project.documents if d.stamp and d.stamp.day > period.end and d.stamp.day >= reference.stamp.day
    )
    hidden = frozenset((*(document.id for document in own), *later))
    now = datetime.combine(day + timedelta(days=1), time(), tzinfo=project.now.tzinfo)
    case = Case(
        name=f"{project.site.root.name}-{period.label}",
        folder=project.site.root,
        language=reference.language,
        period=period,
        cutoff=now,
        reference=project.site.root / path_from_root(project, reference.path),
    )
    return Backtest(project=replace(project, now=now, hidden=hidden), case=case)
