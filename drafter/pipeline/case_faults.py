"""The problems of a case's file: where each stands, what it is, and the action that mends it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from drafter.errors import SettingsError

Place = tuple[str | int, ...]  # the way to a value: ("support", 0, "label")
FormT = TypeVar("FormT", bound=BaseModel)
_BRANCH = re.compile(r"str|date|datetime|float|list\[.*|constrained-str|function-.*|_[A-Z]\w*")


class Faults:
    """The problems of one file, each with its place and the action that mends it."""

    def __init__(self, path: Path, text: str = "") -> None:
        self._path, self._text = path, text
        self._told: list[str] = []
        self._actions: dict[str, None] = {}

    def add(self, place: Place, problem: str, action: str) -> None:
        """A problem of the value at `place`, and what to do about it."""
        line = _line_of(self._text, place)
        where = f"{self._path}:{line}" if line else f"{self._path}"
        self._told.append(f"{where}: {_shown(place)}: {problem}")
        self._actions[action] = None

    def complain(self) -> None:
        """Raise what was found so far.

        Raises:
            SettingsError: something was.
        """
        if self._told:
            raise SettingsError("\n".join(self._told), hint="; ".join(self._actions))


def check_form(form: type[FormT], values: Mapping[str, object], *, path: Path, text: str) -> FormT:
    """The values in their form.

    Raises:
        SettingsError: they do not fit it.
    """
    try:
        return form.model_validate(values)
    except ValidationError as error:
        faults = Faults(path, text)
        for place, problem, action in dict.fromkeys(_problems(error, known=_known(form))):
            faults.add(place, problem, action)
        try:
            faults.complain()
        except SettingsError as told:
            raise told from error
        raise


def _problems(error: ValidationError, *, known: Sequence[str]) -> Iterator[tuple[Place, str, str]]:
    for fault in error.errors(include_url=False):
        place = _place(fault["loc"])
        if fault["type"] == "missing":
            yield place, "is missing", f"add {_shown(place)}"
        elif fault["type"] == "extra_forbidden":
            near = get_close_matches(str(place[-1]), known, 1)
            yield place, "unknown key" + (f", did you mean {near[0]!r}?" if near else ""), "correct or delete the key"
        else:
            said = fault["msg"].replace("Input should", "must")
            yield place, f"{said}, got {fault['input']!r}", f"correct {_shown(place)}"


def _known(form: type[BaseModel]) -> list[str]:
    return [*form.model_fields, "heading", "label", "why", "from", "to"]


def _place(loc: Place) -> Place:
    """Without the names pydantic gives to the branches of a union."""
    return tuple(part for n, part in enumerate(loc) if not (n and isinstance(part, str) and _BRANCH.fullmatch(part)))


def _shown(place: Place) -> str:
    """("support", 0, "label") as a person counts: support[1].label."""
    said = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place)
    return said.removeprefix(".")


def _line_of(text: str, place: Place) -> int | None:
    """The line of a TOML file where a value is set; that of its table or list where it is written in a rarer way."""
    key, nth = str(place[0]) if place else "", place[1] if len(place) > 1 and isinstance(place[1], int) else 0
    tables = 0
    lines = list(enumerate(text.splitlines(), start=1))
    for number, line in lines:
        if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
            return number
        if re.match(rf"\s*\[\[?\s*{re.escape(key)}\s*\]", line):
            if tables == nth:
                return _line_in_table(lines[number:], str(place[-1])) or number
            tables += 1
    return None


def _line_in_table(lines: Sequence[tuple[int, str]], key: str) -> int | None:
    for number, line in lines:
        if line.lstrip().startswith("["):
            return None
        if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
            return number
    return None
