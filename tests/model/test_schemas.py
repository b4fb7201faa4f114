"""Forms as strict JSON schemas."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from drafter.model.schemas import bare_schema, strict_schema


class Kind(StrEnum):
    DONE = "done"
    PLAN = "plan"


class Deed(BaseModel):
    title: str = Field(max_length=40, description="what was done")
    kind: Kind = Field(default=Kind.DONE, description="how far")
    source: Literal["note"] = "note"
    default: int | None = None


class Deeds(BaseModel):
    deeds: list[Deed] = Field(min_length=1)
    best: Deed = Field(description="the best of them")


class Branch(BaseModel):
    branches: list[Branch]
    parent: Branch | None = Field(default=None, description="where it grows")


def objects_in(node: object) -> list[dict[str, Any]]:
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    found = [part for item in inner for part in objects_in(item)]
    return [node, *found] if isinstance(node, dict) and node.get("type") == "object" else found


@pytest.mark.parametrize("form", [Deed, Deeds, Branch])
def test_every_object_is_closed_and_requires_all_its_properties(form: type[BaseModel]) -> None:
    objects = objects_in(strict_schema(form))
    assert objects
    for schema in objects:
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])


def test_a_property_may_be_called_like_a_word_of_the_schema() -> None:
    properties = strict_schema(Deed)["properties"]
    assert list(properties) == ["title", "kind", "source", "default"]
    assert properties["title"] == {"type": "string", "maxLength": 40, "description": "what was done"}
    assert properties["default"] == {"anyOf": [{"type": "integer"}, {"type": "null"}]}
    assert properties["source"] == {"type": "string", "enum": ["note"]}


def test_a_reference_stands_alone() -> None:
    best = strict_schema(Deeds)["properties"]["best"]
    assert best == {"description": "the best of them", "anyOf": [{"$ref": "#/$defs/Deed"}]}


def test_a_form_that_holds_itself_stays_finite() -> None:
    schema = strict_schema(Branch)
    assert schema["$defs"]["Branch"]["properties"]["branches"] == {
        "items": {"$ref": "#/$defs/Branch"},
        "type": "array",
    }


def test_a_bare_schema_has_no_limits() -> None:
    bare = bare_schema(strict_schema(Deeds))
    assert "minItems" not in bare["properties"]["deeds"]
    assert bare["$defs"]["Deed"]["properties"]["title"] == {"type": "string", "description": "what was done"}


class OpenForm(BaseModel):
    counts: dict[str, int]


class PairForm(BaseModel):
    pair: tuple[int, str]


@pytest.mark.parametrize("form", [OpenForm, PairForm])
def test_what_strict_mode_cannot_say_is_refused(form: type[BaseModel]) -> None:
    with pytest.raises(TypeError, match="no open mapping and no tuple"):
        strict_schema(form)
