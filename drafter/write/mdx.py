"""Sections of Markdown made fit for an .mdx page, where braces and angle brackets are code."""

from __future__ import annotations

import re
from dataclasses import replace

from drafter.records import Form, Passage, Section

_CODE_SPAN = r"(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
_TARGET = r"\]\(\s*(?:<[^<>]*>|[^\s()<>]*)"
_SIGN = re.compile(
    rf"{_CODE_SPAN}|\\.|{_TARGET}|<(?P<address>https?://[^\s<>]+)>|(?P<code>[{{<])|\A(?P<word>import|export)(?=[ \t])",
    re.DOTALL,
)


def fit_mdx(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The same sections with every sign that would be read as code escaped; what is code stays.

    Source: https://mdxjs.com/docs/what-is-mdx/: no `<https://…>`, `\\<` and `\\{` in text, import and export at the
    start of a block.
    """
    return tuple(
        replace(one, heading=_escaped(one.heading), passages=tuple(map(_passage, one.passages))) for one in sections
    )


def _passage(passage: Passage) -> Passage:
    if passage.form is Form.QUESTION:
        return passage
    return replace(passage, sentences=tuple(replace(s, text=_escaped(s.text)) for s in passage.sentences))


def _escaped(text: str) -> str:
    """
    >>> _escaped("`{a}` と {b}、a <b"), _escaped(r"a \\{b}"), _escaped("<https://a.example/{b}>")
    ('`{a}` と \\\\{b}、a \\\\<b', 'a \\\\{b}', '[https://a.example/{b}](https://a.example/{b})')
    """
    return _SIGN.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    if address := found["address"]:
        return f"[{address}]({address})"
    if word := found["word"]:
        return f"&#{ord(word[0])};{word[1:]}"
    return f"\\{found['code']}" if found["code"] else found[0]
