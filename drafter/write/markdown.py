"""A draft as Markdown in the author's habit, with the place of each sentence in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from drafter.records import Draft, Form, Passage, Section, Sentence, Standing

QUESTION_OPEN, QUESTION_CLOSE = "<!-- ? ", " -->"
PROPOSAL, MDX_PROPOSAL = "<!-- ? -->", "{/* ? */}"  # behind a sentence that its author has to accept


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the author's page is laid out, as their last retrospective has it."""

    newline: str = "\n"
    lead: str = "\n"  # between the front matter and the first line of the body: blank lines, <!--more-->
    blank_after_heading: bool = True
    section_end: str = ""  # a line after each section, such as <br>
    bullet: str = "-"
    nested_indent: int = 2  # columns of a list in a list, as its parser needs them: 2 to 5 after such a bullet
    spaced: bool = False  # a space between sentences, as in English
    sentence_end: str = ""  # between the sentences of a paragraph: a line break where each has its own line
    mdx: bool = False  # comments as {/* … */}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """`body[start:end]` holds the sentence."""

    sentence: Sentence
    start: int
    end: int


@dataclass(slots=True)
class _Page:
    layout: Layout
    text: str = ""
    placed: list[Placed] = field(default_factory=list)
    blank_before_next: bool = True

    def add(self, text: str) -> None:
        self.text += text.replace("\n", self.layout.newline)

    def blank(self) -> None:
        """Exactly one empty line before what follows; at the start the lead stays as it is."""
        if body := self.text.rstrip("\r\n"):
            self.text = body
            self.add("\n\n")

    def place(self, sentence: Sentence) -> None:
        start = len(self.text)
        self.add(sentence.text)
        self.placed.append(Placed(sentence=sentence, start=start, end=len(self.text)))


def render_markdown(draft: Draft, *, layout: Layout) -> tuple[str, tuple[Placed, ...]]:
    """The body of the post below its front matter, and where each sentence stands in it.

    A proposed sentence has its mark right behind it, outside of its place; a question is a comment and has no place.
    """
    page = _Page(layout)
    page.add(layout.lead)
    for section in draft.sections:
        _add_section(page, section)
    page.text = page.text.rstrip("\r\n")
    page.add("\n")
    return page.text, tuple(page.placed)


def _add_section(page: _Page, section: Section) -> None:
    if page.blank_before_next:
        page.blank()
    page.blank_before_next = bool(section.passages) or page.layout.blank_after_heading
    if section.heading:
        page.add(f"{'#' * section.level} {section.heading}\n")
        if page.layout.blank_after_heading:
            page.add("\n")
    before: Passage | None = None
    for passage in section.passages:
        _add_passage(page, passage, before)
        before = passage
    if section.passages and page.layout.section_end:
        page.text = page.text.rstrip("\r\n")
        loose = section.passages[-1].form in (Form.QUESTION, Form.ITEM) or section.passages[-1].depth > 0
        page.add(("\n\n" if loose else "\n") + page.layout.section_end + "\n")


def _add_passage(page: _Page, passage: Passage, before: Passage | None) -> None:
    indent = _indent(passage, page.layout)
    if before is not None and not (passage.form is Form.ITEM and before.form is Form.ITEM):
        page.blank()
    page.add(indent)
    if passage.form is Form.ITEM:
        page.add(f"{page.layout.bullet} ")
    for number, sentence in enumerate(passage.sentences):
        if number:
            page.add(_gap(page.layout, passage, passage.sentences[number - 1].text))
        _add_sentence(page, sentence, form=passage.form)
    page.add("\n")


def _indent(passage: Passage, layout: Layout) -> str:
    """What stands in an item begins within four columns of the item's words, or it would be code."""
    if passage.form is Form.ITEM:
        return " " * passage.depth * layout.nested_indent
    return " " * ((passage.depth - 1) * layout.nested_indent + 4) if passage.depth else ""


def _gap(layout: Layout, passage: Passage, before: str) -> str:
    """What stands between two sentences of a passage."""
    if layout.sentence_end and passage.form is Form.PARAGRAPH:
        return layout.sentence_end + _indent(passage, layout)
    return " " if layout.spaced or not _touches(before) else ""


def _touches(text: str) -> bool:
    """Whether the next sentence may follow without a space: no space after 「。」."""
    return (bool(text) and text[-1] in "。．！？」』）…〜～ー、") or not text.isascii()


def _add_sentence(page: _Page, sentence: Sentence, *, form: Form) -> None:
    if form is not Form.QUESTION:
        page.place(sentence)
        if sentence.standing is Standing.PROPOSED:
            gap = " " if page.layout.spaced or not _touches(sentence.text) else ""
            page.add(gap + (MDX_PROPOSAL if page.layout.mdx else PROPOSAL))
        return
    opening, closing = ("{/* ? ", " */}") if page.layout.mdx else (QUESTION_OPEN, QUESTION_CLOSE)
    harmless = sentence.text.replace("-->", "--＞").replace("*/", "*／")
    page.add(opening + harmless + closing)
