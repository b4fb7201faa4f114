"""What is found for a directive, beside what the part rests on already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from drafter.pipeline.directive_facts import Shelf
from drafter.pipeline.generate import GenerateOptions, prepare_period
from drafter.pipeline.project import Project
from drafter.records import Fact
from drafter.store.state import WrittenQuote
from drafter.text.periods import year_period

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
OpenBlog = Callable[..., Project]
KEY = "sk-proj-" + "Ab3dEf6hIj9k" * 4
NETWORK = f"""\
---
title: 網の本
date: 2024-03-17
---

## 経路の決め方

- IGP：同じ網の中で経路を知らせる。
- EGP：網と網のあいだで経路を知らせる。

## 測った速さ

繰り返しを一度の計算に替えた。

```txt
simple_sum: 9.227 s
numpy_sum: 0.147 s
```

    ```console
    token {KEY} 1
    ```

```python
add_one_sentence(on, routing, 3)
```
"""
FILES = {
    "hugo.toml": "baseURL = 'https://niwa.example/'\n",
    "content/posts/network.md": NETWORK,
    "content/posts/code.md": "---\ntitle: 畑\ndate: 2024-04-01\n---\n\n```yaml\non:\n  - routing\n```\n\n育てた。\n",
    "content/posts/map.md": "---\ntitle: 地図\ndate: 2024-05-01\n---\n\n庭の地図を描いた。Routing was fun to draw.\n",
}


@pytest.fixture
def shelf(build_tree: BuildTree, open_blog: OpenBlog) -> Shelf:
    project = open_blog(build_tree(FILES))
    return Shelf(prepared=prepare_period(project, year_period(2024), GenerateOptions(figure=False)).prepared)


def known(shelf: Shelf, words: str, name: str = "network") -> Fact:
    """The fact of a part's sentence that rests on these words."""
    fact = shelf.fact_of(WrittenQuote(path=f"content/posts/{name}.md", start_line=1, end_line=1, words=words))
    assert fact is not None
    return fact


def words_of(facts: tuple[Fact, ...]) -> list[str]:
    return [quote.text for fact in facts for quote in fact.quotes]


def test_what_stands_around_the_words_of_a_part_is_found_in_whatever_language_it_is_asked_for(shelf: Shelf) -> None:
    found = words_of(shelf.find("add one sentence on routing", about="網", known=[known(shelf, "## 経路の決め方")]))
    assert "- IGP：同じ網の中で経路を知らせる。" in found
    assert "Routing was fun to draw." in found
    assert not any("add_one" in words or "on:" in words for words in found)
    assert "## 経路の決め方" not in found


def test_what_a_program_printed_can_be_quoted_and_no_code_nor_secret(shelf: Shelf) -> None:
    found = words_of(shelf.find("数字を入れて", about="", known=[known(shelf, "## 測った速さ")]))
    assert "```txt\nsimple_sum: 9.227 s\nnumpy_sum: 0.147 s\n```" in found
    assert not any(KEY in words or "add_one" in words for words in found)


def test_what_a_model_found_in_the_documents_of_the_part_comes_first(shelf: Shelf) -> None:
    own, other = known(shelf, "繰り返しを一度の計算に替えた。"), known(shelf, "庭の地図を描いた。", "map")
    told = tuple(replace(fact, id=f"told-{n}", text=f"told {n}", salience=0.8) for n, fact in enumerate([own, other]))
    shelf = replace(shelf, recall=lambda: told)
    found = shelf.find("もっと詳しく", about="", known=[known(shelf, "## 経路の決め方")])
    assert found[0].text == "told 0"
    assert "told 1" not in [fact.text for fact in found]


def test_to_say_the_same_again_only_what_holds_the_words_of_the_part_is_found(shelf: Shelf) -> None:
    found = words_of(shelf.find("", about="庭の地図", known=[known(shelf, "## 経路の決め方")]))
    assert found == ["庭の地図を描いた。", "Routing was fun to draw."]


def test_nothing_is_found_twice_and_nothing_that_is_known(shelf: Shelf) -> None:
    own = known(shelf, "- IGP：同じ網の中で経路を知らせる。")
    found = words_of(shelf.find("IGPの経路", about="網の経路", known=[own]))
    assert len(set(found)) == len(found)
    assert own.quotes[0].text not in found
