"""Does a draft, whoever wrote it, stand on its sources: names, links, proposals, and life instead of notes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from drafter.ground.amounts import find_amounts
from drafter.ground.archive import check_archive
from drafter.ground.everyday import is_everyday
from drafter.ground.evidence import Known, Manner, index_known, word_key
from drafter.ground.links import check_links
from drafter.ground.names import find_names, find_unknown_names
from drafter.ground.proposals import check_proposal_content
from drafter.ground.told import Told, find_quoted, read_told
from drafter.records import Document, Fault, Period, Score, Span, Standing, Statistics
from drafter.score.counted_claims import claims_posts
from drafter.score.grounded_numbers import score_numbers
from drafter.score.page import Page, PlacedSentence, read_page
from drafter.score.places import heading_above, looks_ahead, place_of
from drafter.score.signing import score_share, sign
from drafter.text.inline import links as find_links
from drafter.text.inline import plain
from drafter.text.language import detect_language
from drafter.text.normal import fold_text
from drafter.text.periods import year_period

__all__ = [
    "score_archive",
    "score_entities",
    "score_grounding",
    "score_links",
    "score_numbers",
    "score_proposals",
]

_WORDS_MIN = 2  # characters of a title or tag that is looked for
_NO_SENTENCE = "the draft tells no sentence"
_ANY_PERIOD = year_period("2000")  # what is asked of no period in particular


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entity:
    """A name as it is written, and where."""

    words: str
    start: int
    end: int


def score_grounding(
    page: Page,
    *,
    documents: Sequence[Document],
    statistics: Statistics,
    reference: str | None = None,
    addresses: Collection[str] = (),
    earlier: Sequence[Document] = (),
) -> tuple[Score, ...]:
    """All scores of this module, in one order: numbers, entities and their recall, links, archive, proposals.

    `documents` are those of the period, `reference` the body of a person's own retrospective, `addresses` where a link
    may lead: those of the author's posts and of the sources. `earlier` retrospectives of the author hold names, and
    numbers of goals and of the period before.
    """
    written = tuple({document.id: document for document in (*documents, *earlier)}.values())
    return (
        score_numbers(page, documents=documents, statistics=statistics, earlier=earlier),
        *score_entities(page, documents=written, reference=reference),
        score_links(page, addresses=addresses),
        score_archive(page),
        score_proposals(page, documents=written, period=statistics.period),
    )


def score_entities(page: Page, *, documents: Sequence[Document], reference: str | None = None) -> tuple[Score, Score]:
    """`entities`, the share of the draft's names that stand in the documents, with a span for each that does not, and
    `entities_recall`, the share of the names of a person's own retrospective (a body) that the draft has.

    Names are runs of three or more katakana, words in Latin letters (in English those written as a name), universities
    and the like, what stands in 『』, and titles and tags of the documents; words that everybody writes are none. Each
    counts once, whatever its spelling.
    """
    vocabulary = _vocabulary(documents)
    ours = _entities(page, vocabulary)
    known = _known(documents)
    unknown = {key: entity for key, entity in ours.items() if _is_unknown(entity.words, known)}
    how = {"unit": "name", "of": "katakana-3+latin+places+titles+tags", "everyday": "left-out"}
    precision = score_share(
        "entities", len(ours) - len(unknown), len(ours), signature=sign("entities", how), empty="the draft has no name"
    )
    note = "stands in no source of the period"
    spans = (Span(start=e.start, end=e.end, text=page.body[e.start : e.end], note=note) for e in unknown.values())
    theirs = _entities(read_page(reference), vocabulary) if reference is not None else {}
    empty = "there is no reference" if reference is None else "the reference has no name"
    signature = sign("entities_recall", how)
    recall = score_share("entities_recall", len(ours.keys() & theirs), len(theirs), signature=signature, empty=empty)
    return replace(precision, spans=tuple(spans)), recall


def score_links(page: Page, *, addresses: Collection[str]) -> Score:
    """The share of links that lead to an address of `addresses`, with a span for each that leads elsewhere.

    Links to a place on the same page are none.
    """
    manner = _manner(page, _ANY_PERIOD, links=frozenset(addresses))
    n_links, spans = 0, []
    for placed in page.sentences:
        told = read_told(placed.sentence.text)
        n_links += sum(not link.target.startswith("#") for link in find_links(told.markdown))
        for fault in check_links(told, manner):
            at = page.body.find(fault.words, placed.start, placed.end)
            start, end = (at, at + len(fault.words)) if at >= 0 else (placed.start, placed.end)
            note = "no source and no post of the author's has this address"
            spans.append(Span(start=start, end=end, text=page.body[start:end], note=note))
    signature = sign("links", {"unit": "link", "to": "posts+site+sources", "sources": "front-matter+body"})
    score = score_share("links", n_links - len(spans), n_links, signature=signature, empty="the draft has no link")
    return replace(score, spans=tuple(spans))


def score_archive(page: Page) -> Score:
    """The share of sentences that speak of the notes instead of the life, with a span for each; 0 is best.

    A sentence that says how many posts there are is of the life of who writes them.
    """
    manner = _manner(page, _ANY_PERIOD)
    told = [(placed, read_told(placed.sentence.text)) for placed in page.sentences]
    found = [
        (placed, fault)
        for placed, own in told
        for fault in check_archive(own, manner)
        if fault.hard or not _counts_posts(own)
    ]
    spans = tuple(_span(page, placed, fault) for placed, fault in found)
    signature = sign("archive", {"unit": "sentence", "lowest": "best"})
    n_found = len({placed.start for placed, _ in found})
    score = score_share("archive", n_found, len(told), signature=signature, empty=_NO_SENTENCE)
    return replace(score, spans=spans)


def score_proposals(page: Page, *, documents: Sequence[Document], period: Period) -> Score:
    """The share of proposals that are clean, holding no fact and presupposing none, with a span for each fault.

    A proposal stands before `<!-- ? -->` and rests on no fact: one that quotes needs a yes, and is proved. Below the
    heading of goals to come it may name the result that is wanted. Its names are those the documents hold.
    """
    manner = replace(_manner(page, period), known=_known(documents))
    proposals = [
        placed
        for placed in page.sentences
        if placed.sentence.standing is Standing.PROPOSED and not (placed.sentence.fact_ids or placed.sentence.quotes)
    ]
    faults = {placed.start: _faults_of(page, placed, manner) for placed in proposals}
    spans = tuple(_span(page, placed, fault) for placed in proposals for fault in faults[placed.start])
    n_clean = sum(not found for found in faults.values())
    signature = sign("proposals", {"unit": "sentence", "clean": "no-fact-held-or-presupposed"})
    empty = "the draft proposes no sentence"
    return replace(score_share("proposals", n_clean, len(proposals), signature=signature, empty=empty), spans=spans)


def _faults_of(page: Page, placed: PlacedSentence, manner: Manner) -> tuple[Fault, ...]:
    goal = looks_ahead(heading_above(page, placed.start), manner.period)
    return tuple(dict.fromkeys(check_proposal_content(read_told(placed.sentence.text), manner, goal=goal)))


def _span(page: Page, placed: PlacedSentence, fault: Fault) -> Span:
    start, end = place_of(page, placed, fault.words) if fault.words else (placed.start, placed.end)
    return Span(start=start, end=end, text=page.body[start:end], note=fault.message)


def _counts_posts(told: Told) -> bool:
    text = told.folded.text
    return any(claims_posts(number, text, "") for number in find_amounts(text))


def _manner(page: Page, period: Period, *, links: frozenset[str] = frozenset()) -> Manner:
    language = detect_language(page.body)
    return Manner(language=language, source_language=language, period=period, links=links)


def _known(documents: Sequence[Document]) -> Known:
    return _index(tuple("\n".join((d.title, *d.tags, *d.categories, d.body)) for d in documents))


@lru_cache(maxsize=8)
def _index(texts: tuple[str, ...]) -> Known:
    return index_known(texts)


def _is_unknown(words: str, known: Known) -> bool:
    """Whether nobody wrote a name: not even the parts it is made of."""
    manner = Manner(language="ja", source_language="ja", period=_ANY_PERIOD, known=known)
    return not known.holds(words) and (any(find_unknown_names(read_told(words), manner)) or not _has_names(words))


def _has_names(words: str) -> bool:
    return any(find_names(words, english=False))


def _vocabulary(documents: Sequence[Document]) -> dict[str, str]:
    """Titles and tags, folded, with one spelling each."""
    written = (words.strip() for d in documents for words in (d.title, *d.tags, *d.categories, *d.series))
    return {fold_text(words): words for words in written if len(words) >= _WORDS_MIN and not words.isdigit()}


def _entities(page: Page, vocabulary: dict[str, str]) -> dict[str, _Entity]:
    """The names of a page by their key, each where it first stands; headings go before sentences."""
    english = detect_language(page.body) == "en"
    found: dict[str, _Entity] = {}
    for _, words, at in page.headings:
        for name in _named(plain(words), vocabulary, english=english):
            start = page.body.find(name, at)
            found.setdefault(word_key(name), _Entity(words=name, start=max(start, at), end=max(start, at) + len(name)))
    for placed in page.sentences:
        for name in _named(read_told(placed.sentence.text).text, vocabulary, english=english):
            start, end = place_of(page, placed, name)
            found.setdefault(word_key(name), _Entity(words=name, start=start, end=end))
    return found


def _named(text: str, vocabulary: dict[str, str], *, english: bool) -> Iterator[str]:
    """The names of a text that a reader sees."""
    for name in find_names(text, english=english):
        if not is_everyday(name):
            yield name
    yield from (quoted.words for quoted in find_quoted(text) if quoted.title)
    folded = fold_text(text)
    yield from (words for key, words in vocabulary.items() if key in folded and not is_everyday(words))
