"""The draft as a file: where it goes, in which form, and with what a person wrote there untouched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from pathlib import Path

from drafter.digest.habits import Habits
from drafter.pipeline.deliver import Delivered, Delivery, deliver
from drafter.pipeline.draft import draft_by_ranking
from drafter.pipeline.layout import layout_of
from drafter.pipeline.prepare import Drafted, Prepared, prepare
from drafter.pipeline.project import Project, path_from_root
from drafter.pipeline.template import choose_draft_key, choose_target, choose_title, find_template, shown_path
from drafter.records import Ownership, Period, Question
from drafter.revise.pairing import Unplaced
from drafter.revise.turns import find_turns
from drafter.site import is_index
from drafter.store.state import State, Written, WrittenQuote, WrittenSentence
from drafter.text.plural import count_of
from drafter.write.markdown import Layout, Placed, render_markdown
from drafter.write.mdx import fit_mdx
from drafter.write.place import Template, write_front_matter

_TELLING_KEYS = ("description", "summary", "hero_image", "banner_image", "cover", "discuss_urls")


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateOptions:
    """`out` instead of the blog's own place; `stdout`: write nothing and merge nothing; `force`: replace a person's
    file; `section`: merge only below this heading; `preview`: write nothing, and show what would be in the file;
    `settle`: the person's text without the marks that are done with."""

    out: Path | None = None
    stdout: bool = False
    date: date | None = None
    force: bool = False
    figure: bool = True
    figure_format: str = "svg"
    section: str | None = None
    preview: bool = False
    settle: Callable[[str], str] = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """`text` is what the file holds now, or would. `put_aside` is where the draft went instead of `path`, which holds
    what drafter did not write. `before` is what a person made of the last draft, into which this one was merged."""

    path: Path
    text: str
    sentences: tuple[WrittenSentence, ...]  # with their places in `text`
    put_aside: Path | None
    kept_old: Path | None
    before: str | None
    unplaced: tuple[Unplaced, ...]  # of the draft, with the reason
    unplaced_in: Path | None  # the file that keeps them
    asked: tuple[Question, ...]  # in the file
    questions: tuple[Question, ...]  # for the terminal only
    notices: tuple[str, ...]
    is_merged: bool = False  # the file has a share of a person's, and was written
    memory: Written | None = None  # what drafter knows of `text`


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where the post of a period goes, the moment it is dated, and the post whose form it takes."""

    template: Template
    path: Path
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A period made ready, and the place of its post."""

    prepared: Prepared
    target: Target


def find_target(project: Project, period: Period, options: GenerateOptions) -> Target:
    """Find where the post of a period goes, and what it follows."""
    moment = _moment(project, options.date)
    template = find_template(project, period, moment)
    path = choose_target(project, template, period, moment=moment, out=options.out)
    return Target(template=template, path=path, moment=moment)


def prepare_period(project: Project, period: Period, options: GenerateOptions) -> Ready:
    """Read the period, and find where its post goes and what it follows.

    Raises:
        SourceError: there is nothing to read.
    """
    target = find_target(project, period, options)
    title = choose_title(project, target.template, period)
    figure = options.figure_format if options.figure and is_index(target.path) else None
    prepared = prepare(project, period, title=title, target=shown_path(project.site, target.path), figure=figure)
    return Ready(prepared=prepared, target=target)


