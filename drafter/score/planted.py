"""Faults planted in a good draft, so that metrics are tested by what they catch: a body → one with a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from drafter.ground.amounts import find_amounts
from drafter.ground.everyday import is_everyday
from drafter.ground.names import find_names
from drafter.ground.told import read_told
from drafter.records import Form, Period, Standing
from drafter.score.endings import deny, make_plain, make_polite
from drafter.score.other_number import other_number
from drafter.score.page import Page, PlacedSentence, read_page
from drafter.score.places import heading_above, looks_ahead, place_of
from drafter.score.planted_words import ARCHIVE, PRESUPPOSING
from drafter.score.prose import body_prose
from drafter.text.inline import Link, links, plain
from drafter.text.language import detect_language
from drafter.text.voice import is_polite

PASTED_CHARS = 200
_QUARTERS, _SENTENCES_MIN = 4, 8
_DATE_UNITS = frozenset("年 月 日 時 分 年度".split())
_JAPANESE = re.compile(r"(\]\([^()\s]*\)|<[^<>]*>|\{\{.*?\}\})|[ぁ-ゖァ-ヺー一-鿿々]", re.DOTALL)
_ENGLISH_CLAIM = re.compile(r"\b(?:was|were|is|are|has|have|had|can|could|will|would)\b(?! not\b|n't)")
_KATAKANA_NAME, _LATIN_NAME = "ゾルフェリナ", "Zorvexa"
_DEAD = "no-such-post"
_LINKS = {
    "ja": ((f"[前の話](/posts/{_DEAD}/)",) * 2,),
    "en": ((f"[More of it](/posts/{_DEAD}/)",) * 2,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside a draft: its period, bodies of its sources, and that of the author's last retrospective."""

    period: Period
    sources: Sequence[str] = ()
    last: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A body with a fault at `body[start:end]`; an empty span where something was taken out."""

    body: str
    start: int
    end: int


Plant = Callable[[str, Beside, int], Planted | None]


def change_number(body: str, beside: Beside, nth: int = 0) -> Planted | None:
    """Another number: 32 becomes 23, 三十二 二十三, a single digit another. Dates, structure and goals to come stay."""
    places = [place for placed in _told(body, beside) for place in _numbers(body, placed)]
    return _replaced(body, *places[nth]) if nth < len(places) else None


def drop_quarter(body: str, beside: Beside, nth: int = 0) -> Planted | None:
    """A quarter of the sentences gone, of eight or more: the first, second, third or last."""
    told = read_page(body).sentences
    if len(told) < _SENTENCES_MIN or nth >= _QUARTERS:
        return None
    quarter = told[len(told) * nth // _QUARTERS : len(told) * (nth + 1) // _QUARTERS]
    kept, at = [], 0
    for placed in quarter:
        kept.append(body[at : placed.start])
        at = placed.end
    start = quarter[0].start
    return Planted(body="".join((*kept, body[at:])), start=start, end=start)


def negate_claim(body: str, beside: Beside, nth: int = 0) -> Planted | None:
    """A sentence that says the opposite: 走った becomes 走らなかった, "was" "was not"."""
    turned = [
        (placed.start, placed.end, words)
        for placed in _told(body, beside)
        if (words := _denied(body[placed.start : placed.end])) is not None
    ]
    return _replaced(body, *turned[nth]) if nth < len(turned) else None


def turn_polite(body: str, beside: Beside, nth: int = 0) -> Planted | None:
    """です・ます in a draft of plain register; none where the last retrospective has です・ます, too."""
    fits = nth == 0 and _is_polite(body) is False and not _is_polite(beside.last or "")
    return _turn_all(body, make_polite, polite=False) if fits else None


def turn_plain(body: str, beside: Beside, nth: int = 0) -> Planted | None:
    """Plain endings in a draft that is polite; none where the last retrospective is plain."""
    fits = nth == 0 and _is_polite(body) and _is_polite(beside.last or "") is not False
    return _turn_all(body, make_plain, polite=True) if fits else None


def paste_source(body: str, beside: Beside, nth: int = 0) -> Planted | None:
    """200 characters of the sources, word for word, as a paragraph of their own before the last heading."""
    prose = _prose(tuple(beside.sources))
    runs = (prose[at : at + PASTED_CHARS] for at in range(0, len(prose) - PASTED_CHARS + 1, PASTED_CHARS))
    pasted = [run for run in runs if run not in body]
    if nth >= len(pasted):
        return None
    headings = [at for _, _, at in read_page(body).headings]
    at = headings[-1] if headings else len(body)
    return _replaced(body, at, at, f"{pasted[nth]}\n\n" if headings else f"\n\n{pasted[nth]}\n")


def lie(body: str, beside: Beside, nth: int = 0) -> Planted | None:
    """嘘 for every Japanese character; targets of links, comments and shortcodes stay."""
    lied = _JAPANESE.sub(lambda found: found[1] or "嘘", body)
    return Planted(body=lied, start=0, end=len(lied)) if nth == 0 and lied != body else None


def give_last(body: str, beside: Beside, nth: int = 0) -> Planted | None:
    """The text of the last retrospective instead."""
    if nth or not (beside.last or "").strip() or beside.last == body:
        return None
    return Planted(body=beside.last or "", start=0, end=len(beside.last or ""))


def invent_name(body: str, beside: Beside, nth: int = 0) -> Planted | None:
    """The name of a product that nobody wrote instead of one that stands there."""
    page = read_page(body)
    names = list(_names(page))
    if nth >= len(names):
        return None
    start, end = names[nth]
    return _replaced(body, start, end, _LATIN_NAME if body[start].isascii() else _KATAKANA_NAME)


def add_archive(body: str, beside: Beside, nth: int = 0) -> Planted | None:
    """A sentence about the notes behind one about the life."""
    return _added(body, nth, ARCHIVE)


def add_presupposing(body: str, beside: Beside, nth: int = 0) -> Planted | None:
    """A proposal that presupposes a fact behind a sentence."""
    return _added(body, nth, PRESUPPOSING, mark="<!-- ? -->")


def break_link(body: str, beside: Beside, nth: int = 0) -> Planted | None:
    """A link to a post of the author's that there is not: one that stands there broken, or one more."""
    own = [(at, link.target) for at, link in _links(read_page(body)) if "://" not in link.target]
    if nth < len(own):
        at, target = own[nth]
        return _replaced(body, at, at + len(target), f"{target.rstrip('/')}-{_DEAD}/")
    return _added(body, nth, _LINKS) if not own else None


