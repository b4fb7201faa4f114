"""The draft by a model: written in one go where the facts fit, checked by code and once by a judge, revised in one go,
checked again; what still fails is dropped and told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from drafter.errors import ContextError, CutError, ModelError, ReplyError
from drafter.model.chat import ChatModel, Reply, Request, Size
from drafter.records import Draft, Dropped, Form, Level, Outline, OutlineItem, Question, Section, content_id
from drafter.write.checking import Checked, check_body
from drafter.write.finishing import finish_sections, shows_figure
from drafter.write.model_brief import ModelBrief
from drafter.write.revising import judge_once, revise_once

_REPLY_TOKENS = 12_000
_LABELS = "ABCDEFGHI"
_CHOSEN_MAX = 3  # candidates that a judge reads


class ChooseReply(BaseModel):
    """The reply to `choose`."""

    reason: Annotated[str, Field(max_length=1000)]
    best: Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A draft with what the checks found on the way. `notices` tell what did not go as planned."""

    draft: Draft
    first: Checked
    last: Checked
    revised: bool
    notices: tuple[str, ...] = ()


def write_by_model(brief: ModelBrief, outline: Outline, model: ChatModel, *, candidates: int = 1) -> Written:
    """Write the draft of an outline.

    Raises:
        ModelError, ReplyError: there is no draft. A judge or a revision that cannot be had leaves the draft as it is.
    """
    bodies = _ask_bodies(brief, outline, model, candidates=candidates)
    first = _choose([check_body(body, brief) for body in bodies], brief, model)
    notices: list[str] = []
    first = judge_once(first, brief, model, notices)
    last = _revise(first, brief, outline, model, notices) or first
    sections, dropped = finish_sections(last, brief)
    asked = tuple(_asked(sections, outline))
    left = [fact_id for fact_id, _ in outline.left_out]
    reasons = dict(outline.left_out)
    draft = Draft(
        title=brief.title,
        sections=sections,
        assets=(brief.figure,) if brief.figure and shows_figure(sections) else (),
        asked=asked,
        questions=tuple(q for q in brief.digest.questions if q.level is not Level.PUBLISHED),
        dropped=(
            *brief.digest.dropped,
            *(Dropped(text=brief.facts[i].text, reason=reasons[i]) for i in left if i in brief.facts),
            *dropped,
        ),
    )
    return Written(draft=draft, first=first, last=last, revised=last is not first, notices=tuple(notices))


def draft_request(brief: ModelBrief, outline: Outline, *, part: Sequence[OutlineItem] = (), sample: int = 0) -> Request:
    """The request for the whole draft, or for the sections in `part` alone."""
    items = tuple(part) or outline.items
    homed = {i for item in outline.items for i in item.fact_ids}
    left = {i for i, _ in outline.left_out}
    loose = [f for f in brief.digest.facts if f.id not in homed and f.id not in left and not part]
    others = [item for item in outline.items if item not in items]
    user = brief.prompts.render(
        "draft",
        **_common(brief),
        has_private=any(fact.level is not Level.PUBLISHED for fact in brief.digest.facts),
        next_period=brief.next_period_name,
        arc=outline.arc,
        items=[_show_item(item, brief) for item in items],
        loose=[brief.show_fact(fact) for fact in loose],
        said_before=[brief.show_fact(fact) for fact in brief.said_before],
        habit=brief.habit,
        part="; ".join(item.heading for item in part),
        others="\n".join(f"{item.heading}: {item.brief}" for item in others),
    )
    return _request("draft", user, brief, sample=sample)


def _common(brief: ModelBrief) -> dict[str, object]:
    return {
        "period": brief.period_name,
        "title": brief.title,
        "posts": [brief.show_post(post) for post in brief.posts],
        "earlier": brief.earlier,
        "earlier_is_past": brief.earlier_is_past,
        "samples": brief.samples,
        "voice": brief.voice,
        "counts": brief.counts,
        "chars": brief.chars,
    }


def _request(prompt: str, user: str, brief: ModelBrief, *, sample: int = 0) -> Request:
    return Request(
        prompt=prompt,
        system=brief.system,
        user=user,
        size=Size.LARGE,
        max_output_tokens=_REPLY_TOKENS,
        sample=sample,
        document_ids=brief.ask_documents(brief.digest.facts),
    )


