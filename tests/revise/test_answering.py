"""Answers below questions, and marks taken out of a draft with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.records import Ownership
from drafter.revise.answering import find_answered, settle
from drafter.revise.unmarking import cut_mark

BASE = """---
title: 2024年
---

## 資格

試験を受けた。

<!-- ? 合格した？ -->

参考書は三冊読んだ。

- 走る

    <!-- ? どうだった？ -->

- 書く
"""


def answered(text: str, base: str = BASE) -> list[tuple[str, str]]:
    return [(one.asked.words, one.words) for one in find_answered(text, base=base, known=Ownership())]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("old", "new", "words", "left"),
    [
        ("した？ -->\n", "した？ -->\n合格した。\n", "合格した。", "受けた。\n\n合格した。\n\n参考"),
        (
            "した？ -->\n",
            "した？ -->\n\n二回目で合格。\n\nAt last!\n",
            "二回目で合格。\n\nAt last!",
            "受けた。\n\n二回目で合格。\n\nAt last!\n\n参考",
        ),
        ("した？ -->", "した？ --> ９２点だった。", "９２点だった。", "受けた。\n\n９２点だった。\n\n参考"),
        ("した？ -->\n", "した？ -->\n\n- 一次\n- 二次\n", "- 一次\n- 二次", "受けた。\n\n- 一次\n- 二次\n\n参考"),
        (
            "だった？ -->\n",
            "だった？ -->\n    膝が痛い。\n",
            "膝が痛い。",
            "- 走る\n\n    膝が痛い。\n\n- 書く",
        ),
        ("した？ -->\n", "した？ -->\nはい。\n\n\n別の話。\n", "はい。", "受けた。\n\nはい。\n\n\n別の話。\n\n参考"),
    ],
)
def test_what_is_put_in_below_a_question_answers_it(old: str, new: str, words: str, left: str, newline: str) -> None:
    base = BASE.replace("\n", newline)
    text = BASE.replace(old, new, 1).replace("\n", newline)
    found = find_answered(text, base=base, known=Ownership())
    assert [one.words.replace("\r\n", "\n") for one in found] == [words]
    settled = settle(text, found, base=base, known=Ownership())
    assert left.replace("\n", newline) in settled
    assert settled.count("<!-- ?") == 1


@pytest.mark.parametrize(
    "text",
    [
        BASE,
        BASE.replace("参考書は三冊読んだ。", "参考書は四冊読んだ。"),
        BASE.replace("参考書は三冊読んだ。\n", ""),
        BASE.replace("受けた。\n", "受けた。緊張した。\n"),
        BASE.replace("<!-- ? 合格した？ -->\n\n", ""),
        BASE.replace("<!-- ? 合格した？ -->\n\n", "<!-- ? 受かった？ -->\n\nはい。\n\n"),
        BASE.replace("した？ -->\n", "した？ -->\n<!-- drafter: 短く -->\n"),
        BASE.replace("した？ -->\n", 'した？ -->\n\nimport A from "a";\n'),
        BASE.replace("した？ -->\n", "した？ -->\n\n<Chart data={[1]} />\n"),
    ],
    ids=[
        *("nothing", "drafter's changed", "drafter's gone", "above", "question gone", "own question", "a directive"),
        *("an import", "a component"),
    ],
)
def test_what_is_no_answer(text: str) -> None:
    assert answered(text) == []


def test_an_answer_that_grew_meanwhile_waits() -> None:
    text = BASE.replace("した？ -->\n", "した？ -->\nはい\n")
    taken = find_answered(text, base=BASE, known=Ownership())
    later = text.replace("はい\n", "はい、夏に。\n")
    assert settle(later, taken, base=BASE, known=Ownership()) == later


LINES = st.lists(
    st.sampled_from(("文。", "", "- 項目", "    続き", "## 見出し", "A line.", "  ", "<!-- ? -->")), max_size=6
)


@given(
    LINES, LINES, st.sampled_from(("", "文。", "A. ")), st.sampled_from(("", " 文。", "B.")), st.sampled_from("\n\r")
)
def test_only_the_mark_and_blanks_go(above: list[str], below: list[str], left: str, right: str, end: str) -> None:
    newline = "\r\n" if end == "\r" else "\n"
    mark = "<!-- drafter: 短く -->"
    before = "".join(line + newline for line in above) + left
    text = before + mark + right + newline + newline.join(below)
    cut = cut_mark(text, len(before), len(before) + len(mark))
    done = cut.apply(text)
    assert done.split() == [*before.split(), *(right + newline + newline.join(below)).split()] or (left and right)
    assert "".join(done.split()) == "".join((before + right + newline + newline.join(below)).split())
    assert cut.moved(cut.start) == cut.start
    assert done[cut.moved(cut.end) :] == text[cut.end :]
    assert not done.replace("\r\n", "").count("\r")
