"""The draft by a model, stage by stage: facts, one fact for one event, the plan, the draft, its score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from drafter.digest.answers import find_answer_facts, settle_goals, without_known
from drafter.digest.batches import split_batches
from drafter.digest.by_model import FactsAsker, Told, by_weight, digest_by_model
from drafter.digest.evidence import match_goals
from drafter.digest.gaps import find_questions
from drafter.digest.resolve import resolve_facts
from drafter.digest.themes import find_themes
from drafter.errors import BudgetError, ModelError, ReplyError
from drafter.model.budget import Reservation
from drafter.model.chat import Size
from drafter.model.kept import KeptAnswers
from drafter.model.prompts import Prompts
from drafter.model.short_ids import short_ids
from drafter.pipeline.draft import draft_by_ranking
from drafter.pipeline.model_brief import LANGUAGE_NAMES, make_brief
from drafter.pipeline.prepare import Drafted, Prepared
from drafter.pipeline.session import Session
from drafter.records import Digest, Fact, Outline, Score
from drafter.score.card import score_draft
from drafter.text.plural import count_of
from drafter.write.by_model import Written, write_by_model
from drafter.write.model_brief import ModelBrief
from drafter.write.outline import Planned, plan_outline

_FACTS_MAX = 220  # what a plan can hold; of a larger year the weightiest of each month
_LATER_INPUT, _LATER_OUTPUT, _LATER_REQUESTS = 24_000, 9_000, 5  # tokens of what follows the facts, by experience


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDrafted:
    """A draft with how it came about. `written` is None where the model's facts had to be told by code."""

    drafted: Drafted
    told: Told
    outline: Outline | None
    written: Written | None
    scores: tuple[Score, ...]


def read_facts(prepared: Prepared, session: Session) -> tuple[Told, Digest]:
    """Stages 1 and 2: the facts of the material with goals, themes and questions found by code.

    Raises:
        ModelError, ReplyError: the model answers nothing.
    """
    documents = prepared.material.documents
    batches = split_batches(documents, prepared.chunks, tokens=prepared.project.settings.batch_tokens)
    held = _hold_back(session)
    try:
        told = digest_by_model(batches, session.client, facts_asker(prepared, session.prompts))
    finally:
        if held is not None:
            session.budget.release(held)
    facts = _resolve(told.facts, prepared, session)
    facts = by_weight(facts, limit=_FACTS_MAX, share=lambda fact: str(fact.event_day or fact.document_day)[:7])
    return told, _digest(facts, told, prepared)


def recall_facts(prepared: Prepared, session: Session) -> tuple[Fact, ...]:
    """The facts of the material that the model was asked for before: nothing is sent."""
    batches = split_batches(prepared.material.documents, prepared.chunks, tokens=prepared.project.settings.batch_tokens)
    try:
        told = digest_by_model(batches, KeptAnswers(session.client), facts_asker(prepared, session.prompts))
    except ReplyError:
        return ()
    return told.facts


def facts_asker(prepared: Prepared, prompts: Prompts) -> FactsAsker:
    """Who makes the requests for facts of a period."""
    return FactsAsker(
        prompts=prompts,
        period_name=prepared.wording.period_name(prepared.period),
        language=LANGUAGE_NAMES.get(prepared.wording.language, "English"),
    )


def _hold_back(session: Session) -> Reservation | None:
    """Money kept for the plan and the draft while the facts are read; None where not even that is there."""
    try:
        return session.budget.hold(
            model=session.client.models[Size.LARGE],
            input_tokens=_LATER_REQUESTS * _LATER_INPUT,
            max_output_tokens=_LATER_REQUESTS * _LATER_OUTPUT,
        )
    except BudgetError:
        return None


def _resolve(facts: Sequence[Fact], prepared: Prepared, session: Session) -> tuple[Fact, ...]:
    try:
        return resolve_facts(
            facts,
            prepared.by_id,
            session.client,
            prompts=session.prompts,
            language=LANGUAGE_NAMES.get(prepared.wording.language, "English"),
            period_name=prepared.wording.period_name(prepared.period),
            short_ids=short_ids((fact.id for fact in facts), "f"),
        )
    except BudgetError:
        return tuple(facts)


