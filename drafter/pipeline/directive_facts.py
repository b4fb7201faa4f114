"""What a part of a draft rests on and what is found for a directive, as facts with the author's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from drafter.digest.cues import read_cue
from drafter.digest.quotes import find_chunk, is_code, quote_span
from drafter.pipeline.prepare import Prepared
from drafter.pipeline.project import documents_by_path
from drafter.pipeline.search import Library, find_by_words, open_library
from drafter.records import BlockKind, Chunk, Document, Fact, Kind, content_id
from drafter.store.state import WrittenQuote
from drafter.text.inline import plain
from drafter.text.normal import fold_text
from drafter.text.search_terms import query_words

_HITS_MAX = 4  # parts of documents for one query
_PER_GROUP = 10  # facts that were found in one way
_PER_PART = 6  # sentences of one part of a document
_ORDER = re.compile(
    r"\s*(?:please\s+)?(?:add|cite|drop|include|insert|make|mention|put|rewrite|say|tell|turn|write)\b", re.I
)
_OUTPUT = re.compile(r"(?:```|~~~)(?:txt|text|console|output)?[ \t]*[\r\n](?=[\s\S]*\d)")
_OUTPUT_CHARS = 1500


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The material of a period, to look things up in. Unpublished drafts of posts are not on it. `recall` gives the
    facts that a model found in it before."""

    prepared: Prepared
    recall: Callable[[], tuple[Fact, ...]] = tuple

    @cached_property
    def told(self) -> tuple[Fact, ...]:
        """What `recall` gives, asked for when first needed."""
        return self.recall()

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
        return documents_by_path(self.prepared.project, self.prepared.documents)

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

    def find(self, words: str, *, about: str, known: Sequence[Fact]) -> tuple[Fact, ...]:
        """What may serve a directive with these words, on a part that is `about` something and rests on `known` facts,
        none of them again: what the model found in the part's documents before, sentences that hold the words, those
        around the known ones, and sentences that hold the words of the part. Without words the last alone.

        Raises:
            OutputError: the index cannot be used.
        """
        words = _ORDER.sub("", words)
        groups = (self._told_of(known, words), self._holding(words), self._around(known)) if words else ()
        seen = {(quote.document_id, quote.start) for fact in known for quote in fact.quotes}
        found: list[Fact] = []
        for group in (*groups, self._holding(about)):
            new = [f for f in group if not seen.issuperset((q.document_id, q.start) for q in f.quotes)]
            new = list({f.id: f for f in new}.values())[:_PER_GROUP]
            seen.update((quote.document_id, quote.start) for fact in new for quote in fact.quotes)
            found += new
        return tuple({fact.id: fact for fact in found}.values())

    def _told_of(self, known: Sequence[Fact], words: str) -> list[Fact]:
        """Facts of the documents that known ones are of: those that hold the words first, then the weightiest."""
        documents, wanted = {q.document_id for fact in known for q in fact.quotes}, query_words(words)
        documents &= self.documents.keys()
        told = [fact for fact in self.told if documents.issuperset(quote.document_id for quote in fact.quotes)]

        def rank(fact: Fact) -> tuple[int, float]:
            said = fold_text("\n".join((fact.text, *(quote.text for quote in fact.quotes))))
            return -sum(word in said for word in wanted), -fact.salience

        return sorted(told, key=rank)

    def _holding(self, query: str) -> Iterator[Fact]:
        """Sentences of the parts of documents that hold words of a query, the best parts first."""
        hits = find_by_words(self.prepared.project, self.library, query, period=self.prepared.period)
        for hit in [hit for hit in hits if hit.document_id in self.documents][:_HITS_MAX]:
            chunk, words = self.library.chunk(hit), query_words(query)
            spans = [(a, b) for a, b in self.library.sentences(chunk) if not is_code(chunk, chunk.start + a)]
            if len(spans) > _PER_PART:
                spans.sort(key=lambda s: -sum(w in fold_text(chunk.text[s[0] : s[1]]) for w in words))
            yield from self._facts_in(chunk, sorted(spans[:_PER_PART]))

    def _around(self, known: Sequence[Fact]) -> Iterator[Fact]:
        """Sentences of the sections that known facts are quoted from, those that follow a quote first; what a program
        printed there counts as one."""
        quotes = [quote for fact in known for quote in fact.quotes if quote.document_id in self.documents]
        for quote in {quote.chunk_id: quote for quote in reversed(quotes)}.values():
            document = self.documents[quote.document_id]
            chunk = find_chunk(self.library.chunks(document.id), quote.start, quote.end)
            if chunk is None:
                continue
            at = quote.end - chunk.start
            spans = [(a, b) for a, b in self.library.sentences(chunk) if not is_code(chunk, chunk.start + a)]
            spans += _outputs(chunk, self.library.shown(chunk))
            spans.sort(key=lambda span: (span[0] < at, abs(span[0] - at)))
            yield from self._facts_in(chunk, sorted(spans[:_PER_PART]))

    def _facts_in(self, chunk: Chunk, spans: Iterable[tuple[int, int]]) -> Iterator[Fact]:
        document = self.documents[chunk.document_id]
        yield from (_fact(document, [chunk], chunk.start + a, chunk.start + b) for a, b in spans)


def _outputs(chunk: Chunk, shown: str) -> Iterator[tuple[int, int]]:
    """Where in a part a program's output with numbers in it stands, of a length that can be quoted, without secrets."""
    for block in chunk.blocks:
        start, end = block.start - chunk.start, block.end - chunk.start
        words = chunk.text[start:end].rstrip()
        is_whole = shown[start : start + len(words)] == words and len(words) <= _OUTPUT_CHARS
        if block.kind is BlockKind.CODE and is_whole and _OUTPUT.match(words.lstrip()):
            yield start + len(words) - len(words.lstrip()), start + len(words)


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
