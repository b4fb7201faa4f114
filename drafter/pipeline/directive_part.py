"""A directive's part of a draft: what is shown of it to a model, and the text that takes its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from drafter.pipeline.directive_facts import Shelf
from drafter.pipeline.held_file import Rewritten, places_in
from drafter.pipeline.project import path_from_root
from drafter.records import Draft, Fact, Form, Kept, Passage, Section, Sentence, Standing
from drafter.records import Part as Share
from drafter.revise.joints import line_end_of
from drafter.revise.pieces import Piece, PieceKind, plain_ends, split_pieces, without_mark
from drafter.revise.turns import Directive, Target, TargetKind, body_start
from drafter.store.state import Written, WrittenQuote, WrittenSentence
from drafter.text.hidden import strip_hidden
from drafter.text.inline import plain
from drafter.write.markdown import Layout, render_markdown
from drafter.write.mdx import fit_mdx
from drafter.write.model_brief import ModelBrief
from drafter.write.part import MINE, Part, WrittenPart, mark_sentence

_AROUND_CHARS = 600
_QUERY_CHARS = 300
_BULLET = re.compile(r"[ \t]*([-*+]|\d{1,9}[.)])")
_QUESTION = re.compile(r"(?:<!--|\{/\*)\s*\?\s*(.+?)\s*(?:-->|\*/\})", re.DOTALL)
_PICTURE = re.compile(r"!\[")


@dataclass(frozen=True, kw_only=True)
class Place:
    """The target of a directive in `written`, the file without the directive and what drafter knows of it."""

    written: Written
    target: Target

    @property
    def text(self) -> str:
        """Of the target."""
        return self.written.text[self.target.start : self.target.end]

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces that stand in it."""
        every = split_pieces(self.written.text, start=body_start(self.written.text))[:-1]
        return tuple(p for p in every if self.target.start <= p.start and p.end <= self.target.end)

    def is_mine(self, piece: Piece) -> bool:
        """Whether its words are a person's."""
        return any(_covers(kept, piece) for kept in self.written.ownership.kept)

    @property
    def told(self) -> tuple[Piece, ...]:
        """The sentences in it."""
        return tuple(p for p in self.pieces if p.kind is PieceKind.SENTENCE and not _PICTURE.match(p.words))

    @property
    def is_added(self) -> bool:
        """Whether all sentences are a person's: what is written goes below them."""
        return bool(self.told) and all(map(self.is_mine, self.told))

    @cached_property
    def records(self) -> dict[int, WrittenSentence]:
        """What drafter's sentences rest on, by the start of their pieces."""
        return {
            piece.start: sentence
            for piece in self.told
            for sentence in self.written.sentences
            if sentence.start < piece.end and piece.start < sentence.end and not self.is_mine(piece)
        }

    def words_at(self, start: int) -> str:
        """Of the sentence that starts there, without its mark."""
        return next(without_mark(piece.words) for piece in self.told if piece.start == start)

    @property
    def rest(self) -> tuple[Piece, ...]:
        """What is drafter's and no prose: pictures, breaks, questions."""
        prose = {piece.start for piece in self.told}
        others = (p for p in self.pieces if p.start not in prose and p.kind is not PieceKind.HEADING)
        return tuple(p for p in others if not self.is_mine(p))

    def heading_of(self, piece: Piece) -> str:
        """The heading inside the target that a piece stands under; "" for none."""
        above = [p for p in self.pieces if p.kind is PieceKind.HEADING and p.end <= piece.start]
        return above[-1].words.strip("# ") if above else ""

    @property
    def heading(self) -> str:
        """The heading it stands under."""
        every = split_pieces(self.written.text, start=body_start(self.written.text))
        above = [p for p in every if p.kind is PieceKind.HEADING and p.end <= self.target.start]
        return plain(above[-1].words.strip("# ")) if above else ""

    @property
    def line(self) -> int:
        """Where it begins in the file."""
        return self.written.text.count("\n", 0, self.target.start) + 1


def _covers(kept: Kept, piece: Piece) -> bool:
    return kept.part is Share.WORDS and kept.start < piece.end and piece.start < kept.end


