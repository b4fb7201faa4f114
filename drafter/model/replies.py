"""The text of a reply → the form that was asked for. Nothing is repaired: what does not parse is asked for again."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeVar, cast

from drafter.errors import ReplyError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pydantic import BaseModel

    Form = TypeVar("Form", bound=BaseModel)

N_NAMED = 8  # problems that one message names
_THOUGHT = re.compile(r"\s*<(think|thinking|thought)>")
_HALF = re.compile(r"[\ud800-\udfff]")  # no file can hold one
_OBJECT = re.compile(r'\{\s*["}]')  # not the {name} of a sentence


class FormError(ReplyError):
    """The reply has not the form. `unbound`: a server that keeps to the schema could not have written it."""

    def __init__(self, message: str, *, unbound: bool) -> None:
        super().__init__(message)
        self.unbound = unbound


def strip_thoughts(text: str) -> str:
    """The text without the thoughts at its start; thoughts that never end leave nothing.

    A closing mark alone ends thoughts, too: some servers put the opening one into the prompt.

    >>> strip_thoughts("<think>これは…</think>\\n\\n答え"), strip_thoughts("これは…</think>答え")
    ('答え', '答え')
    >>> strip_thoughts("<think>これは")
    ''
    """
    opened = _THOUGHT.match(text)
    mark = f"</{opened[1] if opened else 'think'}>"
    before, closed, after = text.partition(mark)
    if opened:
        return after.strip()
    return (after if closed and "<think>" not in before else text).strip()


def parse_reply(text: str, form: type[Form]) -> Form:
    """The one JSON object of a reply, as an instance of the form.

    Words and a fence around the object are skipped.

    Raises:
        FormError: there is none, there are several, it is cut or in a list, or it does not fit; says what to change.
    """
    from pydantic import ValidationError

    found = find_object(text)
    try:
        return form.model_validate(found)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False, include_context=False)
        unbound = any(detail["type"] == "missing" for detail in details)
        raise FormError(f"the JSON does not fit: {_name_problems(details)}", unbound=unbound) from error


def find_object(text: str) -> dict[str, Any]:
    """The outermost JSON object in a text, line breaks inside its strings allowed.

    >>> find_object('{name}さん、どうぞ。\\n```json\\n{"a": {"b": 1}}\\n```')
    {'a': {'b': 1}}

    Raises:
        FormError: there is no such object, or more than one.
    """
    start = _OBJECT.search(text)
    if start is None:
        raise FormError("there is no JSON object in it", unbound=True)
    if text[: start.start()].rstrip().endswith("["):
        raise FormError("it is a JSON list; one object is wanted", unbound=True)
    found, end = _decode(text, start.start())
    if _holds_object(text, end):
        raise FormError("there is more than one JSON object in it; one is wanted", unbound=True)
    if half := _HALF.search(json.dumps(found, ensure_ascii=False)):
        code = f"\\u{ord(half[0]):04x}"
        raise FormError(f"it holds half a character: {code} without its other escape", unbound=False)
    return found


def _decode(text: str, start: int) -> tuple[dict[str, Any], int]:
    decoder = json.JSONDecoder(strict=False, parse_constant=_refuse_constant)
    try:
        found, end = decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise FormError(f"its JSON is broken: {error.msg}, {where}", unbound=True) from error
    except (ValueError, RecursionError) as error:
        raise FormError(f"its JSON is broken: {error}", unbound=True) from error
    return found, end


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")


def _holds_object(text: str, start: int) -> bool:
    another = _OBJECT.search(text, start)
    if another is None:
        return False
    try:
        _decode(text, another.start())
    except FormError:
        return False
    return True


def _name_problems(details: Sequence[Mapping[str, Any]]) -> str:
    named = [f"{'.'.join(str(step) for step in detail['loc']) or 'it'}: {detail['msg']}" for detail in details]
    more = len(named) - N_NAMED
    return "; ".join(named[:N_NAMED]) + (f"; and {more} more" if more > 0 else "")


def change_words(form: Form, change: Callable[[str], str]) -> Form:
    """A form with every text in it changed, at any depth; numbers, choices and names of fields stay as they are.

    The form's own rules are not applied again: a changed text may be longer than the form allows a model to write.
    """
    return cast("Form", _change(form, change))


def _change(value: object, change: Callable[[str], str]) -> object:
    from pydantic import BaseModel

    if type(value) is str:  # not the choices of a StrEnum
        return change(value)
    if isinstance(value, BaseModel):
        return value.model_copy(
            update={name: _change(getattr(value, name), change) for name in type(value).model_fields}
        )
    if isinstance(value, dict):
        return {key: _change(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return type(value)(_change(item, change) for item in value)
    return value
