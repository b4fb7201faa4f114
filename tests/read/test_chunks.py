"""Chunks: the body and nothing else, cut at headings first and at sentence ends then."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.read.chunks import split_chunks
from drafter.records import BlockKind, Chunk, Document, Kind, Level
from drafter.text.front_matter import parse_front_matter


def document(text: str) -> Document:
    return Document(
        id="d",
        kind=Kind.NOTE,
        path="日報/一日.md",
        title="一日",
        stamp=None,
        front_matter=parse_front_matter(text),
        text=text,
        level=Level.OWN,
    )


def texts(text: str, **options: int) -> list[str]:
    return [chunk.text for chunk in split_chunks(document(text), **options)]


HEAD = "---\ntitle: 一日\n---\n"


@pytest.mark.parametrize("text", ["", HEAD, HEAD + "\n \n\u3000\n", "\n\r\n"])
def test_a_blank_body_has_no_chunks(text: str) -> None:
    assert split_chunks(document(text)) == ()


def test_sections_end_where_the_next_heading_begins() -> None:
    text = HEAD + "\n前書き。\n\n# 朝 {#asa}\n\n走った。\n\n### **坂**\n\n登った。\n\n## 夜\n\n寝た。\n"
    chunks = split_chunks(document(text))
    assert [(chunk.heading_path, chunk.text.strip()[:4]) for chunk in chunks] == [
        ((), "前書き。"),
        (("朝",), "# 朝 "),
        (("朝", "坂"), "### "),
        (("朝", "夜"), "## 夜"),
    ]
    assert [(chunk.start_line, chunk.end_line) for chunk in chunks] == [(5, 5), (7, 9), (11, 13), (15, 17)]
    assert "".join(chunk.text for chunk in chunks) == text[len(HEAD) :]


def test_blank_lines_before_the_first_heading_belong_to_it() -> None:
    assert texts(HEAD + "\n\n# 朝\n走った。\n") == ["\n\n# 朝\n走った。\n"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```\n# 偽\n```\n本文\n", id="fence"),
        pytest.param("<!--\n# 偽\n-->\n本文\n", id="comment"),
        pytest.param("> # 偽\n\n- # 偽\n", id="quote-and-list"),
        pytest.param("```\n開いたまま\n# 偽\n", id="odd-fences"),
    ],
)
def test_false_headings_cut_nothing(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize(
    ("text", "chars", "expected"),
    [
        pytest.param("一二三。四五六。七八九。", 8, ["一二三。四五六。", "七八九。"], id="full-stop"),
        pytest.param("何故？本当！？はい。", 5, ["何故？", "本当！？", "はい。"], id="runs-of-marks"),
        pytest.param("「行く。」と言った。帰る。", 11, ["「行く。」と言った。", "帰る。"], id="not-inside-brackets"),
        pytest.param("値は３．１４です．次．", 10, ["値は３．１４です．", "次．"], id="full-width-decimals"),
        pytest.param("待った…まだ…来た。", 5, ["待った…", "まだ…", "来た。"], id="ellipsis"),
        pytest.param("一二三。\n四五六。\n\n七八。\n", 11, ["一二三。\n四五六。\n\n", "七八。\n"], id="paragraphs"),
        pytest.param("一二\n三四。五\n六七。", 9, ["一二\n三四。", "五\n六七。"], id="sentence-before-line-end"),
        pytest.param("一二三、四五六、七八九", 8, ["一二三、四五六、", "七八九"], id="comma-where-no-sentence-fits"),
        pytest.param("I ran far. Then I slept. End.", 15, ["I ran far. ", "Then I slept. ", "End."], id="english"),
        pytest.param("a" * 7, 3, ["aaa", "aaa", "a"], id="nothing-to-cut-at"),
        pytest.param("一二。\r\n\r\n三四。\r\n", 7, ["一二。\r\n\r\n", "三四。\r\n"], id="crlf"),
    ],
)
def test_long_sections_are_cut_where_sentences_end(text: str, chars: int, expected: list[str]) -> None:
    assert texts(text, chunk_chars=chars) == expected


def test_blocks_are_cut_to_their_chunk() -> None:
    text = "# 朝\n\n" + "走った。" * 5 + "\n\n- 水\n"
    chunks = split_chunks(document(text), chunk_chars=12)
    kinds = [[block.kind for block in chunk.blocks] for chunk in chunks]
    assert kinds[0][0] is BlockKind.HEADING
    assert kinds[-1][-1] is BlockKind.ITEM
    cut = [block for chunk in chunks for block in chunk.blocks if block.kind is BlockKind.PARAGRAPH]
    assert "".join(text[block.start : block.end] for block in cut) == "走った。" * 5
    assert {(block.start_line, block.end_line) for block in cut} == {(3, 3)}


def test_ids_tell_chunks_of_the_same_words_apart() -> None:
    first, second = split_chunks(document("# 朝\n\n水。\n\n# 朝\n\n水。\n\n"))
    assert first.text == second.text
    assert first.id != second.id
    assert first == split_chunks(document("# 朝\n\n水。\n\n# 朝\n\n水。\n\n"))[0]


def test_the_splitter_is_imported_only_for_long_sections() -> None:
    code = "import sys; import drafter.read.chunks; sys.exit('langchain_text_splitters' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def check_places(text: str, chunks: tuple[Chunk, ...]) -> None:
    for chunk in chunks:
        end = chunk.start + len(chunk.text)
        assert text[chunk.start : end] == chunk.text
        assert chunk.text.strip()
        first = chunk.start + len(chunk.text) - len(chunk.text.lstrip())
        last = chunk.start + len(chunk.text.rstrip())
        assert chunk.start_line == 1 + len(re.findall(r"\r\n|\r|\n", text[:first]))
        assert chunk.end_line == 1 + len(re.findall(r"\r\n|\r|\n", text[:last]))
        assert all(chunk.start <= block.start < block.end <= end for block in chunk.blocks)


MARKDOWN = ["# 題\n", "## 節 ##\n", "```\n", "- 項目\n", "題\n===\n", "<!-- 秘密。 -->", "\n", "\n\n", "\r\n", "\r"]
WORDS = ["走った。", "寝た！", "word. ", "The end. ", "「行く。」", "、", " ", "\u3000", "\u2028", "長い" * 20]
PIECES = st.sampled_from([*MARKDOWN, *WORDS])


@given(st.lists(PIECES, max_size=40), st.sampled_from(["", HEAD, "+++\r\n+++\r\n"]), st.integers(1, 60))
def test_chunks_joined_are_the_body(pieces: list[str], head: str, chunk_chars: int) -> None:
    text = head + "".join(pieces)
    source = document(text)
    chunks = split_chunks(source, chunk_chars=chunk_chars)
    assert "".join(chunk.text for chunk in chunks) == (source.body if source.body.strip() else "")
    check_places(text, chunks)
    assert len({chunk.id for chunk in chunks}) == len(chunks)


@given(st.lists(st.text(alphabet="山川海、", min_size=1, max_size=8), min_size=1, max_size=12))
def test_no_chunk_ends_inside_a_sentence_that_fits(words: list[str]) -> None:
    text = "".join(f"{word}。" for word in words)
    assert all(chunk.endswith("。") for chunk in texts(text, chunk_chars=9))
