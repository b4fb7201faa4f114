"""Blocks of Markdown: their kinds, and that each stands where it says."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.records import Block, BlockKind
from drafter.text.blocks import heading_text, parse_blocks


def shown(text: str, blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(block.kind.value, text[block.start : block.end]) for block in blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n\n\t\n", [], id="blank"),
        pytest.param("一\n\n\u3000\n\n二\n", [("paragraph", "一"), ("paragraph", "二")], id="ideographic-spacer"),
        pytest.param("# 題\n本文。\n", [("heading", "# 題"), ("paragraph", "本文。")], id="heading-then-text"),
        pytest.param("題\n===\n\n節\n---\n", [("heading", "題\n==="), ("heading", "節\n---")], id="setext"),
        pytest.param("#題\n", [("paragraph", "#題")], id="no-blank-no-heading"),
        pytest.param(
            "```\n# 偽\n```\n# 真\n", [("code", "```\n# 偽\n```"), ("heading", "# 真")], id="heading-in-fence"
        ),
        pytest.param("~~~~\n~~~\n# 偽\n~~~~\n", [("code", "~~~~\n~~~\n# 偽\n~~~~")], id="tildes"),
        pytest.param("```\na\n```\n```\n# 偽\n", [("code", "```\na\n```"), ("code", "```\n# 偽")], id="odd-fences"),
        pytest.param("    # 偽\n\n本文\n", [("code", "    # 偽"), ("paragraph", "本文")], id="indented-code"),
        pytest.param(
            "<!--\n# 偽\n\n秘密\n-->\n本文\n",
            [("html", "<!--\n# 偽\n\n秘密\n-->"), ("paragraph", "本文")],
            id="comment",
        ),
        pytest.param("<!--more-->\n\n本文\n", [("html", "<!--more-->"), ("paragraph", "本文")], id="more"),
        pytest.param(
            "<h2>題</h2>\n<p>文</p>\n\n## 健\n", [("html", "<h2>題</h2>\n<p>文</p>"), ("heading", "## 健")], id="html"
        ),
        pytest.param(
            "> # 偽\n> 引用\n\n本文\n", [("quote", "> # 偽\n> 引用"), ("paragraph", "本文")], id="heading-in-quote"
        ),
        pytest.param("- # 偽\n", [("item", "偽")], id="heading-in-item"),
        pytest.param("a | b\n--|--\n1 | 2\n", [("table", "a | b\n--|--\n1 | 2")], id="table"),
        pytest.param(
            "本文\n\n---\n\n続き\n", [("paragraph", "本文"), ("rule", "---"), ("paragraph", "続き")], id="rule"
        ),
        pytest.param(
            "一行目\n二行目  \n三行目\n", [("paragraph", "一行目\n二行目  \n三行目")], id="paragraph-of-lines"
        ),
        pytest.param("  字下げ\n", [("paragraph", "字下げ")], id="indented-paragraph"),
        pytest.param("\u3000全角の字下げ\n", [("paragraph", "全角の字下げ")], id="ideographic-indent"),
        pytest.param("[a]: https://example.com\n\n文\n", [("paragraph", "文")], id="link-definition-is-no-block"),
        pytest.param("NUL\0 と本文\n", [("paragraph", "NUL\0 と本文")], id="nul"),
        pytest.param(
            "一\u2028二\x0b三\n# 題\n", [("paragraph", "一\u2028二\x0b三"), ("heading", "# 題")], id="no-line-ends"
        ),
    ],
)
def test_kinds_and_texts(text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text, parse_blocks(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("- 一\n- 二\n", [(1, "一"), (1, "二")], id="bullets"),
        pytest.param("1. 一\n2) 二\n", [(1, "一"), (1, "二")], id="numbers"),
        pytest.param("- 一\n  - 二\n    1. 三\n- 四\n", [(1, "一"), (2, "二"), (3, "三"), (1, "四")], id="nested"),
        pytest.param("- - 一\n", [(2, "一")], id="nested-on-one-line"),
        pytest.param("- [ ] 未\n- [x] 済\n", [(1, "[ ] 未"), (1, "[x] 済")], id="check-boxes"),
        pytest.param("- 一\n  続き\nおまけ\n", [(1, "一\n  続き\nおまけ")], id="further-lines"),
        pytest.param("-   一   \n", [(1, "一")], id="wide-gaps"),
        pytest.param("-\t一\n\n\t- 二\n", [(1, "一"), (2, "二")], id="tabs"),
        pytest.param("-\n- 二\n", [(1, "二")], id="empty-item"),
        pytest.param("* - 一\n", [(2, "- 一"[2:])], id="mixed-bullets"),
    ],
)
def test_an_item_holds_its_own_text_and_its_depth(text: str, expected: list[tuple[int, str]]) -> None:
    blocks = parse_blocks(text)
    assert {block.kind for block in blocks} == {BlockKind.ITEM}
    assert [(block.level, text[block.start : block.end]) for block in blocks] == expected


def test_what_follows_in_an_item_stands_by_itself() -> None:
    text = "- 一\n  - 二\n\n  段落\n\n  ```\n  code\n  ```\n  > 引用\n"
    assert shown(text, parse_blocks(text)) == [
        ("item", "一"),
        ("item", "二"),
        ("paragraph", "段落"),
        ("code", "```\n  code\n  ```"),
        ("quote", "> 引用"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "本文<!-- 秘密。 -->続き。",
            [("paragraph", "本文"), ("html", "<!-- 秘密。 -->"), ("paragraph", "続き。")],
            id="html",
        ),
        pytest.param(
            "本文{/* 秘密。 */}続き。",
            [("paragraph", "本文"), ("html", "{/* 秘密。 */}"), ("paragraph", "続き。")],
            id="mdx",
        ),
        pytest.param("- 朝 %%秘密。二つ目%%", [("item", "朝"), ("other", "%%秘密。二つ目%%")], id="obsidian-in-item"),
        pytest.param("> 引用<!-- a. -->", [("quote", "> 引用"), ("html", "<!-- a. -->")], id="quote"),
        pytest.param(
            "本文%%一\n二%%続き",
            [("paragraph", "本文"), ("other", "%%一\n二%%"), ("paragraph", "続き")],
            id="over-lines",
        ),
        pytest.param("本文<!-- 注 -->続き。", [("paragraph", "本文<!-- 注 -->続き。")], id="short-ones-stay"),
        pytest.param("`<!-- a。 -->` と書く", [("paragraph", "`<!-- a。 -->` と書く")], id="not-in-code"),
        pytest.param("100%% と 20%。", [("paragraph", "100%% と 20%。")], id="single-mark"),
    ],
)
def test_comments_that_hold_a_sentence_are_no_prose(text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text, parse_blocks(text)) == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_lines_are_those_an_editor_shows(line_end: str) -> None:
    text = line_end.join(["+++", "+++", "", "# 題", "", "一行目", "二行目", "", "```", "x", "```", "", "- 項目", ""])
    start = text.index("+++", 1) + 3 + len(line_end)
    found = [(block.kind.value, block.start_line, block.end_line) for block in parse_blocks(text, start=start)]
    assert found == [("heading", 4, 4), ("paragraph", 6, 7), ("code", 9, 11), ("item", 13, 13)]


@pytest.mark.parametrize(
    ("heading", "level", "words"),
    [
        ("# はじめに", 1, "はじめに"),
        ("## はじめに ##", 2, "はじめに"),
        ("### はじめに {#intro}", 3, "はじめに"),
        ("## はじめに {#intro .x} ##", 2, "はじめに"),
        ("## はじめに ## {#intro}", 2, "はじめに"),
        ("## C# と F#", 2, "C# と F#"),
        ("#\tタブ", 1, "タブ"),
        ("###### 六", 6, "六"),
        ("##", 2, ""),
        ("  ## 字下げ", 2, "字下げ"),
        ("二行の\n題\n===", 1, "二行の 題"),
        ("節 {#s}\n---", 2, "節"),
        ("# **強い** [題](x)", 1, "**強い** [題](x)"),
    ],
)
def test_heading_text_is_without_its_marks(heading: str, level: int, words: str) -> None:
    (block,) = parse_blocks(heading + "\n")
    assert (block.kind, block.level) == (BlockKind.HEADING, level)
    assert heading_text(block, heading + "\n") == words


OPENINGS = [
    "# ",
    "- ",
    "  ",
    "    ",
    "1. ",
    "> ",
    "```",
    "~~~",
    "$$",
    ":::",
    "%%",
    "<!--",
    "-->",
    "{{< x >}}",
    "{{<",
    "{%",
]
MARKS = ["{%", "| a |", "|---|", "---", "===", "import x from 'y'", "[^1]:", "\t", "\u3000", "`", "**", "<b>", "\\["]
WORDS = ["山。", "word. ", "\0", "\u2028", "\n", "\n", "\n\n", "\r\n", "\r"]
PIECES = st.sampled_from([*OPENINGS, *MARKS, *WORDS])


@given(st.lists(PIECES, max_size=40), st.sampled_from(["", "---\na: 1\n---\n", "山\r\n"]))
def test_blocks_stand_in_the_text_in_order_with_their_lines(pieces: list[str], head: str) -> None:
    text, at = head + "".join(pieces), len(head)
    for block in parse_blocks(text, start=len(head)):
        own = text[block.start : block.end]
        assert at <= block.start < block.end <= len(text)
        assert own.strip()
        assert own == own.rstrip()
        assert block.start_line == 1 + len(re.findall(r"\r\n|\r|\n", text[: block.start]))
        assert block.end_line == 1 + len(re.findall(r"\r\n|\r|\n", text[: block.end]))
        at = block.end


@given(st.lists(PIECES, max_size=30))
def test_blocks_do_not_depend_on_what_stands_before(pieces: list[str]) -> None:
    body, head = "".join(pieces), "+++\n+++\n"
    alone = [(block.kind, block.level, block.start, block.end) for block in parse_blocks(body)]
    after = [(block.kind, block.level, block.start - 8, block.end - 8) for block in parse_blocks(head + body, start=8)]
    assert alone == after


def test_code_marks_without_end_cost_no_square_of_time() -> None:
    text = "%% a %% " + " ".join("`" * n for n in range(1, 300)) + " 柿だ。%%秘密。%%"
    before = process_time()
    assert shown(text, parse_blocks(text))[-1] == ("other", "%%秘密。%%")
    assert process_time() - before < 2
