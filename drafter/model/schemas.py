"""The JSON schema of a reply's form, as endpoints take it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import BaseModel

Schema = dict[str, Any]
BY_NAME = ("properties", "$defs")  # what stands in them is named by the form, not by JSON Schema
LIMITS = frozenset(
    """minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems
    uniqueItems""".split()
)
DROPPED = frozenset({"title", "default", "discriminator"})


def strict_schema(form: type[BaseModel]) -> Schema:
    """The schema of a form as strict mode wants it: every object closed, every property required.

    A property with a default is required like the others. Limits (`maxLength`, `minItems`) stay.

    Raises:
        TypeError: the form has an open mapping or a tuple of fixed length, which strict mode cannot say.

    Source: OpenAI's guide to structured outputs, "Supported schemas".
    """
    return _walk(form.model_json_schema(), _tighten_node)


def bare_schema(schema: Schema) -> Schema:
    """A schema without its limits on lengths, numbers and patterns, for an endpoint that knows none.

    >>> bare_schema({"type": "array", "items": {"type": "string", "maxLength": 9}, "minItems": 1})
    {'type': 'array', 'items': {'type': 'string'}}
    """
    return _walk(schema, lambda node: {key: value for key, value in node.items() if key not in LIMITS})


def _walk(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """Apply a change to every schema in a schema, the inner ones first."""
    return change({key: _walk_value(key, value, change) for key, value in schema.items()})


def _walk_value(key: str, value: object, change: Callable[[Schema], Schema]) -> object:
    if key in BY_NAME and isinstance(value, dict):
        return {name: _walk(part, change) for name, part in value.items()}
    if isinstance(value, dict):
        return _walk(value, change)
    if isinstance(value, list):
        return [_walk(item, change) if isinstance(item, dict) else item for item in value]
    return value


def _tighten_node(node: Schema) -> Schema:
    if "prefixItems" in node or (node.get("type") == "object" and "properties" not in node):
        raise TypeError(f"strict mode has no open mapping and no tuple of fixed length: {node}")
    kept = {key: value for key, value in node.items() if key not in DROPPED}
    if "oneOf" in kept:
        kept["anyOf"] = kept.pop("oneOf")
    if "const" in kept:
        kept["enum"] = [kept.pop("const")]
    if "properties" in kept:
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    if "$ref" in kept and len(kept) > 1:  # strict mode allows nothing beside a reference
        kept["anyOf"] = [{"$ref": kept.pop("$ref")}]
    return kept
