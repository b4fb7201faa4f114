"""The marks in a draft by which drafter and its author speak to each other, each with what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from drafter.records import BlockKind
from drafter.revise.head import head_end
from drafter.text.blocks import parse_blocks
from drafter.text.hidden import find_comments
from drafter.text.inline import links
from drafter.text.sentences import split_sentences

_TURN = re.compile(r"(?:<!--|\{/\*)[ \t]*(?:([?？])|drafter[ \t]*[:：])\s*(.*?)\s*(?:-->|\*/\})", re.DOTALL | re.I)
_PROPOSALS = re.compile(r"(?:[ \t]*(?:<!--[ \t]*\?[ \t]*-->|\{/\*[ \t]*\?[ \t]*\*/\}))+")
_BLANK_LINES = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*(?=\r|\n)")
_TWO_BLANK_LINES = re.compile(r"(?:(?:\r\n|\n|\r(?!\n))[ \t]*){2}(?:\r\n|\n|\r)")
_ESCAPED = re.compile(r"--(?:＞|&gt;)")
_NO_LINE_END = re.compile(r"[^\r\n]")
_OPENING = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")  # of a line: bullets and the like
_IN_ADDRESS = re.compile(r"(?:https?://|mailto:)\S*\Z|\]\([^\s()]*\Z", re.I)
_SHOWN_AS_IS = frozenset((BlockKind.CODE, BlockKind.MATH, BlockKind.SHORTCODE))
_PROSE = frozenset((BlockKind.PARAGRAPH, BlockKind.ITEM))
_LAYOUT = frozenset((BlockKind.HTML, BlockKind.RULE))  # what may close a section: <br>
_NESTED_COLUMNS = 2


class TargetKind(StrEnum):
    """What a directive is about."""

    PARAGRAPH = "paragraph"
    ITEM = "list item"  # with what is nested in it
    LIST = "list"
    SECTION = "section"  # without its heading, with those below it


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`text[start:end]`; of an item or a list from the line of its first bullet on."""

    kind: TargetKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The mark `text[start:end]`, behind the sentence `text[sentence_start:sentence_end]`."""

    start: int
    end: int
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, `text[start:end]`, and where an answer to it would stand: `text[end:answer_end]`."""

    start: int
    end: int
    words: str
    answer_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """An instruction, `text[start:end]`, which is empty where it was given in another way; without target where it
    stands at what cannot be written again."""

    start: int
    end: int
    words: str
    target: Target | None

    @property
    def is_in_text(self) -> bool:
        """Whether it is to be taken out once it is done."""
        return self.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """All marks of a file, in order."""

    proposals: tuple[Proposal, ...] = ()
    questions: tuple[Asked, ...] = ()
    directives: tuple[Directive, ...] = ()


def find_turns(text: str) -> Turns:
    """Find the marks in the body of a file. In code, headings, addresses and the front matter there are none.

    An answer ends at the next heading, mark or two blank lines.
    """
    page = _read_page(text)
    found = [(turn, a, b) for a, b in page.comments if (turn := _TURN.fullmatch(text, a, b)) and page.may_hold(a, b)]
    marks = [a for _, a, _ in found]
    return Turns(
        proposals=tuple(page.proposal(a, b) for turn, a, b in found if turn[1] and not turn[2]),
        questions=tuple(page.question(turn[2], a, b, marks) for turn, a, b in found if turn[1] and turn[2]),
        directives=tuple(
            Directive(start=a, end=b, words=_words(turn[2]), target=page.target(a, b))
            for turn, a, b in found
            if not turn[1] and turn[2]
        ),
    )


def find_target(text: str, start: int, end: int) -> Target | None:
    """What a directive about the lines of `text[start:end]` is about: the paragraph, the list item, the list where they
    are several of its items, below a heading its section. None where there is nothing of these, or several."""
    return _read_page(text).target_in(start, end)


def body_start(text: str) -> int:
    """Where the body of a file begins, below the byte order mark and the front matter."""
    mark = text.startswith("\ufeff")
    return mark + head_end(text[mark:])


@lru_cache(maxsize=4)  # an editor asks about the same text again and again
def _read_page(text: str) -> _Page:
    return _Page(text)


def _words(inside: str) -> str:
    return " ".join(_ESCAPED.sub("-->", inside).split())


