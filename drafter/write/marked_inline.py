"""The marks inside of a block: a run of text → its sentences, each with the ids, slots and signs that belong to it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, takewhile

from drafter.text.sentences import split_sentences
from drafter.write.marked_blocks import without_constructs

_OPEN, _CLOSE = "⟦〚", "⟧〛"
_ID = r"(?<![0-9a-z])[fgp][0-9a-f]{3,}(?![0-9a-z])"
_MARK = re.compile(
    rf"[{_OPEN}](?P<whole>[^{_OPEN}{_CLOSE}]*)[{_CLOSE}]"
    rf"|[{_OPEN}](?P<ids>[ \t]*(?:[fgp][0-9a-f]{{3,}}(?![0-9a-z])[ \t,、]*)+)[\]］)）}}｝]?"
    rf"|[{_OPEN}](?P<asked>[ \t]*[?？][^\n{_OPEN}{_CLOSE}]*)(?=\n|\Z)|[{_OPEN}{_CLOSE}]",
    re.IGNORECASE,
)
_FOUND_ID = re.compile(_ID)
_ASKED_ID = re.compile(rf"(?<!\])[(（]{_ID}[)）]|(?<![(（]){_ID}", re.IGNORECASE)  # a link in a question keeps its own
_FILLER = re.compile(r"facts?|goals?|posts?|ids?|and|see|事実|目標|記事|と|[\s,、;:+/&.。|()#]")
_PROPOSAL = re.compile(r"\??\s*(?:proposal|proposed|提案)?\s*\??")
SLOT = re.compile(r"⟦=([^⟦⟧]*)⟧")
_SLOT_SIGN = 0xE000
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_EAST = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"  # scripts without blanks
_EASTERN = re.compile(f"[{_EAST}]")
_CLOSERS = re.compile(r"[,.;:!?)\]}、。，．！？」』）】〉》”’…]")
_NO_WORDS = re.compile(r"[\W_]*\Z")
_LINK = re.compile(r"\[[^\[\]\n]*(?:\[[^\[\]\n]*\][^\[\]\n]*)*\](?:\([^()\n]*\)|（\w+）|\[\w+\])")
_LINE_END = re.compile(r"[ \t　]*\\?\n[ \t　]*")
_BLANKS = re.compile(r"[ \t]{2,}")
_AFTER_STOP = re.compile(r"(?<=。)[ \t　]+(?=\S)")
_NO_PROSE = re.compile(r"\s*(?:[-*+#][ \t]+|>|#{2,}|~{3,}|:{3,}|`{3,}(?![^`]+`{3})|\|)+")
_VERBATIM = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?[^`\n]\1(?!`)")
_TICKS = re.compile(r"(?P<code>(?<!`)(`+)(?!`)[^\n]*?[^`\n]\2(?!`))|`+")
_HIDDEN = re.compile("\uf8fe(\\d+)\uf8ff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A sentence with what its marks say. `body` has its slots in it, and links as the model wrote them.

    `ids` are in small letters; `unread` are marks that say nothing known.
    """

    body: str
    ids: tuple[str, ...] = ()
    proposed: bool = False
    unread: tuple[str, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """The queries of its slots."""
        return tuple(SLOT.findall(self.body))

    @property
    def marked(self) -> bool:
        """Whether it says what it rests on."""
        return bool(self.ids or self.proposed or self.unread or self.slots)

    @property
    def raw(self) -> str:
        """As the model writes it, with one mark behind it."""
        ids = "?" if self.proposed else " ".join(self.ids)
        return self.body + "".join(f"⟦{said}⟧" for said in (*((ids,) if ids else ()), *self.unread))


@dataclass(slots=True)
class _Mark:
    """A mark at `at` of the text without marks."""

    at: int
    ids: tuple[str, ...] = ()
    proposed: bool = False
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class _Bare:
    """A text without its marks. A sign of private use stands for each slot; a blank line follows a mark at a line's
    end, so that a sentence ends there."""

    text: str = ""
    marks: list[_Mark] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


def read_marks(text: str) -> tuple[tuple[Cited, ...], tuple[str, ...]]:
    """The sentences of a block in order, and the questions that stand in it.

    A mark belongs to the sentence before it and to all back to the mark before that one; a slot is a mark of its own
    sentence. Marks with nothing but signs between them are one. A mark before everything else belongs to the sentence
    behind it. A block of signs alone has no sentence.
    """
    bare = _strip(text)
    spans = _sentence_spans(bare.text)
    cited = [_Mark(at=0) for _ in spans]
    for mark, lower in _grouped(bare):
        for n in _covered(bare, spans, lower, mark.at):
            said = cited[n]
            said.ids = tuple(dict.fromkeys((*said.ids, *mark.ids)))
            said.proposed |= mark.proposed
            said.unread += mark.unread
    sentences = (
        Cited(
            body=_restore(_tidy(bare.text[start:end]), bare.slots),
            ids=() if said.proposed else said.ids,
            proposed=said.proposed,
            unread=said.unread,
        )
        for (start, end), said in zip(spans, cited, strict=True)
    )
    return tuple(s for s in sentences if not _NO_WORDS.match(s.body)), tuple(q for q in bare.questions if q)


def read_heading(text: str) -> tuple[str, tuple[str, ...]]:
    """The words of a heading, with its slots and without other marks; and questions that stand in it."""
    bare = _strip(text)
    return _restore(_tidy(bare.text), bare.slots), tuple(bare.questions)


def lone_marks(text: str) -> bool:
    """Whether a block is nothing but marks, for the block before it."""
    bare = _strip(text)
    return bool(bare.marks) and not bare.slots and not bare.questions and not bare.text.strip()


def _strip(text: str) -> _Bare:
    bare = _Bare()
    text = _TICKS.sub(lambda m: m["code"] or "", _PRIVATE.sub("", text))
    at, after_mark = 0, False
    for found in _MARK.finditer(text):
        _append(bare, text[at : found.start()], after_mark=after_mark)
        after_mark = not _read_mark(bare, found)
        at = found.end()
    _append(bare, text[at:], after_mark=after_mark)
    return bare


def _append(bare: _Bare, piece: str, *, after_mark: bool) -> None:
    """Add what stands between two marks; white space around a mark that goes is what the words beside it need."""
    if after_mark:
        left, right = bare.text.rstrip(" \t　"), piece.lstrip(" \t　")
        before, after = len(left) < len(bare.text), len(right) < len(piece)
        bare.text = left
        for mark in takewhile(lambda mark: mark.at > len(left), reversed(bare.marks)):
            mark.at = len(left)
        piece = _gap(left[-1:], right[:1], before=before, after=after) + right
    line_end = piece.find("\n")
    if bare.marks and line_end >= 0 and _wordless(bare.text[bare.marks[-1].at :] + piece[:line_end]):
        piece = f"{piece[:line_end]}\n{piece[line_end:]}"
    bare.text += piece


def _gap(left: str, right: str, *, before: bool, after: bool) -> str:
    """The blank between two signs where a mark went that had one before or after it."""
    if not (before or after) or not left or not right or "\n" in (left, right) or _CLOSERS.match(right):
        return ""
    eastern = [_EASTERN.match(sign) is not None for sign in (left, right)]
    if all(eastern) or (any(eastern) and not after):
        return ""
    return " " if before or not any(eastern) or not right.isalnum() else ""


def _read_mark(bare: _Bare, found: re.Match[str]) -> bool:
    """Read a mark into `bare`; whether it is a slot, in the place of which a sign stands."""
    said = next((found[name] for name in ("whole", "ids", "asked") if found[name] is not None), None)
    if said is None:
        if found[0] in _OPEN:
            bare.marks.append(_Mark(at=len(bare.text), unread=("",)))
        return False
    folded = unicodedata.normalize("NFKC", said).strip().lower()
    if folded.startswith("="):
        bare.text += chr(_SLOT_SIGN + len(bare.slots))
        bare.slots.append(" ".join(said.strip()[1:].split()))
        return True
    ids = tuple(dict.fromkeys(_FOUND_ID.findall(folded)))
    rest = _FILLER.sub("", _FOUND_ID.sub(" ", folded))
    if rest == "" and ids:
        bare.marks.append(_Mark(at=len(bare.text), ids=ids))
    elif _PROPOSAL.fullmatch(rest) and rest:
        bare.marks.append(_Mark(at=len(bare.text), proposed=True))
    elif folded.startswith("?"):
        asked = _ASKED_ID.sub("", said.strip()[1:])
        bare.questions.append(" ".join(asked.split()))
    else:
        bare.marks.append(_Mark(at=len(bare.text), unread=(" ".join(said.split()),)))
    return False


def _grouped(bare: _Bare) -> Iterator[tuple[_Mark, int]]:
    """Marks side by side as one, each with the offset of the one before it."""
    group: _Mark | None = None
    lower = 0
    for mark in bare.marks:
        if group is not None and _wordless(bare.text[group.at : mark.at]):
            group.ids += mark.ids
            group.proposed |= mark.proposed
            group.unread += mark.unread
        else:
            if group is not None:
                yield group, lower
                lower = group.at
            group = _Mark(at=mark.at, ids=mark.ids, proposed=mark.proposed, unread=mark.unread)
    if group is not None:
        yield group, lower


def _covered(bare: _Bare, spans: Sequence[tuple[int, int]], lower: int, at: int) -> list[int]:
    """The sentences with words between two marks, back to one that a slot of its own marks."""
    first = bisect_right(spans, lower, key=lambda span: span[1])
    near = takewhile(lambda n: spans[n][0] < at, range(first, len(spans)))
    told = [n for n in near if not _wordless(bare.text[max(spans[n][0], lower) : min(spans[n][1], at)])]
    if not told:
        behind = min(bisect_left(spans, at, key=lambda span: span[1]), len(spans) - 1)
        return [behind] if spans else []
    slotted = (n for n in reversed(told[:-1]) if _PRIVATE.search(bare.text, *spans[n]))
    after = next(slotted, -1)
    return [n for n in told if n > after]


def _wordless(text: str) -> bool:
    """Whether it holds neither letters nor digits nor a slot, which will be words."""
    return _NO_WORDS.match(text) is not None and not _PRIVATE.search(text)


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    """Of sentences with words in them, none of which ends in a link: signs alone belong to the one before."""
    inside = {at for link in _LINK.finditer(text) for at in range(link.start() + 1, link.end())}
    spans: list[tuple[int, int]] = []
    for start, end in split_sentences(text):
        if spans and (start in inside or _wordless(text[start:end]) or _wordless(text[slice(*spans[-1])])):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _restore(text: str, slots: Sequence[str]) -> str:
    for n, query in enumerate(slots):
        text = text.replace(chr(_SLOT_SIGN + n), f"⟦={query}⟧")
    return text


def _tidy(text: str) -> str:
    """On one line, without blanks after 「。」, without a sign of emphasis or code that lost its partner, and without
    what would be no prose at the beginning of a line."""
    while (tidier := _tidy_once(text)) != text:
        text = tidier
    return text


def _tidy_once(text: str) -> str:
    text = _LINE_END.sub(_join, without_constructs(text).strip())
    verbatim = [found[0] for found in _VERBATIM.finditer(text)]
    numbers = count()
    text = _VERBATIM.sub(lambda _: f"\uf8fe{next(numbers)}\uf8ff", text)
    text = _AFTER_STOP.sub("", _BLANKS.sub(" ", _balance(text)))
    text = _HIDDEN.sub(lambda m: verbatim[int(m[1])], text)
    no_prose = _NO_PROSE.match(text)
    return text[no_prose.end() if no_prose else 0 :].strip().removesuffix("\\").strip()


def _join(found: re.Match[str]) -> str:
    return join_gap(found.string[: found.start()], found.string[found.end() :])


def join_gap(before: str, after: str) -> str:
    """What stands between two pieces of a line: a blank, or nothing beside a script without blanks."""
    eastern = _EASTERN.match(before[-1:]) or _EASTERN.match(after[:1])
    return "" if eastern or not before or not after else " "


def _balance(text: str) -> str:
    for mark in ("**", "~~"):
        if text.count(mark) % 2:
            text = text.replace(mark, "")
    return text
