"""Slots, the questions a writer may put to the statistics: `posts tag:Hugo` → the words of the answer and its count."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafter.digest.amounts import AmountSum, sum_amounts
from drafter.digest.slot_queries import LABELS, SlotQuery, holds, parse_query, tell_filters, write_span
from drafter.digest.statistics import n_characters
from drafter.records import Count, Document, Fact, Kind, Level, Period, content_id
from drafter.store.wording import Wording
from drafter.text.normal import fold_text
from drafter.text.periods import month_period, months, previous

_LINES_MAX = 40
_MONTHS_MAX = 12
_LABELS_MAX = 15
_LEAST_POSTS = 2  # of a label worth a line
_NUMBERS_ONLY = re.compile(r"[\d\W_]+")
_Filled = tuple[str, Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A query with the documents it is about; `rule` names them."""

    query: SlotQuery
    inside: tuple[Document, ...]
    rule: str
    wording: Wording

    @property
    def empty(self) -> tuple[tuple[int, int], ...]:
        """The months without any of them."""
        full = {(document.stamp.day.year, document.stamp.day.month) for document in self.inside if document.stamp}
        return tuple(month for month in months(self.query.period) if month not in full)

    def count(self, name: str, value: int, rule: str) -> Count:
        ids = tuple(document.id for document in self.inside)
        return Count(
            id=content_id("count", name, rule, str(value)), name=name, value=value, rule=rule, document_ids=ids
        )

    def number(self, name: str, value: int, rule: str) -> _Filled:
        return self.wording.say("names.number", n=value), self.count(name, value, rule)


