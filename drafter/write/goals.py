"""The goals of the period, each with its evidence or a question, and a menu of wishes for the next."""

from __future__ import annotations

from dataclasses import replace

from drafter.records import Fact, FactKind, Form, Goal, Passage, Section, Sentence, Unit
from drafter.write.brief import Brief, Questions
from drafter.write.passages import goal_item, tell_fact, tell_item, title_link

_EVIDENCE_MAX = 2
_WISHES_MAX = 5


def goal_sections(brief: Brief, questions: Questions) -> list[Section]:
    """All goals in one section, as the author worded them, each with its evidence or a question in its place."""
    if not brief.digest.goals:
        return []
    name = brief.wording.period_name(brief.digest.period)
    over_all = brief.review_heading or brief.wording.say("headings.goals", period=name)
    sections = [Section(heading=over_all, level=2, passages=())]
    for heading in dict.fromkeys(goal.heading for goal in brief.digest.goals):
        goals = [goal for goal in brief.digest.goals if goal.heading == heading]
        passages = [
            passage
            for goal in goals
            for passage in (
                goal_item(goal, source=brief.source),
                *_evidence(brief, goal),
                *questions.at(goal.id, depth=1),
            )
        ]
        if heading:
            sections.append(Section(heading=heading, level=3, passages=tuple(passages)))
        else:
            sections[0] = replace(sections[0], passages=(*sections[0].passages, *passages))
    if questions.other_goals:
        sections[-1] = replace(sections[-1], passages=(*sections[-1].passages, questions.other_goals))
    return sections


def shown_evidence(goal: Goal) -> tuple[str, ...]:
    """The ids of the facts that stand below a goal."""
    return goal.evidence[:_EVIDENCE_MAX]


def _evidence(brief: Brief, goal: Goal) -> list[Passage]:
    """What proves a goal, then the works it comes from or that touch it."""
    told = sorted((fact for i in shown_evidence(goal) if (fact := brief.facts.get(i))), key=_day)
    works = {i for theme in brief.digest.themes for i in theme.post_ids}
    touching = [i for i in goal.mentions if i in works][:_EVIDENCE_MAX]
    sentences = tuple(_tell(fact, brief) for fact in told)
    passages = [Passage(form=Form.PARAGRAPH, depth=1, sentences=sentences)] if sentences else []
    linked = dict.fromkeys(i for i in (*(fact.quotes[0].document_id for fact in told), *touching) if i in works)
    links = [title_link(brief.documents[i], source=brief.source) for i in linked]
    return [*passages, *(Passage(form=Form.ITEM, depth=1, sentences=(link,)) for link in links)]


def _day(fact: Fact) -> str:
    return str(fact.document_day or "")


def _tell(fact: Fact, brief: Brief) -> Sentence:
    """A line of the author's list stays one, with what its earlier lines told."""
    shelved = any(fact.id == i for shelf in brief.digest.shelves for _, i in shelf.items)
    return (tell_item if shelved else tell_fact)(fact, source=brief.source)


def wish_section(brief: Brief) -> Section | None:
    """A menu for the next year: wishes the author wrote in the last third of this one, word for word; None without."""
    period = brief.digest.period
    late = period.start + (period.end - period.start) * 2 / 3
    wishes = [f for f in brief.digest.facts if f.kind is FactKind.PLANNED and f.document_day and f.document_day >= late]
    if period.unit is not Unit.YEAR or not brief.sets_goals or not wishes:
        return None
    in_order = sorted(wishes[:_WISHES_MAX], key=lambda fact: str(fact.document_day))
    items = [Passage(form=Form.ITEM, sentences=(tell_fact(fact, source=brief.source),)) for fact in in_order]
    heading = brief.wording.say("headings.next_goals", next_period=brief.wording.next_period_name(period))
    return Section(heading=heading, level=2, passages=tuple(items))
