"""What an endpoint can do for a model, found out by being refused: start with the best, step down, remember."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, TypeVar

Step = TypeVar("Step", bound=StrEnum)


class ReplyFormat(StrEnum):
    """How a JSON reply is asked for, the best first."""

    SCHEMA = "json_schema"
    BARE_SCHEMA = "json_schema without limits"
    OBJECT = "json_object"
    TEXT = "text"


class LengthLimit(StrEnum):
    """The name of the parameter that limits a reply's length.

    `max_tokens` comes first: who does not know it refuses it, while some servers ignore `max_completion_tokens`, and a
    reply without limit has no worst case that a budget could reserve.
    """

    MAX_TOKENS = "max_tokens"
    MAX_COMPLETION_TOKENS = "max_completion_tokens"


class Part(StrEnum):
    """What of a request an endpoint may refuse."""

    FORMAT = "format"
    LIMIT = "limit"
    TEMPERATURE = "temperature"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What is asked for until it is refused. `proved`: this format was answered once."""

    format: ReplyFormat = ReplyFormat.SCHEMA
    limit: LengthLimit = LengthLimit.MAX_TOKENS
    temperature: bool = True
    system: bool = True  # a message in the role of the system
    proved: bool = False

    def without(self, part: Part) -> Abilities | None:
        """The next lower step; None where there is none."""
        if part is Part.FORMAT:
            lower = _next(self.format)
            return replace(self, format=lower, proved=False) if lower else None
        if part is Part.LIMIT:
            other = _next(self.limit)
            return replace(self, limit=other) if other else None
        if part is Part.TEMPERATURE:
            return replace(self, temperature=False) if self.temperature else None
        return replace(self, system=False) if self.system else None

    def without_schema(self) -> Abilities:
        """With no schema in the request, for a server that breaks on one or overlooks it."""
        return replace(self, format=ReplyFormat.OBJECT, proved=False) if self.has_schema else self

    @property
    def has_schema(self) -> bool:
        """Whether the server is given the schema to keep to."""
        return self.format in (ReplyFormat.SCHEMA, ReplyFormat.BARE_SCHEMA)

    def to_data(self) -> dict[str, object]:
        """For a file."""
        return {
            "format": self.format.value,
            "limit": self.limit.value,
            "temperature": self.temperature,
            "system": self.system,
            "proved": self.proved,
        }


BROKEN_MAX = 3  # answers of status 500 to a schema that never worked, until requests do without


class AbilityStore(Protocol):
    """Where abilities are remembered between runs; `load` gives an empty mapping for what it does not know."""

    def load(self, key: str) -> Mapping[str, object]:
        """What was saved under the key."""

    def save(self, key: str, data: Mapping[str, object]) -> None:
        """Keep data under the key."""


def parse_abilities(data: Mapping[str, object]) -> Abilities:
    """Abilities as `to_data` wrote them; all of them where the data is empty or from another version."""
    try:
        return Abilities(
            format=ReplyFormat(str(data["format"])),
            limit=LengthLimit(str(data["limit"])),
            temperature=data["temperature"] is not False,
            system=data["system"] is not False,
            proved=data["proved"] is True,
        )
    except (KeyError, ValueError):
        return Abilities()


class AbilityMemory:
    """What one endpoint can do, by model, for any number of threads; read from a store once, saved as it is learned."""

    def __init__(self, base_url: str, *, store: AbilityStore | None) -> None:
        self._base_url = base_url
        self._store = store
        self._lock = threading.Lock()
        self._known: dict[str, Abilities] = {}
        self._broken: Counter[str] = Counter()

    def find(self, model: str) -> Abilities:
        """What is known of a model; everything is taken to be possible until then."""
        with self._lock:
            return self._find(model)

    def keep(self, model: str, before: Abilities, after: Abilities, *, proved: bool) -> None:
        """Keep what changed from `before` to `after`, which just worked; `proved`: a form of reply was asked for."""
        changes = {name: value for name, value in after.to_data().items() if value != before.to_data()[name]}
        with self._lock:
            known = self._find(model)
            found = parse_abilities({**known.to_data(), **changes, "proved": known.proved or proved})
            if found == known:
                return
            self._known[model] = found
            if self._store is not None and self._broken[model] < BROKEN_MAX:
                self._store.save(self._key(model), found.to_data())

    def keep_without_schema(self, model: str) -> None:
        """Learn that a server takes a schema and does not keep to it."""
        with self._lock:
            self._known[model] = self._find(model).without_schema()

    def count_broken(self, model: str) -> None:
        """Count an answer of status 500 to a schema; after some that were never followed by an answer, do without.

        That is kept for this run only: the server may have been in trouble for another reason.
        """
        with self._lock:
            known = self._find(model)
            self._broken[model] += not known.proved
            if self._broken[model] >= BROKEN_MAX:
                self._known[model] = known.without_schema()

    def _find(self, model: str) -> Abilities:
        if model not in self._known:
            data = self._store.load(self._key(model)) if self._store is not None else {}
            self._known[model] = parse_abilities(data)
        return self._known[model]

    def _key(self, model: str) -> str:
        return f"{self._base_url} {model}"


def find_refused(message: str, *, param: str | None = None) -> Part | None:
    """Which part of a request an answer of status 400 or 422 refuses; None where it is about something else.

    >>> find_refused("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
    <Part.LIMIT: 'limit'>
    """
    text = f"{param or ''} {message}".lower()
    if _TOO_LARGE.search(text):
        return None
    return next((part for part, pattern in _WORDINGS if pattern.search(text)), None)


def _next(step: Step) -> Step | None:
    steps = list(type(step))
    later = steps[steps.index(step) + 1 :]
    return later[0] if later else None


_TOO_LARGE = re.compile(r"too large|at most|exceed|less than or equal")  # a value was refused, not its parameter
_WORDINGS = (
    (Part.LIMIT, re.compile(r"max_tokens|max_completion_tokens")),
    (Part.TEMPERATURE, re.compile(r"temperature")),
    (
        Part.FORMAT,
        re.compile(
            r"response_?format|response_?schema|json_?schema|json_?object|json mode|structured.?output|invalid schema"
            r"|additional_?properties|\$defs|\$ref|anyof|grammar|guided"
        ),
    ),
    (Part.SYSTEM, re.compile(r"system role|system message|system prompt|'system'|\"system\"|developer instruction")),
)
