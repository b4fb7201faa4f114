"""What was written about something: the parts of posts and notes that hold the words of a query, the best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from drafter.pipeline.project import Project, path_from_root
from drafter.read.chunks import split_chunks
from drafter.records import Chunk, Document, Period, content_id
from drafter.store.index import Hit, Index, IndexedDocument, IndexedPart, LostIndexError, SearchIndex
from drafter.store.state import State
from drafter.text.hidden import blank_comments
from drafter.text.inline import plain
from drafter.text.lines import line_number
from drafter.text.normal import fold_text
from drafter.text.search_terms import query_terms, query_words
from drafter.text.secrets import find_secrets
from drafter.text.sentences import split_sentences

CANDIDATES = 60  # what the ranks of the words, the vectors and the model are joined from
_BATCH = 500  # documents taken in at once
_PER_DOCUMENT = 2  # parts of one that stand before those of others
_SENTENCE_CHARS = 400  # what is longer is a listing, not a sentence
_RANK_SHIFT = 60  # of reciprocal rank fusion: how little the first places differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A part of a document. `path` opens it from the project's root; `words` are those of the query that stand in it,
    `line` is the one that holds most of them, `text` that line."""

    path: str
    line: int
    day: date | None
    title: str
    headings: tuple[str, ...]
    words: tuple[str, ...]
    text: str
    chunk_id: str
    document_id: str


@dataclass(frozen=True, kw_only=True)
class Library:
    """The documents that may be found, and their parts, made when first asked for."""

    documents: tuple[Document, ...]
    chunk_chars: int

    @cached_property
    def by_id(self) -> dict[str, Document]:
        """The documents by their ids."""
        return {d.id: d for d in self.documents}

    @cached_property
    def _shown(self) -> dict[str, str]:
        return {}

    def chunks(self, document_id: str) -> tuple[Chunk, ...]:
        """The parts of a document."""
        return split_chunks(self.by_id[document_id], chunk_chars=self.chunk_chars)

    def chunk(self, hit: Hit) -> Chunk:
        """The part that was found."""
        return next(c for c in self.chunks(hit.document_id) if c.id == hit.chunk_id)

    def sentences(self, chunk: Chunk) -> Iterator[tuple[int, int]]:
        """The sentences of a part that say something and hold no comment and no secret: where they stand in it."""
        shown = self.shown(chunk)
        for start, end in split_sentences(shown):
            words = shown[start:end]
            first, last = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
            said = plain(shown[first:last]).strip("#-*> \t")
            if (
                said
                and last - first <= _SENTENCE_CHARS
                and shown[first] not in "#|"
                and shown[first:last] == chunk.text[first:last]
            ):
                yield first, last

    def shown(self, chunk: Chunk) -> str:
        """What a part shows: spaces in the place of comments and secrets, as long as the part."""
        document = self.by_id[chunk.document_id]
        if document.id not in self._shown:
            self._shown.clear()  # the parts of one document come after each other
            self._shown[document.id] = _blank(document.text)
        return self._shown[document.id][chunk.start : chunk.start + len(chunk.text)]


def search(project: Project, query: str, *, limit: int, period: Period | None = None) -> tuple[Found, ...]:
    """The best `limit` parts for a query, by its words; of documents dated in `period` only.

    Raises:
        OutputError: the index cannot be used.
    """
    library = open_library(project)
    hits = find_by_words(project, library, query, period=period)
    return tuple(found(project, library, hit, query) for hit in hits[:limit])


def open_library(project: Project) -> Library:
    """All documents of a project but private ones."""
    return Library(documents=project.documents, chunk_chars=project.settings.chunk_chars)


def find_by_words(project: Project, library: Library, query: str, *, period: Period | None = None) -> tuple[Hit, ...]:
    """The parts that hold words of the query, best first; the index is brought up to date before.

    Raises:
        OutputError: the index cannot be used.
    """
    days = (period.start, period.end) if period else None
    with Index.of(State(project.root)) as index:
        try:
            refresh(index, library)
            hits = index.search(query, limit=CANDIDATES, days=days)
        except LostIndexError:
            refresh(index, library)
            hits = index.search(query, limit=CANDIDATES, days=days)
    return _spread(hits)


