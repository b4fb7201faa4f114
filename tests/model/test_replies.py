"""The text of a reply → its form."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

import pytest
from pydantic import BaseModel, Field

from drafter.model.replies import FormError, change_words, find_object, parse_reply, strip_thoughts


class Fact(BaseModel):
    text: str
    day: str = ""


class Facts(BaseModel):
    facts: list[Fact]


class Loose(BaseModel):
    text: str = ""


ONE = '{"facts": [{"text": "温室を建てた", "day": "2024-05-01"}]}'


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        f"```json\n{ONE}\n```",
        f"```\n{ONE}\n```\n以上です。",
        f"Here is the JSON: {ONE}",
        f"{{name}}さん、以下の通りです。\n{ONE}\n{{以上}}",
        ONE.replace("温室を", "温室を\n\t"),
        json.dumps(json.loads(ONE)),
        ONE.replace("\n", "\r\n"),
    ],
    ids=["alone", "json fence", "fence, words", "words", "braces in words", "line break in text", "escapes", "CRLF"],
)
def test_the_one_object_is_found(text: str) -> None:
    found = parse_reply(text, Facts)
    assert "".join(found.facts[0].text.split()) == "温室を建てた"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no JSON object"),
        ("書けません。", "no JSON object"),
        (ONE[:-5], "JSON is broken"),
        ('{"facts": [{"text": "a"}, {"text": "b"', "JSON is broken"),
        ('[{"text": "a"}]', "a JSON list"),
        (f"{ONE}\n{ONE}", "more than one JSON object"),
        (f"最初の案: {ONE}\n直した案: {ONE}", "more than one JSON object"),
        ('{"facts": "many"}', r"facts: Input should be a valid list"),
        ('{"facts": [{"day": "2024"}]}', r"facts\.0\.text: Field required"),
        ('{"facts": [{"text": "\\ud83d"}]}', "half a character"),
        ('{"facts": NaN}', "NaN is no JSON number"),
        ('{"a":' * 100_000, "JSON is broken"),
    ],
    ids=[
        "empty",
        "prose",
        "cut",
        "cut in a list",
        "list",
        "two objects",
        "a draft first",
        "wrong kind",
        "missing",
        "half a surrogate pair",
        "NaN",
        "deep",
    ],
)
def test_another_reply_is_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(FormError, match=problem):
        parse_reply(text, Facts)


@pytest.mark.parametrize("text", ['[{"text": "a"}]', '{"facts": [{"text": "a"}, {"te', '{"text": "a"} {"text": "b"}'])
def test_a_part_of_a_reply_is_never_taken_for_all_of_it(text: str) -> None:
    with pytest.raises(FormError, match=r"list|broken|more than one"):
        parse_reply(text, Loose)


def test_only_some_problems_are_named() -> None:
    text = json.dumps({"facts": [{} for _ in range(30)]})
    with pytest.raises(FormError, match=r"facts\.7\.text: Field required; and 22 more$"):
        parse_reply(text, Facts)


@pytest.mark.parametrize(
    ("text", "unbound"),
    [("書けません。", True), ('{"facts": [{}]}', True), ('{"facts": [{"text": 3}]}', False)],
    ids=["no object", "missing field", "wrong kind"],
)
def test_a_reply_that_no_schema_would_allow_is_known(text: str, unbound: bool) -> None:
    with pytest.raises(FormError, match=r".") as caught:
        parse_reply(text, Facts)
    assert caught.value.unbound is unbound


def test_many_open_braces_cost_no_square_of_time() -> None:
    with pytest.raises(FormError, match="broken"):
        find_object('{"a": ' + '[{"' * 50_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("答え", "答え"),
        ("\n<think>\n考え…\n</think>\n\n答え", "答え"),
        ("<thinking>a</thinking>答え", "答え"),
        ("考え…</think>\n答え", "答え"),
        ("<think>終わらない考え", ""),
        ("この記事では<think>と</think>を使った。", "この記事では<think>と</think>を使った。"),
        ("", ""),
    ],
)
def test_thoughts_at_the_start_are_left_out(text: str, expected: str) -> None:
    assert strip_thoughts(text) == expected


class Level(StrEnum):
    LOW = "low"


class Leaf(BaseModel):
    name: str = Field(max_length=6)
    level: Level = Level.LOW


class Tree(BaseModel):
    leaf: Leaf
    leaves: tuple[Leaf, ...]
    names: dict[str, list[str]]
    n: int


def test_every_text_of_a_form_is_changed_and_nothing_else() -> None:
    leaf = {"name": "P1", "level": "low"}
    data: dict[str, Any] = {"leaf": leaf, "leaves": [leaf], "names": {"P1": ["P1"]}, "n": 1}
    tree = Tree.model_validate(data)
    changed = change_words(tree, lambda text: text.replace("P1", '「佐藤 "花子"」').replace("low", "high"))
    assert changed.leaf.name == changed.leaves[0].name == changed.names["P1"][0] == '「佐藤 "花子"」'
    assert changed.leaf.level is Level.LOW
    assert tree.leaf.name == "P1"
