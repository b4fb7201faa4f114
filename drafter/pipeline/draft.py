"""From documents to a draft: material, facts, themes, goals, questions, sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from drafter.digest.by_ranking import digest_by_ranking
from drafter.digest.evidence import match_goals
from drafter.digest.gaps import find_questions
from drafter.digest.goals import find_goals
from drafter.digest.habits import Habits, fill_slots, find_habits, heads_highlights
from drafter.digest.material import Material, sort_material
from drafter.digest.retrospectives import Retrospective
from drafter.digest.shelves import gather_shelves, without_shelved
from drafter.digest.statistics import count_statistics
from drafter.digest.themes import find_themes
from drafter.errors import SourceError
from drafter.ground.persons import holds_secret, names_person
from drafter.pipeline.project import Project
from drafter.read.chunks import split_chunks
from drafter.records import Asset, Digest, Document, Draft, Kind, Period
from drafter.site import is_index
from drafter.store.wording import Wording, load_wording
from drafter.text.periods import months
from drafter.text.plural import count_of
from drafter.text.voice import measure_voice
from drafter.write.brief import Brief
from drafter.write.budget import n_visible_chars
from drafter.write.by_ranking import write_by_ranking
from drafter.write.figure import Entry, render_figure, render_png

_FIGURE_POSTS_MIN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft with what gave it its form: the habits, the retrospective it follows and its wording."""

    draft: Draft
    digest: Digest
    habits: Habits | None
    model: Retrospective | None
    wording: Wording


def draft_period(project: Project, period: Period, *, title: str, target: str, figure: str | None) -> Drafted:
    """Draft a period from the author's own sentences.

    `target` is where the draft will stand: it is no source. `figure` is "svg", "png" or None.

    Raises:
        SourceError: nothing is dated in the period.
    """
    documents = project.documents
    material = sort_material(documents, period, fiscal_start=project.settings.fiscal_start, target=target)
    by_id = {d.id: d for d in documents}
    _check_material(project, material, period)
    habits = _tellable(find_habits(material.retrospectives, by_id, period.unit), by_id)
    model = next((r for r in material.retrospectives if habits and r.document_id == habits.document_id), None)
    language = project.settings.language or _language(model, by_id, project)
    polite = _is_polite(model, by_id, language)
    wording = load_wording(language, polite=bool(polite), folders=(project.root / "prompts" / "wording",))
    digest = _digest(project, period, material, polite=polite, habits=habits)
    digest = replace(digest, questions=find_questions(digest, documents, habits=habits, wording=wording))
    brief = Brief(
        title=title,
        digest=digest,
        documents=by_id,
        wording=wording,
        links=_own_links(documents),
        highlights_heading=_highlights(habits, period, model, wording),
        review_heading=_filled(habits.review_heading if habits and not habits.borrowed else None, period, model),
        sets_goals=not habits or habits.borrowed or habits.goals_heading is not None,
        budget_chars=_budget_chars(material.retrospectives, habits, by_id),
        figure=_figure(digest, by_id, wording=wording, form=figure) if figure else None,
    )
    return Drafted(draft=write_by_ranking(brief), digest=digest, habits=habits, model=model, wording=wording)


def _tellable(habits: Habits | None, by_id: Mapping[str, Document]) -> Habits | None:
    """The habits without headings that a note may keep to itself."""
    if habits is None or by_id[habits.document_id].kind is not Kind.NOTE:
        return habits
    kept = tuple(h for h in habits.headings if not (names_person(h.text) or holds_secret(h.text)))
    texts = {heading.text for heading in kept}
    review = habits.review_heading if habits.review_heading in texts else None
    highlights = habits.highlights_heading if habits.highlights_heading in texts else None
    return replace(habits, headings=kept, review_heading=review, highlights_heading=highlights)


def _check_material(project: Project, material: Material, period: Period) -> None:
    if material.documents:
        return
    root, documents = project.site.root, project.reading.documents
    hint = "drafter sources shows what was read and what was left out; notes elsewhere are given by --notes DIR"
    if not documents:
        raise SourceError(f"{root}: nothing to draft from, no posts and no notes", hint=hint)
    years = sorted({d.stamp.day.year for d in documents if d.stamp})
    if not years:
        hint = f"date them: in the front matter (date: {period.start}) or the file name ({period.start}.md); {hint}"
        read = count_of(len(documents), "document")
        raise SourceError(f"{root}: nothing to draft from, {read} read and no date found", hint=hint)
    span = f"in {years[0]}" if years[0] == years[-1] else f"{years[0]} to {years[-1]}"
    message = f"{root}: nothing to draft from is dated {period.start} to {period.end}"
    raise SourceError(message, hint=f"documents are dated {span}; {hint}")