class Slots:
    """What the posts and notes of an author answer to slots; `period`, the draft's, holds where a slot names no other.

    Private documents, unpublished posts and what has no date are in no number. `facts` are those that `sum` may name,
    by the short ids the writer knows; `reviews` are ids of retrospectives of other periods: they are counted as the
    posts they are, but what they speak of says nothing of what the posts of this period are about.
    """

    def __init__(
        self,
        documents: Iterable[Document],
        *,
        period: Period,
        wording: Wording,
        facts: Mapping[str, Fact],
        reviews: Collection[str] = (),
    ) -> None:
        readable = sorted((d for d in documents if d.level is not Level.PRIVATE), key=_order)
        self._posts = tuple(d for d in readable if d.stamp and d.kind is Kind.POST and not d.draft)
        self._notes = tuple(d for d in readable if d.stamp and d.kind is Kind.NOTE)
        self._paths = {document.id: document.path for document in readable}
        self._period, self._wording, self._facts, self._reviews = period, wording, facts, frozenset(reviews)
        self._folded: dict[str, str] = {}

    def fill(self, query: str) -> tuple[str, Count] | None:
        """What stands in the place of `⟦=query⟧`, and how it was counted.

        None for words that are no slot; for a label or word that no document of the author's has at any time, and for a
        time before all of them; for the first, last or names of nothing, and the names of all months; for a sum whose
        parts are not each one amount of the same unit.

        Raises:
            PromptError: an entry of the wording does not parse.
        """
        asked = parse_query(query, period=self._period)
        if asked is None:
            return None
        if asked.what == "sum":
            return self._sum(asked.ids)
        known = self._notes if asked.what in ("notes", "days") else self._posts
        matching = [d for d in known if all(holds(d, *pair, fold_document=self._fold) for pair in asked.filters)]
        unknown = bool(asked.filters) and not matching
        if unknown or (asked.period != self._period and _is_before(asked.period, known)):
            return None
        kind = "note" if known is self._notes else "post, published"
        rule = f"documents of kind {kind}, dated {asked.period.start}..{asked.period.end}{tell_filters(asked.filters)}"
        inside = tuple(document for document in matching if document.stamp and document.stamp.day in asked.period)
        if asked.what == "no-posts" or any(key == "about" for key, _ in asked.filters):
            inside = tuple(document for document in inside if document.id not in self._reviews)
            apart = asked.what == "no-posts" or (known is self._posts and self._reviews)
            rule += ", retrospectives of other periods apart" if apart else ""
        return _ANSWERS[asked.what](_Asked(query=asked, inside=inside, rule=rule, wording=self._wording))

    def table(self) -> tuple[tuple[str, str], ...]:
        """Slots worth offering to a writer with what they give, the most useful first; at most 40."""
        offered = dict.fromkeys((*self._offer_whole(), *self._offer_labels(), *self._offer_months()))
        filled = ((query, found[0]) for query in offered if (found := self.fill(query)) is not None)
        return tuple(filled)[:_LINES_MAX]

    def _fold(self, document: Document) -> str:
        if document.id not in self._folded:
            self._folded[document.id] = fold_text("\n".join((document.title, *document.tags, document.body)))
        return self._folded[document.id]

    def _sum(self, ids: Sequence[str]) -> _Filled | None:
        facts = [fact for short in ids if (fact := self._facts.get(short)) and fact.level is not Level.PRIVATE]
        found = sum_amounts(facts)
        if len(facts) < len(ids) or found is None:
            return None
        words = _write_sum(found, self._wording)
        parts = [f"{self._paths.get(p.document_id, p.document_id)}:{p.line} {p.words}" for p in found.parts]
        rule, whole = f"{' + '.join(parts)} = {words}", round(found.total)
        name = "sum" if whole == found.total else "sum, rounded"
        sources = tuple(dict.fromkeys(part.document_id for part in found.parts))
        return words, Count(id=content_id("count", rule), name=name, value=whole, rule=rule, document_ids=sources)

    def _inside(self, documents: Iterable[Document], period: Period) -> list[Document]:
        return [document for document in documents if document.stamp and document.stamp.day in period]

    def _offer_whole(self) -> Iterator[str]:
        """What may be asked of any period. What would be none is not offered."""
        earlier = previous(self._period)
        span = write_span(earlier)
        for documents, names in ((self._posts, ("posts", "characters")), (self._notes, ("notes", "days"))):
            if not self._inside(documents, self._period):
                continue
            before = f" in:{span}" if span and self._inside(documents, earlier) else ""
            for name in names:
                yield from (name, f"{name}{before}")
            if documents is self._posts:
                holes = len(self._full_months()) < len(months(self._period))
                yield from ("months", *(("empty-months", "which-empty-months") if holes else ()), "first", "last")

    def _full_months(self) -> set[tuple[int, int]]:
        return {(d.stamp.day.year, d.stamp.day.month) for d in self._inside(self._posts, self._period) if d.stamp}

    def _offer_labels(self) -> Iterator[str]:
        """Labels of several posts, the largest first."""
        for label in _find_labels(self._inside(self._posts, self._period))[:_LABELS_MAX]:
            name = f'"{label.name}"' if re.search(r"\s", label.name) else label.name
            yield f"posts {label.key}:{name}"

    def _offer_months(self) -> Iterator[str]:
        touched = months(self._period)
        full = self._full_months()
        for year, month in touched if 1 < len(touched) <= _MONTHS_MAX else ():
            if (year, month) in full:
                yield f"posts in:{year}-{month:02}"


def _is_before(period: Period, documents: Sequence[Document]) -> bool:
    """Whether a period ends before the first document: nobody wrote nothing then."""
    return all(document.stamp.day > period.end for document in documents if document.stamp)


