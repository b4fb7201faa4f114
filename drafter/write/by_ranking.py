"""The draft with no model: the author's own sentences, arranged by theme in the form of their last retrospective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.records import PLACE_OPENING, Draft, Form, Passage, Section, Sentence, Unit
from drafter.write.brief import Brief, Questions
from drafter.write.budget import n_visible
from drafter.write.goals import goal_sections, wish_section
from drafter.write.passages import ask_for_yes, each_sentence, tell_fact
from drafter.write.sections import blog_section, theme_sections
from drafter.write.shelves import shelf_sections

_CHARS = {Unit.YEAR: 2600, Unit.QUARTER: 1600, Unit.RANGE: 2000, Unit.MONTH: 1200, Unit.WEEK: 700}
_SHELF_SHARE = 0.7  # of the room; the themes have the rest
_LEAST = 0.25
_ENGLISH_FACTOR = 2.2  # characters English takes for what Japanese says in one


def write_by_ranking(brief: Brief) -> Draft:
    """Write the draft; an empty year gives one of goals and questions only."""
    questions = Questions(brief.digest, wording=brief.wording, answers=_answers(brief))
    goals = goal_sections(brief, questions)
    blog = [section] if (section := blog_section(brief, questions)) else []
    wishes = [section] if (section := wish_section(brief)) else []
    room = _budget(brief) - sum(map(n_visible, (*blog, *goals, *wishes)))
    shelves = shelf_sections(brief, room=int(room * _SHELF_SHARE))
    asked = questions.at(PLACE_OPENING)
    opening = [Section(heading="", level=0, passages=tuple(asked))] if asked else []
    themes, dropped = theme_sections(brief, questions, room=room - sum(map(n_visible, shelves)))
    told = [*themes, *blog]
    if told and brief.highlights_heading:
        told.insert(0, Section(heading=brief.highlights_heading, level=2, passages=()))
    sections = (*opening, *shelves, *_ask_below_last(told, questions.left()), *goals, *wishes)
    if brief.digest.statistics.posts.value:  # a blog
        sections = tuple(each_sentence(s, lambda own: ask_for_yes(own, brief.documents)) for s in sections)
    return Draft(
        title=brief.title,
        sections=sections,
        assets=(brief.figure,) if brief.figure else (),
        asked=tuple(questions.asked),
        questions=tuple(q for q in brief.digest.questions if q not in questions.asked),
        dropped=(*brief.digest.dropped, *dropped),
    )


def _answers(brief: Brief) -> dict[str, list[Passage]]:
    """The author's answers by place, a paragraph each, but for those about goals: they are evidence."""
    goals, told = {goal.id for goal in brief.digest.goals}, dict[tuple[str, str], list[Sentence]]()
    for place, fact_id in brief.digest.answers:
        if place not in goals:
            fact = brief.facts[fact_id]
            sentence = tell_fact(fact, source=brief.source)
            told.setdefault((place, fact.quotes[0].document_id), []).append(sentence)
    placed = dict[str, list[Passage]]()
    for (place, _), sentences in told.items():
        placed.setdefault(place, []).append(Passage(form=Form.PARAGRAPH, sentences=tuple(sentences)))
    return placed


def _budget(brief: Brief) -> int:
    """Characters the author takes for such a period: what lies beyond it is for them to add. An earlier one of a few
    lines is no measure: there is room for a part of what is usual."""
    usual = usual_chars(brief.digest.period.unit, brief.wording.language)
    return max(brief.budget_chars or usual, int(_LEAST * usual))


def usual_chars(unit: Unit, language: str) -> int:
    """Characters of a retrospective where no earlier one tells how long its author writes."""
    return int(_CHARS[unit] * _ENGLISH_FACTOR) if language == "en" else _CHARS[unit]


def _ask_below_last(sections: Sequence[Section], questions: Sequence[Passage]) -> list[Section]:
    """Questions without a place of their own stand below what was told last; a section of questions only is none."""
    if not questions or not sections or not sections[-1].passages:
        return list(sections)
    return [*sections[:-1], replace(sections[-1], passages=(*sections[-1].passages, *questions))]
