from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from drafter.text.faults import find_fault, place_fault


@pytest.mark.parametrize(
    ("parse", "text", "problem", "line"),
    [
        (tomllib.loads, "a = 1\nb = [1\n", "Unclosed array", None),
        (tomllib.loads, "a = 1\nb = x\n", "Invalid value", 2),
        (tomllib.loads, "a = " + "[" * 5000, "nested too deeply", None),
        (YAML(typ="safe", pure=True).load, "日: 1\na: b: c\n", "mapping values are not allowed here", 2),
        (json.loads, '{\n"a": }', "Expecting value", 2),
        (lambda text: text.encode("cp932").decode("utf-8"), "a\r\nあ", "not UTF-8", 2),
    ],
    ids=["toml, at the end", "toml", "too deep", "yaml", "json", "encoding"],
)
def test_a_parser_s_complaint_has_words_and_a_line(
    parse: Callable[[str], object], text: str, problem: str, line: int | None
) -> None:
    with pytest.raises(Exception, match=r".") as caught:
        parse(text)
    assert find_fault(caught.value) == (problem, line)


def test_the_place_stands_before_the_problem() -> None:
    assert place_fault(Path("a.toml"), ValueError("no (at line 3, column 1)")) == "a.toml:3: no"
    assert place_fault(Path("a.toml"), ValueError()) == "a.toml: ValueError"
