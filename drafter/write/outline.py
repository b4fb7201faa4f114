"""Facts become a plan: the arc of the period, sections in the author's own form, questions, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BaseModel, Field

from drafter.model.chat import ChatModel, Request, Size
from drafter.records import (
    Document,
    Goal,
    GoalStatus,
    Level,
    Outline,
    OutlineItem,
    Question,
    content_id,
)
from drafter.text.normal import fold_text
from drafter.write.brief import QUESTIONS_MAX
from drafter.write.model_brief import ModelBrief

_REPLY_TOKENS = 8000
_FACTS_MIN = 12
_CHARS_PER_FACT = (110, 230)  # in a draft, in Japanese and in English
_ASKED_WEIGHT = 5.0

_Id = Annotated[str, Field(max_length=20)]
_Line = Annotated[str, Field(max_length=500)]


class GoalForm(BaseModel):
    """A goal of a section with the facts that show what became of it."""

    id: _Id
    facts: list[_Id]


class ItemForm(BaseModel):
    """A section of the plan."""

    heading: Annotated[str, Field(max_length=200)]
    level: int
    brief: Annotated[str, Field(max_length=1500)]
    facts: list[_Id]
    works: list[_Id]
    goals: list[GoalForm]


class QuestionForm(BaseModel):
    """A question with the heading it belongs under."""

    text: _Line
    heading: Annotated[str, Field(max_length=200)]


class LeftOutForm(BaseModel):
    """Facts that are not told, and why."""

    reason: _Line
    facts: list[_Id]


class OutlineReply(BaseModel):
    """The reply to `outline`."""

    arc: Annotated[str, Field(max_length=2000)]
    items: list[ItemForm]
    questions: list[QuestionForm]
    left_out: list[LeftOutForm]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan, with the goals as the model judged them."""

    outline: Outline
    goals: tuple[Goal, ...]


