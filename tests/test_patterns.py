"""The pattern rule of the house: no possessive quantifiers, no atomic groups: `re` of Python 3.11.2 gets them wrong."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for folder in ("drafter", "eval", "tests") for path in (ROOT / folder).rglob("*.py"))
MAY_HOLD_ONE = re.compile(r"[*+?}]\+|\(\?>")
LANGUAGE = re.compile(r"(?<![a-z\\])c\+\+", re.IGNORECASE)  # C++, which the tests' blogs are about


def written(node: ast.AST) -> str:
    """The string that an expression gives, with a 1 for each part that only a run knows; "" for no string."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(written(part) or "1" for part in parts)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return (written(left) or "1") + (written(right) or "1")
    return ""


def is_refused(pattern: str) -> bool:
    """As the parser of `re` reads it; what is no pattern is not refused."""
    if not MAY_HOLD_ONE.search(LANGUAGE.sub("", pattern)):
        return False
    with warnings.catch_warnings(action="ignore"), redirect_stdout(StringIO()) as told:
        try:
            re.compile(pattern, re.DEBUG)
        except (re.error, OverflowError):
            return False
    return "POSSESSIVE_REPEAT" in told.getvalue() or "ATOMIC_GROUP" in told.getvalue()


def refused_lines(source: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.expr) and is_refused(written(node)):
            yield node.lineno


def test_no_pattern_needs_a_newer_re() -> None:
    assert len(SOURCES) > 100
    assert [f"{path.relative_to(ROOT)}:{n}" for path in SOURCES for n in refused_lines(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("form", ['r"[ab]{}+"', 'rf"({{NAME}}){}+"', 'rf"{{NAME}}" "|b{}+"', '"(" + NAME + "){}+"'])
@pytest.mark.parametrize("quantifier", ["*", "+", "?"])
def test_a_possessive_quantifier_is_found(form: str, quantifier: str) -> None:
    assert set(refused_lines(f"\nx = {form.format(quantifier)}")) == {2}


def test_an_atomic_group_is_found_and_a_language_is_none() -> None:
    assert list(refused_lines(f'x = r"(?{">"}ab|a)"\ny = "C++を少し書いた"\nz = "(" + NAME + "){{2}}+"')) == [1, 3]
