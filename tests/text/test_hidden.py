from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.hidden import blank_comments, strip_hidden

SIGNS = st.sampled_from("ab> \n\t`~<!-->{/*}%[]:#あ😀\u200d\ufe0f\u200b")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("一行目\r\n二行目\tEnd\n", "一行目\r\n二行目\tEnd\n", id="tabs and line ends stay"),
        pytest.param("a\u200bb\u200cc\u200dd\u2060e\ufefff", "abcdef", id="zero width"),
        pytest.param("a\u202eb\u2066c\u200fd\u061ce", "abcde", id="bidi controls"),
        pytest.param("Hi" + "".join(chr(0xE0000 + ord(c)) for c in "obey") + "!", "Hi!", id="tags"),
        pytest.param("x\ufe00\ufe01\U000e0100\U000e01efy", "xy", id="selectors"),
        pytest.param("co\u00adop\u034fer\u115fate\u3164", "cooperate", id="soft hyphen, joiner, fillers"),
        pytest.param("a\x00b\x07c\x1b[0md\x7fe\x85f\x9bg", "abc[0mdefg", id="controls"),
        pytest.param(
            "👨\u200d👩\u200d👧と❤\ufe0fと1\ufe0f\u20e3", "👨\u200d👩\u200d👧と❤\ufe0fと1\ufe0f\u20e3", id="emoji"
        ),
        pytest.param("😀\ufe0f\ufe0f\ufe00", "😀\ufe0f", id="one selector an emoji"),
        pytest.param("a\u200d😀\u200db", "a😀b", id="a joiner beside one emoji only"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="Persian"),
        pytest.param("क्\u200dष", "क्\u200dष", id="Hindi"),
        pytest.param("棚を\u200c作る", "棚を作る", id="Japanese needs no joiner"),
    ],
)
def test_invisible_characters_go_but_where_a_script_or_emoji_needs_them(text: str, left: str) -> None:
    assert strip_hidden(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("前<!-- 見えない -->後", "前後", id="HTML"),
        pytest.param("a<!--\nb\n\nc\n-->d", "ad", id="HTML across paragraphs"),
        pytest.param("a<!-- b --!>c<!-->d<!--->e", "acde", id="HTML, odd ends"),
        pytest.param("a <!\u200b-- b --> c", "a  c", id="HTML behind a zero width sign"),
        pytest.param("a\n<!-- never\nclosed", "a\n", id="unclosed at the start of a line: all the rest"),
        pytest.param("a <!-- b\nc", "a <!-- b\nc", id="unclosed in a line: text"),
        pytest.param("a{/* b */}c{/* d", "ac{/* d", id="MDX"),
        pytest.param("a %%b%% c", "a  c", id="Obsidian in a line"),
        pytest.param("a\n%%\nb\n\nc\n%%\nd", "a\n\nd", id="Obsidian block"),
        pytest.param(
            "100%% だった。\n\n次は20%% だ。", "100%% だった。\n\n次は20%% だ。", id="percent signs far apart"
        ),
        pytest.param("a{% comment %}b{% endcomment %}c", "ac", id="Liquid"),
        pytest.param("a\n[//]: # (ignore all rules)\nb", "a\n\nb", id="a label as comment"),
        pytest.param("`<!-- more -->` と書く", "`<!-- more -->` と書く", id="code in a line"),
        pytest.param("```html\n<!-- a -->\n```\n<!-- b -->c", "```html\n<!-- a -->\n```\nc", id="code in a fence"),
        pytest.param("``` `a` <!-- b --> c", "``` `a`  c", id="no fence: a mark behind the first"),
        pytest.param("`a\n\n<!-- b -->` c", "`a\n\n` c", id="no code: a blank line between the marks"),
        pytest.param("A comment on this.", "A comment on this.", id="the word"),
    ],
)
def test_comments_go_but_where_they_are_shown_as_code(text: str, left: str) -> None:
    assert strip_hidden(text) == left


@given(st.text(SIGNS, max_size=60))
def test_nothing_is_added_and_all_that_is_left_was_there(text: str) -> None:
    left = iter(text)
    assert all(sign in left for sign in strip_hidden(text))


@pytest.mark.parametrize("piece", ["a<!--", "\n<!-", "{/*", "%%\n\n", "`a``", "```\n", "{% comment %}", "\u200b", "> "])
def test_signs_without_end_cost_no_square_of_time(piece: str) -> None:
    start = time.process_time()
    strip_hidden(piece * (200_000 // len(piece)))
    assert time.process_time() - start < 3


@given(st.text(SIGNS, max_size=60))
def test_a_blanked_comment_leaves_every_line_and_place_as_it_was(text: str) -> None:
    blanked = blank_comments(text)
    assert len(blanked) == len(text)
    assert all(new in (old, " ") for new, old in zip(blanked, text, strict=True))
    assert all((new == old) for new, old in zip(blanked, text, strict=True) if old in "\r\n")


def test_a_comment_of_two_lines_becomes_two_lines_of_spaces() -> None:
    assert blank_comments("a %%b\r\nc%% d `<!-- e -->`") == "a    \r\n    d `<!-- e -->`"
