"""How the author shapes a retrospective, read off the earlier ones: headings, sizes, lists, marks, as plain data."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from drafter.digest.goals import heads_goals, heads_review
from drafter.digest.retrospectives import Heading, Part, Retrospective, split_parts
from drafter.records import Block, BlockKind, Document, Period, Unit
from drafter.text.sentences import split_sentences

_MORE = re.compile(r"(?m)^[ \t]*<!--\s*more\s*-->")
_END_MARK = re.compile(r"(<br\s*/?>|&nbsp;|^-{3,}|^\*{3,}|^\* \* \*)\s*\Z", re.MULTILINE)
_BULLET = re.compile(r"([ \t]*)([-*+・]|\d+[.)])")
_HIGHLIGHTS = re.compile(
    r"ハイライト|出来事|できごと|トピック|やったこと|したこと|どんな(?:年|一年)"
    r"|(?:今年|\{year\}年).*(?:振り返|ふりかえ)|highlight|what happened|the year|top ",
    re.I,
)
_CARDINALS = tuple(re.findall(r"\w+", "zero one two three four five six seven eight nine ten eleven twelve"))
_ORDINALS = tuple(
    re.findall(r"\w+", "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")
)
_OWN_LINE = 0.8  # of the sentences have a line of their own
_SENTENCE_SIGNS = tuple("。．.!！?？…」）)〜♪w")
_NEAR = (("last_", -1), ("", 0), ("next_", 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """The form of the author's retrospectives of one unit; `borrowed` when it comes from another unit's.

    `headings` are those of the newest one, year words as slots (`fill_slots`), with the median size among all of the
    unit that have the same heading. What the author never does is None, False or 0.
    """

    document_id: str
    path: str
    period: Period
    borrowed: bool
    headings: tuple[Heading, ...]
    opening_chars: int  # before the first heading
    more_line: bool  # has `<!--more-->`
    section_end: str | None  # "<br>" or "---" where most sections end with it
    blank_after_heading: bool
    bullet: str | None  # "-", "*", "+", "・" or "1."
    nested_indent: int  # columns of a list in a list
    sentence_end: str  # what parts sentences inside a paragraph: "  \n" or "\n" where each has its own line, else ""
    highlights_heading: str | None
    goals_heading: str | None
    review_heading: str | None  # over what became of the goals


def find_habits(
    retrospectives: Sequence[Retrospective], documents_by_id: Mapping[str, Document], unit: Unit
) -> Habits | None:
    """The habits of the newest retrospective of a unit, else of the newest of any; None without retrospectives.

    Founders' years, which are ranges, count as years.
    """
    known = [r for r in retrospectives if r.document_id in documents_by_id]
    same = [r for r in known if _unit(r) is unit or (r.ordinal and unit in {Unit.YEAR, Unit.RANGE})]
    pool = same or known
    if not pool:
        return None
    newest = pool[0]
    return _read(documents_by_id[newest.document_id], newest, pool if same else pool[:1], borrowed=not same)


def heads_highlights(text: str) -> bool:
    """Whether a heading stands over what the author tells of their year.

    >>> heads_highlights("{year}年のハイライト"), heads_highlights("昨年のKPT")
    (True, False)
    """
    return bool(_HIGHLIGHTS.search(text))


def fill_slots(text: str, period: Period, *, ordinal: int | None = None) -> str:
    """A heading of `Habits` for another period.

    `{year}`, `{next_year}`, `{last_year}`, the same with `month` and, for founders' years, `ordinal` ("5"), `cardinal`
    ("five") and `rank` ("fifth"). A slot that the period cannot fill stays.
    """
    for slot, words in _slots(period, ordinal):
        text = text.replace(slot, words)
    return text


def _unit(retrospective: Retrospective) -> Unit:
    return Unit.YEAR if retrospective.ordinal else retrospective.period.unit


def _slots(period: Period, ordinal: int | None) -> list[tuple[str, str]]:
    slots = [(f"{{{near}year}}", str(period.start.year + shift)) for near, shift in _NEAR]
    if period.unit is Unit.MONTH:
        slots += [(f"{{{near}month}}月", f"{(period.start.month - 1 + shift) % 12 + 1}月") for near, shift in _NEAR]
    for near, shift in _NEAR if ordinal else ():
        number = (ordinal or 0) + shift
        slots.append((f"year {{{near}ordinal}}", f"year {number}"))
        slots.append((f"{{{near}ordinal}}年目", f"{number}年目"))
        if 0 < number < len(_CARDINALS):
            slots += [(f"{{{near}cardinal}}", _CARDINALS[number]), (f"{{{near}rank}}", _ORDINALS[number])]
    return slots


def _with_slots(text: str, period: Period, ordinal: int | None) -> str:
    for slot, words in _slots(period, ordinal):
        text = re.sub(rf"(?<![a-zA-Z\d]){re.escape(words)}(?![a-zA-Z\d])", slot, text)
    return text


def _read(document: Document, newest: Retrospective, pool: Sequence[Retrospective], *, borrowed: bool) -> Habits:
    text, parts, headings = document.text, split_parts(document), _typical(newest, pool)
    items = [block for part in parts for block in part.blocks if block.kind is BlockKind.ITEM]
    heads = [part.head for part in parts if part.head]
    top = min((heading.level for heading in headings), default=0)
    return Habits(
        document_id=document.id,
        path=document.path,
        period=newest.period,
        borrowed=borrowed,
        headings=headings,
        opening_chars=newest.n_opening_chars,
        more_line=bool(_MORE.search(document.body)),
        section_end=_section_end(text, parts),
        blank_after_heading=_most(not _line_at(text, head.start, after=True).strip() for head in heads),
        bullet=_bullet(text, items),
        nested_indent=_nested_indent(text, items),
        sentence_end=_sentence_end([b for part in parts for b in part.blocks if b.kind is BlockKind.PARAGRAPH], text),
        highlights_heading=next((heading.text for heading in headings if heading.level == top), None),
        goals_heading=next((heading.text for heading in headings if heads_goals(heading.text)), None),
        review_heading=next((heading.text for heading in headings if heads_review(heading.text)), None),
    )


def _typical(newest: Retrospective, pool: Sequence[Retrospective]) -> tuple[Heading, ...]:
    sizes: dict[str, list[int]] = {}
    for retrospective in pool:
        for heading in retrospective.headings:
            name = _with_slots(heading.text, retrospective.period, retrospective.ordinal)
            sizes.setdefault(name, []).append(heading.n_chars)
    names = [_with_slots(heading.text, newest.period, newest.ordinal) for heading in newest.headings]
    return tuple(
        Heading(level=h.level, text=name, n_chars=round(statistics.median(sizes[name])), n_items=h.n_items)
        for h, name in zip(newest.headings, names, strict=True)
    )


def _sentence_end(paragraphs: Sequence[Block], text: str) -> str:
    """How most paragraphs of several sentences part them: by a line break after each, or not at all."""
    votes: Counter[str] = Counter()
    for block in paragraphs:
        body = text[block.start : block.end].replace("\r\n", "\n")
        ends = [body[a:b].rstrip() for a, b in split_sentences(body)]
        if len(ends) > 1:
            lines = [line for line in body.split("\n") if line.strip()]
            broken = 1 < len(lines) >= _OWN_LINE * len(ends) and all(
                line.rstrip().endswith(_SENTENCE_SIGNS) for line in lines
            )
            votes["  \n" if broken and "  \n" in body else "\n" if broken else ""] += 1
    return votes.most_common(1)[0][0] if votes else ""


def _section_end(text: str, parts: Sequence[Part]) -> str | None:
    ends = [text[part.start : part.end].rstrip() for part in parts if part.head and part.blocks]
    marks = Counter(match[1].strip() for end in ends if (match := _END_MARK.search(end)))
    mark, n = marks.most_common(1)[0] if marks else ("", 0)
    return mark if n and 2 * n >= len(ends) else None


def _line_at(text: str, offset: int, *, after: bool = False) -> str:
    """The line of an offset, or the one after it; "" where there is none."""
    start = text.find("\n", offset) + 1 if after else text.rfind("\n", 0, offset) + 1
    if after and not start:
        return ""
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def _most(signs: Iterable[bool]) -> bool:
    votes = Counter(signs)
    return votes[True] > votes[False]


def _bullet(text: str, items: Sequence[Block]) -> str | None:
    marks = Counter(match[2] for item in items if (match := _BULLET.match(_line_at(text, item.start))))
    if not marks:
        return "・" if len(re.findall(r"(?m)^・", text)) > 1 else None
    mark = marks.most_common(1)[0][0]
    return "1" + mark[-1] if mark[0].isdigit() else mark


def _nested_indent(text: str, items: Sequence[Block]) -> int:
    lines = [_line_at(text, item.start) for item in items if item.level == 2]
    indents = Counter(len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()) for line in lines)
    return indents.most_common(1)[0][0] if indents else 0