def outline_request(brief: ModelBrief) -> Request:
    """The request for the plan of a draft."""
    digest = brief.digest
    user = brief.prompts.render(
        "outline",
        period=brief.period_name,
        next_period=brief.next_period_name,
        title=brief.title,
        facts=[brief.show_fact(fact) for fact in digest.facts],
        posts=[brief.show_post(post) for post in brief.posts],
        goals=[brief.show_goal(goal) for goal in digest.goals],
        counts=brief.counts,
        questions=[
            f"{question.text} ({question.why})" for question in digest.questions if question.level is Level.PUBLISHED
        ],
        said_before=[brief.show_fact(fact) for fact in brief.said_before],
        skeleton=brief.skeleton,
        earlier=brief.earlier,
        earlier_is_past=brief.earlier_is_past,
        habit=brief.habit,
        chars=brief.chars,
        n_facts=max(_FACTS_MIN, brief.chars // _CHARS_PER_FACT[brief.wording.language == "en"]),
        is_year=bool(brief.next_period_name),
    )
    return Request(
        prompt="outline",
        system=brief.system,
        user=user,
        size=Size.LARGE,
        form=OutlineReply,
        max_output_tokens=_REPLY_TOKENS,
        document_ids=brief.ask_documents(digest.facts),
    )


def plan_outline(brief: ModelBrief, model: ChatModel) -> Planned:
    """Ask for the plan, and keep of it what holds: known ids, one home for a fact, no section of nothing.

    Raises:
        ModelError, ReplyError: as `ChatModel.ask`.
    """
    reply = model.ask(outline_request(brief)).data
    assert isinstance(reply, OutlineReply)
    reader = _Reader(brief)
    items = _without_empty([reader.item(form) for form in reply.items])
    questions = tuple(reader.questions(reply.questions))
    left_out = tuple(reader.left_out(reply.left_out))
    outline = Outline(title=brief.title, arc=reply.arc.strip(), items=_place(questions, items), left_out=left_out)
    return Planned(outline=outline, goals=reader.goals())


class _Reader:
    """Reads a reply; remembers which facts and posts have a home."""

    def __init__(self, brief: ModelBrief) -> None:
        self._brief = brief
        self._goals = {goal.id: goal for goal in brief.digest.goals}
        self._homed: set[str] = set()
        self._shown: dict[str, tuple[str, ...]] = {}

    def _known(self, shorts: Iterable[str], among: Mapping[str, object]) -> tuple[str, ...]:
        ids = (self._brief.ids.get(short.strip().lower()) for short in shorts)
        return tuple(dict.fromkeys(i for i in ids if i is not None and i in among))

    def _new(self, shorts: Iterable[str], among: Mapping[str, object]) -> tuple[str, ...]:
        fresh = tuple(i for i in self._known(shorts, among) if i not in self._homed)
        self._homed |= set(fresh)
        return fresh

    def item(self, form: ItemForm) -> OutlineItem:
        posts: dict[str, Document] = {post.id: post for post in self._brief.posts}
        goal_ids = self._known((goal.id for goal in form.goals), self._goals)
        for goal in form.goals:
            for goal_id in self._known([goal.id], self._goals):
                known = self._shown.get(goal_id, ())  # a goal may stand in its review and in a menu for next year
                self._shown[goal_id] = (*known, *self._known(goal.facts, self._brief.facts))
        return OutlineItem(
            heading=" ".join(form.heading.split()).lstrip("#").strip(),
            level=min(max(form.level, 2), 6),
            brief=" ".join(form.brief.split()),
            fact_ids=self._new(form.facts, self._brief.facts),
            post_ids=self._new(form.works, posts),
            goal_ids=goal_ids,
        )

    def questions(self, forms: Sequence[QuestionForm]) -> Iterable[Question]:
        """At most eight; `place` holds the heading. One that names what only a note tells is for the terminal."""
        for rank, form in enumerate(forms[:QUESTIONS_MAX]):
            text = " ".join(form.text.split())
            yield Question(
                id=content_id("question", text, form.heading),
                text=text,
                why="the model asks",
                place=form.heading.lstrip("#").strip(),
                level=Level.PUBLISHED,
                weight=_ASKED_WEIGHT - rank / 10,
            )

    def left_out(self, forms: Sequence[LeftOutForm]) -> Iterable[tuple[str, str]]:
        for form in forms:
            yield from ((fact_id, form.reason) for fact_id in self._new(form.facts, self._brief.facts))
        told = (fact.id for fact in self._brief.digest.facts)
        yield from ((fact_id, "not planned") for fact_id in told if fact_id not in self._homed)

    def goals(self) -> tuple[Goal, ...]:
        """The goals with the facts that the model found too; those that code found come first."""
        return tuple(_with_evidence(goal, self._shown.get(goal.id, ())) for goal in self._brief.digest.goals)


def _with_evidence(goal: Goal, shown: Sequence[str]) -> Goal:
    if not shown:
        return goal
    status = GoalStatus.PARTLY if goal.status is GoalStatus.NO_RECORD else goal.status
    return replace(goal, evidence=tuple(dict.fromkeys((*goal.evidence, *shown))), status=status)


def _without_empty(items: Sequence[OutlineItem]) -> list[OutlineItem]:
    """Without sections that tell nothing and have nothing below them."""
    kept: list[OutlineItem] = []
    for item in reversed(items):
        holds = item.fact_ids or item.post_ids or item.goal_ids
        heads = bool(kept) and kept[0].level > item.level
        if holds or heads:
            kept.insert(0, item)
    return kept


def _place(questions: Sequence[Question], items: Sequence[OutlineItem]) -> tuple[OutlineItem, ...]:
    """Each question with the section it names, else with the last that tells something."""
    telling = [n for n, item in enumerate(items) if item.fact_ids or item.post_ids or item.goal_ids]
    by_heading = {fold_text(items[n].heading): n for n in reversed(telling)}
    homes: dict[int, list[Question]] = {}
    for question in questions:
        home = by_heading.get(fold_text(question.place), telling[-1] if telling else None)
        if home is not None:
            homes.setdefault(home, []).append(question)
    return tuple(replace(item, questions=tuple(homes.get(n, ()))) for n, item in enumerate(items))
