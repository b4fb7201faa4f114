"""The marks of a draft: where they stand, what they are about, and where none is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.revise.turns import TargetKind, find_target, find_turns

PARAGRAPH, ITEM, LIST, SECTION = TargetKind.PARAGRAPH, TargetKind.ITEM, TargetKind.LIST, TargetKind.SECTION
PAGE = """+++
title = "<!-- drafter: 題 -->"
+++

書き出し。

## 庭

土を作った。<!-- ? -->石を拾った。

春の種をまいた。

- 温室
- 井戸
    - 滑車

<br>

### 本

Read two books. They were good.
"""


def directed(text: str, words: str) -> tuple[TargetKind, str] | None:
    (found,) = [d for d in find_turns(text).directives if d.words == words]
    assert text[found.start : found.end].strip("<!->{}/* ").endswith(words)
    return (found.target.kind, text[found.target.start : found.target.end]) if found.target else None


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("old", "new", "kind", "target"),
    [
        ("土を", "<!-- drafter: 短く -->\n土を", PARAGRAPH, "土を作った。<!-- ? -->石を拾った。"),
        ("土を", "<!-- drafter: 短く -->\n\n土を", SECTION, "drafter: 短く"),
        (
            "石を",
            "<!-- drafter: 短く。 -->石を",
            PARAGRAPH,
            "土を作った。<!-- ? --><!-- drafter: 短く。 -->石を拾った。",
        ),
        ("拾った。", "拾った。\n<!-- drafter: 短く -->", PARAGRAPH, "土を作った。<!-- ? -->石を拾った。"),
        ("春の", "<!-- drafter:短く-->\n\n春の", PARAGRAPH, "春の種をまいた。"),
        ("春の", "<!-- drafter: 短く --> 春の", PARAGRAPH, "春の種をまいた。"),
        ("- 温室", "<!-- drafter: 短く -->\n- 温室", LIST, "- 温室\n- 井戸\n    - 滑車"),
        ("- 温室", "<!-- drafter: 短く -->\n\n- 温室", LIST, "- 温室\n- 井戸\n    - 滑車"),
        ("- 井戸", "<!-- drafter: 短く -->\n- 井戸", ITEM, "- 井戸\n    - 滑車"),
        ("- 温室", "- 温室\n  <!-- drafter: 短く -->", ITEM, "- 温室"),
        ("- 温室", "- 温室 <!-- drafter: 短く -->", ITEM, "- 温室"),
        ("- 温室", "- <!-- drafter: 短く --> 温室", ITEM, "- 温室"),
        ("- 井戸", "- <!-- drafter: 短く -->井戸", ITEM, "- 井戸\n    - 滑車"),
        ("## 庭", "<!-- drafter: 短く -->\n\n## 庭", SECTION, "They were good."),
        ("### 本", "<!-- drafter: 短く -->\n### 本", SECTION, "Read two books. They were good."),
        ("<br>", "<!-- drafter: 短く -->\n\n<br>", SECTION, "土を作った。"),
        ("good.\n", "good.\n\n<!-- drafter: 短く -->", SECTION, "Read two books."),
        ("書き出し", "{/* drafter： 短く */}\n書き出し", PARAGRAPH, "書き出し。"),
        ("Read", "<!-- drafter:\n短く\n-->\nRead", PARAGRAPH, "Read two books. They were good."),
    ],
)
def test_a_directive_is_about_what_it_stands_in_or_above(
    old: str, new: str, kind: TargetKind, target: str, newline: str
) -> None:
    text = PAGE.replace(old, new, 1).replace("\n", newline)
    (found,) = find_turns(text).directives
    assert found.words.rstrip("。") == "短く"
    assert found.target is not None
    own = text[found.target.start : found.target.end].replace("\r\n", "\n")
    assert found.target.kind is kind
    mark = "<!-- drafter: 短く -->"
    bare = own.replace(f"\n  {mark}", "").replace(f"- {mark} ", "- ").replace(f"- {mark}", "- ")
    assert target in own if kind is SECTION else bare in (target, f"{target} {mark}")


@pytest.mark.parametrize(
    "text",
    [
        "```md\n<!-- drafter: x -->\n<!-- ? q -->\n```\n",
        "    <!-- drafter: x -->\n",
        "`<!-- drafter: x -->` と書く。\n",
        "## 見出し <!-- drafter: x -->\n",
        "[語](https://a.example/<!-- drafter: x -->)\n",
        "[語 <!-- drafter: x -->](https://a.example/)\n",
        "https://a.example/<!--drafter:x-->\n",
        "---\ntitle: '<!-- drafter: x -->'\n---\n",
        "<!-- a note of mine -->\n<!-- drafter: -->\n",
        "<!-- drafter: never closed\n",
        "$$\n<!-- drafter: x -->\n$$\n",
    ],
)
def test_no_mark_is_found_where_none_may_stand(text: str) -> None:
    turns = find_turns(text)
    assert not turns.directives
    assert not turns.questions


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("first", "last", "kind", "target"),
    [
        ("土を", "土を", PARAGRAPH, "土を作った。<!-- ? -->石を拾った。"),
        ("拾った", "土を", PARAGRAPH, "土を作った。<!-- ? -->石を拾った。"),
        ("井戸", "井戸", ITEM, "- 井戸\n    - 滑車"),
        ("- 温室", "- 温室\n", ITEM, "- 温室"),
        ("- 温室", "- 温室\n- 井", LIST, "- 温室\n- 井戸\n    - 滑車"),
        ("井戸", "滑車", ITEM, "- 井戸\n    - 滑車"),
        ("滑車", "滑車", ITEM, "    - 滑車"),
        ("本\n", "本\n", SECTION, "Read two books. They were good."),
        ("# 本", "They", SECTION, "Read two books. They were good."),
        ("土を", "春の", None, ""),
        ("\n- 温", "\n- 温", None, ""),
        ("題", "題", None, ""),
        ("<br", "<br", None, ""),
    ],
)
def test_the_part_in_some_lines_is_what_a_directive_about_it_names(
    first: str, last: str, kind: TargetKind | None, target: str, newline: str
) -> None:
    first, last, text = (words.replace("\n", newline) for words in (first, last, PAGE))
    start = text.index(first)
    found = find_target(text, start, start if first == last else text.index(last) + len(last))
    assert (found and found.kind) == kind
    assert found is None or text[found.start : found.end].replace("\r\n", "\n") == target


def test_what_cannot_be_written_again_is_no_target() -> None:
    text = "<!-- drafter: 並べて -->\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert directed(text, "並べて") is None


def test_a_question_has_what_stands_below_it_up_to_a_heading_a_mark_or_two_blank_lines() -> None:
    text = (
        "<!-- ? 合格した？ -->\nはい。\n\n二回目で。\n\n\n別の話。\n\n<!-- ? なぜ？ --> 夏に\n## 次\n"
        "{/* ? Where? */}\n\nAt home.\n<!-- ? いつ？ -->\n"
    )
    found = find_turns(text).questions
    assert [(q.words, text[q.end : q.answer_end].strip()) for q in found] == [
        ("合格した？", "はい。\n\n二回目で。"),
        ("なぜ？", "夏に"),
        ("Where?", "At home."),
        ("いつ？", ""),
    ]


def test_a_proposal_is_the_sentence_before_its_mark() -> None:
    text = "庭が好きだ。また作りたい。<!-- ? -->\n\n- I like it. {/* ? */}\n"
    found = [
        (text[p.sentence_start : p.sentence_end].strip(), text[p.start : p.end]) for p in find_turns(text).proposals
    ]
    assert found == [("また作りたい。", "<!-- ? -->"), ("I like it.", "{/* ? */}")]


BLOCKS = st.sampled_from(
    (
        "文を書いた。次の文。",
        "A line. Another one.",
        "- 一つ\n- 二つ\n    - 三つ",
        "## 見出し",
        "### Sub",
        "```\ncode\n```",
        "<br>",
        "| a |\n|---|\n| b |",
        "> 引用。",
        "提案だ。<!-- ? -->",
        "1. first\n2. second",
        "![図](a.svg)",
    )
)
MARKS = st.sampled_from(
    (
        "<!-- drafter: もっと短く。 -->",
        "<!-- ? 本当？ -->",
        "{/* drafter: shorter */}",
        "<!-- ? -->",
        "<!-- drafter: Ａ１\n２ -->",
    )
)


@given(st.lists(st.one_of(BLOCKS, MARKS), max_size=12), st.sampled_from(("\n", "\n\n", "\r\n\r\n", "\r\n")), st.data())
def test_places_are_those_of_the_text(blocks: list[str], between: str, data: st.DataObject) -> None:
    head = data.draw(st.sampled_from(("", "\ufeff", "---\ntitle: x\n---\n", "\ufeff+++\ndraft = true\n+++\r\n")))
    text = head + between.join(blocks) + data.draw(st.sampled_from(("", "\n")))
    turns = find_turns(text)
    spans = sorted(
        [(p.start, p.end) for p in turns.proposals]
        + [(q.start, q.end) for q in turns.questions]
        + [(d.start, d.end) for d in turns.directives]
    )
    assert all(text[a:b].startswith(("<!--", "{/*")) and text[a:b].endswith(("-->", "*/}")) for a, b in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(
        q.end <= q.answer_end <= len(text) and "drafter:" not in text[q.end : q.answer_end] for q in turns.questions
    )
    for one in turns.directives:
        if one.target is not None:
            assert len(head) <= one.target.start <= one.target.end <= len(text)
            own = text[one.target.start : one.target.end]
            assert one.target.kind is SECTION or own.strip()
            assert one.target.kind not in (ITEM, LIST) or own.lstrip()[0] in "-12"
            assert one.target.kind is SECTION or "##" not in own


@given(st.text(alphabet="<!->{/*}?drafter: \n\r`#-あ。\ufeff|\t", max_size=80))
def test_any_text_is_read(text: str) -> None:
    turns = find_turns(text)
    assert all(text[d.start : d.end] for d in turns.directives)