def make_part(place: Place, directive: Directive, shelf: Shelf, brief: ModelBrief) -> tuple[Part, ModelBrief]:
    """What a model is given of a part, and the brief that knows its facts.

    Raises:
        OutputError: the search index cannot be used.
    """
    resting = {start: _facts(record, shelf) for start, record in place.records.items()}
    facts = tuple({fact.id: fact for found in resting.values() for fact in found}.values())
    about = " ".join((place.heading, plain(place.text)))[:_QUERY_CHARS]
    evidence = shelf.find(directive.words if directive.is_in_text else "", about=about, known=facts)
    brief = replace(brief, digest=replace(brief.digest, facts=(*facts, *evidence)), said_before=())
    written, target = place.written, place.target
    known = dict(_known(place, shelf))
    return Part(
        directive=directive.words,
        kind=str(target.kind),
        heading=place.heading,
        body=_marked(place, known, resting, brief),
        before=strip_hidden(written.text[body_start(written.text) : target.start]).strip()[-_AROUND_CHARS:],
        after=strip_hidden(written.text[target.end :]).strip()[:_AROUND_CHARS],
        facts=facts,
        evidence=evidence,
        known=known,
        mine=frozenset(without_mark(p.words) for p in place.told if place.is_mine(p)),
        added=place.is_added,
    ), brief


def _facts(record: WrittenSentence, shelf: Shelf) -> tuple[Fact, ...]:
    found = (shelf.fact_of(quote) for quote in record.quotes)
    return tuple({fact.id: fact for fact in found if fact is not None}.values())


def _known(place: Place, shelf: Shelf) -> Iterator[tuple[str, Sentence]]:
    for start, record in place.records.items():
        words = place.words_at(start)
        quotes = tuple(quote for fact in _facts(place.records[start], shelf) for quote in fact.quotes)
        yield words, Sentence(text=words, standing=record.standing, quotes=quotes, counts=record.counts)


def _marked(place: Place, known: dict[str, Sentence], resting: dict[int, tuple[Fact, ...]], brief: ModelBrief) -> str:
    """The part with the marks that a model reads and writes."""
    text = place.text
    for piece in reversed(place.pieces):
        start, end = piece.start - place.target.start, piece.end - place.target.start
        record = place.records.get(piece.start)
        if piece.kind is PieceKind.SENTENCE and place.is_mine(piece):
            text = f"{text[:start]}{without_mark(piece.words)}{MINE}{text[end:]}"
        elif record is not None:
            sentence = known[without_mark(piece.words)]
            ids = [brief.shorts[fact.id] for fact in resting[piece.start]]
            text = f"{text[:start]}{mark_sentence(sentence, ids, brief.counts, brief)}{text[end:]}"
        elif piece.kind is PieceKind.COMMENT:
            text = text[:start] + _QUESTION.sub(r"⟦? \1⟧", piece.words) + text[end:]
    return text.strip("\r\n")


def rewrite(place: Place, made: WrittenPart, part: Part, shelf: Shelf, layout: Layout) -> Rewritten:
    """What takes the place of the target, or stands below it, in the form of the file."""
    written, target = place.written, place.target
    newline = line_end_of(written.text) or "\n"
    first = written.text[target.start : target.end]
    bullet = _BULLET.match(first) if target.kind in (TargetKind.ITEM, TargetKind.LIST) else None
    end = layout.section_end if target.kind is TargetKind.SECTION and not place.is_added else ""
    layout = replace(layout, newline=newline, lead="", bullet=bullet[1] if bullet else layout.bullet, section_end=end)
    sections = _in_form(fit_mdx(made.sections) if layout.mdx else made.sections, target.kind)
    if target.kind is TargetKind.SECTION and not place.is_added:
        sections = _with_rest(sections, [piece for piece in place.rest if piece.words != end], place)
    body, placed = render_markdown(Draft(title="", sections=sections), layout=layout)
    body = body.strip("\r\n")
    indent = _indent(written.text, target)
    if indent:
        body = re.sub(r"(\r\n|\n)(?=[^\r\n])", rf"\g<1>{indent}", body)
    sentences = places_in(
        body, [(p.sentence.text, r) for p in placed if (r := _record(p.sentence, part, place, shelf))]
    )
    if place.is_added:
        gap = newline if bullet else newline * 2
        lead = gap + indent
        return _shifted(target.end, target.end, lead + body, sentences, len(lead))
    lead = indent if bullet else ""
    left = place.rest if target.kind is not TargetKind.SECTION else ()
    rest = "".join(f"{newline * 2}{indent}{piece.words}" for piece in left if piece.words not in body)
    return _shifted(target.start, target.end, lead + body + rest, sentences, len(lead))


