"""Changes of a text that an editor carries out and can undo: what is taken out takes its blanks along."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

_OPENING = re.compile(r"[ \t　]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?")
_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANKS = " \t　"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """`text[start:end]` becomes `words`."""

    start: int
    end: int
    words: str = ""


def take_out(text: str, start: int, end: int) -> Edit:
    """Take `text[start:end]` out: with its whole lines where nothing else stands in them, else with the blanks beside
    it. A list item that holds others keeps its bullet."""
    line, line_end = _line_start(text, start), _line_end(text, end)
    is_first = _OPENING.fullmatch(text, line, start) is not None
    is_last = not text[end:line_end].strip(_BLANKS)
    if is_first and is_last and not _holds_more(text, line, line_end):
        return _take_lines(text, line, line_end)
    if is_last and not is_first:
        return Edit(start=_skip_back(text, start, line), end=line_end)
    return Edit(start=start, end=line_end if is_last else _skip(text, end, line_end))


def write_below(text: str, end: int) -> Edit:
    """A line to write in, right below the one that `end` is in, indented as that one."""
    at = _line_end(text, end)
    line = _line_start(text, end)
    indent = text[line : _skip(text, line, at)]
    return Edit(start=at, end=at, words=_line_end_of(text) + indent)


def write_above(text: str, at: int, words: str) -> Edit:
    """A line of words above the one that `at` is in, indented as that one."""
    line = _line_start(text, at)
    indent = text[line : _skip(text, line, _line_end(text, at))]
    return Edit(start=line, end=line, words=f"{indent}{words}{_line_end_of(text)}")


def write_behind(text: str, at: int, words: str) -> Edit:
    """Words at the end of the line that `at` is in."""
    end = _line_end(text, at)
    return Edit(start=end, end=end, words=f" {words}")


def change_to(text: str, new: str) -> tuple[Edit, ...]:
    """The edits by lines that make `text` say what `new` says, with the line ends of `text`."""
    line_end = _line_end_of(text)
    before, after = _lines(text), [_LINE_END.sub(line_end, line) for line in _lines(new)]
    starts = [0, *accumulate(map(len, before))]
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(
        Edit(start=starts[i], end=starts[i_end], words="".join(after[j:j_end]))
        for kind, i, i_end, j, j_end in changes
        if kind != "equal"
    )


def holds_change(text: str, *, before: str, after: str) -> bool:
    """Whether a text holds most of what became of `before` in `after`, by lines: it was edited on since, or not at all.

    >>> [holds_change(text, before="一\\n二\\n", after="一\\n三\\n") for text in ("一\\n三\\n四\\n", "一\\n二\\n四\\n")]
    [True, False]
    """
    old, new, now = ({line.rstrip("\r\n") for line in _lines(one)} for one in (before, after, text))
    came, went = new - old, old - new
    return len(now & came) + len(went - now) > len(came - now) + len(now & went)


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ in line ends and byte order mark at most."""
    plain, other_plain = (_LINE_END.sub("\n", text.removeprefix("\ufeff")) for text in (one, other))
    return plain == other_plain


def apply_edits(text: str, edits: tuple[Edit, ...]) -> str:
    """The text after edits that do not overlap."""
    for edit in sorted(edits, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.words + text[edit.end :]
    return text


def _lines(text: str) -> list[str]:
    """The lines with their ends, which are CR LF, CR or LF and nothing else."""
    ends = [found.end() for found in _LINE_END.finditer(text)]
    bounds = [0, *ends, *([len(text)] if not ends or ends[-1] < len(text) else [])]
    return [text[start:end] for start, end in pairwise(bounds)]


def _take_lines(text: str, line: int, line_end: int) -> Edit:
    """A block between two blank lines takes the one below along."""
    after = _after_line_end(text, line_end)
    before = text[_line_start(text, _before_line_end(text, line)) : line].strip() if line else ""
    below_end = _line_end(text, after)
    if not before and not text[after:below_end].strip(_BLANKS) and below_end < len(text):
        after = _after_line_end(text, below_end)
    return Edit(start=line, end=after)


def _holds_more(text: str, line: int, line_end: int) -> bool:
    """Whether the line is a list item, and the next line stands deeper."""
    after = _after_line_end(text, line_end)
    depth = len(text[line : _skip(text, line, line_end)])
    below = text[after : _line_end(text, after)]
    is_item = bool(_OPENING.match(text, line, line_end)[0].strip())  # type: ignore[index]
    return is_item and bool(below.strip()) and len(below) - len(below.lstrip(_BLANKS)) > depth


def _line_end_of(text: str) -> str:
    """How its lines end."""
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(text: str, at: int) -> int:
    found = _LINE_END.search(text, at)
    return found.start() if found else len(text)


def _after_line_end(text: str, at: int) -> int:
    found = _LINE_END.match(text, at)
    return found.end() if found else at


def _before_line_end(text: str, line: int) -> int:
    """The end of the line above the one that begins at `line`."""
    return max(0, line - 2 if text[max(0, line - 2) : line] == "\r\n" else line - 1)


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at] in _BLANKS:
        at += 1
    return at


def _skip_back(text: str, at: int, start: int) -> int:
    while at > start and text[at - 1] in _BLANKS:
        at -= 1
    return at
