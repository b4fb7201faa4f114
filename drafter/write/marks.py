"""The markup between model and code: a body with ⟦…⟧ → sections of sentences that say what they rest on, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from drafter.records import Fault, Form, Passage, Section, Sentence, Standing
from drafter.write.marked_blocks import MarkedBlock, Removed, split_marked
from drafter.write.marked_inline import join_gap, lone_marks, read_heading, read_marks
from drafter.write.marked_sentences import Known, MarkedSentence, read_sentences, resolve_text

__all__ = [
    "Known",
    "Marked",
    "MarkedPassage",
    "MarkedSection",
    "MarkedSentence",
    "keep_sentences",
    "parse_marked",
    "render_marked",
]

_OPENING_LEVEL = 2  # of what stands before the first heading
_SHOWN_CHARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPassage:
    """A passage whose sentences know their faults."""

    form: Form
    sentences: tuple[MarkedSentence, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedSection:
    """A section as a `Section`; `raw` is its heading as the model writes it."""

    heading: str
    level: int
    raw: str
    passages: tuple[MarkedPassage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A body that was read. `faults` are of the body as a whole; none of them is hard but for those of headings."""

    parts: tuple[MarkedSection, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """As they go into a draft, whatever their faults."""
        return tuple(
            Section(
                heading=part.heading,
                level=part.level,
                passages=tuple(
                    Passage(form=p.form, depth=p.depth, sentences=tuple(s.sentence for s in p.sentences))
                    for p in part.passages
                ),
            )
            for part in self.parts
        )

    @property
    def sentences(self) -> tuple[MarkedSentence, ...]:
        """All sentences in order, those of questions apart."""
        passages = (passage for part in self.parts for passage in part.passages if passage.form is not Form.QUESTION)
        return tuple(sentence for passage in passages for sentence in passage.sentences)


def parse_marked(text: str, *, known: Known) -> Marked:
    """Read what a model wrote: any text, without failing.

    What a model may not write is taken out and told. Of words nothing is lost but those of comments, front matter,
    shortcodes and pictures, a title before everything else, and headings with no more than questions below them: such
    questions move to the section before, or else behind it.
    """
    blocks, removed = split_marked(text)
    reader = _Reader(known)
    for block in _with_lone_marks(blocks):
        reader.read(block)
    parts, merged = _merge(reader.parts)
    return Marked(parts=_settled(parts), faults=(*_tell(removed), *reader.faults, *merged))


def keep_sentences(marked: Marked, keep: Callable[[MarkedSentence], bool]) -> Marked:
    """Without the sentences that `keep` refuses, and without what is empty then; questions stay."""
    parts = [
        replace(
            part,
            passages=tuple(
                replace(p, sentences=kept)
                for p in part.passages
                if (kept := tuple(s for s in p.sentences if p.form is Form.QUESTION or keep(s)))
            ),
        )
        for part in marked.parts
    ]
    kept_parts, merged = _merge(parts)
    return Marked(parts=_settled(kept_parts), faults=(*marked.faults, *merged))


def render_marked(marked: Marked) -> str:
    """The body as the model writes it, for a revision. Reading it again gives the same parts."""
    pieces: list[str] = []
    for part in marked.parts:
        if part.heading:
            pieces.append(f"{'#' * part.level} {part.raw}")
        for is_list, passages in groupby(part.passages, key=lambda passage: passage.form is Form.ITEM):
            rendered = [_render(passage) for passage in passages]
            pieces += ["\n".join(rendered)] if is_list else rendered
    return "\n\n".join(pieces) + "\n" if pieces else ""


def _render(passage: MarkedPassage) -> str:
    indent = "  " * passage.depth
    return f"{indent}{'- ' if passage.form is Form.ITEM else ''}{_in_line(passage.sentences, indent=indent)}"


def _in_line(sentences: Sequence[MarkedSentence], *, indent: str) -> str:
    """The sentences in a row; each on a line of its own where they would be read as others otherwise."""
    line = sentences[0].raw
    for before, sentence in pairwise(sentences):
        line += join_gap(before.sentence.text, sentence.sentence.text) + sentence.raw
    if [cited.raw for cited in read_marks(line)[0]] == [sentence.raw for sentence in sentences]:
        return line
    return f"\n{indent}  ".join(sentence.raw for sentence in sentences)


def _with_lone_marks(blocks: Iterable[MarkedBlock]) -> Iterator[MarkedBlock]:
    """Marks on a line of their own belong to the block before."""
    before: MarkedBlock | None = None
    for block in blocks:
        if before and not before.level and not block.level and lone_marks(block.text):
            before = replace(before, text=before.text + block.text.strip())
            continue
        if before:
            yield before
        before = block
    if before:
        yield before


class _Reader:
    """Blocks become passages of the section they stand in."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.parts = [MarkedSection(heading="", level=_OPENING_LEVEL, raw="")]
        self.faults: list[Fault] = []

    def read(self, block: MarkedBlock) -> None:
        if block.level:
            self._read_heading(block)
            return
        cited, questions = read_marks(block.text)
        form = Form.ITEM if block.form is Form.ITEM else Form.PARAGRAPH
        if sentences := read_sentences(cited, known=self._known):
            self._add(MarkedPassage(form=form, depth=block.depth, sentences=sentences))
        below = 1 if form is Form.ITEM and sentences else 0
        self._ask(questions, depth=block.depth + below)

    def _read_heading(self, block: MarkedBlock) -> None:
        raw, questions = read_heading(block.text)
        resolved = resolve_text(raw, known=self._known)
        if resolved.text:
            self.parts.append(MarkedSection(heading=resolved.text, level=block.level, raw=raw))
        self.faults += resolved.faults
        self._ask(questions, depth=0)

    def _ask(self, questions: Iterable[str], *, depth: int) -> None:
        for question in questions:
            text = resolve_text(question, known=self._known).text
            sentence = Sentence(text=text, standing=Standing.PROPOSED)
            asked = MarkedSentence(sentence=sentence, raw=f"⟦? {question}⟧")
            self._add(MarkedPassage(form=Form.QUESTION, depth=depth, sentences=(asked,)))

    def _add(self, passage: MarkedPassage) -> None:
        part = self.parts[-1]
        self.parts[-1] = replace(part, passages=(*part.passages, passage))


def _merge(parts: Sequence[MarkedSection]) -> tuple[list[MarkedSection], list[Fault]]:
    """Without headings that nothing stands below but questions, which move to the section before, or else behind."""
    kept: list[MarkedSection] = []
    waiting: tuple[MarkedPassage, ...] = ()
    faults: list[Fault] = []
    for n, part in enumerate(parts):
        if part.heading and not _holds(parts, n):
            message = "a section of nothing, or of a question alone: tell something there, or leave the heading out"
            faults.append(Fault(rule="section", message=message, words=part.heading, hard=False))
            if kept:
                kept[-1] = replace(kept[-1], passages=(*kept[-1].passages, *_at_depth_0(part.passages)))
            else:
                waiting += _at_depth_0(part.passages)
        elif part.heading or part.passages:
            kept.append(replace(part, passages=(*waiting, *part.passages)))
            waiting = ()
    if waiting:
        kept.append(MarkedSection(heading="", level=_OPENING_LEVEL, raw="", passages=waiting))
    return kept, faults


def _at_depth_0(passages: Iterable[MarkedPassage]) -> tuple[MarkedPassage, ...]:
    return tuple(replace(passage, depth=0) for passage in passages)


def _holds(parts: Sequence[MarkedSection], n: int) -> bool:
    """Whether a section or one below it tells something."""
    own = (parts[n], *_below(parts, n))
    return any(passage.form is not Form.QUESTION for part in own for passage in part.passages)


def _below(parts: Sequence[MarkedSection], n: int) -> Iterator[MarkedSection]:
    for part in parts[n + 1 :]:
        if part.level <= parts[n].level:
            return
        yield part


def _settled(parts: Iterable[MarkedSection]) -> tuple[MarkedSection, ...]:
    """With sentences that know the number of their section, and nothing deeper than what it stands in."""
    return tuple(
        replace(part, passages=tuple(_numbered(passage, n) for passage in _clamped(part.passages)))
        for n, part in enumerate(parts)
    )


def _numbered(passage: MarkedPassage, section: int) -> MarkedPassage:
    return replace(passage, sentences=tuple(replace(sentence, section=section) for sentence in passage.sentences))


def _clamped(passages: Iterable[MarkedPassage]) -> Iterator[MarkedPassage]:
    most = 0
    for passage in passages:
        depth = min(passage.depth, most)
        most = depth + 1 if passage.form is Form.ITEM else depth
        yield replace(passage, depth=depth)


def _tell(removed: Sequence[Removed]) -> Iterator[Fault]:
    """One soft fault for each kind of what was taken out."""
    for kind in dict.fromkeys(one.kind for one in removed):
        words = [one.words for one in removed if one.kind == kind]
        times = f", {len(words)} times" if len(words) > 1 else ""
        message = f"{kind} taken out{times}: write headings, paragraphs, '- ' lists and marks only"
        yield Fault(rule="form", message=message, words=" ".join(words[0].split())[:_SHOWN_CHARS], hard=False)
