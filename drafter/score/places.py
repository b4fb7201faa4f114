"""Where something stands on a page: the heading above it, and the words of a sentence in the file."""

from __future__ import annotations

import re

from drafter.records import Period
from drafter.score.page import Page, PlacedSentence
from drafter.text.inline import links, plain
from drafter.text.normal import fold_text

_AHEAD = re.compile(
    r"来年|来月|来週|来期|次の(?:一?年|月)|これから|今後|目標|抱負|やりたいこと"
    r"|\b(?:next (?:year|month|week|quarter)|goals?|plans?|resolutions?|ahead)\b"
)
_BEHIND = re.compile(
    r"結果|振り返り|ふりかえり|達成|どうだった|\b(?:result|review|retrospective|looking back|went|did)"
)


def heading_above(page: Page, at: int) -> str:
    """The words of the last heading before an offset, as a reader sees them; "" where there is none."""
    return next((plain(words) for _, words, start in reversed(page.headings) if start < at), "")


def looks_ahead(heading: str, period: Period) -> bool:
    """Whether what stands below a heading is to come: goals of the next period, and not how those of this one went."""
    folded = fold_text(heading)
    if f"{period.end.year + 1}" in folded:
        return True
    return not (_BEHIND.search(folded) or f"{period.end.year}" in folded) and _AHEAD.search(folded) is not None


def place_of(page: Page, placed: PlacedSentence, words: str, *, after: int = 0) -> tuple[int, int]:
    """Where words that a reader sees stand in a sentence's Markdown, from an offset on, as offsets of the body.

    The whole sentence where marks of Markdown stand between them. Targets of links are no words.
    """
    text = page.body[placed.start : placed.end]
    for link in links(text):
        at = text.find(link.target, link.start + len(link.text), link.end)
        if at >= 0:
            text = text[:at] + "\0" * len(link.target) + text[at + len(link.target) :]
    at = text.find(words, max(0, after - placed.start))
    return (placed.start + at, placed.start + at + len(words)) if at >= 0 else (placed.start, placed.end)