def generate(
    project: Project,
    period: Period,
    options: GenerateOptions,
    *,
    draft: Callable[[Prepared], Drafted] = draft_by_ranking,
) -> Generated:
    """Have the period drafted by `draft` and write it, or merge it into what a person made of the last draft.

    Raises:
        OutputError: the file or the state cannot be written.
        SourceError: there is nothing to read.
    """
    ready = prepare_period(project, period, options)
    template, path, moment = ready.target.template, ready.target.path, ready.target.moment
    drafted = draft(ready.prepared)
    head = write_front_matter(
        template,
        title=ready.prepared.title,
        moment=moment,
        zone=project.site.zone,
        holds_after=project.now if project.site.generator == "hugo" and not project.site.build_future else None,
        period=period,
        draft_key=choose_draft_key(project.site, template.front_matter),
    )
    layout = _layout(drafted, template, path)
    own = replace(drafted.draft, sections=fit_mdx(drafted.draft.sections)) if layout.mdx else drafted.draft
    body, placed = render_markdown(own, layout=layout)
    text = head + body
    written = Written(
        text=text,
        sentences=_sentences(project, drafted, placed, shift=len(head)),
        period=period,
        notes=tuple(map(State(project.root).name_of, project.settings.notes if project.settings.notes_by_hand else ())),
    )
    how = Delivery(
        force=options.force,
        section=options.section,
        preview=options.preview,
        settle=options.settle,
        keeps_dates=options.date is None,
    )
    delivered = (
        Delivered(written=written) if options.stdout else deliver(project, path, written, drafted.draft.assets, how)
    )
    return Generated(
        path=path,
        text=delivered.written.text,
        sentences=delivered.written.sentences,
        put_aside=delivered.put_aside,
        kept_old=delivered.kept_old,
        before=delivered.before,
        unplaced=delivered.unplaced,
        unplaced_in=delivered.unplaced_in,
        asked=tuple(_still_asked(drafted.draft.asked, delivered.written.text)),
        questions=drafted.draft.questions,
        notices=(*_notices(project, drafted), *_kept(template)),
        is_merged=not options.preview
        and delivered.before not in (None, delivered.written.text)
        and delivered.written.ownership != Ownership(),
        memory=delivered.written,
    )


def _still_asked(asked: Iterable[Question], text: str) -> Iterator[Question]:
    """Those that stand in the file; its author may have taken some out."""
    there = {turn.words for turn in find_turns(text).questions}
    return (question for question in asked if " ".join(question.text.split()) in there)


def _moment(project: Project, day: date | None) -> datetime:
    zone = _zone(project)
    now = project.now.astimezone(zone)
    return datetime.combine(day, time(0), tzinfo=now.tzinfo) if day else now


def _zone(project: Project) -> tzinfo | None:
    return project.site.zone or project.reading.zone


def _layout(drafted: Drafted, template: Template, path: Path) -> Layout:
    own = layout_of(drafted.prepared, path)
    newline = "\r\n" if "\r\n" in template.text else "\n"
    more = _has_more(drafted.prepared.habits, template) and not own.mdx  # an HTML comment breaks the page there
    return replace(own, newline=newline, lead="\n<!--more-->\n" if more else "\n")


def _has_more(habits: Habits | None, template: Template) -> bool:
    return habits.more_line if habits else "<!--more-->" in template.text[template.body_start :][:200]


def _sentences(
    project: Project, drafted: Drafted, placed: tuple[Placed, ...], *, shift: int
) -> tuple[WrittenSentence, ...]:
    documents = (*project.reading.documents, *drafted.answers)
    paths = {d.id: path_from_root(project, d.path) for d in documents}
    return tuple(
        WrittenSentence(
            start=p.start + shift,
            end=p.end + shift,
            standing=p.sentence.standing,
            quotes=tuple(
                WrittenQuote(path=paths[q.document_id], start_line=q.start_line, end_line=q.end_line, words=q.text)
                for q in p.sentence.quotes
            ),
            counts=p.sentence.counts,
        )
        for p in placed
    )


def _notices(project: Project, drafted: Drafted) -> tuple[str, ...]:
    statistics, digest = drafted.digest.statistics, drafted.digest
    posts, drafts = count_of(statistics.posts.value, "post"), count_of(statistics.drafts.value, "draft")
    read = f"{posts}, {drafts} and {count_of(statistics.notes.value, 'note')} of {digest.period.label}"
    told = sum(len(p.sentences) for s in drafted.draft.sections for p in s.passages if p.form != "question")
    return (
        f"read {read}; {told} sentences and links in the draft, {len(drafted.draft.dropped)} left out",
        *drafted.notices,
        *project.warnings(most=3),
    )


def _kept(template: Template) -> tuple[str, ...]:
    """What the front matter still says of the retrospective it was taken from."""
    keys = [
        key for key in _TELLING_KEYS if template.period and template.front_matter.get(key) not in (None, "", [], {})
    ]
    told = f"front matter kept from {template.path}: {', '.join(keys)}; look whether it still fits"
    return (told,) if keys else ()
