"""What a part of a draft rests on and what is found for a directive, as facts with the author's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from drafter.digest.cues import read_cue
from drafter.digest.quotes import find_chunk, quote_span
from drafter.pipeline.prepare import Prepared
from drafter.pipeline.project import path_from_root
from drafter.pipeline.search import Library, find_by_words, open_library
from drafter.records import Chunk, Document, Fact, Kind, content_id
from drafter.store.state import WrittenQuote
from drafter.text.inline import plain
from drafter.text.normal import fold_text
from drafter.text.search_terms import query_words

_HITS_MAX = 4  # parts of documents for one query
_FACTS_MAX = 24
_PER_PART = 8  # sentences of a long part of a document


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The material of a period, to look things up in. Unpublished drafts of posts are not on it."""

    prepared: Prepared

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The documents by id, as a draft may tell of them."""
        found = self.prepared.material.documents
        return {d.id: d for d in found if not (d.draft and d.kind is Kind.POST)}

    @cached_property
    def library(self) -> Library:
        """The documents with their parts."""
        return open_library(self.prepared.project)

    @cached_property
    def _by_path(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for document in self.prepared.by_id.values():
            found.setdefault(path_from_root(self.prepared.project, document.path), []).append(document)
        return found

    def fact_of(self, quote: WrittenQuote) -> Fact | None:
        """The words that a sentence rests on as a fact; None where they stand there no more."""
        for document in self._by_path.get(quote.path, ()):
            at = document.text.find(quote.words)
            if at >= 0 and quote.words.strip():
                chunks = self.library.chunks(document.id) if document.id in self.library.by_id else ()
                return _fact(document, chunks, at, at + len(quote.words))
        return None

    def stands(self, quote: WrittenQuote) -> bool:
        """Whether the words still stand in their source."""
        return any(quote.words in document.text for document in self._by_path.get(quote.path, ()))

    def find(self, queries: Iterable[str], *, known: Iterable[Fact] = ()) -> tuple[Fact, ...]:
        """Sentences of the parts that hold words of the queries, the first query's best parts first; none that is
        known already.

        Raises:
            OutputError: the index cannot be used.
        """
        said = {(quote.document_id, quote.start) for fact in known for quote in fact.quotes}
        facts: dict[str, Fact] = {}
        for query in queries:
            hits = find_by_words(self.prepared.project, self.library, query, period=self.prepared.period)
            for hit in [hit for hit in hits if hit.document_id in self.documents][:_HITS_MAX]:
                for fact in self._facts_in(self.library.chunk(hit), query):
                    if (fact.quotes[0].document_id, fact.quotes[0].start) not in said:
                        facts.setdefault(fact.id, fact)
        return tuple(facts.values())[:_FACTS_MAX]

    def _facts_in(self, chunk: Chunk, query: str) -> Iterator[Fact]:
        document, spans = self.documents[chunk.document_id], list(self.library.sentences(chunk))
        if len(spans) > _PER_PART:
            words = query_words(query)
            spans = sorted(spans, key=lambda s: -sum(w in fold_text(chunk.text[s[0] : s[1]]) for w in words))[
                :_PER_PART
            ]
        for a, b in sorted(spans):
            yield _fact(document, [chunk], chunk.start + a, chunk.start + b)


def _fact(document: Document, chunks: Sequence[Chunk], start: int, end: int) -> Fact:
    words = " ".join(plain(document.text[start:end]).split())
    cue = read_cue(words)
    return Fact(
        id=content_id("fact", document.id, str(start), words),
        text=words,
        kind=cue.kind,
        event_day=None,
        document_day=document.stamp.day if document.stamp else None,
        quotes=(quote_span(document, find_chunk(chunks, start, end), start=start, end=end),),
        salience=0.6,
        level=document.level,
        event="" if document.kind is Kind.ANSWER else cue.event,
    )
