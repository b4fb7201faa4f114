"""A draft as it is read, sentence by sentence: how each stands, what it rests on, what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from drafter.records import Block, BlockKind, Standing
from drafter.score.page import Page, PlacedSentence
from drafter.score.report.findings import Examined, Finding
from drafter.score.report.markup import Html, join, tag
from drafter.store.state import WrittenSentence
from drafter.text.blocks import heading_text, parse_blocks

STANDINGS = {
    Standing.PROVED: ("proved", "proved by words of a source"),
    Standing.COUNTED: ("counted", "counted by code"),
    Standing.PROPOSED: ("proposed", "a proposal: the author accepts or deletes it"),
    Standing.PERSON: ("unproved", "drafter did not write it: nothing proves it"),
}
_UNKNOWN = "nothing is remembered of what it rests on"
_MARK = re.compile(r"(?:<!--|\{/\*)[ \t]*[?？][ \t]*(.*?)[ \t]*(?:-->|\*/\})", re.DOTALL)
_ASIDE = re.compile(r"(?<!\\)\[(?=[^\[\]\n]{1,300}\]\()|\]\([^()\s]{1,500}\)|<br\s*/?>")
_BREAKS = re.compile(r"(?:<br\s*/?>|<!--\s*more\s*-->|\s)*")
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
_ALIKE = frozenset((BlockKind.PARAGRAPH, BlockKind.ITEM))
_VERBATIM = frozenset((BlockKind.CODE, BlockKind.TABLE, BlockKind.HTML, BlockKind.MATH, BlockKind.SHORTCODE))
_QUOTES_SHOWN, _QUOTE_CHARS = 4, 240


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """A draft to be shown; `prefix` begins the ids of its sentences."""

    draft: Examined
    page: Page
    prefix: str

    @property
    def body(self) -> str:
        return self.page.body


def render_sentences(draft: Examined, *, prefix: str) -> Html:
    """The whole body: no character of a sentence is left out, and one with a note can be reached by keyboard.

    A draft whose text was not kept says so.
    """
    if draft.page is None:
        return tag("p", "The text of this draft was not kept.", class_="none")
    view = _View(draft=draft, page=draft.page, prefix=prefix)
    groups = _groups(parse_blocks(view.body), view.body)
    return join(_render_group(view, group) for group in groups)


def render_body(body: str) -> Html:
    """A text without notes: a person's own."""
    page = Page(body=body, sentences=(), headings=(), questions=())
    draft = Examined(key=("", "", 0), page=page, findings=(), sources={}, is_remembered=False)
    return render_sentences(draft, prefix="")


def sentence_id(draft: Examined, finding: Finding, *, prefix: str) -> str | None:
    """The id of the sentence that a finding lies in; None where it lies in none."""
    for number, placed in enumerate(draft.page.sentences if draft.page else ()):
        if finding.touches(placed.start, placed.end):
            return f"{prefix}s{number}"
    return None


def _groups(blocks: Sequence[Block], body: str) -> Iterator[tuple[Block, ...]]:
    """Blocks that a reader sees as one paragraph: a mark for the author parts a paragraph in the file only."""
    group: list[Block] = []
    for block in blocks:
        joined = group and _is_inline(group[-1], body) and _is_inline(block, body) and _touch(group[-1], block, body)
        if group and not joined:
            yield tuple(group)
            group = []
        group.append(block)
    if group:
        yield tuple(group)


def _is_inline(block: Block, body: str) -> bool:
    return block.kind is BlockKind.PARAGRAPH or _MARK.fullmatch(body[block.start : block.end].strip()) is not None


def _touch(first: Block, second: Block, body: str) -> bool:
    return _BLANK_LINE.search(body[first.end : second.start]) is None


def _render_group(view: _View, group: Sequence[Block]) -> Html:
    first = group[0]
    if _BREAKS.fullmatch(view.body, first.start, first.end):
        return join(())
    inside = join(
        (_render_inside(view, block.start, block.end) for block in group if first.kind is not BlockKind.HEADING), " "
    )
    if first.kind is BlockKind.HEADING:
        return _render_heading(view, first)
    if first.kind is BlockKind.ITEM:
        return tag("p", inside, class_=f"item depth{min(4, first.level)}")
    if first.kind in _VERBATIM and not _is_inline(first, view.body):
        return tag("pre", inside)
    return tag("p", inside, class_="quote" if first.kind is BlockKind.QUOTE else None)


def _render_heading(view: _View, block: Block) -> Html:
    found = [f for f in view.draft.findings if f.touches(block.start, block.end)]
    words = heading_text(block, view.body)
    if not found:
        return tag("p", words, class_=f"heading h{block.level}")
    note = tag("span", *(tag("span", f"{f.metric.label}: {f.note}", class_="line") for f in found), class_="note")
    return tag("p", tag("span", note, words, class_="s", tabindex=0), class_=f"heading h{block.level}")


