"""What is told twice becomes one fact with several sources; a project under two names gets one. Facts → facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BaseModel, Field

from drafter.errors import BudgetError, ModelError, ReplyError
from drafter.model.chat import ChatModel, Request, Size
from drafter.model.prompts import SYSTEM, Prompts
from drafter.model.tokens import estimate_tokens
from drafter.records import Document, Fact, Level, Quote
from drafter.text.normal import fold_text

BATCH_TOKENS = 12_000
_REPLY_TOKENS = 4000
_LEDGER_MAX = 60
_QUOTES_MAX = 4
_MERGED_MAX = 6  # facts in one: more is a theme, not an event
_TEXTS_MAX = 3

Names = Mapping[str, str]  # folded spelling → the name to use


class SubjectForm(BaseModel):
    """One subject with its other names."""

    name: Annotated[str, Field(max_length=200)]
    aliases: list[Annotated[str, Field(max_length=200)]]


class ResolveReply(BaseModel):
    """The reply to `resolve`."""

    same: list[list[Annotated[str, Field(max_length=20)]]]
    subjects: list[SubjectForm]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The subjects known so far, in the order they came up: names with their other spellings."""

    subjects: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def with_names(self, forms: Sequence[SubjectForm], facts: Sequence[Fact]) -> Ledger:
        """The ledger after a batch: what the model joined, and the subjects that more than one fact has."""
        known: dict[str, dict[str, None]] = {name: dict.fromkeys(also) for name, also in self.subjects}
        for form in forms:
            known.setdefault(form.name, {}).update(dict.fromkeys(a for a in form.aliases if a != form.name))
        counted: dict[str, int] = defaultdict(int)
        for fact in facts:
            counted[fact.subject] += 1
        spellings = {fold_text(s) for name, also in known.items() for s in (name, *also)}
        for subject, n in counted.items():
            if subject and n > 1 and fold_text(subject) not in spellings:
                known[subject] = {}
        kept = list(known.items())[-_LEDGER_MAX:]
        return Ledger(subjects=tuple((name, tuple(also)) for name, also in kept))


def resolve_facts(
    facts: Sequence[Fact],
    documents: Mapping[str, Document],
    model: ChatModel,
    *,
    prompts: Prompts,
    language: str,
    period_name: str,
    short_ids: Mapping[str, str],
) -> tuple[Fact, ...]:
    """Join facts that tell one event, and give one name to each subject; facts come in order of time.

    Batches follow each other in time and share a ledger of subjects, so that what began in spring has its name in
    autumn. Where the model cannot be asked, what code can join is joined. No facts give `()`.
    """
    merged = _join_equal(facts)
    ledger = Ledger()
    done: list[Fact] = []
    for batch in _batches(merged):
        user = prompts.render(
            "resolve",
            period=period_name,
            facts=[_view(fact, documents, short_ids) for fact in batch],
            ledger=[{"name": name, "aliases": also} for name, also in ledger.subjects],
        )
        request = Request(
            prompt="resolve",
            system=prompts.render(SYSTEM, language=language),
            user=user,
            size=Size.SMALL,
            form=ResolveReply,
            max_output_tokens=_REPLY_TOKENS,
            document_ids=tuple(dict.fromkeys(q.document_id for fact in batch for q in fact.quotes)),
        )
        try:
            data = model.ask(request).data
        except BudgetError:
            raise
        except (ModelError, ReplyError):
            data = None  # the facts stand as they are: told twice, but true
        reply = data if isinstance(data, ResolveReply) else ResolveReply(same=[], subjects=[])
        joined = _join(batch, reply, short_ids)
        ledger = ledger.with_names(reply.subjects, joined)
        done += joined
    names = _names(ledger)
    return tuple(replace(fact, subject=names.get(fold_text(fact.subject), fact.subject)) for fact in done)


def _view(fact: Fact, documents: Mapping[str, Document], short_ids: Mapping[str, str]) -> dict[str, str]:
    return {
        "id": short_ids[fact.id],
        "when": str(fact.event_day or fact.document_day or "-"),
        "kind": str(fact.kind),
        "subject": fact.subject,
        "text": fact.text,
        "source": documents[fact.quotes[0].document_id].title,
    }


def _batches(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    batch: list[Fact] = []
    used = 0
    for fact in facts:
        size = estimate_tokens(fact.text) + 40
        if batch and used + size > BATCH_TOKENS:
            yield batch
            batch, used = [], 0
        batch.append(fact)
        used += size
    if len(batch) > 1 or used:
        yield batch


def _join_equal(facts: Sequence[Fact]) -> list[Fact]:
    """Facts with the same words, or of the same quote, are one without asking anybody."""
    leaders: dict[object, Fact] = {}
    for fact in facts:
        keys = [fold_text(fact.text), *((q.document_id, q.start, q.end) for q in fact.quotes[:1])]
        known = next((leaders[key] for key in keys if key in leaders), None)
        joined = _merge([known, fact]) if known else fact
        leaders = {key: joined if value is known else value for key, value in leaders.items()} if known else leaders
        leaders |= dict.fromkeys(keys, joined)
    return list({fact.id: fact for fact in leaders.values()}.values())


def _join(batch: Sequence[Fact], reply: ResolveReply, short_ids: Mapping[str, str]) -> list[Fact]:
    by_short = {short_ids[fact.id]: fact for fact in batch}
    joined: dict[str, Fact] = {}
    gone: set[str] = set()
    for group in reply.same:
        members = list(dict.fromkeys(by_short[i] for i in group if i in by_short))
        members = [fact for fact in members if fact.id not in gone and fact.id not in joined][:_MERGED_MAX]
        if len(members) > 1:
            joined[members[0].id] = _merge(members)
            gone |= {fact.id for fact in members[1:]}
    return [joined.get(fact.id, fact) for fact in batch if fact.id not in gone]


def _merge(same: Sequence[Fact]) -> Fact:
    """The first with the quotes of all, those that most may see first; it keeps its id."""
    first = same[0]
    levels = list(Level)
    quotes: dict[tuple[str, int, int], Quote] = {}
    for fact in sorted(same, key=lambda fact: levels.index(fact.level)):
        quotes |= {(q.document_id, q.start, q.end): q for q in fact.quotes}
    return replace(
        first,
        text=" / ".join(dict.fromkeys(fact.text for fact in same[:_TEXTS_MAX])),
        quotes=tuple(quotes.values())[:_QUOTES_MAX],
        salience=max(fact.salience for fact in same),
        level=min((fact.level for fact in same), key=levels.index),
        event=next((fact.event for fact in same if fact.event), ""),
        event_day=first.event_day or next((fact.event_day for fact in same if fact.event_day), None),
        subject=first.subject or next((fact.subject for fact in same if fact.subject), ""),
    )


def _names(ledger: Ledger) -> Names:
    return {fold_text(s): name for name, also in ledger.subjects for s in (*also, name)}
