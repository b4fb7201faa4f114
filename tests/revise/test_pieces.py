"""A text taken apart and put together again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.revise.pieces import PieceKind, join_pieces, split_pieces

SIGNS = [
    *(
        "# ",
        "## ",
        "- ",
        "  - ",
        "1. ",
        "> ",
        "```\n",
        "~~~",
        "|a|b|\n|-|-|\n",
        "<br>",
        "<!-- ? -->",
        "<!-- ? 何？ -->",
    ),
    *("{/* ? */}", "{{< x >}}", "。", "「はい。」", "２０２４年は32本。", "Node.js is fine. ", "\n", "\n\n", "\r\n"),
    *("\t", "　", "---\n", "===\n", "[a]: http://b.example\n", "    ", "\ufeff", "が", "[^1]", "%%x。%%", "\0", "*"),
    *("\r", "  \n", "\x0b", "\u2028"),
]


def words(text: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.words) for piece in split_pieces(text)[:-1]]


@given(st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=3)), max_size=30).map("".join))
def test_all_pieces_together_are_the_text(text: str) -> None:
    pieces = split_pieces(text)
    assert join_pieces(pieces) == text
    assert all(text[piece.start : piece.end] == piece.words for piece in pieces)
    assert pieces[-1].kind is PieceKind.END
    assert not any(piece.words.strip() == "" for piece in pieces[:-1])


@pytest.mark.parametrize("file", sorted((Path(__file__).parents[2] / "eval").rglob("*.md"))[::20], ids=lambda f: f.name)
def test_a_whole_post_comes_back(file: Path) -> None:
    text = file.read_bytes().decode("utf-8", "replace")
    assert join_pieces(split_pieces(text)) == text
    assert join_pieces(split_pieces(text, start=len(text) // 2)) == text[len(text) // 2 :]


def test_sentences_items_headings_and_blocks_are_pieces() -> None:
    text = (
        "<!--more-->\n\n## 見出し\n一文目。二文目。\n<br>\n\n- 項目。続き。\n\n    項目の段落。\n\n"
        "```\n# no\n\n```\n\n| a |\n|---|\n| b |\n"
    )
    assert words(text) == [
        ("comment", "<!--more-->"),
        ("heading", "## 見出し"),
        ("sentence", "一文目。"),
        ("sentence", "二文目。"),
        ("sentence", "<br>"),
        ("sentence", "項目。"),
        ("sentence", "続き。"),
        ("sentence", "項目の段落。"),
        ("block", "```\n# no\n\n```"),
        ("block", "| a |\n|---|\n| b |"),
    ]


@pytest.mark.parametrize("mark", ["<!-- ? -->", "{/* ? */}"])
def test_a_mark_belongs_to_its_sentence_and_a_question_does_not(mark: str) -> None:
    question = mark.replace("?", "? 合格した？")
    text = f"楽しかった。{mark}次へ。{mark}\n\nIt was fun. {mark} Next.\n\n{question}\n\n{mark}\n"
    assert words(text) == [
        ("sentence", f"楽しかった。{mark}"),
        ("sentence", f"次へ。{mark}"),
        ("sentence", f"It was fun. {mark}"),
        ("sentence", "Next."),
        ("comment", question),
        ("comment", mark),
    ]


def test_a_bullet_and_the_indentation_belong_to_the_gap() -> None:
    pieces = split_pieces("- 一\r\n  1. 二\r\n\r\n       続き。\r\n- \r\n[a]: http://b.example\r\n")
    assert [(piece.gap, piece.words) for piece in pieces[:4]] == [
        ("- ", "一"),
        ("\r\n  1. ", "二"),
        ("\r\n\r\n       ", "続き。"),
        ("\r\n", "-"),
    ]
    assert "[a]: http://b.example" in [piece.words for piece in pieces]


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("<br>", False),
        ("---", False),
        ("<!-- ? 合格した？ -->", True),
        ("種を採る", True),
        ("{{< x >}}", False),
        ("。", False),
    ],
)
def test_a_line_of_layout_tells_nothing(text: str, telling: bool) -> None:
    assert split_pieces(text)[0].is_telling is telling


def test_blank_text_is_one_end() -> None:
    assert [(p.kind, p.gap) for p in split_pieces(" \r\n\n")] == [(PieceKind.END, " \r\n\n")]
