"""What a person answered in a draft, below its questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafter.records import Ownership
from drafter.revise.matching import AKIN, likeness
from drafter.revise.ownership import Owned, Owners, find_owners, hold_base
from drafter.revise.pieces import PieceKind, split_pieces
from drafter.revise.turns import Asked, body_start, find_turns
from drafter.revise.unmarking import cut_mark
from drafter.text.answers import is_refusal

_CODE_OF_MDX = re.compile(r"(?:import|export)\s|</?[A-Z>]|\{[A-Za-z_$]")  # an import, a component, an expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question of drafter's with the words that a person wrote below it, or behind it in its line, up to `end`."""

    asked: Asked
    words: str
    end: int


def find_answered(text: str, *, base: str, known: Ownership) -> tuple[Answered, ...]:
    """The questions that are answered in `text`, which is what a person made of `base`.

    An answer is what they put in right below the question. What drafter wrote there is none, changed by them or not.
    """
    there = {asked.words for asked in find_turns(base).questions}
    questions = [asked for asked in find_turns(text).questions if asked.words in there]
    if not questions:
        return ()
    theirs = split_pieces(text, start=body_start(text))
    owners = find_owners(hold_base(split_pieces(base, start=body_start(base)), known), theirs, known.gone)
    found = ((asked, _answer_end(asked, text, owners)) for asked in questions)
    return tuple(
        Answered(asked=asked, words=text[asked.end : end].strip(), end=end) for asked, end in found if end > asked.end
    )


def _answer_end(asked: Asked, text: str, owners: Owners) -> int:
    """Where an answer ends; where the question ends, for none."""
    end = asked.end
    at = next((t for t, own in enumerate(owners.theirs) if own.piece.start <= asked.start < own.piece.end), None)
    if at is None:
        return end
    held = owners.theirs[at]
    if text[asked.end : held.piece.end].strip():
        end = min(held.piece.end, asked.answer_end)
    for own in owners.theirs[at + 1 :]:
        if own.piece.start >= asked.answer_end or not _is_put_in(own):
            break
        if end == asked.end and _is_changed(own, held, owners):
            break
        end = min(own.piece.end, asked.answer_end)
    return end


def _is_put_in(own: Owned) -> bool:
    if own.origin is not None or own.piece.kind not in (PieceKind.SENTENCE, PieceKind.BLOCK):
        return False
    return own.piece.kind is PieceKind.SENTENCE or _CODE_OF_MDX.match(own.piece.words) is None


def _is_changed(own: Owned, held: Owned, owners: Owners) -> bool:
    """Whether it is what a person made of what drafter wrote below the question."""
    standing = {one.origin for one in owners.theirs}
    if held.origin is None or held.origin + 1 in standing:
        return False
    return likeness(owners.base[held.origin + 1].piece.key, own.piece.key) >= AKIN


def settle(text: str, taken: Sequence[Answered], *, base: str, known: Ownership) -> str:
    """`text` without the marks of the questions whose answers were taken in, and without those that say no more than
    never to ask again; one that changed since stays."""
    for answered in reversed(tuple(_same(find_answered(text, base=base, known=known), taken))):
        end = answered.end if is_refusal(answered.words) else answered.asked.end
        text = cut_mark(text, answered.asked.start, end).apply(text)
    return text


def _same(found: Sequence[Answered], taken: Sequence[Answered]) -> Iterator[Answered]:
    known = {(one.asked.words, one.words) for one in taken}
    return (one for one in found if (one.asked.words, one.words) in known)