def _order(document: Document) -> tuple[str, str]:
    return (document.stamp.day.isoformat() if document.stamp else "", document.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    key: str
    name: str
    ids: tuple[str, ...]


def _find_labels(posts: Sequence[Document]) -> list[_Label]:
    """Labels of several posts, the largest first: one of those with the same name and posts, and no folder that holds
    what a tag or category names."""
    found: list[_Label] = []
    for label in sorted(_group(posts), key=lambda label: (-len(label.ids), list(LABELS).index(label.key), label.name)):
        alike = [other for other in found if other.ids == label.ids]
        told = any(label.key == "folder" or fold_text(other.name) == fold_text(label.name) for other in alike)
        if not told and len(label.ids) >= _LEAST_POSTS and _tells(label, n_posts=len(posts)):
            found.append(label)
    return found


def _group(posts: Sequence[Document]) -> Iterator[_Label]:
    for key, labels_of in LABELS.items():
        names: dict[str, str] = {}
        ids: dict[str, list[str]] = {}
        for post in posts:
            for folded, name in {fold_text(own).strip(): own.strip() for own in labels_of(post)}.items():
                names.setdefault(folded, name)
                ids.setdefault(folded, []).append(post.id)
        yield from (_Label(key=key, name=name, ids=tuple(ids[folded])) for folded, name in names.items())


def _tells(label: _Label, *, n_posts: int) -> bool:
    """Whether it says something: a folder of all posts or of a year does not, nor what a slot cannot hold."""
    if label.key == "folder" and (len(label.ids) == n_posts or _NUMBERS_ONLY.fullmatch(label.name)):
        return False
    return bool(label.name) and not re.search(r"[\"“”「」⟦⟧]", label.name)


def _write_sum(found: AmountSum, wording: Wording) -> str:
    whole, _, decimals = f"{abs(found.total):.{found.n_decimals}f}".partition(".")
    grouped = any(re.search("[,，]", part.words) for part in found.parts)
    number = f"{int(whole):,}" if grouped else wording.say("names.number", n=int(whole))
    number += f".{decimals}" if decimals else ""
    return f"{'-' if found.total < 0 else ''}{found.parts[0].sign}{number}{found.suffix}"


def _answer_documents(asked: _Asked) -> _Filled:
    return asked.number(asked.query.what, len(asked.inside), asked.rule)


def _answer_none(asked: _Asked) -> _Filled | None:
    """No words: the sentence says itself that there are none."""
    return None if asked.inside else ("", asked.count("posts", 0, asked.rule))


def _answer_days(asked: _Asked) -> _Filled:
    n_days = len({document.stamp.day for document in asked.inside if document.stamp})
    return asked.number("days noted", n_days, f"different days among {asked.rule}")


def _answer_characters(asked: _Asked) -> _Filled:
    n_chars = sum(n_characters(post.body) for post in asked.inside)
    rule = f"characters of the bodies, without front matter and white space, of {asked.rule}"
    return asked.number("characters", n_chars, rule)


def _answer_months(asked: _Asked) -> _Filled:
    n_full = len(months(asked.query.period)) - len(asked.empty)
    return asked.number("months with posts", n_full, f"months with {asked.rule}")


def _empty_rule(asked: _Asked) -> str:
    named = ", ".join(f"{year}-{month:02}" for year, month in asked.empty) or "none"
    return f"months without {asked.rule}: {named}"


def _answer_empty(asked: _Asked) -> _Filled:
    return asked.number("months without posts", len(asked.empty), _empty_rule(asked))


def _answer_which_empty(asked: _Asked) -> _Filled | None:
    one_year = len(months(asked.query.period)) <= _MONTHS_MAX
    names = tuple(
        asked.wording.say("names.month", month=month)
        if one_year
        else asked.wording.period_name(month_period(f"{year}-{month:02}"))
        for year, month in asked.empty
    )
    count = asked.count("months without posts", len(names), _empty_rule(asked))
    return (asked.wording.join(names), count) if names and asked.inside else None


def _answer_end(asked: _Asked) -> _Filled | None:
    if not asked.inside:
        return None
    post = asked.inside[0 if asked.query.what == "first" else -1]
    day = post.stamp.day if post.stamp else asked.query.period.start
    words = asked.wording.say("names.day", month=asked.wording.say("names.month", month=day.month), day=day.day)
    rule = f"{day} is the day of {post.path}, the {asked.query.what} by day of {asked.rule}"
    return words, asked.count(f"posts, of which the {asked.query.what}", len(asked.inside), rule)


_ANSWERS: dict[str, Callable[[_Asked], _Filled | None]] = {
    "posts": _answer_documents,
    "no-posts": _answer_none,
    "notes": _answer_documents,
    "days": _answer_days,
    "characters": _answer_characters,
    "months": _answer_months,
    "empty-months": _answer_empty,
    "which-empty-months": _answer_which_empty,
    "first": _answer_end,
    "last": _answer_end,
}
