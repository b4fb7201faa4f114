"""Search with a model: vectors of an endpoint joined to the ranks of words, and the best places put in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field

from drafter.errors import ModelError, ReplyError
from drafter.model.chat import Request, Size
from drafter.model.delimit import delimit, neutralise
from drafter.model.embeddings import Embedder, Passage
from drafter.model.prompts import SYSTEM
from drafter.model.vectors import nearest
from drafter.pipeline.model_run import recorded
from drafter.pipeline.project import Project
from drafter.pipeline.search import CANDIDATES, Found, Library, find_by_words, found, fuse, open_library
from drafter.pipeline.session import Session, insist_on_consent
from drafter.records import Chunk, Document, Kind, Period
from drafter.store.index import Hit

_RERANKED = 20  # places that the model puts in order
_SHOWN_CHARS = 600  # of a place, to the model
_VECTOR_CHARS = 2000  # of a part, for its vector
_REPLY_TOKENS = 2000


class RerankReply(BaseModel):
    """The reply to `rerank`."""

    best: list[Annotated[str, Field(max_length=20)]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was found, and what there is to say of how."""

    found: tuple[Found, ...]
    notices: tuple[str, ...] = ()


def search_by_model(
    project: Project,
    session: Session,
    query: str,
    *,
    limit: int,
    period: Period | None = None,
    agree: Callable[[str], bool],
) -> Searched:
    """The best `limit` parts for a query: by words, joined with vectors where a model for embeddings is named, and put
    in order by the model where one is named. Where one of them fails, the others' order stands, and a notice says why.

    Raises:
        ConsentError: it was not agreed to send anything.
        OutputError: the index cannot be used.
    """
    library, notices = open_library(project), list[str]()
    with recorded(session):
        insist_on_consent(session, project, _sendable(library), agree=agree)
        hits = find_by_words(project, library, query, period=period)
        if session.embedder is not None:
            try:
                hits = fuse([hits, find_by_vectors(session.embedder, library, query, period=period)])
            except (ModelError, ReplyError) as error:
                notices.append(_notice("searched by words alone", error))
        if session.client.models:
            try:
                hits = rerank(session, library, query, hits)
            except (ModelError, ReplyError) as error:
                notices.append(_notice("not put in order by the model", error))
    shown = tuple(found(project, library, hit, query) for hit in hits[:limit])
    return Searched(found=shown, notices=tuple(notices))


def find_by_vectors(
    embedder: Embedder, library: Library, query: str, *, period: Period | None = None
) -> tuple[Hit, ...]:
    """The parts whose vectors are nearest to the query's; those not yet known are asked for.

    Raises:
        ModelError, ReplyError: the endpoint gives none.
    """
    documents = [d for d in _sendable(library) if period is None or (d.stamp and d.stamp.day in period)]
    chunks = [chunk for document in documents for chunk in library.chunks(document.id)]
    passages = [_passage(library, chunk) for chunk in chunks]
    wanted, *others = embedder.embed([Passage(name=f"query\0{query}", text=query), *passages])
    places = nearest(wanted, others, limit=CANDIDATES)
    return tuple(
        Hit(chunk_id=chunks[n].id, document_id=chunks[n].document_id, score=1 / rank)
        for rank, n in enumerate(places, start=1)
    )


def rerank(session: Session, library: Library, query: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The first hits in the order that the model gives them, in one request; the others follow as they were.

    Raises:
        ModelError, ReplyError: there is no order.
    """
    sendable = {d.id for d in _sendable(library)}
    asked = {f"c{n}": hit for n, hit in enumerate((h for h in hits if h.document_id in sendable), start=1)}
    asked = dict(list(asked.items())[:_RERANKED])
    if len(asked) < 2:
        return tuple(hits)
    passages = [(label, _header(library, hit), _excerpt(library, hit)) for label, hit in asked.items()]
    prompts, language = session.prompts, "the language of the query"
    request = Request(
        prompt="rerank",
        system=prompts.render(SYSTEM, language=language),
        user=prompts.render("rerank", query=neutralise(query), n=10, passages=delimit(passages)),
        size=Size.SMALL,
        form=RerankReply,
        max_output_tokens=_REPLY_TOKENS,
        document_ids=tuple(dict.fromkeys(hit.document_id for hit in asked.values())),
    )
    reply = session.client.ask(request).data
    assert isinstance(reply, RerankReply)
    best = [asked[label] for label in dict.fromkeys(reply.best) if label in asked]
    chosen = {hit.chunk_id for hit in best}
    return (*best, *(hit for hit in hits if hit.chunk_id not in chosen))


def _sendable(library: Library) -> tuple[Document, ...]:
    """The documents whose words may leave: unpublished drafts of posts never do."""
    return tuple(d for d in library.documents if not (d.draft and d.kind is Kind.POST))


def _passage(library: Library, chunk: Chunk) -> Passage:
    """The id of a part stands for its words: it is a hash of them."""
    document = library.by_id[chunk.document_id]
    heading = " > ".join((document.title, *chunk.heading_path))
    return Passage(
        name=chunk.id, text=f"{heading}\n{library.shown(chunk).strip()[:_VECTOR_CHARS]}", document_id=document.id
    )


def _header(library: Library, hit: Hit) -> str:
    document = library.by_id[hit.document_id]
    return f"{document.stamp.day if document.stamp else 'no date'}, {document.title}"


def _excerpt(library: Library, hit: Hit) -> str:
    return library.shown(library.chunk(hit)).strip()[:_SHOWN_CHARS]


def _notice(what: str, error: ModelError | ReplyError) -> str:
    return f"warning: {what}: {error}"
