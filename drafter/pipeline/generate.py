"""The draft as a file: where it goes, in which form, and never over what a person wrote."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from pathlib import Path, PurePosixPath

from drafter.digest.habits import Habits
from drafter.digest.material import sort_material
from drafter.errors import SourceError
from drafter.pipeline.draft import Drafted, draft_period
from drafter.pipeline.project import Project
from drafter.read.encoding import decode
from drafter.records import Asset, Document, Kind, Level, Period, Question, Unit
from drafter.site import Site
from drafter.store.atomic import read_existing, write_atomic
from drafter.store.state import State, Written, WrittenQuote, WrittenSentence
from drafter.store.wording import load_wording
from drafter.text.front_matter import parse_front_matter
from drafter.write.markdown import Layout, Placed, render_markdown
from drafter.write.place import Template, choose_path, move_on, write_front_matter

_DRAFT_KEYS = {"jekyll": ("published", "false"), "zenn": ("published", "false")}
_TELLING_KEYS = ("description", "summary", "hero_image", "banner_image", "cover", "discuss_urls")
_UNPUBLISHED = ("draft", "true")


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateOptions:
    """`out` instead of the blog's own place; `stdout`: write nothing; `force`: replace a person's file."""

    out: Path | None = None
    stdout: bool = False
    date: date | None = None
    force: bool = False
    figure: bool = True
    figure_format: str = "svg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """`put_aside` is where the draft went instead of `path`, which holds what drafter did not write."""

    path: Path
    text: str
    put_aside: Path | None
    kept_old: Path | None
    asked: tuple[Question, ...]  # in the file
    questions: tuple[Question, ...]  # for the terminal only
    notices: tuple[str, ...]


def generate(project: Project, period: Period, options: GenerateOptions) -> Generated:
    """Draft the period and write it, unless what stands there is a person's.

    Raises:
        OutputError: the file or the state cannot be written.
        SourceError: there is nothing to read.
    """
    moment = _moment(project, options.date)
    template = _template(project, period, moment)
    path = _target(project, template, period, moment=moment, out=options.out)
    title = _title(project, template, period)
    inside = path.relative_to(project.site.root).as_posix() if path.is_relative_to(project.site.root) else ""
    figure = options.figure_format if options.figure and path.stem == "index" else None
    drafted = draft_period(project, period, title=title, target=inside, figure=figure)
    head = write_front_matter(
        template,
        title=title,
        moment=moment,
        zone=project.site.zone,
        holds_after=project.now if project.site.generator == "hugo" and not project.site.build_future else None,
        period=period,
        draft_key=_draft_key(project.site, template.front_matter),
    )
    body, placed = render_markdown(drafted.draft, layout=_layout(project, drafted, template, path))
    text = head + body
    written = Written(text=text, sentences=_sentences(project, placed, shift=len(head)))
    aside, old = (
        (None, None) if options.stdout else _deliver(project, path, written, drafted.draft.assets, force=options.force)
    )
    return Generated(
        path=path,
        text=text,
        put_aside=aside,
        kept_old=old,
        asked=drafted.draft.asked,
        questions=drafted.draft.questions,
        notices=(*_notices(project, drafted), *_kept(template)),
    )


def _moment(project: Project, day: date | None) -> datetime:
    zone = _zone(project)
    now = project.now.astimezone(zone)
    return datetime.combine(day, time(0), tzinfo=now.tzinfo) if day else now


def _zone(project: Project) -> tzinfo | None:
    return project.site.zone or project.reading.zone


def _template(project: Project, period: Period, moment: datetime) -> Template:
    """The newest earlier retrospective, else the archetype, else the newest post, else a bare front matter."""
    readable = (d for d in project.reading.documents if d.level is not Level.PRIVATE)
    # The marks of a merge conflict would break the front matter of the new post too.
    documents = [d for d in readable if "\n<<<<<<< " not in d.text[: d.front_matter.end]]
    by_id = {d.id: d for d in documents}
    known = sort_material(documents, period, fiscal_start=project.settings.fiscal_start).retrospectives
    same = [r for r in known if r.period.unit is period.unit or r.ordinal]
    for retrospective in (same or known)[:1]:
        template = _of_document(by_id[retrospective.document_id])
        return replace(template, period=retrospective.period, ordinal=retrospective.ordinal)
    archetype = project.site.root / "archetypes" / "default.md"
    if project.site.generator == "hugo" and archetype.is_file():
        return _of_archetype(archetype, moment)
    posts = [
        d for d in documents if d.kind is Kind.POST and not d.draft and d.stamp and d.front_matter.format != "none"
    ]
    if posts:
        return _of_document(max(posts, key=lambda d: (d.stamp.day if d.stamp else date.min, d.path)))
    return _bare(moment)


def _of_document(document: Document) -> Template:
    matter = document.front_matter
    return Template(text=document.text, path=document.path, front_matter=matter.values, body_start=matter.end)


def _of_archetype(path: Path, moment: datetime) -> Template:
    """Hugo's archetype with its actions filled as `hugo new` would: the date, and nothing else that matters here."""
    try:
        text = decode(path.read_bytes()).text
    except SourceError as error:
        raise SourceError(f"{path}: {error}", hint="mend the archetype, or delete it") from error
    text = re.sub(r"\{\{\s*\.Date\s*\}\}", moment.isoformat(timespec="seconds"), text)
    text = re.sub(r"\{\{.*?\}\}", "-", text)
    matter = parse_front_matter(text)
    return Template(text=text, path="", front_matter=matter.values, body_start=matter.end)


