"""Inline Markdown → the text a reader sees, and the links in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_LABEL = r"(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*"
_TAG = r"\{\{(?:[^{}]|\}(?!\})|\{(?!\{)){0,1000}\}\}"
_TARGET = rf"(?:{_TAG}|[^\s()<>]|\([^\s()]*\))*"
_ATTRIBUTE = r"\s+[A-Za-z0-9_:@.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|\{[^}]*\}|(?!\{[^}]*\})[^\s\"'=<>`]+))?"
_FORMS = {
    "escape": r"\\(?P<escaped>[!-/:-@\[-`{-~])",
    "code": r"(?<!`)(?P<ticks>`+)(?!`)(?P<code_text>.{1,4000}?)(?<!`)(?P=ticks)(?!`)",
    "comment": r"%%.*?%%|<!--.*?(?:-->|\Z)|\{/\*.{0,2000}?\*/\}",
    "shortcode": rf"{_TAG}|" + r"\{%(?:[^%{]|%(?!\})|\{(?!%)){0,1000}%\}|:\(fa\w? [^()\n]*\):",
    "math": r"(?<![\\$])\$(?![\s$])[^$\n]{1,500}(?<![\s\\])\$(?![\d$])|\$\$[^$]{1,2000}\$\$",
    "embed": r"!\[\[[^\[\]\n]*\]\]",
    "wiki": r"\[\[(?P<wiki_target>[^\[\]|\n]+)(?:\|(?P<alias>[^\[\]\n]*))?\]\]",
    "footnote": r"\[\^[^\[\]\s]+\]",
    "ruby": r"\[(?P<base>[^\[\]\n]+)\]\^\([^()\n]*\)",
    "link": rf"(?P<image>!)?\[(?P<label>{_LABEL})\](?:\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<target>{_TARGET}))"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)|\[[^\[\]]*\])",
    "autolink": r"<(?P<address>[A-Za-z][A-Za-z0-9+.-]+:[^\s<>]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>",
    "url": r"https?://(?:[a-z\d_!#$%&'+,./:;=?@~-]|\([^\s()<>]*\))+(?<![.,:;!?'])",
    "anchor": r"<a\b[^<>]{0,500}?\shref=[\"'](?P<href>[^\"'<>]*)[\"'][^>]*>(?P<anchor_text>.{0,1000}?)</a\s*>",
    "unread": r"<(?P<tag>rt|rp|script|style|svg|iframe)\b[^<>]*>.{0,1000}?</(?P=tag)\s*>",
    "line_break": r"<br\s*/?>",
    "html": rf"</?[A-Za-z][\w:.-]*(?:{_ATTRIBUTE}){{0,30}}\s*/?>",
    "entity": r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,31});",
    "strong": r"(?<![\s\d])\*{2,3}|(?<=\d)\*{2,3}(?!\d)|(?<=\s)\*{2,3}(?!\s)|~~",
    "emphasis": r"(?<!\*)\*(?![\s*])(?P<starred>(?:[^*]|\*\*[^*]+\*\*)+?)(?<![\s*])\*(?!\*)"
    r"|(?<!\w)(?P<bars>__?)(?![\s_])(?P<underlined>[^_\n](?:[^\n]{0,500}?[^\s_])?)(?P=bars)(?!\w)"
    r"|==(?![\s=])(?P<marked>[^=\n]+)(?<!\s)==",
    "line_end": r"[ \t]*\\?(?:\r\n|\r|\n)[ \t]*(?:>[ \t]?)*",
}
_FORM = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _FORMS.items()), re.DOTALL | re.IGNORECASE)
_SIGNS = re.compile(r"[\\`%<{$:!\[&*_~=\r\n]|https?://")
_LINK_SIGNS = re.compile(r"[\[<]|://")
_SPACED = re.compile(r"[ \t]{2,}|[ \t]*[\r\n][ \t\r\n]*")
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")  # scripts without blanks
_VISIBLE_GROUPS = ("escaped", "alias", "base", "address", "starred", "underlined", "marked", "anchor_text")
_LITERAL = frozenset(("escape", "autolink"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link at `markdown[start:end]`: the text a reader sees and the target as it is written."""

    text: str
    target: str
    start: int
    end: int


def plain(markdown: str) -> str:
    """The text of inline Markdown as a reader sees it, on one line.

    Links give their text, code stays without its backticks, ruby its base; images, footnote marks, shortcodes, tags and
    comments go. Marks that a cut left without their partner go too. A line end between two characters of a script
    without blanks gives nothing, another one a blank.
    """
    if not _SIGNS.search(markdown):
        return markdown.strip()
    return _SPACED.sub(" ", _FORM.sub(_visible, markdown)).strip()


def links(markdown: str) -> tuple[Link, ...]:
    """The links of inline Markdown, in order: `[text](target)`, `[[target|alias]]`, `<url>`, bare URLs, `<a href>`.

    Images, and what stands in code or comments, are none.
    """
    return tuple(_links(markdown)) if _LINK_SIGNS.search(markdown) else ()


def _links(markdown: str) -> Iterator[Link]:
    for found in _FORM.finditer(markdown):
        target = _target(found)
        if target:
            yield Link(text=plain(found[0]), target=target, start=found.start(), end=found.end())
        elif inner := found["starred"] or found["underlined"] or found["marked"]:
            offset = found.start() + found[0].index(inner)
            for link in _links(inner):
                yield Link(text=link.text, target=link.target, start=link.start + offset, end=link.end + offset)


def _target(found: re.Match[str]) -> str | None:
    form = found.lastgroup
    if form == "link":
        return None if found["image"] else found["angled"] or found["target"]
    return found[0] if form == "url" else found["wiki_target"] or found["address"] or found["href"]


def _visible(found: re.Match[str]) -> str:
    form = found.lastgroup
    if form == "code":
        return _code(found["code_text"])
    if form in ("math", "url"):
        return found[0]
    if form == "entity":
        return unescape(found[0])
    if form == "line_end":
        return _line_end(found)
    if form == "line_break":
        return " "
    if form == "link":
        return "" if found["image"] else plain(found["label"])
    if form == "wiki":
        return found["alias"] or found["wiki_target"]
    return _inner(found, literal=form in _LITERAL)


def _inner(found: re.Match[str], *, literal: bool) -> str:
    inner = next((found[group] for group in _VISIBLE_GROUPS if found[group]), "")
    return inner if literal else plain(inner)


def _code(text: str) -> str:
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] == " " and text.strip() else text


def _line_end(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return "" if _UNSPACED.match(before) and _UNSPACED.match(after) else " "
