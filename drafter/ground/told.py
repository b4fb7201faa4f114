"""A marked sentence of a draft, read once for all checks: as its reader sees it, folded, cut into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from drafter.ground.evidence import Ground
from drafter.records import BlockKind
from drafter.text.blocks import parse_blocks
from drafter.text.inline import links, plain
from drafter.text.normal import Folded, fold
from drafter.text.sentences import split_sentences

_ITEM = re.compile(r"\s*(?:[-*+・]|\d{1,2}[.)])\s+(?:\[[ xX]\]\s+)?")
_QUOTED = re.compile(r"「([^「」]+)」|『([^『』]+)』|“([^“”]+)”|(?<![\w\"])\"([^\"\n]{2,200})\"(?!\w)")
MASK = "\0"  # stands for characters that are the source's
_BEGINNING_CHARS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`text` is the prose of `markdown` on one line, without its list mark; `item` tells whether there was one."""

    markdown: str
    text: str
    folded: Folded
    sentences: tuple[str, ...]
    item: bool

    def words(self, start: int, end: int) -> str:
        """The words at folded offsets, as they are written."""
        first, last = self.folded.original(start, end)
        return self.text[first:last].strip()

    @property
    def beginning(self) -> str:
        """The first words, to show which sentence it is."""
        return self.text[:_BEGINNING_CHARS]

    @property
    def own(self) -> str:
        """The text with words in quotation marks and labels of links blanked: what the writer says themselves."""
        text = self.text
        for words in (*(quoted.words for quoted in find_quoted(text)), *_labels(self.markdown)):
            text = text.replace(words, MASK * len(words)) if words else text
        return text


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks: `text[start:end]` without the marks. `title` for 『』."""

    words: str
    start: int
    end: int
    title: bool


@lru_cache(maxsize=4096)
def read_told(markdown: str) -> Told:
    """Read Markdown of one or several sentences."""
    item = _ITEM.match(markdown)
    text = plain(markdown[item.end() :] if item else markdown)
    sentences = tuple(text[start:end] for start, end in split_sentences(text))
    return Told(markdown=markdown, text=text, folded=fold(text), sentences=sentences, item=item is not None)


def find_prose(markdown: str) -> Iterator[str]:
    """The paragraphs and list items of a Markdown body, items with their marks."""
    for block in parse_blocks(markdown):
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            mark = "- " if block.kind is BlockKind.ITEM else ""
            yield mark + markdown[block.start : block.end]


def find_quoted(text: str) -> tuple[Quoted, ...]:
    """The words in 「」, 『』, curly or straight double quotation marks, in order; inner ones apart."""
    found = []
    for match in _QUOTED.finditer(text):
        group = next(group for group in range(1, 5) if match[group])
        found.append(Quoted(match[group], match.start(group), match.end(group), title=group == 2))
    return tuple(found)


def mask_verbatim(told: Told, ground: Ground) -> str:
    """The text with what stands word for word near its quotes blanked: quotations, titles, labels of links.

    Offsets stay. What is left is the writer's own.
    """
    text = told.text
    passages = [(quoted.words, quoted.start) for quoted in find_quoted(text)]
    passages += [(label, text.find(label)) for label in _labels(told.markdown)]
    for words, start in passages:
        if start >= 0 and words.strip() and ground.holds(words):
            text = f"{text[:start]}{MASK * len(words)}{text[start + len(words) :]}"
    return text


def own_words(told: Told, ground: Ground) -> str:
    """The folded text with what stands word for word near its quotes blanked; offsets stay."""
    masked = mask_verbatim(told, ground)
    if masked == told.text:
        return told.folded.text
    pairs = zip(told.folded.text, told.folded.origins, strict=False)
    return "".join(MASK if masked[origin] == MASK else sign for sign, origin in pairs)


def own_sentences(told: Told, ground: Ground) -> Iterator[tuple[str, str]]:
    """Each sentence as it is written, and with what stands word for word near its quotes blanked."""
    masked = mask_verbatim(told, ground)
    for start, end in split_sentences(told.text):
        yield told.text[start:end], masked[start:end]


def _labels(markdown: str) -> list[str]:
    return [link.text for link in links(markdown)] if "](" in markdown else []