def _bare(moment: datetime) -> Template:
    text = f'---\ntitle: "-"\ndate: {moment:%Y-%m-%d}\ndraft: true\n---\n'
    matter = parse_front_matter(text)
    return Template(text=text, path="", front_matter=matter.values, body_start=matter.end)


def _target(project: Project, template: Template, period: Period, *, moment: datetime, out: Path | None) -> Path:
    if out is not None:
        return out / "index.md" if out.is_dir() else out
    fallback = _fallback_path(project, period, moment)
    if not _same_unit(template, period):
        fallback = _beside(template, fallback) if template.period else fallback
        template = replace(template, period=None)
    return project.site.root / choose_path(template, period, today=moment, fallback=fallback)


def _beside(template: Template, fallback: str) -> str:
    """In the folder of reviews of another kind of period, which is nearer than that of most posts."""
    path, new = PurePosixPath(template.path), PurePosixPath(fallback)
    name = new.parent.name if new.stem == "index" else new.stem
    if path.stem == "index":
        return f"{path.parent.parent.as_posix()}/{name}/index{path.suffix}"
    return f"{path.parent.as_posix()}/{name}{path.suffix}"


def _fallback_path(project: Project, period: Period, moment: datetime) -> str:
    """Beside the newest post, in the form most posts have; at the root where there are none."""
    name = f"retrospective-{period.label.replace('..', '-to-').lower()}"
    posts = [d for d in project.reading.documents if d.kind is Kind.POST and not d.draft and d.stamp]
    if not posts:
        return f"{name}.md"
    shapes = Counter(_shape(PurePosixPath(d.path)) for d in posts)
    (folder, bundle, dated, suffix), _ = max(shapes.items(), key=lambda item: (item[1], item[0]))
    stem = f"{moment:%Y-%m-%d}-{name}" if dated else name
    return f"{folder}/{stem}/index{suffix}" if bundle else f"{folder}/{stem}{suffix}"


def _shape(path: PurePosixPath) -> tuple[str, bool, bool, str]:
    bundle = path.stem == "index"
    home = path.parent.parent if bundle else path.parent
    top = "/".join(home.parts[:2]) if bundle else home.as_posix()
    return (top, bundle, bool(re.match(r"\d{4}-\d\d-\d\d-", path.name)), path.suffix)


def _title(project: Project, template: Template, period: Period) -> str:
    old = str(template.front_matter.get("title") or "")
    if template.period is not None and old and _same_unit(template, period):
        return move_on(old, old=template.period, new=period, ordinal=template.ordinal)
    language = project.settings.language or project.reading.language or "en"
    wording = load_wording(language, polite=False, folders=(project.root / "prompts" / "wording",))
    return wording.say("headings.title", period=wording.period_name(period))