def _show_item(item: OutlineItem, brief: ModelBrief) -> dict[str, object]:
    goals = {goal.id: goal for goal in brief.digest.goals}
    return {
        "heading": item.heading,
        "level": item.level,
        "brief": item.brief,
        "facts": [brief.show_fact(brief.facts[i]) for i in item.fact_ids if i in brief.facts],
        "works": [brief.show_post(post) for post in brief.posts if post.id in item.post_ids],
        "goals": [brief.show_goal(goals[i]) for i in item.goal_ids if i in goals],
        "questions": [question.text for question in item.questions],
    }


def _ask_bodies(brief: ModelBrief, outline: Outline, model: ChatModel, *, candidates: int) -> list[str]:
    """The drafts as the model wrote them; by sections where the whole is too long to ask or to answer."""
    requests = [draft_request(brief, outline, sample=n) for n in range(candidates)]
    replies = model.ask_all(requests)
    bodies = [reply.text for reply in replies if isinstance(reply, Reply)]
    if bodies:
        return bodies
    error = next(reply for reply in replies if not isinstance(reply, Reply))
    if not isinstance(error, ContextError | CutError):
        raise error
    return [_ask_in_parts(brief, outline, model, error)]


def _ask_in_parts(brief: ModelBrief, outline: Outline, model: ChatModel, error: ModelError | ReplyError) -> str:
    parts = _parts(outline)
    if len(parts) < 2:
        raise error
    replies = model.ask_all([draft_request(brief, outline, part=part) for part in parts])
    failed = [reply for reply in replies if not isinstance(reply, Reply)]
    if len(failed) == len(replies):
        raise failed[0]
    return "\n\n".join(reply.text for reply in replies if isinstance(reply, Reply))


def _parts(outline: Outline) -> list[tuple[OutlineItem, ...]]:
    """Each section that tells something, with the headings right above it."""
    parts: list[tuple[OutlineItem, ...]] = []
    above: list[OutlineItem] = []
    for item in outline.items:
        above.append(item)
        if item.fact_ids or item.post_ids or item.goal_ids:
            parts.append(tuple(above))
            above = []
    return parts


def _choose(checked: Sequence[Checked], brief: ModelBrief, model: ChatModel) -> Checked:
    """The best of several drafts: those with the fewest faults, and of them the one a judge prefers."""
    best = sorted(checked, key=lambda c: c.badness)[:_CHOSEN_MAX]
    if len(best) < 2:
        return best[0]
    user = brief.prompts.render(
        "choose",
        period=brief.period_name,
        title=brief.title,
        earlier=brief.earlier,
        drafts=[
            {"label": label, "body": c.body, "findings": c.n_faults} for label, c in zip(_LABELS, best, strict=False)
        ],
    )
    request = replace(_request("choose", user, brief), form=ChooseReply, max_output_tokens=1000)
    try:
        reply = model.ask(request).data
    except (ModelError, ReplyError):
        return best[0]
    assert isinstance(reply, ChooseReply)
    return best[min(_LABELS.index(reply.best), len(best) - 1)]


def _revise(
    first: Checked, brief: ModelBrief, outline: Outline, model: ChatModel, notices: list[str]
) -> Checked | None:
    planned = {i for item in outline.items for i in item.fact_ids} | first.cited

    def make_request(findings: list[str]) -> Request:
        user = brief.prompts.render(
            "revise",
            **_common(brief),
            facts=[brief.show_fact(fact) for fact in brief.facts.values() if fact.id in planned],
            goals=[brief.show_goal(goal) for goal in brief.digest.goals],
            body=first.body,
            findings=findings,
        )
        return _request("revise", user, brief)

    return revise_once(first, make_request, lambda body: check_body(body, brief), brief, model, notices)


def _asked(sections: Sequence[Section], outline: Outline) -> Iterator[Question]:
    """The questions that stand in the sections, as the plan knows them."""
    planned = {question.text: question for item in outline.items for question in item.questions}
    for section in sections:
        for passage in section.passages:
            if passage.form is Form.QUESTION:
                text = passage.sentences[0].text
                yield planned.get(text) or Question(
                    id=content_id("question", text, section.heading),
                    text=text,
                    why="the model asks",
                    place=section.heading,
                    level=Level.PUBLISHED,
                    weight=0.0,
                )
