"""What a sentence rests on, as an editor shows it beside the cursor: Markdown, or plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from drafter.pipeline.trace import Traced, TracedQuote
from drafter.records import Standing

_SAID = {
    Standing.PROVED: "proved",
    Standing.COUNTED: "counted",
    Standing.PROPOSED: "proposed: delete the mark to make it yours, or the sentence",
    Standing.PERSON: "yours: drafter did not write this sentence, or you changed or accepted it",
}
_TICKS = re.compile(r"`+")


def render_hover(traced: Traced, *, link: Callable[[Path], str] | None) -> str:
    """The standing of a sentence, its sources with day, file and words, its counts with their rules.

    With `link`, which makes addresses of files, as Markdown; else as plain text.
    """
    is_markdown = link is not None
    said = _SAID[traced.sentence.standing]
    parts = [f"**{said}**" if is_markdown else said]
    if traced.changed:
        parts.append(traced.changed)
    for quote in traced.quotes:
        parts.append(f"{_place(quote, link)}\n{_words(quote.words, is_markdown=is_markdown)}")
    parts += [f"{count.name}: {count.value:,}; {count.rule}" for count in traced.counts]
    return "\n\n".join(parts)


def _place(quote: TracedQuote, link: Callable[[Path], str] | None) -> str:
    place = f"{quote.path}:{quote.line}"
    if link is not None:
        escaped = re.sub(r"([\\\[\]_*`<>])", r"\\\1", place)
        place = f"[{escaped}]({link(quote.file)}#L{quote.line})" if quote.file else escaped
    return " · ".join(_with_day(quote, place))


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
