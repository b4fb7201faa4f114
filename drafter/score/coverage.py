"""What of the sources a draft holds: coverage by weight, what is uncovered, balance over the months."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from drafter.records import Document, Draft, Score
from drafter.score.prose import told_sentences
from drafter.score.signing import score_share, sign
from drafter.text.inline import links

DEFAULT_WEIGHT = 0.2  # of a document that `weights` does not name


def score_coverage(draft: Draft, *, sources: Sequence[Document], weights: Mapping[str, float]) -> Score:
    """The weight of the covered sources among that of all of them.

    A source is covered when a sentence of the draft quotes it or links to it. A source that `weights`, 0 or more by
    document id, does not name has `DEFAULT_WEIGHT`.
    """
    cited = cited_ids(draft, sources=sources)
    whole = sum(weights.get(document.id, DEFAULT_WEIGHT) for document in sources)
    part = sum(weights.get(document.id, DEFAULT_WEIGHT) for document in sources if document.id in cited)
    signature = sign("coverage", {"unit": "document", "covered": "quote+link", "default": DEFAULT_WEIGHT})
    empty = "no source weighs anything" if sources else "there are no sources"
    return score_share("coverage", part, whole, signature=signature, empty=empty)


def uncovered(draft: Draft, *, sources: Sequence[Document], weights: Mapping[str, float]) -> tuple[Document, ...]:
    """The sources with a weight that the draft neither quotes nor links to: the weightiest first, then by day and path.

    It is () where coverage is 1 or has no value.
    """
    cited = cited_ids(draft, sources=sources)
    left = [d for d in sources if d.id not in cited and weights.get(d.id, DEFAULT_WEIGHT) > 0]
    return tuple(sorted(left, key=lambda d: (-weights.get(d.id, DEFAULT_WEIGHT), str(d.stamp and d.stamp.day), d.path)))


def score_balance(draft: Draft, *, sources: Sequence[Document]) -> Score:
    """How alike the months of the cited sources and of all sources are: 1 − ½Σ|p(month) − q(month)|.

    That is Σ min(p, q): the numerator is how many cited documents lie where the sources have as large a share. Each
    document counts once, one without a date not at all.
    """
    cited = cited_ids(draft, sources=sources)
    ours, theirs = _by_month(d for d in sources if d.id in cited), _by_month(sources)
    n_cited, n_sources = ours.total(), theirs.total()
    shared = sum(min(n * n_sources, theirs[month] * n_cited) for month, n in ours.items())
    signature = sign("balance", {"unit": "document", "by": "month", "distance": "total-variation"})
    empty = "the draft cites no source with a date" if n_sources else "no source has a date"
    return score_share("balance", shared / n_sources if n_sources else 0, n_cited, signature=signature, empty=empty)


def cited_ids(draft: Draft, *, sources: Iterable[Document]) -> frozenset[str]:
    """The ids of the sources that a sentence told by the draft quotes, or that one of its links leads to."""
    told = told_sentences(draft)
    quoted = {quote.document_id for sentence in told for quote in sentence.quotes}
    linked = {_address(link.target) for sentence in told for link in links(sentence.text)} - {""}
    return frozenset(d.id for d in sources if d.id in quoted or (d.url and _address(d.url) in linked))


def _address(target: str) -> str:
    """Host and path of an address, however they are escaped and ended; "" for a place on the same page."""
    try:
        parts = urlsplit(target)
    except ValueError:  # a bracket where a host should be
        return target
    path = unquote(parts.path)
    return unicodedata.normalize("NFC", parts.netloc.lower() + (path.rstrip("/") or path[:1]))


def _by_month(documents: Iterable[Document]) -> Counter[str]:
    return Counter(f"{document.stamp.day:%Y-%m}" for document in documents if document.stamp)
