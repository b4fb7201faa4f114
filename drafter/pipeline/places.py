"""Where notes and posts speak of the same as a sentence: found by search, which proves nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from drafter.pipeline.project import Project, path_from_root
from drafter.pipeline.search import Library, find_by_words
from drafter.records import Chunk, Document, Period
from drafter.text.inline import plain
from drafter.text.lines import line_number
from drafter.text.normal import fold_text
from drafter.text.search_terms import query_words
from drafter.text.words import terms

_PLACES_MAX = 3
_HITS_MAX = 20
# From when on another sentence speaks of the same: the share of the words' characters that it holds, the higher one
# without a name or noun; and how many characters and words. A name in Latin letters is enough.
_SHARE_MIN, _BARE_SHARE_MIN = 0.5, 0.8
_CHARS_MIN, _WORDS_MIN, _NAME_CHARS = 3, 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A sentence of a document, in one line; `path` opens it from the project's root."""

    path: str
    line: int
    day: date | None
    words: str


def find_places(
    project: Project, library: Library, sentence: str, *, among: Collection[str], period: Period | None
) -> tuple[Place, ...]:
    """At most three places of the documents whose ids are `among`, each in another one, the nearest first.

    Raises:
        OutputError: the index cannot be used.
    """
    words, subjects = query_words(sentence), frozenset(terms(sentence))
    hits = [hit for hit in find_by_words(project, library, sentence, period=period) if hit.document_id in among]
    parts = [hit.chunk_id for hit in hits[:_HITS_MAX]]
    found = []
    for document_id in dict.fromkeys(hit.document_id for hit in hits[:_HITS_MAX]):
        chunks = [chunk for chunk in library.chunks(document_id) if chunk.id in parts]
        spans = [(chunk, start, end) for chunk in chunks for start, end in library.sentences(chunk)]
        held = [_chars_held(words, subjects, fold_text(chunk.text[start:end])) for chunk, start, end in spans]
        if any(held):
            n_held = max(held)
            found.append((n_held, _place(project, library.by_id[document_id], *spans[held.index(n_held)])))
    found.sort(key=lambda one: -one[0])
    return tuple(place for _, place in found[:_PLACES_MAX])


def _place(project: Project, document: Document, chunk: Chunk, start: int, end: int) -> Place:
    return Place(
        path=path_from_root(project, document.path),
        line=line_number(document.text, chunk.start + start),
        day=document.stamp.day if document.stamp else None,
        words=" ".join(plain(chunk.text[start:end]).split()).lstrip("*+-> "),
    )


def _chars_held(words: Sequence[str], subjects: Collection[str], text: str) -> int:
    """How many characters of the words a folded text holds; 0 where that may be chance."""
    held = [word for word in words if word in text]
    named = [subject for subject in subjects if subject in text]
    is_name = any(len(name) >= _NAME_CHARS and name.isascii() for name in named)
    n_chars, n_min = sum(map(len, held)), sum(map(len, words)) * (_SHARE_MIN if named else _BARE_SHARE_MIN)
    return n_chars if n_chars >= max(n_min, _CHARS_MIN) and (is_name or len(held) >= _WORDS_MIN) else 0
