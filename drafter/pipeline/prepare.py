"""What every draft of a period begins with, whoever writes it: material, form, wording, goals and what code counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from drafter.digest.answers import answered_keys
from drafter.digest.goals import find_goals
from drafter.digest.habits import Habits, find_habits
from drafter.digest.material import Material, sort_material
from drafter.digest.retrospectives import Retrospective
from drafter.digest.statistics import count_statistics
from drafter.errors import SourceError
from drafter.ground.persons import holds_secret, names_person
from drafter.pipeline.project import Project
from drafter.read.chunks import split_chunks
from drafter.records import Asset, Chunk, Digest, Document, Draft, Goal, Kind, Level, Period, Statistics
from drafter.site import is_index
from drafter.store.wording import Wording, load_wording
from drafter.text.periods import months
from drafter.text.plural import count_of
from drafter.text.voice import measure_register, measure_voice
from drafter.write.budget import n_visible_chars
from drafter.write.figure import Entry, render_figure, render_png

_FIGURE_POSTS_MIN = 3


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A period made ready. `habits` and `followed` are the form of the author's last retrospective, None without one;
    `polite` is its register, None where it cannot be told. `figure` is "svg", "png" or None."""

    project: Project
    period: Period
    title: str
    material: Material
    habits: Habits | None
    followed: Retrospective | None
    polite: bool | None
    wording: Wording
    figure: str | None

    @cached_property
    def by_id(self) -> dict[str, Document]:
        """All documents that may be told, asked about or followed, by id."""
        return {d.id: d for d in self.documents}

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """All documents that may be told. An answer was written for the draft: what it says may stand there."""
        return tellable(self.project.documents)

    @cached_property
    def chunks(self) -> tuple[Chunk, ...]:
        """The sections of the material."""
        size = self.project.settings.chunk_chars
        return tuple(c for d in self.material.documents for c in split_chunks(d, chunk_chars=size))

    @property
    def sent(self) -> tuple[Document, ...]:
        """The documents whose words leave where there is a model: the material, what sets the goals, and the
        retrospective that is followed."""
        followed = (self.by_id[self.followed.document_id],) if self.followed else ()
        return tuple({d.id: d for d in (*self.goal_documents, *followed)}.values())

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """What the author had set for the period; nothing is proved yet."""
        return find_goals(self.material.retrospectives, self.documents, self.period)

    @property
    def known_questions(self) -> frozenset[str]:
        """The keys of questions that were answered, or are never to be asked."""
        return answered_keys(self.material.documents) | self.project.refused

    @cached_property
    def goal_documents(self) -> tuple[Document, ...]:
        """The material and the documents that set the goals."""
        setting = {goal.quote.document_id for goal in self.goals} - {d.id for d in self.material.documents}
        return (*self.material.documents, *(d for d in self.documents if d.id in setting))

    @cached_property
    def statistics(self) -> Statistics:
        """What code counts."""
        return count_statistics(self.project.documents, self.period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft with what it was made of, and what there is to say about how it was made."""

    draft: Draft
    digest: Digest
    prepared: Prepared
    notices: tuple[str, ...]
    answers: tuple[Document, ...] = ()  # what its author said on the way, beside the documents of the project


def prepare(project: Project, period: Period, *, title: str, target: str, figure: str | None) -> Prepared:
    """Read a period. `target` is where the draft will stand: it is no source.

    Raises:
        SourceError: nothing is dated in the period.
    """
    documents = tellable(project.documents)
    material = sort_material(documents, period, fiscal_start=project.settings.fiscal_start, target=target)
    by_id = {d.id: d for d in documents}
    _check_material(project, material, period)
    habits = _tellable(find_habits(material.retrospectives, by_id, period.unit), by_id)
    followed = next((r for r in material.retrospectives if habits and r.document_id == habits.document_id), None)
    language = project.settings.language or _language(followed, by_id, project)
    polite = _is_polite(followed, by_id, language, borrowed=habits is not None and habits.borrowed)
    wording = load_wording(language, polite=bool(polite), folders=(project.root / "prompts" / "wording",))
    return Prepared(
        project=project,
        period=period,
        title=title,
        material=material,
        habits=habits,
        followed=followed,
        polite=polite,
        wording=wording,
        figure=figure,
    )


def tellable(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Documents as a draft may tell of them: answers like what is published."""
    return tuple(replace(d, level=Level.PUBLISHED) if d.kind is Kind.ANSWER else d for d in documents)


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


def _language(followed: Retrospective | None, by_id: Mapping[str, Document], project: Project) -> str:
    return by_id[followed.document_id].language if followed else project.reading.language or "en"


def _is_polite(
    followed: Retrospective | None, by_id: Mapping[str, Document], language: str, *, borrowed: bool
) -> bool | None:
    """The register of the retrospective that is followed. A `borrowed` one, of another kind of period, tells one only
    where it is long: an author may write a monthly list otherwise than a year."""
    if followed is None or language != "ja":
        return None
    body = by_id[followed.document_id].body
    share = measure_voice([body]).polite_share if borrowed else measure_register([body])
    return None if share is None else share > 0.5


def budget_chars(known: Sequence[Retrospective], habits: Habits | None, by_id: Mapping[str, Document]) -> int | None:
    """What a reader sees of the longest retrospective of this kind: its addresses and marks are no length."""
    if not habits or habits.borrowed:
        return None
    units = {r.period.unit for r in known if r.document_id == habits.document_id}
    return max(n_visible_chars(by_id[r.document_id].body) for r in known if r.period.unit in units)


def own_links(documents: Sequence[Document]) -> dict[str, str]:
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


def draw_figure(prepared: Prepared) -> Asset | None:
    """The posts of the period as a picture; None where none was asked for, or for a handful."""
    by_id = prepared.by_id
    posts = [by_id[i] for i in prepared.statistics.posts.document_ids if i in by_id]
    if prepared.figure is None or len(posts) < _FIGURE_POSTS_MIN:
        return None
    wording, form = prepared.wording, prepared.figure
    title = wording.say("figure.title", period=wording.period_name(prepared.period))
    entries = tuple(Entry(day=d.stamp.day, title=d.title) for d in posts if d.stamp)
    render = render_png if form == "png" else render_figure
    content = render(entries, title=title, language=wording.language, months=months(prepared.period))
    return Asset(name=f"{prepared.period.label}_articles.{form}", content=content, alt=title)
