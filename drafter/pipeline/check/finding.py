"""What a check of a file finds, and where: an error, a warning or a note."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps a post from being published, a warning asks for a look, a note is a hint on the author's words."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`text[start:end]` of the decoded file breaks `rule`; `message` ends with the next action.

    `line` and `column` count from 1; columns are characters. A fault of the whole file stands at its beginning.
    """

    rule: str
    severity: Severity
    message: str
    start: int
    end: int
    line: int = 1
    column: int = 1


def fault(severity: Severity, rule: str, message: str, start: int, end: int) -> Finding:
    """A finding whose line and column are not counted yet."""
    return Finding(rule=rule, severity=severity, message=message, start=start, end=end)