def _blanked(text: str, comments: Sequence[tuple[int, int]]) -> str:
    """As long, with spaces for comments; ideographic ones where words follow, which would be code behind so many."""
    pieces: list[str] = []
    at = 0
    for start, end in comments:
        before, after = _line_around(text, start, end)
        blank = "　" if after.strip() and _OPENING.fullmatch(before) else " "
        pieces += (text[at:start], _NO_LINE_END.sub(blank, text[start:end]))
        at = end
    return "".join((*pieces, text[at:]))


def _line_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a span in its line."""
    before, after = re.split(r"[\r\n]", text[:start])[-1], re.split(r"[\r\n]", text[end : end + 2000], maxsplit=1)[0]
    return before, after


def _has_line_end(text: str) -> bool:
    return "\n" in text or "\r" in text


class _Page:
    """A text with its blocks, comments left out, and the places of what is shown as it is."""

    def __init__(self, text: str) -> None:
        self._text, self._start = text, body_start(text)
        self.comments = [(self._start + a, self._start + b) for a, b in find_comments(text[self._start :])]
        self._blocks = parse_blocks(_blanked(text, self.comments), start=self._start)
        self._code = [(b.start, b.end) for b in parse_blocks(text, start=self._start) if b.kind in _SHOWN_AS_IS]

    def may_hold(self, start: int, end: int) -> bool:
        """Whether a comment there is a mark: not in code, in a heading or in an address."""
        if any(first <= start < last for first, last in self._code):
            return False
        holder = self._in_line(start, end)
        if holder is None:
            return True
        block = self._blocks[holder]
        if block.kind is BlockKind.HEADING:
            return False
        if _IN_ADDRESS.search(self._text, block.start, start):
            return False
        own = self._text[block.start : block.end]
        return not any(block.start + link.start < start < block.start + link.end for link in links(own))

    def proposal(self, start: int, end: int) -> Proposal:
        """The sentence before the mark, which may be on the line above; none gives an empty one."""
        holder = self._in_line(start, end)
        first = self._blocks[holder].start if holder is not None else start
        spans = [(first + a, first + b) for a, b in split_sentences(self._text[first:start])] if first < start else []
        a, b = spans[-1] if spans else (start, start)
        return Proposal(start=start, end=end, sentence_start=a, sentence_end=b)

    def question(self, words: str, start: int, end: int, marks: Sequence[int]) -> Asked:
        """The question and where its answer ends."""
        heads = [b.start for b in self._blocks if b.kind is BlockKind.HEADING]
        stops = [at for at in (*marks, *heads) if at >= end]
        last = min(stops, default=len(self._text))
        gap = _TWO_BLANK_LINES.search(self._text, end, last)
        return Asked(start=start, end=end, words=_words(words), answer_end=gap.start() if gap else last)

    def target(self, start: int, end: int) -> Target | None:
        """What a directive there is about: what holds it, else what it touches, else what stands below it."""
        if (n := self._in_line(start, end)) is not None:
            return self._own(n, is_first_of_list=False)
        before = max((n for n, block in enumerate(self._blocks) if block.end <= start), default=None)
        after = next((n for n, block in enumerate(self._blocks) if block.start >= end), None)
        if before is not None and (item := self._item_holding(before, start)) is not None:
            return self._own(item, is_first_of_list=False)
        touches_before = before is not None and self._touches(self._blocks[before].end, start)
        touches_after = after is not None and self._touches(end, self._blocks[after].start)
        if touches_before and not touches_after:
            return self._above(before)
        if after is None:
            return self._section_around(before)
        if before is not None and self._blocks[before].kind is BlockKind.HEADING and not touches_after:
            return self._section(before)
        if self._blocks[after].kind in _LAYOUT:
            return self._section_around(before)
        return self._own(after, is_first_of_list=before is None or after not in self._list_around(before))

    def target_in(self, start: int, end: int) -> Target | None:
        """What the lines of a span are about; see `find_target`."""
        above, below = self._line_start(start), self._line_start(max(start, end - 1))
        first, last = self._in_line(above, above), self._in_line(below, below)
        if first is None:
            return None
        own = self._own(first, is_first_of_list=False)
        if own is None or last is None or last <= first or self._blocks[last].start < own.end:
            return own
        members = self._list_around(first)
        return self._own(members[0], is_first_of_list=True) if last in members else None

    def _in_line(self, start: int, end: int) -> int | None:
        """The block that holds a span, or shares a line with it."""
        for n, block in enumerate(self._blocks):
            if block.start <= start < block.end:
                return n
            if block.end <= start and not _has_line_end(self._text[block.end : start]):
                return n
            if block.start >= end and not _has_line_end(self._text[end : block.start]):
                return n
        return None

    def _touches(self, start: int, end: int) -> bool:
        return _BLANK_LINES.search(self._text, start, end) is None

    def _column(self, at: int) -> int:
        line = re.split(r"[\r\n]", self._text[:at])[-1]
        return len(line) - len(line.lstrip(" \t"))

    def _item_holding(self, n: int, start: int) -> int | None:
        """The list item before a directive that is indented more than it."""
        column = self._column(start)
        items = (m for m in reversed(self._list_around(n)) if m <= n and self._blocks[m].kind is BlockKind.ITEM)
        return next((m for m in items if self._column(self._blocks[m].start) + _NESTED_COLUMNS <= column), None)

    def _above(self, n: int | None) -> Target | None:
        """What is touched from below: the block itself where it is prose, else its section."""
        if n is None:
            return None
        if self._blocks[n].kind is BlockKind.HEADING:
            return self._section(n)
        is_prose = self._blocks[n].kind in _PROSE
        return self._own(n, is_first_of_list=False) if is_prose else self._section_around(n)

    def _own(self, n: int, *, is_first_of_list: bool) -> Target | None:
        block = self._blocks[n]
        if block.kind is BlockKind.HEADING:
            return self._section(n)
        if block.kind not in _PROSE:
            return None
        if block.kind is BlockKind.PARAGRAPH:
            return Target(kind=TargetKind.PARAGRAPH, start=block.start, end=self._end_of(n))
        members = self._list_around(n) if is_first_of_list else self._item_around(n)
        kind = TargetKind.LIST if is_first_of_list else TargetKind.ITEM
        return Target(kind=kind, start=self._line_start(block.start), end=self._end_of(members[-1]))

    def _line_start(self, at: int) -> int:
        return at - len(re.split(r"[\r\n]", self._text[:at])[-1])

    def _end_of(self, n: int) -> int:
        """Where a block ends, the marks of proposals behind it included."""
        end = self._blocks[n].end
        marks = _PROPOSALS.match(self._text, end)
        return marks.end() if marks else end

    def _list_around(self, n: int) -> list[int]:
        """The blocks of the list that holds one; none outside of lists."""
        first = n
        while first > 0 and self._blocks[first].kind is not BlockKind.ITEM and self._is_nested(first):
            first -= 1
        if self._blocks[first].kind is not BlockKind.ITEM:
            return []
        while first > 0 and (self._blocks[first - 1].kind is BlockKind.ITEM or self._is_nested(first - 1)):
            first -= 1
        return [first, *self._following(first, level=0)]

    def _item_around(self, n: int) -> list[int]:
        return [n, *self._following(n, level=self._blocks[n].level)]

    def _following(self, n: int, *, level: int) -> Iterator[int]:
        """What belongs to a list, or (`level` above 0) to an item of that level, after the block."""
        for m in range(n + 1, len(self._blocks)):
            is_item = self._blocks[m].kind is BlockKind.ITEM
            if (is_item and self._blocks[m].level <= level) or not (is_item or self._is_nested(m)):
                return
            yield m

    def _is_nested(self, n: int) -> bool:
        block = self._blocks[n]
        return block.kind is not BlockKind.HEADING and self._column(block.start) >= _NESTED_COLUMNS

    def _section_around(self, n: int | None) -> Target:
        above = range(0 if n is None else n + 1)
        at = max((m for m in above if self._blocks[m].kind is BlockKind.HEADING), default=None)
        return self._section(at)

    def _section(self, heading: int | None) -> Target:
        """What stands below a heading; what stands before the first one, for None."""
        level = self._blocks[heading].level if heading is not None else 6
        after = (heading if heading is not None else -1) + 1
        start = self._blocks[heading].end if heading is not None else self._start
        stop = next((b.start for b in self._blocks[after:] if b.kind is BlockKind.HEADING and b.level <= level), None)
        end = len(self._text) if stop is None else self._line_start(stop)
        own = self._text[start:end]
        first = start + len(own) - len(own.lstrip())
        return Target(
            kind=TargetKind.SECTION, start=min(first, end), end=max(min(first, end), start + len(own.rstrip()))
        )