def _digest(facts: tuple[Fact, ...], told: Told, prepared: Prepared) -> Digest:
    said = find_answer_facts(prepared.material.documents, prepared.chunks)
    heard = {quote.document_id for fact in facts for quote in fact.quotes}
    facts = (*facts, *(fact for fact in said if fact.quotes[0].document_id not in heard))
    goals = match_goals(prepared.goals, facts, prepared.goal_documents, chunks=prepared.chunks)
    digest = Digest(
        period=prepared.period,
        facts=facts,
        themes=find_themes(prepared.material.documents, facts, issues=prepared.material.issues),
        goals=settle_goals(goals, prepared.by_id, facts),
        statistics=prepared.statistics,
        dropped=told.dropped,
    )
    documents, wording = prepared.project.documents, prepared.wording
    asked = find_questions(digest, documents, habits=prepared.habits, wording=wording)
    return without_known(replace(digest, questions=asked), prepared.known_questions)


def plan(brief: ModelBrief, session: Session) -> tuple[Planned, ModelBrief]:
    """Stage 3: the plan, and the brief with the goals as the plan sees them.

    Raises:
        ModelError, ReplyError: there is no plan.
    """
    planned = plan_outline(brief, session.client)
    return planned, replace(brief, digest=replace(brief.digest, goals=planned.goals))


def draft_by_model(prepared: Prepared, session: Session, *, candidates: int = 1) -> ModelDrafted:
    """All stages. Where the facts are there and the rest fails, the draft is made by code, and says so.

    Raises:
        ModelError, ReplyError: the model answers nothing at all.
    """
    told, digest = read_facts(prepared, session)
    try:
        if not digest.facts:
            raise ReplyError("the model found no fact whose words stand in your documents")
        planned, brief = plan(make_brief(prepared, digest, session.prompts, denied=session.mask.names_in), session)
        return write(prepared, session, brief, planned.outline, told=told, candidates=candidates)
    except (ModelError, ReplyError) as error:
        notice = f"warning: the draft is made by code from your own sentences: {error}"
        hints = (f"hint: {error.hint}",) if error.hint else ()
        drafted = draft_by_ranking(prepared, notices=(notice, *hints))
        return ModelDrafted(drafted=drafted, told=told, outline=None, written=None, scores=())


def write(
    prepared: Prepared, session: Session, brief: ModelBrief, outline: Outline, *, told: Told, candidates: int
) -> ModelDrafted:
    """Stages 4 and 5: the draft of a plan, and its score.

    Raises:
        ModelError, ReplyError: there is no draft.
    """
    written = write_by_model(brief, outline, session.client, candidates=candidates)
    drafted = Drafted(
        draft=written.draft,
        digest=brief.digest,
        prepared=prepared,
        notices=(*_notices(written, told, prepared, session), *written.notices),
    )
    scores = score_draft(
        written.draft,
        sources=prepared.material.documents,
        earlier=[prepared.by_id[r.document_id].body for r in prepared.material.retrospectives],
        weights=_weights(brief.digest),
    )
    return ModelDrafted(drafted=drafted, told=told, outline=outline, written=written, scores=scores)


def _weights(digest: Digest) -> Mapping[str, float]:
    weights: dict[str, float] = {}
    for fact in digest.facts:
        for quote in fact.quotes:
            weights[quote.document_id] = max(weights.get(quote.document_id, 0.0), fact.salience)
    return weights


def _notices(written: Written, told: Told, prepared: Prepared, session: Session) -> tuple[str, ...]:
    model = session.client.models[Size.LARGE]
    unproved = sum("do not stand there" in dropped.reason for dropped in told.dropped)
    lines = [
        f"{model} at {session.host}: {count_of(len(told.facts), 'fact')}, each with words of yours"
        + (f"; {unproved} without them left out" if unproved else "")
    ]
    if told.unread:
        names = [prepared.by_id[i].path for i in told.unread[:3]]
        more = f" and {len(told.unread) - 3} more" if len(told.unread) > 3 else ""
        lines.append(f"warning: not read: {', '.join(names)}{more}: {told.unread_reason}")
    rules = Counter(fault.rule for faults in written.last.hard for fault in faults)
    if rules:
        found = ", ".join(f"{rule} {n}" for rule, n in rules.most_common())
        lines.append(f"{count_of(len(written.last.hard), 'sentence')} dropped by the check: {found}")
    return tuple(lines)
