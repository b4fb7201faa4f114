"""What an editor may offer to do at a place of a draft: each offer is a change of the text, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drafter.editor.edits import Edit, take_out, write_below
from drafter.pipeline.check import Finding
from drafter.pipeline.sheet import Sheet, SheetSentence
from drafter.records import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`mark` is what it settles, None where it settles no mark; `goes_to` is where the cursor belongs afterwards."""

    title: str
    edit: Edit
    mark: Finding | None = None
    goes_to: int | None = None


def find_offers(sheet: Sheet, start: int, end: int) -> tuple[Offer, ...]:
    """The offers for the characters from `start` to `end`, those that settle a mark first."""
    marks = [mark for mark in sheet.marks if mark.start <= end and start <= mark.end]
    asked = [offer for mark in marks for offer in _for_mark(sheet, mark)]
    sentence = sheet.sentence_at(start)
    return (*asked, *(_for_sentence(sheet, sentence) if sentence else ()))


def find_directives_at(sheet: Sheet, start: int, end: int) -> tuple[Finding, ...]:
    """The directives of a draft of drafter's that these characters touch."""
    if sheet.manuscript.written is None:
        return ()
    return tuple(m for m in sheet.marks if m.rule == "left-directive" and m.start <= end and start <= m.end)


def _for_mark(sheet: Sheet, mark: Finding) -> Iterator[Offer]:
    if mark.rule == "left-question":
        below = write_below(sheet.text, mark.end)
        yield Offer(
            title="Answer this question below it", edit=below, mark=mark, goes_to=below.start + len(below.words)
        )
        yield Offer(title="Remove this question", edit=take_out(sheet.text, mark.start, mark.end), mark=mark)
    elif mark.rule == "left-directive":
        yield Offer(title="Remove this directive", edit=take_out(sheet.text, mark.start, mark.end), mark=mark)


def _for_sentence(sheet: Sheet, sentence: SheetSentence) -> Iterator[Offer]:
    end = sentence.mark[1] if sentence.mark else sentence.end
    mark = next((m for m in sheet.marks if sentence.mark and m.start == sentence.mark[0]), None)
    if sentence.standing is Standing.PROPOSED:
        yield Offer(title="Accept this sentence as mine", edit=Edit(start=sentence.end, end=end), mark=mark)
    yield Offer(title="Drop this sentence", edit=take_out(sheet.text, sentence.start, end), mark=mark)
