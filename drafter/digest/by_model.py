"""Facts by a model: documents share requests, long ones come in parts, and every quote is looked up in its source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from drafter.digest.batches import Batch, Part, day_of, halve
from drafter.digest.cues import EVENTS
from drafter.digest.quotes import find_chunk, quote_span
from drafter.errors import BudgetError, ContextError, CutError, ModelError, ReplyError
from drafter.ground.names import find_names
from drafter.ground.persons import reason_private
from drafter.model.chat import ChatModel, Reply, Request, Size
from drafter.model.delimit import delimit
from drafter.model.prompts import SYSTEM, Prompts
from drafter.records import BlockKind, Chunk, Document, Dropped, Fact, FactKind, Kind, Quote, content_id
from drafter.text.blocks import heading_text, words_start
from drafter.text.hidden import strip_hidden
from drafter.text.normal import find_quote, fold_text
from drafter.text.sentences import split_sentences

BATCH_TOKENS = 7000  # of source text in one request
_FACTS_MAX = 6  # of one document, however long it is: length is not importance
_FACTS_CHARS = 900  # one more fact for each so many characters
_SALIENCE_MAX = 5
_REPLY_TOKENS = 6000
_CODE_CHARS = 300
_QUOTE_CHARS = 260
_NAMING_MAX = 2  # sentences added to the quotes of a fact for the names it tells
_NAMING_KINDS = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM})
_SPLITS_MAX = 3  # times a request that is too long is halved
_SIGNAL_SALIENCE = 4


class FactForm(BaseModel):
    """One fact as the model gives it."""

    document: Annotated[str, Field(max_length=20)]
    kind: Literal["did", "learned", "achieved", "decided", "struggled", "felt", "planned", "signal"]
    subject: Annotated[str, Field(max_length=200)]
    text: Annotated[str, Field(max_length=1000)]
    quotes: list[Annotated[str, Field(max_length=1000)]]
    when: Annotated[str, Field(max_length=40)]
    salience: int


class FactsReply(BaseModel):
    """The reply to `facts`."""

    facts: list[FactForm]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The facts found, in the order of their documents. `unread` are ids of documents not covered in whole."""

    facts: tuple[Fact, ...]
    dropped: tuple[Dropped, ...]
    unread: tuple[str, ...]
    unread_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsAsker:
    """Makes the requests for facts: the same batch gives the same request."""

    prompts: Prompts
    period_name: str
    language: str  # in English: "Japanese"

    def request(self, batch: Batch) -> Request:
        """The request for the facts of a batch."""
        labels = [f"d{n}" for n in range(1, len(batch) + 1)]
        parts = [(label, _header(part), part.text or "(no text)") for label, part in zip(labels, batch, strict=True)]
        user = self.prompts.render(
            "facts",
            period=self.period_name,
            language=self.language,
            parts=delimit(parts),
            limits=[(label, _limit(part)) for label, part in zip(labels, batch, strict=True)],
        )
        return Request(
            prompt="facts",
            system=self.prompts.render(SYSTEM, language=self.language),
            user=user,
            size=Size.SMALL,
            form=FactsReply,
            max_output_tokens=_REPLY_TOKENS,
            document_ids=tuple(dict.fromkeys(part.document.id for part in batch)),
        )


def _header(part: Part) -> str:
    document, first = part.document, part.chunks[0] if part.chunks else None
    if document.kind is Kind.ANSWER:
        return strip_hidden(f"the author's answer, given for this retrospective, to: {document.title}")
    kind = {Kind.POST: "post", Kind.NOTE: "private note"}.get(document.kind, str(document.kind))
    words = [f"{kind}, {day_of(document) or 'no date'}, title: {document.title}"]
    if document.tags:
        words.append(f"tags: {', '.join(document.tags)}")
    if first and first.heading_path and first.start > document.front_matter.end:
        words.append(f"from the section: {' > '.join(first.heading_path)}")
    return "; ".join(strip_hidden(word) for word in words)


