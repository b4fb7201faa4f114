"""Facts with no model: the author's own sentences, chosen by cues, graph ranking and redundancy control."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from drafter.digest.candidates import WEIGHT_MIN, Candidate, find_candidates, reason_unfit
from drafter.digest.cues import told_by_author
from drafter.digest.outcomes import find_outcomes
from drafter.digest.quotes import quote_span
from drafter.digest.rank import choose_diverse, measure_likeness, rank_central
from drafter.ground.persons import reason_private
from drafter.records import Chunk, Document, Dropped, Fact, FactKind, Kind, Level, content_id
from drafter.text.voice import is_polite

if TYPE_CHECKING:
    from drafter.digest.rank import Matrix

FACTS_PER_DOCUMENT = 4  # length is not importance: a 50 kB exam note may tell as much as a diary day
_RANKED_MAX = 1500  # the graph is quadratic; beyond this the cues decide alone
_FACTS_MAX = 160
_SAME = 0.8  # likeness from which two sentences tell one event
_SPARE = 0.1
_FEW = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """`facts` are worth a sentence, heaviest first; `spare` ones may still prove what became of a goal."""

    facts: tuple[Fact, ...]
    spare: tuple[Fact, ...]
    dropped: tuple[Dropped, ...]


def digest_by_ranking(
    documents: Sequence[Document], chunks: Iterable[Chunk], *, polite: bool | None = None, since: date | None = None
) -> Ranked:
    """Choose the facts worth a sentence.

    `polite` is the register of the author's retrospectives, None if unknown: sentences in the other one weigh less.
    `since` is the first day of the period: a sentence that dates what it tells before it is none of its events.
    No documents, or none that tell anything, give no facts.
    """
    by_id = {document.id: document for document in documents}
    chunks_of: dict[str, list[Chunk]] = defaultdict(list)
    for chunk in chunks:
        chunks_of[chunk.document_id].append(chunk)
    found = [c for i, own in chunks_of.items() if i in by_id for c in find_candidates(by_id[i], own, since=since)]
    fit, dropped = _sift(_worth_telling(found), in_blog=any(d.kind is Kind.POST for d in documents))
    chosen = _choose(_cap(fit, polite=polite), polite=polite)
    outcomes = find_outcomes(
        documents, [c for own in chunks_of.values() for c in own], told={f.quotes[0].document_id for f in chosen}
    )
    chosen = tuple(sorted((*chosen, *outcomes), key=lambda fact: -fact.salience))
    told = {fact.id for fact in chosen}
    spare = (_fact([c], salience=_SPARE) for c in fit)
    return Ranked(facts=chosen, spare=tuple(f for f in spare if f.id not in told), dropped=tuple(dropped))


def _worth_telling(found: Sequence[Candidate]) -> Sequence[Candidate]:
    """The weighty ones; where a week or month has few, the lighter ones of notes too."""
    weighty = [candidate for candidate in found if candidate.cue.weight >= WEIGHT_MIN]
    if len(weighty) >= _FEW:
        return weighty
    return [c for c in found if c.cue.weight >= WEIGHT_MIN or c.document.kind is Kind.NOTE]


def _sift(found: Sequence[Candidate], *, in_blog: bool) -> tuple[list[Candidate], list[Dropped]]:
    spread = Counter(text for text, _ in {(c.text, c.document.id) for c in found})
    titles = {_core(c.document.title) for c in found if c.document.kind is Kind.POST}
    fit, dropped = [], []
    for candidate in found:
        reason = reason_unfit(candidate, spread=spread)
        if in_blog and candidate.turning and not candidate.cue.event:
            reason = "private: its note tells of a turning point"
        elif _core(candidate.text) in titles:
            reason = "the title of a post says it"
        if reason:
            if candidate.cue.weight >= 2 * WEIGHT_MIN:
                hidden = candidate.turning or reason_private(candidate.text, candidate.document.kind)
                text = "(not shown)" if hidden else candidate.text
                dropped.append(Dropped(text=text, reason=f"{candidate.document.path}: {reason}"))
        else:
            fit.append(candidate)
    return fit, dropped


def _core(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _weight(candidate: Candidate, *, polite: bool | None) -> float:
    other_register = polite is not None and is_polite(candidate.text) not in (None, polite)
    return candidate.cue.weight - 1.0 * other_register + 0.5 * (candidate.document.kind is Kind.POST)


def _cap(candidates: Sequence[Candidate], *, polite: bool | None) -> list[Candidate]:
    """The heaviest of each document, none that shares words with a heavier one."""
    kept: dict[str, list[Candidate]] = defaultdict(list)
    ordered = sorted(candidates, key=lambda c: -_weight(c, polite=polite))
    capped = []
    for candidate in ordered:
        own = kept[candidate.document.id]
        if len(own) < FACTS_PER_DOCUMENT and all(candidate.end <= o.start or o.end <= candidate.start for o in own):
            own.append(candidate)
            capped.append(candidate)
    return capped[:_RANKED_MAX]


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
    """One event told once or more: in the words that most may see."""
    same = sorted(same, key=lambda c: list(Level).index(c.document.level))
    first = same[0]
    day = first.document.stamp.day if first.document.stamp else None
    return Fact(
        id=content_id("fact", first.document.id, str(first.start), first.text),
        text=first.text,
        kind=FactKind.SIGNAL if first.cue.event and not told_by_author(first.text) else first.cue.kind,
        event_day=None,
        document_day=day,
        quotes=tuple(quote_span(c.document, c.chunk, start=c.start, end=c.end) for c in same),
        salience=round(salience, 4),
        level=first.document.level,
        event="" if first.studies else first.cue.event,
    )
