"""The numbers of a period, each counted by code and each with the rule it was counted by: documents → Statistics."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from drafter.records import Count, Document, Group, Kind, Level, Period, Statistics, content_id
from drafter.text.periods import months, previous


def count_statistics(documents: Iterable[Document], period: Period) -> Statistics:
    """Count what is dated inside a period, and inside the one before it.

    Private documents and documents without a date are in no number. No documents give zeros.
    """
    known = tuple(document for document in documents if document.stamp and document.level is not Level.PRIVATE)
    earlier = previous(period)
    if any(document.stamp and document.stamp.day in earlier for document in known):
        return _count(known, period, before=_count(known, earlier, before=None, reason=None), reason=None)
    return _count(known, period, before=None, reason=f"nothing is dated {earlier.start}..{earlier.end}")


def n_characters(text: str) -> int:
    """Characters of a text, white space not counted.

    >>> n_characters("振り返り 2024\\n")
    8
    """
    return sum(map(len, text.split()))


def _count(
    documents: Sequence[Document], period: Period, *, before: Statistics | None, reason: str | None
) -> Statistics:
    days = f"dated {period.start}..{period.end}"
    inside = sorted((d for d in documents if d.stamp and d.stamp.day in period), key=_order)
    posts = [d for d in inside if d.kind is Kind.POST and not d.draft]
    drafts = [d for d in inside if d.kind is Kind.POST and d.draft]
    notes = [d for d in inside if d.kind is Kind.NOTE]
    published = f"documents of kind post, published, {days}"
    by_month = _by_month(posts, period, published)
    return Statistics(
        period=period,
        posts=_count_of("posts", posts, published),
        drafts=_count_of("drafts", drafts, f"documents of kind post, not published, {days}"),
        notes=_count_of("notes", notes, f"documents of kind note, {days}"),
        days_noted=_days_noted(notes, days),
        characters=_count_characters("characters", posts, published),
        empty_months=_empty_months(by_month, published),
        by_month=by_month,
        by_category=_by_label("category", posts, lambda post: post.categories, published),
        by_tag=_by_label("tag", posts, lambda post: post.tags, published),
        first=posts[0].id if posts else None,
        last=posts[-1].id if posts else None,
        longest=_longest(posts, published),
        before=before,
        before_reason=reason,
    )


def _days_noted(notes: Sequence[Document], days: str) -> Count:
    n_days = len({note.stamp.day for note in notes if note.stamp})
    return _count_of("days noted", notes, f"different days among documents of kind note, {days}", value=n_days)


def _empty_months(by_month: Iterable[Group], published: str) -> Count:
    n_empty = sum(1 for group in by_month if not group.count.value)
    return _count_of("months without posts", (), f"months without {published}", value=n_empty)


def _order(document: Document) -> tuple[str, str]:
    return (document.stamp.day.isoformat() if document.stamp else "", document.path)


def _count_of(name: str, documents: Iterable[Document], rule: str, *, value: int | None = None) -> Count:
    ids = tuple(document.id for document in documents)
    number = len(ids) if value is None else value
    return Count(id=content_id("count", name, rule, str(number)), name=name, value=number, rule=rule, document_ids=ids)


def _count_characters(name: str, posts: Sequence[Document], published: str) -> Count:
    rule = f"characters of the bodies, without front matter and white space, of {published}"
    return _count_of(name, posts, rule, value=sum(n_characters(post.body) for post in posts))


def _longest(posts: Sequence[Document], published: str) -> Count | None:
    if not posts:
        return None
    post = max(posts, key=lambda post: n_characters(post.body))
    rule = f"characters of the body, without front matter and white space, of {post.path}, the most among {published}"
    return _count_of("characters of the longest post", (post,), rule, value=n_characters(post.body))


def _by_month(posts: Sequence[Document], period: Period, published: str) -> tuple[Group, ...]:
    names = [f"{year:04}-{month:02}" for year, month in months(period)]
    inside = {name: [p for p in posts if p.stamp and p.stamp.day.isoformat().startswith(name)] for name in names}
    return tuple(
        Group(name=name, count=_count_of(f"posts in {name}", inside[name], f"{published}, in {name}")) for name in names
    )


def _by_label(
    kind: str, posts: Sequence[Document], labels_of: Callable[[Document], tuple[str, ...]], published: str
) -> tuple[Group, ...]:
    spellings: dict[str, Counter[str]] = {}
    members: dict[str, list[Document]] = {}
    for post in posts:
        for key, label in {_fold_label(label): label.strip() for label in labels_of(post) if label.strip()}.items():
            spellings.setdefault(key, Counter())[label] += 1
            members.setdefault(key, []).append(post)
    groups = []
    for key, inside in members.items():
        name = spellings[key].most_common(1)[0][0]
        rule = f"{published}, with {kind} {name!r} in any case"
        groups.append(Group(name=name, count=_count_of(f"posts with {kind} {name}", inside, rule)))
    return tuple(sorted(groups, key=lambda group: (-group.count.value, group.name)))


def _fold_label(label: str) -> str:
    return unicodedata.normalize("NFKC", label).strip().casefold()
