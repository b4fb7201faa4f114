"""What stands in a text and no reader sees: characters without a shape, and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

HIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)  # for a character class: controls but tab and line ends, zero-width and bidi signs, fillers, selectors, tags
_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_JOINED = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff\u1820-\u18aa"
_UNSEEN = re.compile(
    rf"((?:(?<=[{_EMOJI}])|(?<=[{_EMOJI}]\ufe0f))\u200d(?=[{_EMOJI}])"
    rf"|(?:(?<=[{_EMOJI}])|(?<=[0-9#*])(?=\ufe0f\u20e3))[\ufe0e\ufe0f]"
    rf"|(?<=[{_JOINED}])[\u200c\u200d](?=[{_JOINED}]))|[{HIDDEN}]"
)
_UNSEEN_SIGN = re.compile(f"[{HIDDEN}]")
_OPENING = re.compile(
    r"^[ \t>]*(?P<fence>```+(?![^\n]*`)|~~~+)|(?P<ticks>`+)|(?P<html><!--)|(?P<mdx>\{/\*)|(?P<obsidian>%%)"
    r"|(?P<liquid>\{%-?\s*comment\s*-?%\})|(?P<label>^ {0,3}\[(?://|comment)\]:[^\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
_CLOSINGS = {
    "html": re.compile(r"--!?>|(?<=<!--)-?>"),
    "mdx": re.compile(r"\*/\}"),
    "obsidian": re.compile(r"%%"),
    "liquid": re.compile(r"\{%-?\s*endcomment\s*-?%\}", re.IGNORECASE),
}
_COMMENT_SIGNS = ("<!--", "{/*", "%%", "comment", "[//]:")
_INDENT_CHARS = 100
_NO_LINE_END = re.compile(r"[^\r\n]")
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


def strip_hidden(text: str) -> str:
    """A text as its reader sees it: without invisible characters and without HTML, MDX, Obsidian or Liquid comments.

    Joiners that emoji and scripts such as Persian and Hindi need stay, and the selector that makes a sign an emoji.
    A comment shown as code is no comment. One at the start of a line that is never closed takes the rest along, as it
    does in HTML and Obsidian; elsewhere its signs are text. What is left is not reflowed.
    """
    if _UNSEEN_SIGN.search(text):
        text = _UNSEEN.sub(r"\1", text)
    lowered = text.lower()
    if not any(sign in lowered for sign in _COMMENT_SIGNS):
        return text
    pieces: list[str] = []
    position = 0
    for start, end in _comments(text):
        pieces.append(text[position:start])
        position = end
    return "".join((*pieces, text[position:]))


def blank_comments(text: str) -> str:
    """A text with a space for each character of a comment: its length and its lines stay.

    >>> blank_comments("a<!-- b -->c")
    'a          c'
    """
    if not any(sign in text.lower() for sign in _COMMENT_SIGNS):
        return text
    pieces: list[str] = []
    position = 0
    for start, end in _comments(text):
        pieces += (text[position:start], _NO_LINE_END.sub(" ", text[start:end]))
        position = end
    return "".join((*pieces, text[position:]))


def find_comments(text: str) -> tuple[tuple[int, int], ...]:
    """Where the comments of a text begin and end, in order; what is shown as code is none.

    >>> find_comments("a <!-- b --> `<!-- c -->`")
    ((2, 12),)
    """
    return tuple(_comments(text)) if any(sign in text.lower() for sign in _COMMENT_SIGNS) else ()


def _comments(text: str) -> Iterator[tuple[int, int]]:
    unclosed: set[str] = set()  # what has no closing from here on is not looked for again
    position = 0
    while opening := _OPENING.search(text, position):
        form = opening.lastgroup or ""
        position = opening.end()
        if form in ("fence", "ticks"):
            position = _after_code(text, opening, unclosed)
        elif form == "label":
            yield opening.span(form)
        elif (end := _comment_end(text, opening, unclosed)) is not None:
            yield opening.start(), end
            position = end


def _after_code(text: str, opening: re.Match[str], unclosed: set[str]) -> int:
    marks = opening[opening.lastgroup or 0]
    if marks in unclosed:
        return opening.end()
    if opening.lastgroup == "fence":
        closing = re.compile(rf"^[ \t>]*{marks}{marks[0]}*[ \t\r]*$", re.MULTILINE).search(text, opening.end())
        return closing.end() if closing else len(text)
    closing = re.compile(rf"(?<!`){marks}(?!`)").search(text, opening.end())
    if closing is None:
        unclosed.add(marks)
        return opening.end()
    blank = _BLANK_LINE.search(text, opening.end(), closing.start())
    return blank.end() if blank else closing.end()


def _comment_end(text: str, opening: re.Match[str], unclosed: set[str]) -> int | None:
    """Where a comment ends; None where it is none."""
    form = opening.lastgroup or ""
    closing = None if form in unclosed else _CLOSINGS[form].search(text, opening.end())
    before = text[max(0, opening.start() - _INDENT_CHARS) : opening.start()].rstrip(" \t>")
    opens_line = not before or before.endswith("\n")
    if closing is None:
        unclosed.add(form)
        return len(text) if opens_line and form in ("html", "obsidian") else None
    inline = form == "obsidian" and not opens_line
    if inline and _BLANK_LINE.search(text, opening.end(), closing.start()):  # two lonely marks far apart
        return None
    return closing.end()
