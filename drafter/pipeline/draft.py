"""The draft with no model: from what was prepared to themes, questions and sections."""

from __future__ import annotations

from dataclasses import replace

from drafter.digest.by_ranking import digest_by_ranking
from drafter.digest.evidence import match_goals
from drafter.digest.gaps import find_questions
from drafter.digest.habits import Habits, fill_slots, heads_highlights
from drafter.digest.retrospectives import Retrospective
from drafter.digest.shelves import gather_shelves, without_shelved
from drafter.digest.themes import find_themes
from drafter.pipeline.prepare import Drafted, Prepared, budget_chars, draw_figure, own_links
from drafter.records import Digest, Period
from drafter.write.brief import Brief
from drafter.write.by_ranking import write_by_ranking

NOTICE = "no model was used: these are your own sentences, chosen and arranged by code"


def draft_by_ranking(prepared: Prepared, *, notices: tuple[str, ...] = (NOTICE,)) -> Drafted:
    """Draft a period from the author's own sentences."""
    habits, period, followed = prepared.habits, prepared.period, prepared.followed
    documents, wording = prepared.project.documents, prepared.wording
    digest = _digest(prepared)
    digest = replace(digest, questions=find_questions(digest, documents, habits=habits, wording=wording))
    brief = Brief(
        title=prepared.title,
        digest=digest,
        documents=prepared.by_id,
        wording=wording,
        links=own_links(documents),
        highlights_heading=_highlights(habits, period, followed),
        review_heading=_filled(habits.review_heading if habits and not habits.borrowed else None, period, followed),
        sets_goals=not habits or habits.borrowed or habits.goals_heading is not None,
        budget_chars=budget_chars(prepared.material.retrospectives, habits, prepared.by_id),
        figure=draw_figure(prepared),
    )
    return Drafted(draft=write_by_ranking(brief), digest=digest, prepared=prepared, notices=notices)


def _digest(prepared: Prepared) -> Digest:
    material, chunks = prepared.material, prepared.chunks
    ranked = digest_by_ranking(material.documents, chunks, polite=prepared.polite)
    shelves, shelved = gather_shelves(prepared.habits, chunks, prepared.by_id, period=prepared.period)
    told = without_shelved(ranked.facts, shelved)
    matched = match_goals(prepared.goals, (*ranked.facts, *shelved, *ranked.spare), prepared.goal_documents)
    proving = {i for goal in matched for i in goal.evidence}
    return Digest(
        period=prepared.period,
        facts=(
            *told,
            *shelved,
            *(fact for fact in (*ranked.facts, *ranked.spare) if fact.id in proving and fact not in told),
        ),
        themes=find_themes(material.documents, told, issues=material.issues),
        shelves=shelves,
        goals=matched,
        statistics=prepared.statistics,
        dropped=ranked.dropped,
    )


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
