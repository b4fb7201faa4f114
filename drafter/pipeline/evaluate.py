"""A draft, as any Markdown file, against its sources and a person's own retrospective: scores without a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from drafter.digest.material import Material, sort_material
from drafter.errors import SourceError
from drafter.pipeline.project import Project, count_statistics, documents_by_path
from drafter.pipeline.template import shown_path
from drafter.read.encoding import decode
from drafter.records import Document, Kind, Period, Quote, Score, Sentence
from drafter.score.card import score_draft
from drafter.score.grounding import score_grounding
from drafter.score.headings import score_headings
from drafter.score.overlap import score_overlap
from drafter.score.page import Page, draft_of, read_page, with_own_paths
from drafter.score.tokens import pick_tokenizer
from drafter.store.state import State, Written, WrittenQuote, WrittenSentence
from drafter.text.front_matter import parse_front_matter
from drafter.text.inline import links
from drafter.text.language import detect_language

_FLOORS_MAX = 40  # posts that show what any text of the author's would score
_STANDINGS = ("grounded", "proposed")
_CITING = ("coverage", "balance")
_UNKNOWN = "drafter has no memory of writing this file: what its sentences rest on is not known"
_UNLINKED = "it links to no source, and drafter has no memory of writing it: what it covers is not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """The scores of one file. `page` has the places that their spans name, counted below the front matter."""

    path: Path
    period: Period
    page: Page
    scores: tuple[Score, ...]


def evaluate_file(
    project: Project, period: Period, path: Path, *, references: Sequence[Path] = (), tokenizer: str | None = None
) -> Evaluated:
    """Score a draft, whoever wrote it. What drafter remembers of writing it counts; without that each sentence is a
    person's, and shares of what is grounded have no value.

    Raises:
        SourceError: a file that cannot be read.
        SettingsError: there is no such tokenizer.
        OutputError: drafter's memory cannot be read.
    """
    body = _read_body(path)
    written = State(project.root).load_written(path)
    page = read_page(body, known=known_sentences(project, written) if written else {})
    own = [_read_body(reference) for reference in references]
    target = shown_path(project.site, path.resolve())
    scores = evaluate_page(project, period, page, references=own, target=target, tokenizer=tokenizer)
    scores = scores if written else tuple(map(_without_memory, scores))
    return Evaluated(path=path, period=period, page=page, scores=scores)


def evaluate_page(
    project: Project,
    period: Period,
    page: Page,
    *,
    references: Sequence[str],
    target: str = "",
    tokenizer: str | None = None,
) -> tuple[Score, ...]:
    """All scores without a model, always in the same order. `references` are bodies; `target` is the path at which the
    draft lies in the site, where it does: it is no source.

    Raises:
        SettingsError: there is no such tokenizer.
    """
    material = sort_material(project.documents, period, fiscal_start=project.settings.fiscal_start, target=target)
    by_id = {document.id: document for document in project.documents}
    retrospectives = [by_id[r.document_id] for r in material.retrospectives]
    earlier = [document.body for document in retrospectives]
    page = with_own_paths(page, _origin(project))
    language = project.settings.language or project.reading.language or detect_language(page.body)
    tokens = pick_tokenizer(language, name=tokenizer)
    sourced = (
        *score_draft(draft_of(page), sources=material.documents, earlier=earlier, weights={}),
        *score_grounding(
            page,
            documents=material.documents,
            earlier=retrospectives,
            statistics=count_statistics(project, period),
            reference=references[0] if references else None,
            addresses=_addresses(project),
        ),
    )
    if not references:
        return sourced
    floors = list(islice(_floors(material), _FLOORS_MAX))
    return (
        *sourced,
        *score_headings(candidate=page.body, reference=references[0]),
        *score_overlap(candidate=page.body, references=references, floors=floors, ceilings=earlier, tokenizer=tokens),
    )


def _origin(project: Project) -> str:
    parts = urlsplit(project.site.base_url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _addresses(project: Project) -> frozenset[str]:
    """Where a link may lead: to a post, to the site itself, and to what a source links to, in its front matter too."""
    own = {document.url for document in project.documents if document.url} | {project.site.base_url} - {""}
    return frozenset(own | {link.target for document in project.documents for link in links(document.text)})


def _read_body(path: Path) -> str:
    try:
        text = decode(path.read_bytes()).text
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}", hint="give a Markdown file") from error
    return text[parse_front_matter(text).end :]


def _floors(material: Material) -> Iterator[str]:
    """Posts of the author of the same period that are no retrospective, in their order."""
    models = {r.document_id for r in material.retrospectives} | material.issues
    for document in material.documents:
        if document.kind is Kind.POST and document.id not in models:
            yield document.body


def _without_memory(score: Score) -> Score:
    if score.metric in _STANDINGS:
        return replace(score, value=None, numerator=None, denominator=None, reason=_UNKNOWN)
    if score.metric in _CITING and not score.numerator:
        return replace(score, value=None, numerator=None, denominator=None, reason=_UNLINKED)
    return score


def known_sentences(project: Project, written: Written) -> Mapping[str, Sentence]:
    """What the sentences of a file that drafter wrote rest on, by their words."""
    by_path = documents_by_path(project, project.documents)
    return {
        words: _sentence(words, sentence, by_path)
        for sentence in written.sentences
        if (words := written.text[sentence.start : sentence.end])
    }


def _sentence(words: str, sentence: WrittenSentence, by_path: Mapping[str, Sequence[Document]]) -> Sentence:
    """A quote counts where its words still stand in its source."""
    found = (_find(quote, by_path.get(quote.path, ())) for quote in sentence.quotes)
    quotes = tuple(quote for quote in found if quote is not None)
    return Sentence(text=words, standing=sentence.standing, quotes=quotes, counts=sentence.counts)


def _find(quote: WrittenQuote, documents: Sequence[Document]) -> Quote | None:
    places = ((document, document.text.find(quote.words)) for document in documents)
    return next((_quote(quote, document, at) for document, at in places if at >= 0), None)


def _quote(quote: WrittenQuote, document: Document, at: int) -> Quote:
    return Quote(
        document_id=document.id,
        chunk_id=None,
        text=quote.words,
        start=at,
        end=at + len(quote.words),
        start_line=quote.start_line,
        end_line=quote.end_line,
    )
