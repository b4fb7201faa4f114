"""A Markdown body → the draft it is, whoever wrote it: its sentences with their places, its proposals and questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from drafter.records import Block, BlockKind, Draft, Form, Passage, Section, Sentence, Standing
from drafter.text.blocks import heading_text, parse_blocks
from drafter.text.inline import plain
from drafter.text.normal import fold_text
from drafter.text.sentences import split_sentences

_FORMS = {BlockKind.PARAGRAPH: Form.PARAGRAPH, BlockKind.ITEM: Form.ITEM}
_YES = re.compile(r"[ \t]*(?:<!--[ \t]*[?？][ \t]*-->|\{/\*[ \t]*[?？][ \t]*\*/\})")
_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|~~")
_ASKED = re.compile(r"(?:<!--|\{/\*)[ \t]*[?？][ \t]*([^\s>*].*?)[ \t]*(?:-->|\*/\})")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSentence:
    """`body[start:end]` is the sentence as it stands in the file, in a passage of `form` at `depth`."""

    sentence: Sentence
    start: int
    end: int
    form: Form
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A body below its front matter. `headings` are level, words and offset, `sentences` what it tells, both in order;
    `questions` are the marks that ask its author, with their offsets."""

    body: str
    sentences: tuple[PlacedSentence, ...]
    headings: tuple[tuple[int, str, int], ...]
    questions: tuple[tuple[str, int], ...]


def read_page(body: str, *, known: Mapping[str, Sentence] | None = None) -> Page:
    """Read what a body tells: the sentences of paragraphs and list items.

    `known` gives what a sentence rests on, by its words: one that is there, or is a part of one that is, has its
    standing, facts, quotes and counts. Emphasis, white space and the width of characters make no other words. Of the
    others those before `<!-- ? -->` are proposals, the rest is a person's.
    """
    blocks, known = parse_blocks(body), {_bare(words): sentence for words, sentence in (known or {}).items()}
    return Page(
        body=body,
        sentences=tuple(placed for block in blocks for placed in _sentences(body, block, known)),
        headings=tuple((b.level, heading_text(b, body), b.start) for b in blocks if b.kind is BlockKind.HEADING),
        questions=tuple((found[1], found.start()) for found in _ASKED.finditer(body)),
    )


def draft_of(page: Page, *, title: str = "") -> Draft:
    """The page as the record that drafts are scored by; each question is a passage in its place."""
    places: list[tuple[int, object]] = [(placed.start, placed) for placed in page.sentences]
    places += [(at, (level, words)) for level, words, at in page.headings]
    places += [(at, text) for text, at in page.questions]
    sections = [Section(heading="", level=0, passages=())]
    passages: list[Passage] = []
    for _, place in sorted(places, key=lambda entry: entry[0]):
        if isinstance(place, tuple):
            sections[-1] = _with(sections[-1], passages)
            sections.append(Section(heading=place[1], level=place[0], passages=()))
            passages = []
        elif isinstance(place, PlacedSentence):
            passages.append(Passage(form=place.form, sentences=(place.sentence,), depth=place.depth))
        else:
            asked = Sentence(text=str(place), standing=Standing.PROPOSED)
            passages.append(Passage(form=Form.QUESTION, sentences=(asked,)))
    sections[-1] = _with(sections[-1], passages)
    kept = tuple(section for section in sections if section.heading or section.passages)
    return Draft(title=title, sections=kept)


def with_own_paths(page: Page, origin: str) -> Page:
    """The page with links to its own site, "https://me.example", told by path alone; the places stay."""
    if not origin:
        return page
    told = (
        replace(p, sentence=replace(p.sentence, text=p.sentence.text.replace(f"{origin}/", "/")))
        for p in page.sentences
    )
    return replace(page, sentences=tuple(told))


def _with(section: Section, passages: list[Passage]) -> Section:
    return Section(heading=section.heading, level=section.level, passages=tuple(passages))


def _sentences(body: str, block: Block, known: Mapping[str, Sentence]) -> Iterator[PlacedSentence]:
    form = _FORMS.get(block.kind)
    if form is None:
        return
    for start, end in _spans(body, block):
        words = body[start:end]
        if not any(map(str.isalnum, plain(words))):
            continue
        standing = Standing.PROPOSED if _YES.match(body, end) else Standing.PERSON
        whole = _find(_bare(words), known) if known else None
        sentence = replace(whole, text=words) if whole else Sentence(text=words, standing=standing)
        depth = max(0, block.level - 1) if form is Form.ITEM else 0
        yield PlacedSentence(sentence=sentence, start=start, end=end, form=form, depth=depth)


def _bare(words: str) -> str:
    return " ".join(fold_text(_EMPHASIS.sub("", words)).split())


def _find(words: str, known: Mapping[str, Sentence]) -> Sentence | None:
    """The sentence with these words, or a longer one that holds them: what was written as one may be read as two."""
    longer = (sentence for text, sentence in known.items() if len(text) > len(words) and words in text)
    return known.get(words) or next(longer, None)


def _spans(body: str, block: Block) -> Iterator[tuple[int, int]]:
    """The sentences of a block; a mark for its author ends one and is no part of any."""
    at = block.start
    cuts = [found.span() for mark in (_YES, _ASKED) for found in mark.finditer(body, block.start, block.end)]
    for begin, after in [*sorted(cuts), (block.end, block.end)]:
        if begin >= at:
            yield from ((at + start, at + end) for start, end in split_sentences(body[at:begin]))
            at = after