def _shifted(start: int, end: int, text: str, sentences: tuple[WrittenSentence, ...], by: int) -> Rewritten:
    moved = tuple(replace(one, start=one.start + by, end=one.end + by) for one in sentences)
    return Rewritten(start=start, end=end, text=text, sentences=moved)


def _with_rest(sections: tuple[Section, ...], rest: Sequence[Piece], place: Place) -> tuple[Section, ...]:
    """With what no model writes again: behind the sentence that it stood behind where that is left, else at the end of
    its section, by its heading; else of the last one."""
    told = "\n".join(s.text for x in sections for p in x.passages for s in p.sentences)
    sections = sections or (Section(heading="", level=2, passages=()),)
    found = list(sections)
    for piece in reversed(rest):  # of two behind the same sentence the later one goes in first
        question = _QUESTION.fullmatch(piece.words)
        if piece.words in told or (question and question[1] in told):
            continue
        n, at = _spot(piece, sections, place)
        words = question[1] if question else plain_ends(piece.words)
        sentence = Sentence(text=words, standing=Standing.COUNTED)
        passage = Passage(form=Form.QUESTION if question else Form.PARAGRAPH, sentences=(sentence,))
        found[n] = replace(found[n], passages=(*found[n].passages[:at], passage, *found[n].passages[at:]))
    return tuple(found)


def _spot(piece: Piece, sections: Sequence[Section], place: Place) -> tuple[int, int]:
    """The section and the place in it: behind the last sentence that stood before and is left, else its end."""
    heading = place.heading_of(piece)
    left = {
        sentence.text: (n, at)
        for n, section in enumerate(sections)
        for at, passage in enumerate(section.passages, start=1)
        for sentence in passage.sentences
    }
    near = [own for own in place.told if own.start < piece.start and place.heading_of(own) == heading]
    last = len(sections) - 1 if heading else 0
    n = next((n for n, section in enumerate(sections) if section.heading == heading), last)
    before = (without_mark(own.words) for own in reversed(near))
    return next((left[words] for words in before if words in left), (n, len(sections[n].passages)))


def _in_form(sections: tuple[Section, ...], kind: TargetKind) -> tuple[Section, ...]:
    """A paragraph and a list stay what they are, without headings."""
    if kind is TargetKind.SECTION:
        return sections
    passages = tuple(passage for section in sections for passage in section.passages)
    if kind in (TargetKind.ITEM, TargetKind.LIST):
        passages = tuple(
            replace(p, form=Form.ITEM) if p.form is Form.PARAGRAPH and not p.depth else p for p in passages
        )
    return (Section(heading="", level=2, passages=passages),)


def _indent(text: str, target: Target) -> str:
    """What stands before the first line of a nested paragraph or item."""
    if target.kind is TargetKind.SECTION:
        return ""
    if target.kind is TargetKind.PARAGRAPH:
        line = re.split(r"[\r\n]", text[: target.start])[-1]
        return line if not line.strip(" \t") else ""
    first = text[target.start : target.end]
    return first[: len(first) - len(first.lstrip(" \t"))]


def _record(sentence: Sentence, part: Part, place: Place, shelf: Shelf) -> WrittenSentence | None:
    """What a sentence rests on, as drafter's memory has it; one that stays word for word keeps its record. None for
    what is no sentence."""
    for piece in place.rest:
        if plain_ends(piece.words) == sentence.text:
            inside = (s for s in place.written.sentences if piece.start <= s.start < piece.end)
            return next(inside, None)
    for start, record in place.records.items():
        if sentence.text in part.known and place.words_at(start) == sentence.text:
            standing = sentence.standing if sentence.standing is Standing.PROPOSED else record.standing
            return replace(record, standing=standing)
    project, by_id = shelf.prepared.project, shelf.prepared.by_id
    quotes = tuple(
        WrittenQuote(
            path=path_from_root(project, by_id[quote.document_id].path),
            start_line=quote.start_line,
            end_line=quote.end_line,
            words=quote.text,
        )
        for quote in sentence.quotes
        if quote.document_id in by_id
    )
    return WrittenSentence(start=0, end=0, standing=sentence.standing, quotes=quotes, counts=sentence.counts)
