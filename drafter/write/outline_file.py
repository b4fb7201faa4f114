"""An outline as a Markdown file that a person edits, and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from drafter.errors import SourceError
from drafter.records import Document, Fact, Goal, Level, Outline, OutlineItem, Question, content_id
from drafter.text.normal import fold_text, same
from drafter.write.outline_lines import LEFT_OUT_MARK, Line, split_lines

LEFT_OUT_HEADING = "Left out"
_OPENING_LEVEL = 2
_NO_REASON = "left out by you"
_OWN_WEIGHT = 10.0  # a question the author wrote goes before all others

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t　]+(.*?)(?:[ \t]+#+)?[ \t]*\Z")
_ITEM = re.compile(r"[ \t　]*(?:[-*+][ \t]+|[・•][ \t　]*|\d{1,3}[.)][ \t]+)(?:\[[ xX]\][ \t]+)?")
_ID = r"[fgpｆｇｐ][0-9a-f０-９ａ-ｆ]{3,}"
_IDS = re.compile(rf"[\[［【⟦〔(（]\s*({_ID}(?:[\s,、]+{_ID})*)\s*[\]］】⟧〕)）](?!\()[ \t　]*", re.IGNORECASE)
_QUESTION = re.compile(r"[ \t　]*(?:[-*+][ \t]+)?[?？][ \t　]*(.*)\Z")
_ARC = re.compile(r" {0,3}[>＞][ \t]?(.*)\Z")
_NO_BRIEF = re.compile(r"[-#>＞?？+*_・•\\<]|\d{1,3}[.)]\s")  # a line that begins like this would be read as another
_CLOSED = re.compile(r"(?:^|\s)#+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What an outline may name, by id, with the short id each is shown under. `questions` are those known so far."""

    facts: Mapping[str, Fact]
    goals: Mapping[str, Goal]
    posts: Mapping[str, Document]
    short_ids: Mapping[str, str]
    questions: tuple[Question, ...] = ()

    def label(self, record_id: str) -> str:
        """The words a record is shown with, on one line."""
        if fact := self.facts.get(record_id):
            day = fact.event_day or fact.document_day
            return f"{_one_line(fact.text)}" + (f" ({day})" if day else "")
        if goal := self.goals.get(record_id):
            return _one_line(goal.text)
        post = self.posts.get(record_id)
        return _one_line(post.title) if post else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the author states in an item of their own: `text[start:end]` of the file without its byte order mark.
    `item` is the place of its section in the outline."""

    text: str
    start: int
    end: int
    start_line: int
    end_line: int
    item: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedOutline:
    """An outline as its author left it. `problems` are lines that are not used as they stand: `path:line: why`."""

    outline: Outline
    statements: tuple[Statement, ...] = ()
    problems: tuple[str, ...] = ()


def render_outline(outline: Outline, *, catalogue: Catalogue) -> str:
    """The outline as Markdown: the arc as a quote, briefs as plain lines, facts, posts and goals as items with their
    ids, questions as lines with a question mark before them, and at the end what is left out."""
    blocks = [_heading(1, _one_line(outline.title))]
    if outline.arc.strip():
        blocks.append("\n".join(f"> {line}".rstrip() for line in _lines(outline.arc)))
    for item in outline.items:
        blocks += _render_item(item, catalogue)
    if outline.left_out:
        left = [f"{_render_id(i, catalogue)}\n  {_one_line(reason)}".rstrip() for i, reason in outline.left_out]
        blocks += [LEFT_OUT_MARK, f"## {LEFT_OUT_HEADING}", "\n".join(left)]
    return "\n\n".join(blocks) + "\n"


def _render_item(item: OutlineItem, catalogue: Catalogue) -> Iterator[str]:
    if heading := _one_line(item.heading):
        yield _heading(item.level, heading)
    if brief := _lines(item.brief):
        yield "\n".join(f"\\{line}" if _NO_BRIEF.match(line) else line for line in brief)
    if ids := (*item.fact_ids, *item.post_ids, *item.goal_ids):
        yield "\n".join(_render_id(record_id, catalogue) for record_id in ids)
    if item.questions:
        yield "\n".join(f"? {_one_line(question.text)}" for question in item.questions)


def _heading(level: int, words: str) -> str:
    """Closed where its words end in what would be read as the close."""
    signs = "#" * level
    return f"{signs} {words}" + (f" {signs}" if _CLOSED.search(words) else "")


def _render_id(record_id: str, catalogue: Catalogue) -> str:
    return f"- [{catalogue.short_ids[record_id]}] {catalogue.label(record_id)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := _one_line(raw))]


def parse_outline(text: str, *, path: str, catalogue: Catalogue) -> ParsedOutline:
    """Read what a person made of an outline.

    Sections and lines may have moved, gone or come. An item without an id is a statement of the author's own. Problems,
    and not used, are an id that nothing has, one that was named before, and words that were changed behind an id.

    Raises:
        SourceError: nothing stands in it, or it does not begin with a title.
    """
    text = text.removeprefix("\ufeff")
    lines = split_lines(text)
    title = _HEADING.match(lines[0].text) if lines else None
    if title is None or len(title[1]) > 1:
        problem = "an outline begins with its title" if lines else "nothing stands in this outline"
        hint = "write '# ' and the title on its first line, or make the outline again with --outline-only"
        raise SourceError(f"{path}:{lines[0].number if lines else 1}: {problem}", hint=hint)
    has_mark = any(line.text == LEFT_OUT_MARK for line in lines)
    reader = _Reader(text, path=path, catalogue=catalogue, has_mark=has_mark)
    for line in lines[1:]:
        reader.read(line)
    return reader.parsed(title[2])


@dataclass(slots=True)
class _Part:
    """A section that is being read."""

    heading: str
    level: int
    brief: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


class _Reader:
    """Reads line by line. `_open` is the id or statement whose item the line before belongs to."""

    def __init__(self, text: str, *, path: str, catalogue: Catalogue, has_mark: bool) -> None:
        self._text, self._path, self._catalogue = text, path, catalogue
        self._ids = {short.lower(): own for own, short in catalogue.short_ids.items()}
        self._questions = {fold_text(_one_line(question.text)): question for question in catalogue.questions}
        self._arc: list[str] = []
        self._parts = [_Part(heading="", level=_OPENING_LEVEL)]
        self._reasons: dict[str, list[str]] = {}
        self._lines_of: dict[str, int] = {}
        self._problems: list[str] = []
        self._open: str | Statement | None = None
        self._has_mark = has_mark
        self._below = False

    def read(self, line: Line) -> None:
        if line.apart:
            self._open = None
        if heading := _HEADING.match(line.text):
            self._read_heading(heading)
        elif line.text == LEFT_OUT_MARK:  # as split_lines has it
            self._below = True
        elif question := _QUESTION.match(line.text):
            self._read_question(_one_line(question[1]))
        elif item := _ITEM.match(line.text):
            self._read_item(line, item.end())
        elif self._open is not None and line.text[:1] in " \t　":
            self._continue(line)
        else:
            self._read_plain(line.text)

    def _read_heading(self, found: re.Match[str]) -> None:
        self._open = None
        self._below |= not self._has_mark and fold_text(found[2]).strip() == fold_text(LEFT_OUT_HEADING)
        if not self._below:
            self._parts.append(_Part(heading=_one_line(found[2]), level=len(found[1])))

    def _read_question(self, text: str) -> None:
        self._open = None
        part = self._parts[-1]
        if text and not self._below:
            asked = Question(
                id=content_id("question", text, part.heading),
                text=text,
                why="asked in the outline",
                place=part.heading,
                level=Level.PUBLISHED,
                weight=_OWN_WEIGHT,
            )
            part.questions.append(self._questions.get(fold_text(text), asked))

    def _read_item(self, line: Line, at: int) -> None:
        self._open = None
        named = _IDS.match(line.text, at)
        if named:
            self._read_ids(line, re.split(r"[\s,、]+", unicodedata.normalize("NFKC", named[1]).lower()), named.end())
            return
        words = line.text[at:].strip()
        if words and self._below:
            self._tell(line, "what stands below 'left out' is not used: move it above")
        elif words:
            start = line.start + at + len(line.text[at:]) - len(line.text[at:].lstrip())
            self._open = Statement(
                text=words, start=start, end=start + len(words), start_line=line.number, end_line=line.number, item=0
            )
            self._parts[-1].statements.append(self._open)

    def _read_ids(self, line: Line, shorts: list[str], at: int) -> None:
        for short in shorts:
            own = self._ids.get(short)
            if own is None:
                self._tell(
                    line, f"no fact, post or goal is {short}: correct it, or take [{short}] away to say it yourself"
                )
            elif own in self._lines_of:
                self._tell(line, f"{short} stands in line {self._lines_of[own]} already: it is told there")
            else:
                self._place(own, line)
        words = line.text[at:]
        if len(shorts) == 1 and (own := self._ids.get(shorts[0])) and not self._shows(own, words):
            self._tell(line, f"changed words behind [{shorts[0]}] are not used: say it in an item without an id")

    def _shows(self, own: str, words: str) -> bool:
        return not words.strip() or same(words, self._catalogue.label(own))

    def _place(self, own: str, line: Line) -> None:
        self._lines_of[own] = line.number
        self._open = own
        if self._below:
            self._reasons[own] = []
        else:
            self._parts[-1].ids.append(own)

    def _continue(self, line: Line) -> None:
        """An item goes on: a statement, or the reason why something is left out. What goes on behind an id is a reason
        that was moved along with it."""
        if isinstance(self._open, Statement):
            end = line.start + len(line.text.rstrip())
            self._open = replace(self._open, text=self._text[self._open.start : end], end=end, end_line=line.number)
            self._parts[-1].statements[-1] = self._open
        elif self._open in self._reasons:
            self._reasons[self._open].append(line.text.strip())

    def _read_plain(self, text: str) -> None:
        self._open = None
        arc = _ARC.match(text)
        if self._below:
            return
        if arc and len(self._parts) == 1:
            self._arc += [arc[1].strip()] if arc[1].strip() else []
        else:
            self._parts[-1].brief.append(_one_line(text).removeprefix("\\"))

    def _tell(self, line: Line, problem: str) -> None:
        self._problems.append(f"{self._path}:{line.number}: {problem}")

    def parsed(self, title: str) -> ParsedOutline:
        """What was read so far."""
        opening, *others = self._parts
        parts = [*([opening] if _holds(opening) else []), *others]
        facts = self._catalogue.facts
        left_out = tuple((own, " ".join(said) or _NO_REASON) for own, said in self._reasons.items() if own in facts)
        outline = Outline(
            title=_one_line(title),
            arc="\n".join(self._arc),
            items=tuple(self._item(part) for part in parts),
            left_out=left_out,
        )
        statements = tuple(replace(s, item=n) for n, part in enumerate(parts) for s in part.statements)
        return ParsedOutline(outline=outline, statements=statements, problems=tuple(self._problems))

    def _item(self, part: _Part) -> OutlineItem:
        known = self._catalogue
        return OutlineItem(
            heading=part.heading,
            level=part.level,
            brief="\n".join(part.brief),
            fact_ids=tuple(own for own in part.ids if own in known.facts),
            post_ids=tuple(own for own in part.ids if own in known.posts),
            goal_ids=tuple(own for own in part.ids if own in known.goals),
            questions=tuple(part.questions),
        )


def _holds(part: _Part) -> bool:
    return bool(part.brief or part.ids or part.questions or part.statements)
