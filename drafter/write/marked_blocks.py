"""A model's Markdown body → its headings, paragraphs, items and lines of questions, without what it may not write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from drafter.records import Form
from drafter.text.fences import find_fences

_UNWANTED = re.compile("[\0\ufeff\ue000-\uf8ff]")  # private use signs stand for slots while a block is read
_LINE_END = re.compile(r"\r\n?")
_FENCE = re.compile(r"(?m)^[ \t>]*(?:`{3,}[^`\n]*|~{3,}[ \t]*[\w.+-]*[ \t]*|:{3,}[^\n]*)(?:\n|\Z)", re.ASCII)
_ASKED = re.compile(r"(?:<!--|\{/\*)[ \t]*[?？]((?:(?!-->|\*/\}|<!--)[^\n])*)(?:-->|\*/\})")
_CODE = r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\{[{%])[^\n])*?(?<!`)(?P=ticks)(?!`)"
_WORDS = r"[^\[\]\n]*(?:\[[^\[\]\n]*\][^\[\]\n]*)*"
_TARGET = r"[^()\n]*(?:\([^()\n]*\)[^()\n]*)*"
_PICTURE = rf"!\[{_WORDS}\]\({_TARGET}\)"
_ATTRIBUTE = r"\s+[A-Za-z0-9_:@.-]+(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'=<>`]+))?"
_KINDS = {
    "comment": r"<!--(?:(?!<!--).)*?-->|\{/\*(?:(?!\{/\*).)*?\*/\}",
    "shortcode": r"\{\{(?:(?!\}\}|\{\{).)*\}\}|\{%(?:(?!%\}|\{%|\n).)*%\}",
    "image": rf"\[{_PICTURE}\]\({_TARGET}\)|{_PICTURE}|!\[\[[^\[\]\n]*\]\]",
    "footnote": r"\[\^[^\[\]\s]+\]:?",
    "line break": r"<br\s*/?>",
    "HTML tag": rf"</?[A-Za-z][A-Za-z0-9.-]*(?:{_ATTRIBUTE})*\s*/?>|<[!?][^<>]*>",
}
_CONSTRUCT = re.compile(_CODE + "".join(f"|(?P<k{n}>{form})" for n, form in enumerate(_KINDS.values())), re.S | re.I)
_OPENINGS = re.compile(r"\{\{[<%]|\{%|<!--|\{/\*")  # of what is never closed, or was not before something else went

_RULE = re.compile(r"[ \t]*(?:(?:[-*_][ \t]*){3,}|={3,}[ \t]*)\Z")
_ROW = re.compile(r"[ \t]*\|.*\|")
_ROW_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t　]+(.*)|(?<=##)(?=[^\s#])(.*)|[ \t]*)\Z")
_HEADING_END = re.compile(r"(?:^|[ \t]+)#+[ \t]*\Z|[ \t]*\{[#.:][^{}]*\}[ \t]*\Z")
_QUESTIONS = re.compile(r"[ \t　]*(?:[⟦〚][ \t]*[?？][^⟦⟧〚〛\n]*\w[^⟦⟧〚〛\n]*[⟧〛][ \t　]*)+\Z")
_ITEM = re.compile(r"([ \t　]*)(?:[-*+](?:[ \t]+|\Z)|[・•](?![・•])[ \t　]*|(\d{1,3})[.)](?:[ \t]+|\Z))(.*)\Z")
_QUOTE = re.compile(r"[ \t]*>(?:[ \t]*>)*[ \t]?")
_INNER = re.compile(r"(?:(?:[-*+>]|#{1,6}|\d{1,3}[.)])[ \t]+)+")
_LAST_MARKS = re.compile(r"(?:\s*⟦[^⟦⟧\n]*⟧)+\s*\Z")
_GOES_ON = "。．.!?！？、，,;；:：…"
_CLOSING = " \t　*_`|\\"  # what may stand behind the last word of an item, or its mark
_LABEL_CHARS = 48
_NESTED = 2  # columns at least that a list in a list is indented by


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedBlock:
    """A heading where `level` is not 0, else a passage of `form` at `depth`. `text` has its marks and line ends."""

    text: str
    level: int = 0
    form: Form = Form.PARAGRAPH
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What a model may not write: its kind in English, and the words where it was."""

    kind: str
    words: str


def split_marked(text: str) -> tuple[tuple[MarkedBlock, ...], tuple[Removed, ...]]:
    """Split a body into blocks, in order, and tell what was taken out of it.

    Front matter, comments, shortcodes, pictures, footnote marks and addresses of tags go as a whole; of fences, tags,
    tables, quotes, rules and numbers of lists only the signs go and the words stay. Never fails.
    """
    removed: list[Removed] = []
    cleaned = _clean(_LINE_END.sub("\n", _UNWANTED.sub("", text)), removed)
    reader = _Reader(removed=removed)
    for line in cleaned.split("\n"):
        reader.read(line.rstrip().removesuffix("\\"))  # a hard break
    blocks = _without_title(reader.blocks, removed)
    return tuple(block for block in blocks if block.text.strip() or block.level), tuple(removed)


def _clean(text: str, removed: list[Removed]) -> str:
    for found in _FENCE.finditer(text):
        removed.append(Removed(kind="fence", words=found[0].strip()))
    text = _FENCE.sub("", text)
    if (fences := find_fences(text)) and fences.closed:
        removed.append(Removed(kind="front matter", words=text[fences.start : fences.end].strip()))
        text = text[: fences.start] + text[fences.end :]
    return without_constructs(_ASKED.sub(lambda m: f"⟦?{m[1]}⟧", text), removed)


