"""Edits that harm no draft, so that metrics are tested by what they let pass: a body → the same told differently."""

from __future__ import annotations

import re
from collections.abc import Callable

from drafter.score.page import read_page
from drafter.text.inline import plain

_HALF = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}
_FULL = {wide: chr(narrow) for narrow, wide in ((narrow, ord(text)) for narrow, text in _HALF.items())}
_BREAK = re.compile(r"\r?\n")


def turn_digits(body: str) -> str:
    """Digits of the prose in the other width: 32 becomes ３２, ３２ 32. Marked-up sentences stay."""
    pieces: list[str] = []
    at = 0
    for placed in read_page(body).sentences:
        words = body[placed.start : placed.end]
        turned = words.translate(_HALF | _FULL) if plain(words) == words else words
        pieces += body[at : placed.start], turned
        at = placed.end
    return "".join((*pieces, body[at:]))


def turn_line_ends(body: str) -> str:
    r"""Lines that end as those of the other systems: \n becomes \r\n, \r\n \n."""
    return _BREAK.sub("\n" if "\r\n" in body else "\r\n", body)


def set_bold(body: str) -> str:
    """Every third sentence in bold, of those without markup."""
    bare = [p for p in read_page(body).sentences if plain(body[p.start : p.end]) == body[p.start : p.end]]
    for placed in reversed(bare[::3]):
        body = f"{body[: placed.start]}**{body[placed.start : placed.end]}**{body[placed.end :]}"
    return body


def add_question(body: str) -> str:
    """A question to the author at the end, that no reader sees."""
    return f"{body.rstrip()}\n\n<!-- ? What else? -->\n"


HARMLESS: dict[str, tuple[str, Callable[[str], str]]] = {
    "digits": ("digits in the other width", turn_digits),
    "line ends": ("the line ends of another system", turn_line_ends),
    "bold": ("every third sentence in bold", set_bold),
    "question": ("a hidden question to the author", add_question),
}  # by the name in a table: what it is in words, and what does it