def _limit(part: Part) -> int:
    return min(_FACTS_MAX, 2 + sum(len(chunk.text) for chunk in part.chunks) // _FACTS_CHARS)


def digest_by_model(batches: Sequence[Batch], model: ChatModel, asker: FactsAsker) -> Told:
    """Ask for the facts of all batches.

    A batch that is too long for the model, or whose answer is cut off, is halved and asked again. What stays
    unanswered is told in `unread`; when the budget is used up that is all the rest.

    Raises:
        ModelError: the endpoint answers nothing at all.
        ReplyError: no batch got an answer that can be read.
    """
    answered: list[tuple[Batch, FactsReply]] = []
    failed: list[tuple[Batch, ModelError | ReplyError]] = []
    todo = list(batches)
    for _ in range(_SPLITS_MAX + 1):
        replies = model.ask_all([asker.request(batch) for batch in todo])
        again: list[Batch] = []
        for batch, reply in zip(todo, replies, strict=True):
            if isinstance(reply, Reply):
                assert isinstance(reply.data, FactsReply)
                answered.append((batch, reply.data))
            elif isinstance(reply, ContextError | CutError) and (halves := halve(batch)):
                again += halves
            else:
                failed.append((batch, reply))
        todo = again
        if not todo:
            break
    failed += [(batch, ContextError("too long for the model")) for batch in todo]
    if failed and not answered:
        raise failed[0][1]
    return _collect(answered, failed)


def _collect(
    answered: Sequence[tuple[Batch, FactsReply]], failed: Sequence[tuple[Batch, ModelError | ReplyError]]
) -> Told:
    dropped: list[Dropped] = []
    found: dict[str, list[Fact]] = defaultdict(list)
    whole: dict[str, list[Chunk]] = defaultdict(list)
    order: dict[str, tuple[date, str]] = {}
    for batch, _ in answered:
        for part in batch:
            whole[part.document.id] += part.chunks
            order[part.document.id] = (day_of(part.document) or date.min, part.document.path)
    for batch, reply in answered:
        labels = {f"d{n}": part for n, part in enumerate(batch, start=1)}
        for form in reply.facts:
            fact = _prove(form, labels, whole)
            if isinstance(fact, Fact):
                found[fact.quotes[0].document_id].append(fact)
            else:
                dropped.append(fact)
    facts = [fact for i in sorted(found, key=lambda i: order[i]) for fact in _cap(found[i], dropped)]
    return Told(
        facts=tuple({fact.id: fact for fact in facts}.values()),
        dropped=tuple(dropped),
        unread=tuple(dict.fromkeys(part.document.id for batch, _ in failed for part in batch)),
        unread_reason=_reason(failed),
    )


def _reason(failed: Sequence[tuple[Batch, ModelError | ReplyError]]) -> str:
    if not failed:
        return ""
    spent = next((error for _, error in failed if isinstance(error, BudgetError)), None)
    return str(spent or failed[0][1])


def _cap(facts: Sequence[Fact], dropped: list[Dropped]) -> list[Fact]:
    """The weightiest of one document."""
    kept = sorted(facts, key=lambda fact: -fact.salience)[:_FACTS_MAX]
    dropped += [Dropped(text=f.text, reason="more facts of one document than count") for f in facts if f not in kept]
    return [fact for fact in facts if fact in kept]


def _prove(form: FactForm, labels: Mapping[str, Part], whole: Mapping[str, Sequence[Chunk]]) -> Fact | Dropped:
    """The fact with the places of its quotes; why not where one of them stands nowhere."""
    part = labels.get(form.document.strip())
    if part is None:
        return Dropped(text=form.text, reason=f"names no document that was sent: {form.document!r}")
    document = part.document
    places = [find_quote(_trim(quote), document.text) for quote in form.quotes if quote.strip()]
    if not places or not all(places):
        missing = next((q for q, place in zip(form.quotes, places, strict=False) if place is None), "")
        words = f"「{missing}」" if missing else "it has no quote"
        return Dropped(text=form.text, reason=f"{document.path}: words that do not stand there: {words}")
    if reason := reason_private(f"{form.text}\n" + "\n".join(form.quotes), document.kind):
        return Dropped(text="(not shown)", reason=f"{document.path}: {reason}")
    quotes = tuple(_quote(document, whole[document.id], *place) for place in places if place)
    quotes += tuple(_naming(form.text, quotes, document, whole[document.id]))
    kind = FactKind(form.kind)
    return Fact(
        id=content_id("fact", document.id, form.text, *(quote.text for quote in quotes)),
        text=" ".join(form.text.split()),
        kind=kind,
        event_day=_event_day(form.when, document, kind),
        document_day=day_of(document),
        quotes=quotes,
        salience=min(max(form.salience, 1), _SALIENCE_MAX) / _SALIENCE_MAX,
        level=document.level,
        event=_event(form, kind),
        subject=" ".join(form.subject.split()),
    )


def _trim(quote: str) -> str:
    return re.sub(r"\A[…\s]+|[…\s]+\Z|\.\.\.\Z", "", quote)


def _quote(document: Document, chunks: Sequence[Chunk], start: int, end: int) -> Quote:
    """The words with the rest of their sentences, where these are of usual length: a feeling or a hedge at the end of
    a sentence belongs to what it says."""
    chunk = find_chunk(chunks, start, end)
    for block in chunk.blocks if chunk else ():
        if block.start <= start and end <= block.end and block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            first = words_start(block, document.text)
            spans = [(first + a, first + b) for a, b in split_sentences(document.text[first : block.end])]
            touched = [(a, b) for a, b in spans if a < end and start < b]
            if touched and touched[-1][1] - touched[0][0] <= _QUOTE_CHARS:
                start, end = min(start, touched[0][0]), max(end, touched[-1][1])
    return quote_span(document, chunk, start=start, end=end)


def _naming(text: str, quotes: Sequence[Quote], document: Document, chunks: Sequence[Chunk]) -> Iterator[Quote]:
    """The sentences nearest to the quotes with the names of `text` that they lack: only what is quoted may be told."""
    known, at = fold_text("\n".join(quote.text for quote in quotes)), quotes[0].start
    n_more = 0
    for name in dict.fromkeys(find_names(text, english=document.language == "en")):
        if n_more < _NAMING_MAX and fold_text(name) not in known:
            places = _prose_places(name, document, chunks)
            near = min(places, key=lambda place: abs(place[0] - at), default=None)
            quote = _quote(document, chunks, *near) if near else None
            if quote and not reason_private(quote.text, document.kind):
                known += fold_text(quote.text)
                n_more += 1
                yield quote


def _prose_places(name: str, document: Document, chunks: Sequence[Chunk]) -> list[tuple[int, int]]:
    """Where a name stands in the paragraphs and items of a document; a heading that has it as a whole."""
    pattern = re.compile(re.escape(name), re.IGNORECASE)
    places: list[tuple[int, int]] = []
    for block in (b for chunk in chunks for b in chunk.blocks if b.kind in _NAMING_KINDS):
        found = pattern.search(document.text, block.start, block.end)
        if found and block.kind is BlockKind.HEADING:
            words = heading_text(block, document.text)
            start = document.text.find(words, block.start, block.end)
            places += [(start, start + len(words))] if start >= 0 else []
        elif found:
            places.append(found.span())
    return places


def _event_day(when: str, document: Document, kind: FactKind) -> date | None:
    """The day as told; None where only a month is, or where it cannot be: later than its document, and no plan."""
    try:
        day = date.fromisoformat(when.strip())
    except ValueError:
        return None
    written = day_of(document)
    return None if written and day > written and kind is not FactKind.PLANNED else day


def _event(form: FactForm, kind: FactKind) -> str:
    if kind is not FactKind.SIGNAL and form.salience < _SIGNAL_SALIENCE:
        return ""
    words = fold_text(" ".join((form.text, *form.quotes)))
    return next((name for name, pattern in EVENTS if pattern.search(words)), "")


def by_weight(facts: Sequence[Fact], *, limit: int, share: Callable[[Fact], object]) -> tuple[Fact, ...]:
    """At most `limit` facts in their order: the weightiest, where possible as many of each `share` as of another.

    What a year is reduced to is facts, month by month, never prose of prose.
    """
    if len(facts) <= limit:
        return tuple(facts)
    groups: dict[object, list[Fact]] = defaultdict(list)
    for fact in sorted(facts, key=lambda fact: -fact.salience):
        groups[share(fact)].append(fact)
    ranked = [(n, -fact.salience, fact) for group in groups.values() for n, fact in enumerate(group)]
    fair = [fact for _, _, fact in sorted(ranked, key=lambda entry: (entry[1] > -0.8, entry[0], entry[1]))]
    kept = {fact.id for fact in fair[:limit]}
    return tuple(fact for fact in facts if fact.id in kept)