FAULTS: dict[str, tuple[str, Plant]] = {
    "number": ("a changed number: 32 → 23", change_number),
    "quarter": ("a dropped quarter of the sentences", drop_quarter),
    "denied": ("a negated claim", negate_claim),
    "polite": ("です・ます for a plain register", turn_polite),
    "plain": ("plain endings for です・ます", turn_plain),
    "pasted": (f"{PASTED_CHARS} pasted characters of a source", paste_source),
    "嘘": ("嘘 for every Japanese character", lie),
    "last year": ("last year's text", give_last),
    "name": ("an invented product name", invent_name),
    "archive": ("a sentence about the notes", add_archive),
    "proposal": ("a proposal that presupposes a fact", add_presupposing),
    "link": ("a link to a post that there is not", break_link),
}  # by the name in a table: what it is in words, and what plants it


def plant(fault: str, body: str, beside: Beside, *, nth: int = 0) -> Planted | None:
    """Plant a fault of `FAULTS` at the `nth` place, from 0; None where there is no such place, or nothing is changed.

    `body` is the Markdown of a draft below its front matter.
    """
    planted = FAULTS[fault][1](body, beside, nth)
    return planted if planted is not None and planted.body != body else None


@lru_cache(maxsize=4)
def _prose(sources: tuple[str, ...]) -> str:
    return "".join(sentence for source in sources for sentence in body_prose(source))


