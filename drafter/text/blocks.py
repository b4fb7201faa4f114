"""Markdown text → its blocks, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from drafter.records import Block, BlockKind
from drafter.text.lines import LINE_END, Lines

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_ATX = re.compile(r"[ \t]*#{1,6}(?:[ \t]+|$)")
_ATX_END = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_ATTRIBUTES = re.compile(r"[ \t]*\{[#.:][^{}]*\}[ \t]*$")
_COMMENT = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|(%%.*?%%|<!--.*?-->|\{/\*.*?\*/\})", re.DOTALL)
_CHECK_BOX = re.compile(r"\[[ xX]\](?:[ \t]+|\Z)")
_SENTENCE_END = re.compile(r"[。．！？!?.…\n]")
_PROSE = frozenset((BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE))
_LEAVES = {
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "html_block": BlockKind.HTML,
    "hr": BlockKind.RULE,
}
_WHOLES = {"blockquote_open": BlockKind.QUOTE, "table_open": BlockKind.TABLE}


def parse_blocks(text: str, *, start: int = 0) -> tuple[Block, ...]:
    """Split the Markdown from `start` to the end of `text` into blocks, in order and without overlap.

    Offsets and lines are those of the whole text; a block has neither the line end after it nor an item its bullet.
    Headings are those of the outermost level: never from fences, comments, quotes or lists. A quote or a table is one
    block; every item of a list has its own. Comments that hold a sentence are cut out of the prose around them.
    Blank text gives (), a paragraph of ideographic spaces nothing.

    Source: markdown-it-py, block rules only (CommonMark and tables), with the rule of `verbatim`.
    """
    lines = Lines(text, start=start)
    blocks: list[Block] = []
    for kind, level, token, content in _parse(text[start:]):
        begin, end = _span(text, lines, token=token, content=content)
        for own_kind, own_start, own_end in _without_comments(text, begin, end, kind=kind):
            blocks.append(_block(lines, own_kind, level, own_start, own_end))
    return tuple(blocks)


def heading_text(block: Block, text: str) -> str:
    """The words of a heading, inline Markdown kept, without its `#` marks, underline and `{#id}`."""
    first, *rest = LINE_END.split(text[block.start : block.end])
    if found := _ATX.match(first):
        words = _ATTRIBUTES.sub("", _ATX_END.sub("", first[found.end() :]))
        return _ATX_END.sub("", words).strip()
    return _ATTRIBUTES.sub("", " ".join([first, *rest[:-1]])).strip()


def words_start(block: Block, text: str) -> int:
    """Where the words of a list item or paragraph begin: a check box before them is not part of what they say."""
    box = _CHECK_BOX.match(text, block.start, block.end)
    return box.end() if box else block.start


@lru_cache(maxsize=2)  # the same text is often wanted again, from another place on
def _parse(text: str) -> tuple[tuple[BlockKind, int, Token, str | None], ...]:
    return tuple(_leaves(_parser().parse(text.replace("\0", "\ufffd"))))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    from drafter.text.verbatim import add_verbatim

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return add_verbatim(parser)


def _leaves(tokens: list[Token]) -> Iterator[tuple[BlockKind, int, Token, str | None]]:
    """Kind, level, token with its lines and, of prose, the parser's copy of its text."""
    depth, in_item, index = 0, False, 0
    while index < len(tokens):
        token = tokens[index]
        if token.type in _WHOLES:
            yield _WHOLES[token.type], 0, token, None
            index = _closing(tokens, index)
        elif token.type in _LEAVES:
            yield _LEAVES[token.type], 0, token, None
        elif token.type == "verbatim":
            yield token.meta["kind"], 0, token, None
        elif token.type == "heading_open" and token.level == 0:
            yield BlockKind.HEADING, int(token.tag[1]), token, None
        elif token.type in ("paragraph_open", "heading_open"):
            kind = BlockKind.ITEM if in_item else BlockKind.PARAGRAPH
            yield kind, depth if in_item else 0, token, tokens[index + 1].content
        elif token.type.endswith("list_open"):
            depth += 1
        elif token.type.endswith("list_close"):
            depth -= 1
        in_item = token.type == "list_item_open"
        index += 1


def _closing(tokens: list[Token], index: int) -> int:
    level, index = tokens[index].level, index + 1
    while tokens[index].level != level:
        index += 1
    return index


def _span(text: str, lines: Lines, *, token: Token, content: str | None) -> tuple[int, int]:
    """From the first character of the block to its last that is not blank."""
    first, after = token.map or (0, 0)
    begin, end = lines.offset(first, end=len(text)), lines.offset(after, end=len(text))
    own = text[begin:end].rstrip()
    if token.type == "code_block":
        return begin, begin + len(own)
    line = LINE_END.split(own, maxsplit=1)[0].rstrip()
    words = content.split("\n", 1)[0].rstrip() if content else ""
    if words and line.replace("\0", "\ufffd").endswith(words):
        return begin + len(line) - len(words), begin + len(own)
    return begin + len(line) - len(line.lstrip()), begin + len(own)


def _without_comments(text: str, start: int, end: int, *, kind: BlockKind) -> Iterator[tuple[BlockKind, int, int]]:
    at = start
    if kind in _PROSE and any(text.find(sign, start, end) >= 0 for sign in ("%%", "<!--", "{/*")):
        for found in _COMMENT.finditer(text, start, end):
            if found[2] and _SENTENCE_END.search(found[2][2:-2]):
                yield from _stripped(text, at, found.start(), kind=kind)
                yield (BlockKind.OTHER if found[2][0] == "%" else BlockKind.HTML), found.start(), found.end()
                at = found.end()
    yield from ((kind, start, end),) if at == start < end else _stripped(text, at, end, kind=kind)


def _stripped(text: str, start: int, end: int, *, kind: BlockKind) -> Iterator[tuple[BlockKind, int, int]]:
    words = text[start:end]
    if words.strip():
        yield kind, start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _block(lines: Lines, kind: BlockKind, level: int, start: int, end: int) -> Block:
    return Block(
        kind=kind,
        level=level,
        start=start,
        end=end,
        start_line=lines.number(start),
        end_line=lines.number(max(start, end - 1)),
    )
