"""The draft with no model: from what was prepared to themes, questions and sections."""

from __future__ import annotations

from dataclasses import replace

from drafter.digest.answers import find_answer_facts, place_answers, settle_goals, without_known
from drafter.digest.by_ranking import Ranked, digest_by_ranking
from drafter.digest.evidence import match_goals
from drafter.digest.gaps import find_questions
from drafter.digest.habits import Habits, fill_slots, heads_highlights
from drafter.digest.retrospectives import Retrospective
from drafter.digest.shelves import gather_shelves, without_shelved
from drafter.digest.themes import find_themes
from drafter.digest.witnesses import find_witnesses
from drafter.pipeline.prepare import Drafted, Prepared, budget_chars, draw_figure, own_links
from drafter.records import Digest, Fact, Kind, Period
from drafter.write.brief import Brief
from drafter.write.by_ranking import write_by_ranking

NOTICE = "no model was used: these are your own sentences, chosen and arranged by code"


def draft_by_ranking(prepared: Prepared, *, notices: tuple[str, ...] = (NOTICE,)) -> Drafted:
    """Draft a period from the author's own sentences."""
    habits, period, followed = prepared.habits, prepared.period, prepared.followed
    digest = digest_period(prepared)
    brief = Brief(
        title=prepared.title,
        digest=digest,
        documents=prepared.by_id,
        wording=prepared.wording,
        links=own_links(prepared.project.documents),
        highlights_heading=_highlights(habits, period, followed),
        review_heading=_filled(habits.review_heading if habits and not habits.borrowed else None, period, followed),
        sets_goals=not habits or habits.borrowed or habits.goals_heading is not None,
        budget_chars=budget_chars(prepared.material.retrospectives, habits, prepared.by_id),
        figure=draw_figure(prepared),
    )
    return Drafted(draft=write_by_ranking(brief), digest=digest, prepared=prepared, notices=notices)


def digest_period(prepared: Prepared) -> Digest:
    """What a period holds, by code; without the questions that were answered or are never to be asked."""
    documents = tuple(d for d in prepared.material.documents if d.kind is not Kind.ANSWER)
    ranked = digest_by_ranking(documents, prepared.chunks, polite=prepared.polite, since=prepared.period.start)
    digest = _digest(prepared, ranked)
    asked = find_questions(digest, prepared.project.documents, habits=prepared.habits, wording=prepared.wording)
    answers = find_answer_facts(prepared.material.documents, prepared.chunks)
    placed = place_answers(answers, prepared.by_id, asked, digest.goals)
    in_place = {fact_id for _, fact_id in placed}
    free = tuple(fact for fact in answers if fact.id not in in_place)
    digest = _digest(prepared, ranked, answers=free) if free else digest
    digest = replace(
        digest,
        facts=(*digest.facts, *(fact for fact in answers if fact.id in in_place)),
        goals=settle_goals(digest.goals, prepared.by_id, answers),
        questions=asked,
        answers=placed,
    )
    return without_known(digest, prepared.known_questions)


def _digest(prepared: Prepared, ranked: Ranked, *, answers: tuple[Fact, ...] = ()) -> Digest:
    """The digest of what was ranked, and of answers that belong nowhere in particular."""
    material, chunks = prepared.material, prepared.chunks
    shelves, shelved = gather_shelves(prepared.habits, chunks, prepared.by_id, period=prepared.period)
    told = (*answers, *without_shelved(ranked.facts, shelved))
    proofs = (*without_shelved((*ranked.facts, *ranked.spare), shelved), *shelved)
    witnesses = _witnesses(prepared)
    matched = match_goals(prepared.goals, proofs, prepared.goal_documents, chunks=chunks, witnesses=witnesses)
    proving = {i for goal in matched for i in goal.evidence} - {fact.id for fact in (*told, *shelved)}
    return Digest(
        period=prepared.period,
        facts=(
            *told,
            *shelved,
            *{fact.id: fact for fact in (*witnesses, *proofs) if fact.id in proving}.values(),
        ),
        themes=find_themes(material.documents, told, issues=material.issues),
        shelves=shelves,
        goals=matched,
        statistics=prepared.statistics,
        dropped=ranked.dropped,
    )


def _witnesses(prepared: Prepared) -> tuple[Fact, ...]:
    """What else may prove the goals; answers do so by themselves."""
    if not prepared.goals:
        return ()
    documents = [d for d in prepared.material.documents if d.kind is not Kind.ANSWER]
    return find_witnesses(documents, prepared.chunks, since=prepared.period.start)


def _highlights(habits: Habits | None, period: Period, followed: Retrospective | None) -> str:
    """The heading over the themes where the author's last retrospective has one with sub headings."""
    if (
        not habits
        or habits.borrowed
        or len(habits.headings) < 2
        or not heads_highlights(habits.highlights_heading or "")
    ):
        return ""
    first, second = habits.headings[:2]
    if second.level <= first.level or habits.highlights_heading == habits.goals_heading:
        return ""
    return _filled(habits.highlights_heading, period, followed)


def _filled(heading: str | None, period: Period, followed: Retrospective | None) -> str:
    """A heading of the last retrospective for this period; "" for none."""
    ordinal = followed.ordinal + 1 if followed and followed.ordinal else None
    return fill_slots(heading or "", period, ordinal=ordinal)