def _render_inside(view: _View, start: int, end: int) -> Html:
    """The sentences between two offsets and what stands between them."""
    pieces: list[Html] = []
    at = start
    for number, placed in enumerate(view.page.sentences):
        if start <= placed.start and placed.end <= end and placed.start >= at:
            pieces.append(_render_between(view.body[at : placed.start]))
            pieces.append(_render_sentence(view, placed, number))
            at = placed.end
    return join((*pieces, _render_between(view.body[at:end])))


def _render_between(words: str) -> Html:
    """What is no sentence: a question to the author is shown as one, the mark of a proposal not at all."""
    pieces: list[Html] = []
    at = 0
    for mark in _MARK.finditer(words):
        pieces.append(_render_words(words[at : mark.start()]))
        if mark[1]:
            pieces.append(tag("span", mark[1], class_="question"))
        at = mark.end()
    return join((*pieces, _render_words(words[at:])))


def _render_sentence(view: _View, placed: PlacedSentence, number: int) -> Html:
    findings = view.draft.findings_of(placed)
    faults = [finding for finding in findings if finding.is_fault]
    standing = STANDINGS[placed.sentence.standing][0] if _is_known(view, placed) else "unknown"
    lines = tuple(_note_lines(view, placed, findings))
    words = _render_marked(view.body, placed.start, placed.end, faults)
    if not lines:
        return tag("span", words, class_=f"s {standing}", id=f"{view.prefix}s{number}" if view.prefix else None)
    own = f"{view.prefix}s{number}"
    note = tag("span", *lines, class_="note", id=f"{own}n", role="note")
    return tag(
        "span",
        note,
        words,
        class_=f"s {standing}{' fault' if faults else ''}",
        id=own,
        tabindex=0,
        aria_describedby=f"{own}n",
    )


def _is_known(view: _View, placed: PlacedSentence) -> bool:
    """Whether it can be said how a sentence stands: a proposal tells by its mark, all else by what is remembered."""
    return view.draft.is_remembered or placed.sentence.standing is Standing.PROPOSED


def _note_lines(view: _View, placed: PlacedSentence, findings: Sequence[Finding]) -> Iterator[Html]:
    """Faults first, then how it stands and what it rests on, then remarks."""
    for finding in findings:
        if finding.is_fault:
            yield tag("span", tag("b", finding.metric.label), f" {finding.note}", class_="line wrong")
    if _is_known(view, placed):
        yield tag("span", STANDINGS[placed.sentence.standing][1], class_="line how")
    elif findings:
        yield tag("span", _UNKNOWN, class_="line how")
    source = view.draft.sources.get(placed.sentence.text)
    if source is not None:
        yield from _source_lines(source)
    for finding in findings:
        if not finding.is_fault:
            yield tag("span", tag("b", finding.metric.label), f" {finding.note}", class_="line")


def _source_lines(source: WrittenSentence) -> Iterator[Html]:
    for quote in source.quotes[:_QUOTES_SHOWN]:
        words = quote.words if len(quote.words) <= _QUOTE_CHARS else quote.words[:_QUOTE_CHARS] + "…"
        place = tag("span", f"{quote.path}:{quote.start_line}", class_="place")
        yield tag("span", place, tag("q", words), class_="line")
    if len(source.quotes) > _QUOTES_SHOWN:
        yield tag("span", f"and {len(source.quotes) - _QUOTES_SHOWN} more", class_="line")
    for count in source.counts:
        yield tag("span", tag("b", f"{count.name}: {count.value:,}"), f" {count.rule}", class_="line")


def _render_marked(body: str, start: int, end: int, faults: Sequence[Finding]) -> Html:
    """The words of a sentence, those that a fault names marked; overlapping faults are marked together."""
    ends = {start, end}
    for fault in faults:
        ends |= {at for at in (fault.start, fault.end) if at is not None and start < at < end}
    pieces = [
        (body[a:b], any(fault.touches(a, b) and not _is_whole(fault, start, end) for fault in faults))
        for a, b in pairwise(sorted(ends))
    ]
    return join(tag("mark", _render_words(words)) if marked else _render_words(words) for words, marked in pieces)


def _is_whole(fault: Finding, start: int, end: int) -> bool:
    return fault.start is not None and fault.end is not None and fault.start <= start and end <= fault.end


def _render_words(words: str) -> Html:
    """Words as they stand in the file; what makes a link of them steps back."""
    pieces: list[str] = []
    at = 0
    for target in _ASIDE.finditer(words):
        pieces += [words[at : target.start()], tag("span", target[0], class_="target")]
        at = target.end()
    return join((*pieces, words[at:]))
