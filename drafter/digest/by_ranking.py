"""Facts with no model: the author's own sentences, chosen by cues, graph ranking and redundancy control."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drafter.digest.cues import Cue, defines_term, is_past, read_cue, stands_alone, tells_of_author, told_by_author
from drafter.digest.outcomes import find_outcomes, is_about_book
from drafter.digest.quotes import quote_span
from drafter.digest.rank import choose_diverse, measure_likeness, rank_central
from drafter.ground.persons import holds_secret, names_person
from drafter.records import Block, BlockKind, Chunk, Document, Dropped, Fact, FactKind, Kind, Level, content_id
from drafter.text.inline import links, plain
from drafter.text.sentences import split_sentences
from drafter.text.voice import is_polite

if TYPE_CHECKING:
    from drafter.digest.rank import Matrix

FACTS_PER_DOCUMENT = 4  # length is not importance: a 50 kB exam note may tell as much as a diary day
_WEIGHT_MIN = 1.5
_RANKED_MAX = 1500  # the graph is quadratic; beyond this the cues decide alone
_FACTS_MAX = 160
_SAME = 0.8  # likeness from which two sentences tell one event
_CHECK_BOX = re.compile(r"\[[ xX]\][ \t]+")
_TEMPLATE_MIN = 3  # a line that stands in this many documents is a template or a standing to-do
_RUN_CHARS = 220
_SPARE = 0.1
_LEAD = 1.2  # a post that tells of its author says in its first sentence what happened
_TELLING_SHARE = 0.3  # below it a document is a study note: only sentences with the author in them are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence, or a sentence with the one that leans on it: `document.text[start:end]`."""

    document: Document
    chunk: Chunk
    start: int
    end: int
    text: str
    cue: Cue
    studies: bool  # the document is about a subject or a book, not about its author


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """`facts` are worth a sentence, heaviest first; `spare` ones may still prove what became of a goal."""

    facts: tuple[Fact, ...]
    spare: tuple[Fact, ...]
    dropped: tuple[Dropped, ...]


def digest_by_ranking(documents: Sequence[Document], chunks: Iterable[Chunk], *, polite: bool | None = None) -> Ranked:
    """Choose the facts worth a sentence.

    `polite` is the register of the author's retrospectives, None if unknown: sentences in the other one weigh less.
    No documents, or none that tell anything, give no facts.
    """
    by_id = {document.id: document for document in documents}
    chunks_of: dict[str, list[Chunk]] = defaultdict(list)
    for chunk in chunks:
        chunks_of[chunk.document_id].append(chunk)
    found = [c for i, own in chunks_of.items() if i in by_id for c in _candidates(by_id[i], own)]
    fit, dropped = _sift(found)
    chosen = _choose(_cap(fit, polite=polite), polite=polite)
    outcomes = find_outcomes(
        documents, [c for own in chunks_of.values() for c in own], told={f.quotes[0].document_id for f in chosen}
    )
    chosen = tuple(sorted((*chosen, *outcomes), key=lambda fact: -fact.salience))
    told = {fact.id for fact in chosen}
    spare = (_fact([c], salience=_SPARE) for c in fit)
    return Ranked(facts=chosen, spare=tuple(f for f in spare if f.id not in told), dropped=tuple(dropped))


@dataclass(frozen=True, slots=True)
class _Span:
    chunk: Chunk
    block: Block
    start: int
    end: int
    text: str  # plain


def _candidates(document: Document, chunks: Sequence[Chunk]) -> Iterator[Candidate]:
    spans = [s for chunk in chunks for block in chunk.blocks for s in _spans(document, chunk, block)]
    telling = sum(is_past(s.text) or tells_of_author(s.text) for s in spans)
    studies = telling < _TELLING_SHARE * len(spans) or is_about_book(document)
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        cue = read_cue(span.text, headings=span.chunk.heading_path)
        if span is spans[0] and not studies and is_past(span.text):
            cue = replace(cue, weight=cue.weight + _LEAD)
        if cue.weight < _WEIGHT_MIN or not stands_alone(span.text):
            continue
        end, text = span.end, span.text
        if (
            following
            and following.block is span.block
            and following.end - span.start <= _RUN_CHARS
            and _leans_on(following.text)
        ):
            end = following.end
            text = plain(document.text[span.start : end]).strip()
        yield Candidate(
            document=document, chunk=span.chunk, start=span.start, end=end, text=text, cue=cue, studies=studies
        )


