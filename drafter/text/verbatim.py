"""A block rule for markdown-it: lines that a site generator reads and no reader sees as prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from drafter.records import BlockKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock

_MAX_LINES = 2000  # to look for a closing line; bounds the work on text full of openings that are never closed
_EXPORTED = "const|let|var|default|function|async|class"
_RAW_NAMES = "highlight|mermaid|echarts|math|raw|code|codeblock|script|style|comment"


class _Form(NamedTuple):
    """`closing` None: one line; "": to the next blank line; else to a line where it is found, or no such block."""

    kind: BlockKind
    opening: re.Pattern[str]
    closing: str | None = None
    to_the_end: bool = False  # without a closing line all that follows belongs to it


def _form(kind: BlockKind, opening: str, closing: str | None = None, *, to_the_end: bool = False) -> _Form:
    return _Form(kind, re.compile(opening), closing, to_the_end)


_FORMS: dict[str, tuple[_Form, ...]] = {
    "{": (
        _form(BlockKind.SHORTCODE, rf"\{{\{{[<%]\s*({_RAW_NAMES})\b(?!.*/\s*\1)", r"\{{\{{[<%]\s*/\s*{0}\b"),
        _form(BlockKind.SHORTCODE, rf"\{{%-?\s*({_RAW_NAMES})\b(?!.*end\1)", r"\{{%-?\s*end{0}\b"),
        _form(BlockKind.SHORTCODE, r"(?:\{\{(?:(?!\}\}).)*\}\}\s*)+$"),
        _form(BlockKind.SHORTCODE, r"(?:\{%(?:(?!%\}).)*%\}\s*)+$"),
        _form(BlockKind.SHORTCODE, r"\{\{[<%](?!.*\}\})", r"[>%]\}}\}}\s*$"),
        _form(BlockKind.SHORTCODE, r"\{%(?!.*%\})", r"%\}}\s*$"),
        _form(BlockKind.HTML, r"\{/\*.*\*/\}$|\{#.*#\}$"),
        _form(BlockKind.HTML, r"\{/\*(?!.*\*/\})", r"\*/\}}"),
        _form(BlockKind.OTHER, r"\{[:#.][^}]*\}$"),
        _form(BlockKind.OTHER, r"\{[A-Za-z_$][\w.$]*(?:\}$|\(| (?:&&|\?) )", ""),
    ),
    "<": (_form(BlockKind.HTML, r"</?(?:[A-Z][\w.]*(?:\s[^<]*)?)?>$|<[A-Z][\w.]*(?:\s+[\w:.-]+=.*)?$", ""),),
    "$": (
        _form(BlockKind.MATH, r"\$\$(?:(?!\$\$).)+\$\$$"),
        _form(BlockKind.MATH, r"\$\$(?!.*\$\$)", r"\$\$\s*$"),
    ),
    "\\": (_form(BlockKind.MATH, r"\\\[.*\\\]$"), _form(BlockKind.MATH, r"\\\[(?!.*\\\])", r"\\\]\s*$")),
    ":": (_form(BlockKind.OTHER, r":::"),),
    "%": (
        _form(BlockKind.OTHER, r"%%(?:(?!%%).)*%%$"),
        _form(BlockKind.OTHER, r"%%(?!.*%%)", r"%%", to_the_end=True),
    ),
    "i": (_form(BlockKind.OTHER, r"import\s+(?:[\w$*{][^'\"]*\sfrom\s+)?['\"][^'\"]+['\"];?$|import\s+\{[^}]*$", ""),),
    "e": (
        _form(BlockKind.OTHER, rf"export\s+(?:{_EXPORTED})\b.*[(\[{{`]$", r"(?m:^)[)\]}}`]"),
        _form(BlockKind.OTHER, rf"export\s+(?:{_EXPORTED})\b|export\s+[{{*]", ""),
    ),
    "[": (_form(BlockKind.OTHER, r"\[\^[^\]\s]+\]:", ""),),
}


def add_verbatim(parser: MarkdownIt) -> MarkdownIt:
    """Let `parser` give tokens of type "verbatim", `meta["kind"]` a BlockKind, for what is no prose and no Markdown.

    Shortcodes and Liquid tags alone on their lines, `$$` and `\\[` formulas, `:::` fences, MDX imports, exports,
    components, expressions and comments, Obsidian's `%%` comments, footnote texts. What stands between a pair of tags
    stays Markdown, but for shortcodes that hold code.
    """
    options: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.after("fence", "verbatim", _verbatim, options)
    return parser


def _verbatim(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    begin = state.bMarks[start_line] + state.tShift[start_line]
    forms = _FORMS.get(state.src[begin : begin + 1])
    if forms is None or state.is_code_block(start_line):
        return False
    line = state.src[begin : state.eMarks[start_line]].rstrip()
    for form in forms:
        found = form.opening.match(line)
        after = found and _line_after(state, form, found, start_line, end_line)
        if after:
            return silent or _push(state, form.kind, start_line, after)
    return False


def _push(state: StateBlock, kind: BlockKind, start_line: int, after: int) -> bool:
    token = state.push("verbatim", "", 0)
    token.map = [start_line, after]
    token.meta = {"kind": kind}
    state.line = after
    return True


def _line_after(state: StateBlock, form: _Form, found: re.Match[str], start_line: int, end_line: int) -> int | None:
    """The first line after the block; None where its closing line is missing."""
    if form.closing is None:
        return start_line + 1
    closing = re.compile(form.closing.format(*found.groups()))
    last = end_line if form.to_the_end else min(end_line, start_line + _MAX_LINES)
    line = start_line + 1
    while line < last and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        if not form.closing and state.isEmpty(line):
            return line
        if form.closing and closing.search(state.src, state.bMarks[line], state.eMarks[line]):
            return line + 1
        line += 1
    return line if form.to_the_end or not form.closing else None
