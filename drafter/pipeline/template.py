"""The form of the new post: the template it follows, where it goes, its title, and how its site marks a draft."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from drafter.digest.material import sort_material
from drafter.errors import SourceError
from drafter.pipeline.project import Project
from drafter.read.encoding import decode
from drafter.records import Document, Kind, Period, Unit
from drafter.site import Site, is_index
from drafter.store.spelled import as_spelled
from drafter.store.wording import load_wording
from drafter.text.front_matter import parse_front_matter
from drafter.write.place import Template, choose_path, move_on

_DRAFT_KEYS = {"jekyll": ("published", "false"), "zenn": ("published", "false")}
_UNPUBLISHED = ("draft", "true")


def find_template(project: Project, period: Period, moment: datetime) -> Template:
    """The newest earlier retrospective, else the archetype, else the newest post, else a bare front matter."""
    documents = [d for d in project.documents if _may_be_followed(d, project.site)]
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


def _may_be_followed(document: Document, site: Site) -> bool:
    """Where a site has folders for its posts, no note says where a post goes and what its front matter holds.

    The marks of a merge conflict would break the front matter of the new post too.
    """
    broken = "\n<<<<<<< " in document.text[: document.front_matter.end]
    return not broken and (document.kind is Kind.POST or not site.content_dirs)


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


def choose_target(project: Project, template: Template, period: Period, *, moment: datetime, out: Path | None) -> Path:
    """Where the post goes: `out` if given, else beside the one it follows, else beside the newest post."""
    if out is not None:
        out = as_spelled(out)
        return out / "index.md" if out.is_dir() else out
    fallback = _fallback_path(project, period, moment)
    if not _same_unit(template, period):
        fallback = _beside(template, fallback) if template.period else fallback
        template = replace(template, period=None)
    path = choose_path(template, period, today=moment, fallback=fallback)
    return as_spelled(_home(project.site, path) / path)


def _home(site: Site, shown: str) -> Path:
    """The folder that a path is shown from: the site's root, or that above a content folder outside of it."""
    return next((d.parent for d in _outside(site) if PurePosixPath(shown).parts[0] == d.name), site.root)


def shown_path(site: Site, path: Path) -> str:
    """A post's path as its document has it; "" where no post of the site can be."""
    homes = (site.root, *(folder.parent for folder in _outside(site) if path.is_relative_to(folder)))
    shown = next((path.relative_to(home).as_posix() for home in homes if path.is_relative_to(home)), "")
    return unicodedata.normalize("NFC", shown)


def _outside(site: Site) -> tuple[Path, ...]:
    return tuple(folder for folder in site.content_dirs if not folder.is_relative_to(site.root))


def _beside(template: Template, fallback: str) -> str:
    """In the folder of reviews of another kind of period, which is nearer than that of most posts."""
    path, new = PurePosixPath(template.path), PurePosixPath(fallback)
    name = new.parent.name if is_index(new) else new.stem
    if is_index(path):
        return f"{path.parent.parent.as_posix()}/{name}/{path.name}"
    return f"{path.parent.as_posix()}/{name}{path.suffix}"


def _fallback_path(project: Project, period: Period, moment: datetime) -> str:
    """Beside the newest post, in the form most posts have; at the root where there are none."""
    name = f"retrospective-{period.label.replace('..', '-to-').lower()}"
    posts = [d for d in project.documents if d.kind is Kind.POST and not d.draft and d.stamp]
    if not posts:
        return f"{name}.md"
    shapes = Counter(_shape(PurePosixPath(d.path)) for d in posts)
    (folder, bundle, dated, end), _ = max(shapes.items(), key=lambda item: (item[1], item[0]))
    stem = f"{moment:%Y-%m-%d}-{name}" if dated else name
    return f"{folder}/{stem}/{end}" if bundle else f"{folder}/{stem}{end}"


def _shape(path: PurePosixPath) -> tuple[str, bool, bool, str]:
    bundle = is_index(path)
    home = path.parent.parent if bundle else path.parent
    top = "/".join(home.parts[:2]) if bundle else home.as_posix()
    return (top, bundle, bool(re.match(r"\d{4}-\d\d-\d\d-", path.name)), path.name if bundle else path.suffix)


def choose_title(project: Project, template: Template, period: Period) -> str:
    """The title of the retrospective before, moved on; the wording's where there is none of this kind."""
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


def choose_draft_key(site: Site, front_matter: Mapping[str, object]) -> tuple[str, str]:
    """The front matter key and value by which this site holds a post back."""
    if "draft" not in front_matter and isinstance(front_matter.get("published"), bool):
        return ("published", "false")
    return _DRAFT_KEYS.get(site.generator, _UNPUBLISHED)
