"""Where in the year the sources of a draft lie, and those it cites: what the balance is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drafter.records import Document, Draft
from drafter.score.coverage import cited_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month, "2024-05", with the number of dated sources in it and of those of them that the draft cites."""

    name: str
    n_sources: int
    n_cited: int


def count_months(draft: Draft, *, sources: Sequence[Document]) -> tuple[Month, ...]:
    """The months from the first source's to the last's, empty ones too. Sources without a date are not counted."""
    cited = cited_ids(draft, sources=sources)
    everywhere, ours = _by_month(sources), _by_month(d for d in sources if d.id in cited)
    if not everywhere:
        return ()
    span = range(min(everywhere), max(everywhere) + 1)
    return tuple(Month(name=f"{n // 12}-{n % 12 + 1:02}", n_sources=everywhere[n], n_cited=ours[n]) for n in span)


def _by_month(documents: Iterable[Document]) -> Counter[int]:
    """Documents by the number of months since year 0."""
    days = (document.stamp.day for document in documents if document.stamp)
    return Counter(day.year * 12 + day.month - 1 for day in days)
