"""What a parser of TOML, YAML or JSON complains of → the words and the line for a person."""

from __future__ import annotations

import re
from pathlib import Path

_TOML_PLACE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")


def find_fault(error: BaseException) -> tuple[str, int | None]:
    """The problem in one line of words, and the line of the text it stands in, from 1; None where none is named.

    >>> find_fault(ValueError("Invalid value (at line 3, column 5)"))
    ('Invalid value', 3)

    Source: the messages of tomllib; the marks of ruamel.yaml; json.JSONDecodeError.
    """
    if isinstance(error, RecursionError):
        return "nested too deeply", None
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8", error.object.count(b"\n", 0, error.start) + 1
    said = (str(error).splitlines() or [type(error).__name__])[0]
    problem = str(getattr(error, "problem", None) or getattr(error, "msg", None) or said).splitlines()[0]
    mark, place = getattr(error, "problem_mark", None), _TOML_PLACE.search(said)
    line = mark.line + 1 if mark else getattr(error, "lineno", None)
    return _TOML_PLACE.sub("", problem), int(place[1]) if place and place[1] else line


def place_fault(path: Path, error: BaseException) -> str:
    """`path:line: problem`, as an error message begins."""
    problem, line = find_fault(error)
    return f"{path}:{line}: {problem}" if line else f"{path}: {problem}"
