"""The prose that is scored: the sentences a draft tells, and those of a Markdown body."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from drafter.records import BlockKind, Draft, Form, Sentence
from drafter.text.blocks import parse_blocks
from drafter.text.inline import plain
from drafter.text.language import detect_language
from drafter.text.sentences import split_sentences

_TOLD = frozenset((Form.PARAGRAPH, Form.ITEM))
_PROSE = frozenset((BlockKind.PARAGRAPH, BlockKind.ITEM))
_EAST_ASIAN = frozenset(("ja", "zh", "ko"))


class Script(StrEnum):
    """What a text is written in: a character of one says as much as several of the other."""

    EAST_ASIAN = "east-asian"
    ALPHABET = "alphabet"


def told_sentences(draft: Draft) -> tuple[Sentence, ...]:
    """What a draft tells, in order: no headings, questions or figures, and nothing without a letter or digit."""
    passages = (passage for section in draft.sections for passage in section.passages if passage.form in _TOLD)
    return tuple(s for passage in passages for s in passage.sentences if any(map(str.isalnum, plain(s.text))))


def draft_prose(draft: Draft) -> tuple[str, ...]:
    """The sentences a draft tells as a reader sees them."""
    return _split(sentence.text for sentence in told_sentences(draft))


def body_prose(body: str) -> tuple[str, ...]:
    """The sentences of the paragraphs and list items of a Markdown body as a reader sees them."""
    return _split(body[block.start : block.end] for block in parse_blocks(body) if block.kind in _PROSE)


def n_prose_chars(sentences: Iterable[str]) -> int:
    """Characters without white space."""
    return sum(len(word) for sentence in sentences for word in sentence.split())


def script_of(sentences: Iterable[str]) -> Script:
    """The script most of the sentences are in; the alphabet where there is no letter."""
    east_asian = detect_language("\n".join(sentences)) in _EAST_ASIAN
    return Script.EAST_ASIAN if east_asian else Script.ALPHABET


def _split(pieces: Iterable[str]) -> tuple[str, ...]:
    cut = (plain(piece[start:end]) for piece in pieces for start, end in split_sentences(piece))
    return tuple(sentence for sentence in cut if any(map(str.isalnum, sentence)))
