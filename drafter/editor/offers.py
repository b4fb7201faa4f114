"""What an editor may offer to do at a place of a draft: each offer is a change of the text, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drafter.editor.edits import Edit, apply_edits, take_out, write_above, write_behind, write_below
from drafter.pipeline.check import Finding
from drafter.pipeline.sheet import Sheet, SheetSentence
from drafter.records import Standing
from drafter.revise.turns import Target, TargetKind, find_target, find_turns
from drafter.revise.unmarking import cut_mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`mark` is what it settles, None where it settles no mark; `goes_to` is where the cursor belongs afterwards."""

    title: str
    edit: Edit
    mark: Finding | None = None
    goes_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """A part that could be written again, but for the `hindrance`, "" without one."""

    kind: TargetKind
    hindrance: str


def find_offers(sheet: Sheet, start: int, end: int) -> tuple[Offer, ...]:
    """The offers for the characters from `start` to `end`, those that settle a mark first."""
    marks = [mark for mark in sheet.marks if mark.start <= end and start <= mark.end]
    asked = [offer for mark in marks for offer in _for_mark(sheet, mark)]
    sentence = sheet.sentence_at(start)
    return (*asked, *(_for_sentence(sheet, sentence) if sentence else ()), *_for_part(sheet, start, end))


def find_rewriting(sheet: Sheet, start: int, end: int) -> Rewriting | None:
    """The part of a draft of drafter's in the lines of these characters, where it tells something."""
    target = _find_part(sheet, start, end)
    if target is None or not any(target.start <= sentence.start < target.end for sentence in sheet.sentences):
        return None
    has_model = sheet.manuscript.project.settings.has_model
    hindrance = "" if has_model else "it needs a model: large = … below [model] in drafter.toml"
    return Rewriting(kind=target.kind, hindrance=hindrance)


def _find_part(sheet: Sheet, start: int, end: int) -> Target | None:
    return find_target(sheet.text, start, end) if sheet.manuscript.written is not None else None


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


def _for_part(sheet: Sheet, start: int, end: int) -> Iterator[Offer]:
    """A directive to fill in, above the part or else at the end of its first line: where it is about that part."""
    target = _find_part(sheet, start, end)
    if target is None:
        return
    text, at = sheet.text, start if target.kind is TargetKind.SECTION else target.start
    mark = "{{/* drafter: {} */}}" if sheet.manuscript.path.suffix == ".mdx" else "<!-- drafter: {} -->"
    for write in (write_above, write_behind):
        if _is_about(target, text, write(text, at, mark.format("…"))):
            yield Offer(title="Ask for a change here", edit=write(text, at, mark.format("")))
            return


def _is_about(target: Target, text: str, asked: Edit) -> bool:
    """Whether the directive that an edit writes is about a part."""
    changed = apply_edits(text, (asked,))
    for directive in find_turns(changed).directives:
        if asked.start <= directive.start < asked.start + len(asked.words) and directive.target is not None:
            cut, found = cut_mark(changed, directive.start, directive.end), directive.target
            start, end = cut.moved(found.start), cut.moved(found.end)
            same = cut.apply(changed)[start:end].strip() == text[target.start : target.end].strip()
            return same and (found.kind, start) == (target.kind, target.start)
    return False


def _for_sentence(sheet: Sheet, sentence: SheetSentence) -> Iterator[Offer]:
    end = sentence.mark[1] if sentence.mark else sentence.end
    mark = next((m for m in sheet.marks if sentence.mark and m.start == sentence.mark[0]), None)
    if sentence.standing is Standing.PROPOSED:
        yield Offer(title="Accept this sentence as mine", edit=Edit(start=sentence.end, end=end), mark=mark)
    yield Offer(title="Drop this sentence", edit=take_out(sheet.text, sentence.start, end), mark=mark)