def _told(body: str, beside: Beside) -> Iterator[PlacedSentence]:
    """The sentences that tell of the period; what is only proposed claims nothing."""
    page = read_page(body)
    told = (p for p in page.sentences if p.sentence.standing is not Standing.PROPOSED)
    return (p for p in told if not looks_ahead(heading_above(page, p.start), beside.period))


def _replaced(body: str, start: int, end: int, words: str) -> Planted:
    return Planted(body=body[:start] + words + body[end:], start=start, end=start + len(words))


def _added(
    body: str, nth: int, sentences: Mapping[str, Sequence[tuple[str, str]]], *, mark: str = ""
) -> Planted | None:
    """A sentence in the body's language and register behind the nth one of a paragraph; English after a blank.

    Which of them depends on the place.
    """
    ends = [placed.end for placed in read_page(body).sentences if placed.form is Form.PARAGRAPH]
    if nth >= len(ends):
        return None
    at = ends[nth]
    fitting = sentences.get(detect_language(body), sentences["en"])
    words = fitting[at % len(fitting)][bool(_is_polite(body))] + mark
    gap = " " if words[:1].isascii() and words[:1] != "[" else ""
    return _replaced(body, at, at, gap + words)


def _is_polite(body: str) -> bool | None:
    """Whether most sentences are; None where none has a Japanese ending."""
    endings = [polite for sentence in body_prose(body) if (polite := is_polite(sentence)) is not None]
    return sum(endings) > len(endings) / 2 if endings else None


def _turn_all(body: str, turn: Callable[[str], str], *, polite: bool) -> Planted:
    """All sentences of a register turned."""
    pieces: list[str] = []
    at = 0
    for placed in read_page(body).sentences:
        words = body[placed.start : placed.end]
        pieces += body[at : placed.start], turn(words) if is_polite(plain(words)) is polite else words
        at = placed.end
    turned = "".join((*pieces, body[at:]))
    return Planted(body=turned, start=0, end=len(turned))


def _denied(sentence: str) -> str | None:
    if detect_language(sentence) == "ja":
        return deny(sentence)
    found = _ENGLISH_CLAIM.search(sentence)
    return f"{sentence[: found.end()]} not{sentence[found.end() :]}" if found else None


def _links(page: Page) -> Iterator[tuple[int, Link]]:
    """The links of the prose, each with the offset of its target."""
    for placed in page.sentences:
        for link in links(page.body[placed.start : placed.end]):
            yield page.body.find(link.target, placed.start + link.start + len(link.text), placed.end), link


def _names(page: Page) -> Iterator[tuple[int, int]]:
    """Where names stand in the prose, each once; those inside others' addresses apart."""
    english, seen = detect_language(page.body) == "en", set()
    for placed in page.sentences:
        for name in find_names(read_told(placed.sentence.text).text, english=english):
            start, end = place_of(page, placed, name)
            written = page.body[start:end] == name and not name[0].islower()
            if written and name not in seen and not is_everyday(name):
                seen.add(name)
                yield start, end


def _numbers(body: str, placed: PlacedSentence) -> Iterator[tuple[int, int, str]]:
    """Where each number of a sentence stands that may be changed, and the words of another one."""
    text = body[placed.start : placed.end]
    targets = [(text.find(link.target, link.start), link.target) for link in links(text)]
    for number in find_amounts(text):
        inside = any(at <= number.start < at + len(target) for at, target in targets)
        if inside or number.unit in _DATE_UNITS or number.unit.endswith("目") or number.value < 2:
            continue
        words = text[number.start : number.end]
        changed = other_number(words, int(number.value))
        if changed != words:
            yield placed.start + number.start, placed.start + number.end, changed