def refresh(index: SearchIndex, library: Library) -> int:
    """Bring an index up to date; returns how many documents were taken in: those that changed."""
    known = index.signs()
    wanted = {d.id: _sign(d, library.chunk_chars) for d in library.documents}
    index.delete([i for i in known if i not in wanted])
    new = [d for d in library.documents if known.get(d.id) != wanted[d.id]]
    for start in range(0, len(new), _BATCH):
        batch = new[start : start + _BATCH]
        index.add(_indexed(library, document, sign=wanted[document.id]) for document in batch)
    return len(new)


def fuse(rankings: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """Several rankings as one, by reciprocal rank: what stands high in any of them, highest what does in all.

    Source: Cormack, Clarke and Büttcher, Reciprocal Rank Fusion, SIGIR 2009.
    """
    scores: dict[str, float] = {}
    hits = {hit.chunk_id: hit for ranking in rankings for hit in ranking}
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=1):
            scores[hit.chunk_id] = scores.get(hit.chunk_id, 0.0) + 1 / (_RANK_SHIFT + rank)
    order = sorted(hits, key=lambda chunk_id: -scores[chunk_id])
    return tuple(
        Hit(chunk_id=chunk_id, document_id=hits[chunk_id].document_id, score=scores[chunk_id]) for chunk_id in order
    )


def found(project: Project, library: Library, hit: Hit, query: str) -> Found:
    """What a person is shown of a hit."""
    document, chunk = library.by_id[hit.document_id], library.chunk(hit)
    shown = library.shown(chunk)
    held = fold_text(f"{_head(document, chunk)}\n{shown}")
    words = [w for w in query_words(query) if w in held] or [t for t in query_terms(query) if t in held]
    at, line = _best_line(shown, words)
    return Found(
        path=path_from_root(project, document.path),
        line=line_number(document.text, chunk.start + at),
        day=document.stamp.day if document.stamp else None,
        title=document.title,
        headings=chunk.heading_path,
        words=tuple(words),
        text=" ".join(line.split()),
        chunk_id=chunk.id,
        document_id=document.id,
    )


def _best_line(shown: str, words: Sequence[str]) -> tuple[int, str]:
    """Where the line starts that holds most of the words, else the first one that is not blank; and the line."""
    best, most, at = (0, ""), -1, 0
    for line in shown.splitlines(keepends=True):
        folded = fold_text(line)
        n_held = sum(word in folded for word in words)
        if line.strip() and n_held > most:
            best, most = (at + len(line) - len(line.lstrip()), line.strip()), n_held
        at += len(line)
    return best


def _spread(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits, those last that would be the third or a later one of their document."""
    seen: dict[str, int] = {}
    first: list[Hit] = []
    later: list[Hit] = []
    for hit in hits:
        seen[hit.document_id] = seen.get(hit.document_id, 0) + 1
        (first if seen[hit.document_id] <= _PER_DOCUMENT else later).append(hit)
    return (*first, *later)


def _head(document: Document, chunk: Chunk) -> str:
    return blank_comments("\n".join((document.title, *document.tags, *document.categories, *chunk.heading_path)))


def _indexed(library: Library, document: Document, *, sign: str) -> IndexedDocument:
    return IndexedDocument(
        id=document.id,
        sign=sign,
        day=document.stamp.day if document.stamp else None,
        parts=tuple(_parts(library, document)),
    )


def _parts(library: Library, document: Document) -> Iterator[IndexedPart]:
    for chunk in library.chunks(document.id):
        yield IndexedPart(chunk_id=chunk.id, head=_head(document, chunk), body=library.shown(chunk))


def _sign(document: Document, chunk_chars: int) -> str:
    """Of what the index holds beside the text, which is in the id."""
    day = document.stamp.day if document.stamp else ""
    return content_id(document.title, *document.tags, *document.categories, str(day), str(chunk_chars))


def _blank(text: str) -> str:
    shown = blank_comments(text)
    for secret in find_secrets(text):
        shown = shown[: secret.start] + " " * (secret.end - secret.start) + shown[secret.end :]
    return shown