def _same_unit(template: Template, period: Period) -> bool:
    """Whether the words of the template's period can become those of the new one.

    A founder's year is a range, as is a half-year: the first half's words are not those of the second.
    """
    if template.period is None or template.ordinal is not None:
        return template.period is not None
    start = template.period.start
    moves = period.unit is not Unit.RANGE or (start.month, start.day) == (period.start.month, period.start.day)
    return template.period.unit is period.unit and moves


def _draft_key(site: Site, front_matter: Mapping[str, object]) -> tuple[str, str]:
    if "draft" not in front_matter and isinstance(front_matter.get("published"), bool):
        return ("published", "false")
    return _DRAFT_KEYS.get(site.generator, _UNPUBLISHED)


def _layout(project: Project, drafted: Drafted, template: Template, path: Path) -> Layout:
    habits = drafted.habits
    newline = "\r\n" if "\r\n" in template.text else "\n"
    return Layout(
        newline=newline,
        lead="\n<!--more-->\n" if _has_more(habits, template) else "\n",
        blank_after_heading=habits.blank_after_heading if habits else True,
        section_end=(habits.section_end or "") if habits else "",
        bullet=habits.bullet if habits and habits.bullet in ("-", "*", "+") else "-",
        spaced=drafted.wording.language == "en",
        mdx=path.suffix == ".mdx",
    )


def _has_more(habits: Habits | None, template: Template) -> bool:
    return habits.more_line if habits else "<!--more-->" in template.text[template.body_start :][:200]


def _sentences(project: Project, placed: tuple[Placed, ...], *, shift: int) -> tuple[WrittenSentence, ...]:
    paths = {d.id: _path_from_root(project, d.path) for d in project.reading.documents}
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


def _path_from_root(project: Project, shown: str) -> str:
    """A note's path as it can be opened from the project's root: ../notes/2024-05-01.md."""
    for folder in project.settings.notes:
        path = folder.parent / shown
        if PurePosixPath(shown).parts[:1] == (folder.name,) and path.exists():
            return Path(os.path.relpath(path, project.root)).as_posix()
    return shown


def _deliver(
    project: Project, path: Path, written: Written, assets: tuple[Asset, ...], *, force: bool
) -> tuple[Path | None, Path | None]:
    """Write the draft, or put it aside where the file is not byte for byte what drafter last wrote."""
    state = State(project.root)
    with state.lock():
        existing = read_existing(path)
        if existing is not None and not _is_ours(state, path, existing) and not force:
            return state.put_aside(path, written.text), None
        old = None
        if existing is not None and not _is_ours(state, path, existing):
            old = state.keep_old(path, existing)
        write_atomic(path, written.text.encode("utf-8"), expected=existing)
        state.save_written(path, written)
        for asset in assets:
            _deliver_asset(state, path.with_name(asset.name), asset.content)
    return None, old


def _deliver_asset(state: State, path: Path, content: bytes) -> None:
    """A picture of that name which drafter did not draw stays: it is a person's."""
    existing = read_existing(path)
    if existing is None or _is_ours(state, path, existing):
        write_atomic(path, content, expected=existing)
        state.save_asset(path, content)


def _is_ours(state: State, path: Path, existing: bytes) -> bool:
    return state.sha256_of(path) == hashlib.sha256(existing).hexdigest()


def _notices(project: Project, drafted: Drafted) -> tuple[str, ...]:
    statistics, digest = drafted.digest.statistics, drafted.digest
    counts = (statistics.posts.value, statistics.drafts.value, statistics.notes.value)
    read = "{} posts, {} drafts and {} notes of {}".format(*counts, digest.period.label)
    told = sum(len(p.sentences) for s in drafted.draft.sections for p in s.passages if p.form != "question")
    return (
        f"read {read}; {told} sentences and links in the draft, {len(drafted.draft.dropped)} left out",
        "no model was used: these are your own sentences, chosen and arranged by code",
        *project.warnings(most=3),
    )


def _kept(template: Template) -> tuple[str, ...]:
    """What the front matter still says of the retrospective it was taken from."""
    keys = [
        key for key in _TELLING_KEYS if template.period and template.front_matter.get(key) not in (None, "", [], {})
    ]
    told = f"front matter kept from {template.path}: {', '.join(keys)}; look whether it still fits"
    return (told,) if keys else ()
