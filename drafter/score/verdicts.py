"""What a judge said, word by word → verdicts: on the menu or unscored, with evidence in the draft or without credit."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from drafter.score.exhibits import find_evidence, on_one_line
from drafter.score.judgings import Verdict
from drafter.score.rubric import N_LEVELS, SCALE, Dimension
from drafter.text.normal import fold_text

_YES_NO = {"yes": 1, "no": 0}
_LEVELS = {str(level): level for level in range(1, N_LEVELS + 1)}
_SAID_CHARS = 40


def as_text(value: object) -> object:
    """A number, a truth value or null in the place of a text, as JSON would write it; "" for null."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool | int | float) else value


Loose = Annotated[str, BeforeValidator(as_text)]  # what is off the menu is unscored, and no reason to ask again


class ItemForm(BaseModel):
    """The answer to one item. The reason stands before the verdict."""

    item: Loose
    reason: Loose = ""
    evidence: Loose = ""
    verdict: Annotated[Loose, Field(json_schema_extra={"enum": [*_YES_NO, ""]})] = ""


class ScaleForm(BaseModel):
    """The answer to the scale."""

    reason: Loose = ""
    evidence: Loose = ""
    verdict: Annotated[Loose, Field(json_schema_extra={"enum": [*_LEVELS, ""]})] = ""


class JudgeReply(BaseModel):
    """The reply to `judge`. Of several answers to one item the last one counts."""

    items: list[ItemForm]
    scale: ScaleForm = ScaleForm()


def read_verdicts(reply: JudgeReply, dimension: Dimension, body: str) -> tuple[Verdict, ...]:
    """A verdict on each item of a dimension and, last, on its scale. Answers to other items are none."""
    said = {fold_text(form.item).strip(): form for form in reply.items}
    items = tuple(_read_item(item.id, said.get(item.id), body) for item in dimension.items)
    return (*items, _read_level(reply.scale, body))


def unscored(dimension: Dimension, reason: str) -> tuple[Verdict, ...]:
    """The verdicts of a judging that did not come about."""
    return tuple(Verdict(item=item, value=None, fault=reason) for item in (*(i.id for i in dimension.items), SCALE))


def off_menu(said: str) -> str:
    """The reason for which such a verdict is unscored."""
    plain = on_one_line(said)
    return f"off the menu: {plain[:_SAID_CHARS]!r}" if plain else "no verdict"


def _read_item(item_id: str, form: ItemForm | None, body: str) -> Verdict:
    if form is None:
        return Verdict(item=item_id, value=None, fault="no verdict")
    said, reason = fold_text(form.verdict).strip(), on_one_line(form.reason)
    if said not in _YES_NO:
        return Verdict(item=item_id, value=None, reason=reason, fault=off_menu(form.verdict))
    evidence = find_evidence(form.evidence, body)
    fault = evidence.fault if said == "yes" else None
    span = evidence.span(body, f"{item_id}, {said}: {reason}")
    return Verdict(item=item_id, value=0 if fault else _YES_NO[said], reason=reason, span=span, fault=fault)


def _read_level(form: ScaleForm, body: str) -> Verdict:
    said, reason = fold_text(form.verdict).strip(), on_one_line(form.reason)
    if said not in _LEVELS:
        return Verdict(item=SCALE, value=None, reason=reason, fault=off_menu(form.verdict))
    evidence = find_evidence(form.evidence, body)
    if evidence.fault:
        return Verdict(item=SCALE, value=None, reason=reason, fault=evidence.fault)
    return Verdict(item=SCALE, value=_LEVELS[said], reason=reason, span=evidence.span(body, f"level {said}: {reason}"))
