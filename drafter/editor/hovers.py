"""What a sentence rests on, as an editor shows it beside the cursor: Markdown, or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.pipeline.trace import Traced, TracedQuote
from drafter.records import Standing

_SAID = {
    Standing.PROVED: "proved",
    Standing.COUNTED: "counted",
    Standing.PROPOSED: "proposed: delete the mark to make it yours, or the sentence",
    Standing.PERSON: "yours: drafter did not write this sentence, or you changed or accepted it",
}
_SIGN = re.compile(r"[\\\[\]_*`<>]")
_TICKS = re.compile(r"`+")


def render_hover(traced: Traced, *, is_markdown: bool) -> str:
    """The standing of a sentence, its sources with day, file and words, its counts with their rules."""
    said = _SAID[traced.sentence.standing]
    parts = [f"**{said}**" if is_markdown else said]
    if traced.changed:
        parts.append(traced.changed)
    for quote in traced.quotes:
        parts.append(f"{_place(quote, is_markdown=is_markdown)}\n{_words(quote.words, is_markdown=is_markdown)}")
    parts += [f"{count.name}: {count.value:,}; {count.rule}" for count in traced.counts]
    return "\n\n".join(parts)


def _place(quote: TracedQuote, *, is_markdown: bool) -> str:
    place = f"{quote.path}:{quote.line}"
    return " · ".join(_with_day(quote, _SIGN.sub(r"\\\g<0>", place) if is_markdown else place))


def _with_day(quote: TracedQuote, place: str) -> Iterator[str]:
    if quote.day is not None:
        yield quote.day.isoformat()
    yield place
    if quote.file is None:
        yield "this file is gone"
    elif quote.start is None:
        yield "these words no longer stand there"


def _words(words: str, *, is_markdown: bool) -> str:
    words = words.strip("\r\n")
    if not is_markdown:
        return "\n".join(f"  | {line}" for line in words.splitlines())
    fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(words)), default=0))
    return f"{fence}text\n{words}\n{fence}"