def _language(model: Retrospective | None, by_id: Mapping[str, Document], project: Project) -> str:
    return by_id[model.document_id].language if model else project.reading.language or "en"


def _is_polite(model: Retrospective | None, by_id: Mapping[str, Document], language: str) -> bool | None:
    if model is None or language != "ja":
        return None
    share = measure_voice([by_id[model.document_id].body]).polite_share
    return None if share is None else share > 0.5


def _digest(
    project: Project, period: Period, material: Material, *, polite: bool | None, habits: Habits | None
) -> Digest:
    documents = project.documents
    chunks = [c for d in material.documents for c in split_chunks(d, chunk_chars=project.settings.chunk_chars)]
    ranked = digest_by_ranking(material.documents, chunks, polite=polite)
    shelves, shelved = gather_shelves(habits, chunks, {d.id: d for d in documents}, period=period)
    told = without_shelved(ranked.facts, shelved)
    goals = find_goals(material.retrospectives, documents, period)
    setting = {goal.quote.document_id for goal in goals} - {d.id for d in material.documents}
    known = (*material.documents, *(d for d in documents if d.id in setting))
    matched = match_goals(goals, (*ranked.facts, *shelved, *ranked.spare), known)
    proving = {i for goal in matched for i in goal.evidence}
    return Digest(
        period=period,
        facts=(
            *told,
            *shelved,
            *(fact for fact in (*ranked.facts, *ranked.spare) if fact.id in proving and fact not in told),
        ),
        themes=find_themes(material.documents, told, issues=material.issues),
        shelves=shelves,
        goals=matched,
        statistics=count_statistics(documents, period),
        dropped=ranked.dropped,
    )


def _highlights(habits: Habits | None, period: Period, model: Retrospective | None, wording: Wording) -> str:
    """The heading over the themes where the author's last retrospective has one with sub headings."""
    if (
        not habits
        or habits.borrowed
        or len(habits.headings) < 2
        or not heads_highlights(habits.highlights_heading or "")
    ):
        return ""
    first, second = habits.headings[:2]
    if second.level <= first.level or habits.highlights_heading == habits.goals_heading:
        return ""
    return _filled(habits.highlights_heading, period, model)


def _filled(heading: str | None, period: Period, model: Retrospective | None) -> str:
    """A heading of the last retrospective for this period; "" for none."""
    ordinal = model.ordinal + 1 if model and model.ordinal else None
    return fill_slots(heading or "", period, ordinal=ordinal)


def _budget_chars(known: Sequence[Retrospective], habits: Habits | None, by_id: Mapping[str, Document]) -> int | None:
    """What a reader sees of the longest retrospective of this kind: its addresses and marks are no length."""
    if not habits or habits.borrowed:
        return None
    units = {r.period.unit for r in known if r.document_id == habits.document_id}
    return max(n_visible_chars(by_id[r.document_id].body) for r in known if r.period.unit in units)


def _own_links(documents: Sequence[Document]) -> dict[str, str]:
    """The ways a source may write a link to one of the author's own posts, each with the address that resolves."""
    links: dict[str, str] = {}
    for document in documents:
        if document.kind is not Kind.POST or not document.url:
            continue
        served = unquote(urlsplit(document.url).path)
        path = PurePosixPath(document.path)
        name = document.slug if is_index(path) else path.stem
        for form in (name, f"{name}.md", f"./{name}", f"./{name}.md", f"../{name}", f"../{name}/", f"/{document.path}"):
            links.setdefault(form, document.url)
        links |= {served: document.url, served.rstrip("/"): document.url, document.url.rstrip("/"): document.url}
    return links


def _figure(digest: Digest, by_id: Mapping[str, Document], *, wording: Wording, form: str) -> Asset | None:
    posts = [by_id[i] for i in digest.statistics.posts.document_ids if i in by_id]
    if len(posts) < _FIGURE_POSTS_MIN:
        return None
    title = wording.say("figure.title", period=wording.period_name(digest.period))
    entries = tuple(Entry(day=d.stamp.day, title=d.title) for d in posts if d.stamp)
    render = render_png if form == "png" else render_figure
    content = render(entries, title=title, language=wording.language, months=months(digest.period))
    return Asset(
        name=f"{digest.period.label}_articles.{form}",
        content=content,
        alt=title,
    )