def without_constructs(text: str, removed: list[Removed] | None = None) -> str:
    """Without comments, shortcodes, pictures, footnote marks and tags, which are added to `removed`.

    An opening that nothing closes goes alone, so that none is left. Code stays.
    """
    taken = removed if removed is not None else []
    while (cleaned := _CONSTRUCT.sub(lambda m: _take(m, taken), text)) != text:
        text = cleaned
    while _OPENINGS.search(text):
        text = _OPENINGS.sub("", text)
    return text


def _take(found: re.Match[str], removed: list[Removed]) -> str:
    """Nothing in place of a construct; code stays, and a line break is one."""
    if found["ticks"]:
        return found[0]
    kind = next(name for n, name in enumerate(_KINDS) if found[f"k{n}"] is not None)
    removed.append(Removed(kind=kind, words=found[0]))
    if kind != "line break":
        return ""
    line = found.string[found.string.rfind("\n", 0, found.start()) + 1 : found.start()]
    return " " if line.lstrip().startswith("|") else "\n"


def _without_title(blocks: list[MarkedBlock], removed: list[Removed]) -> list[MarkedBlock]:
    """Without the one heading of the first level that stands before all others: sections of that level come again."""
    headings = [block for block in blocks if block.level]
    tops = [block for block in headings if block.level == 1 and block.text]
    if len(tops) != 1 or headings[0] is not tops[0] or (len(headings) == 1 and blocks[0] is not tops[0]):
        return blocks
    removed.append(Removed(kind="title", words=tops[0].text))
    return [block for block in blocks if block is not tops[0]]


@dataclass(slots=True)
class _Reader:
    """Reads line by line. `indents` are the columns of the items that the next line may be inside of."""

    removed: list[Removed]
    blocks: list[MarkedBlock] = field(default_factory=list)
    indents: list[int] = field(default_factory=list)
    after_blank: bool = True

    def read(self, line: str) -> None:
        if quote := _QUOTE.match(line):
            self._tell("quote", line)
            line = line[quote.end() :]
        if not line.strip():
            self.after_blank = True
        elif _RULE.match(line) or (_ROW_RULE.match(line) and "|" in line):
            self._tell("table" if "|" in line else "rule", line)
            self.after_blank = True
        elif _ROW.match(line):
            self._read_row(line)
        elif heading := _HEADING.match(line):
            words = _HEADING_END.sub("", _HEADING_END.sub("", (heading[2] or heading[3] or "").strip()))
            self._add(words.strip(), level=len(heading[1]))
        elif _QUESTIONS.match(line):
            self._read_question(line)
        elif (item := _ITEM.match(line)) and (self.after_blank or item[2] in (None, "1") or self._in_list()):
            self._read_item(item)
        else:
            self._read_text(line)

    def _read_row(self, line: str) -> None:
        self._tell("table", line)
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)]
        self.indents.clear()
        self._add(" / ".join(filter(None, cells)), form=Form.ITEM)
        self.after_blank = True

    def _read_question(self, line: str) -> None:
        """A line of its own: below an item it belongs to the item, also without an indent where no blank is between."""
        indent = _width(line)
        depth = len(self.indents) if not self.after_blank else self._leave(indent)
        self._add(line.strip(), form=Form.QUESTION, depth=depth)
        self.after_blank = True

    def _read_item(self, item: re.Match[str]) -> None:
        if item[2]:
            self._tell("number of a list", item[0])
        indent = _width(item[1])
        depth = self._leave(indent)
        self.indents.append(indent)
        inner = _INNER.match(item[3])
        self._add(item[3][inner.end() if inner else 0 :].strip(), form=Form.ITEM, depth=depth)

    def _read_text(self, line: str) -> None:
        words = line.strip().lstrip("|").strip()
        if self.after_blank or not self.blocks or self.blocks[-1].level:
            self._add(words, depth=self._leave(_width(line)))
        elif words and self._in_list() and _heads(self.blocks[-1].text, words):
            self._add(words, depth=len(self.indents))
        elif words:
            last = self.blocks.pop()
            self.blocks.append(MarkedBlock(text=f"{last.text}\n{words}", form=last.form, depth=last.depth))

    def _in_list(self) -> bool:
        return bool(self.blocks) and self.blocks[-1].form is Form.ITEM

    def _leave(self, indent: int) -> int:
        """Leave the items that a line at `indent` is not inside of; how many remain."""
        while self.indents and indent < self.indents[-1] + _NESTED:
            self.indents.pop()
        return len(self.indents)

    def _add(self, text: str, *, level: int = 0, form: Form = Form.PARAGRAPH, depth: int = 0) -> None:
        if level:
            self.indents.clear()
        self.blocks.append(MarkedBlock(text=text, level=level, form=form, depth=depth))
        self.after_blank = bool(level)

    def _tell(self, kind: str, words: str) -> None:
        self.removed.append(Removed(kind=kind, words=words.strip()))


def _heads(item: str, below: str) -> bool:
    """Whether a line below an item is told under it, and does not go on with it: the item ends in a mark without a full
    stop, or is a short label.

    >>> _heads("IELTS⟦g1a2⟧", "受けた。"), _heads("I went to the", "lake."), _heads("走った。⟦f1a2⟧", "泳いだ。")
    (True, False, False)
    """
    item = item.rstrip(_CLOSING)
    words = _LAST_MARKS.sub("", item).rstrip(_CLOSING)
    if not words or words[-1] in _GOES_ON or below[0].islower():
        return False
    return words != item or ("\n" not in item and len(words) <= _LABEL_CHARS)


def _width(text: str) -> int:
    """Columns of white space that a line begins with."""
    blank = text[: len(text) - len(text.lstrip(" \t　"))]
    return sum({" ": 1, "\t": 4, "　": 2}[sign] for sign in blank)