def _spans(document: Document, chunk: Chunk, block: Block) -> Iterator[_Span]:
    """The sentences of a paragraph or list item; a check box before it is not part of what it says."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        return
    source = document.text[block.start : block.end]
    box = _CHECK_BOX.match(source)
    skip = box.end() if box else 0
    for a, b in split_sentences(source[skip:]):
        start, end = block.start + skip + a, block.start + skip + b
        yield _Span(chunk, block, start, end, plain(document.text[start:end]).strip())


def _leans_on(following: str) -> bool:
    return told_by_author(following) and not stands_alone(following)


def _sift(found: Sequence[Candidate]) -> tuple[list[Candidate], list[Dropped]]:
    spread = Counter(text for text, _ in {(c.text, c.document.id) for c in found})
    titles = {_core(c.document.title) for c in found if c.document.kind is Kind.POST}
    fit, dropped = [], []
    for candidate in found:
        reason = "the title of a post says it" if _core(candidate.text) in titles else _unfit(candidate, spread)
        if reason:
            if candidate.cue.weight >= 2 * _WEIGHT_MIN:
                shown = candidate.text if "private" not in reason else "(not shown)"
                dropped.append(Dropped(text=shown, reason=f"{candidate.document.path}: {reason}"))
        else:
            fit.append(candidate)
    return fit, dropped


def _core(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _unfit(candidate: Candidate, spread: Mapping[str, int]) -> str | None:
    if not told_by_author(candidate.text) and (candidate.studies or not candidate.cue.event):
        return "not told as the author's own doing"
    if candidate.studies and (not tells_of_author(candidate.text) or defines_term(candidate.text)):
        return "about its subject, not about the author"
    if not candidate.cue.event and not _says_more_than_links(candidate):
        return "a link and no more, or cut in its middle"
    if spread[candidate.text] >= _TEMPLATE_MIN:
        return f"stands in {spread[candidate.text]} documents: a template or a standing to-do"
    if holds_secret(candidate.text):
        return "private: an address, a number or a key"
    if candidate.document.kind is Kind.NOTE and names_person(candidate.text):
        return "private: names a third person"
    return None


def _says_more_than_links(candidate: Candidate) -> bool:
    """Whether words of the author remain beside the links, and every bracket has its partner."""
    source = candidate.document.text[candidate.start : candidate.end]
    for link in reversed(links(source)):
        source = source[: link.start] + source[link.end :]
    paired = all(source.count(a) == source.count(b) for a, b in ("[]", "()", "「」", "（）"))
    return paired and told_by_author(plain(source).strip())


def _weight(candidate: Candidate, *, polite: bool | None) -> float:
    other_register = polite is not None and is_polite(candidate.text) not in (None, polite)
    return candidate.cue.weight - 1.0 * other_register + 0.5 * (candidate.document.kind is Kind.POST)


def _cap(candidates: Sequence[Candidate], *, polite: bool | None) -> list[Candidate]:
    ordered = sorted(candidates, key=lambda c: -_weight(c, polite=polite))
    taken: Counter[str] = Counter()
    kept = []
    for candidate in ordered:
        if taken[candidate.document.id] < FACTS_PER_DOCUMENT:
            taken[candidate.document.id] += 1
            kept.append(candidate)
    return kept[:_RANKED_MAX]


def _choose(candidates: Sequence[Candidate], *, polite: bool | None) -> tuple[Fact, ...]:
    likeness = measure_likeness([c.text for c in candidates])
    central = rank_central(likeness)
    salience = [
        min(1.0, 0.1 * _weight(c, polite=polite)) * 0.85 + 0.15 * float(central[i]) for i, c in enumerate(candidates)
    ]
    leaders = _join_same(candidates, likeness)
    chosen = choose_diverse(
        [s if i in leaders else -1.0 for i, s in enumerate(salience)], likeness, limit=min(_FACTS_MAX, len(leaders))
    )
    facts = [_fact([candidates[j] for j in leaders[i]], salience=salience[i]) for i in chosen if i in leaders]
    return tuple(
        sorted(facts, key=lambda fact: (-fact.salience, fact.document_day is None, fact.document_day, fact.id))
    )


def _join_same(candidates: Sequence[Candidate], likeness: Matrix) -> dict[int, list[int]]:
    """Each leader's index with the indices of all that tell the same event, itself first."""
    leaders: dict[int, list[int]] = {}
    for i in range(len(candidates)):
        same = next((j for j in leaders if likeness[i][j] >= _SAME), None)
        leaders.setdefault(i if same is None else same, []).append(i)
    return leaders


def _fact(same: Sequence[Candidate], *, salience: float) -> Fact:
    first = same[0]
    day = first.document.stamp.day if first.document.stamp else None
    levels = [c.document.level for c in same]
    return Fact(
        id=content_id("fact", first.document.id, str(first.start), first.text),
        text=first.text,
        kind=FactKind.SIGNAL if first.cue.event and not told_by_author(first.text) else first.cue.kind,
        event_day=None,
        document_day=day,
        quotes=tuple(quote_span(c.document, c.chunk, start=c.start, end=c.end) for c in same),
        salience=round(salience, 4),
        level=min(levels, key=lambda level: list(Level).index(level)),
        event="" if first.studies else first.cue.event,
    )
