"""What there is to set up a project with: the site, folders of notes, earlier retrospectives, a model; and its file."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drafter.digest.retrospectives import find_retrospectives
from drafter.model.local import LocalServer, find_local_servers
from drafter.pipeline.project import Project
from drafter.records import Kind
from drafter.settings.sample import add_missing, render_settings
from drafter.store.atomic import read_existing, write_atomic

FILE = "drafter.toml"
_NAMES = re.compile(
    r"(?:my[-_ ]?)?(?:notes?|diary|diaries|journals?|memos?|daily|日記|日報|メモ|ノート|手帳)", re.IGNORECASE
)
_DATED = re.compile(r"(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])")
_NO_NOTES = frozenset(
    "public static assets themes layouts archetypes resources data i18n node_modules _site dist build src test tests"
    " docs vendor venv drafter-answers _drafter-answers prompts eval".split()
)
_DATED_MIN = 3
_FILES_MAX, _DEPTH_MAX = 3000, 3  # looked at in one folder


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesFolder:
    """A folder that looks like notes, by its name where `named`, else by the days in its files' names. `path` is as
    settings have it: from the project's root, "/" between."""

    path: str
    named: bool
    n_files: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found. `settings_path` is the file that settings were read from, None for none yet."""

    root: Path
    generator: str
    content: tuple[str, ...]
    language: str
    base_url: str
    n_posts: int
    n_notes: int
    n_private: int
    years: tuple[int, ...]
    year: int  # the one to draft now
    notes_set: tuple[str, ...]
    notes_found: tuple[NotesFolder, ...]
    retrospectives: tuple[tuple[str, str], ...]  # title and path, the newest first
    model: str
    key_variable: str
    has_key: bool
    servers: tuple[LocalServer, ...]
    settings_path: Path | None


def look_around(project: Project) -> Findings:
    """Find what a person would have to set. Nothing is written, and nothing but this machine is asked.

    Raises:
        SourceError: what is set cannot be read.
    """
    settings, site, documents = project.settings, project.site, project.reading.documents
    by_id = {d.id: d for d in documents}
    known = find_retrospectives(project.documents, fiscal_start=settings.fiscal_start)
    years = tuple(sorted({d.stamp.day.year for d in documents if d.stamp}))
    return Findings(
        root=project.root,
        generator=site.generator,
        content=tuple(_from_root(project.root, folder) for folder in site.content_dirs),
        language=settings.language or project.reading.language,
        base_url=site.base_url,
        n_posts=sum(d.kind is Kind.POST for d in documents),
        n_notes=sum(d.kind is Kind.NOTE for d in documents),
        n_private=len(documents) - len(project.documents),
        years=years,
        year=_year_to_draft(years, project.now.year),
        notes_set=tuple(_from_root(project.root, folder) for folder in settings.notes),
        notes_found=() if settings.notes else tuple(_find_notes(project)),
        retrospectives=tuple((by_id[r.document_id].title, by_id[r.document_id].path) for r in known),
        model=settings.model_large or settings.model_small or "",
        key_variable=settings.key_variable,
        has_key=bool(os.environ.get(settings.key_variable)),
        servers=find_local_servers(),
        settings_path=settings.path,
    )


def _year_to_draft(years: tuple[int, ...], this_year: int) -> int:
    """The year that is over last where something is dated in it, else the newest one that holds anything."""
    return this_year - 1 if this_year - 1 in years else max((y for y in years if y <= this_year), default=this_year - 1)


def _find_notes(project: Project) -> Iterator[NotesFolder]:
    """Folders in the project and beside it that are called like notes, or hold files that are named after days."""
    site, root = project.site, project.site.root
    if not site.content_dirs:
        return  # a vault or a plain folder is its own notes
    inside = [folder for folder in _folders(root) if not _holds_posts(folder, site.content_dirs)]
    beside = [folder for folder in _folders(root.parent) if folder != root] if root.parent != root else []
    for folder in (*inside, *beside):
        days = list(_days(folder))
        dated = sorted(day for day in days if day)
        named = _NAMES.fullmatch(unicodedata.normalize("NFC", folder.name))
        if len(dated) >= _DATED_MIN or (named and days):
            yield NotesFolder(
                path=_from_root(project.root, folder),
                named=bool(named),
                n_files=len(days),
                first=dated[0] if dated else None,
                last=dated[-1] if dated else None,
            )


def _folders(folder: Path) -> list[Path]:
    try:
        entries = sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
    except OSError:
        return []
    return [path for path in entries if path.name[0] != "." and path.name.lower() not in _NO_NOTES]


def _holds_posts(folder: Path, content_dirs: tuple[Path, ...]) -> bool:
    return any(content.is_relative_to(folder) or folder.is_relative_to(content) for content in content_dirs)


def _days(folder: Path) -> Iterator[date | None]:
    """The day in the name of each text below a folder, None for none; () for another site."""
    if any((folder / name).exists() for name in ("hugo.toml", "_config.yml", "package.json", "config.toml", ".git")):
        return
    n_seen = 0
    for base, folders, files in os.walk(folder):
        depth = len(Path(base).relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if name[0] != "." and depth < _DEPTH_MAX)
        for name in files:
            if Path(name).suffix.lower() in (".md", ".markdown", ".txt"):
                yield _day_in(name)
        n_seen += len(files)
        if n_seen > _FILES_MAX:
            return


def _day_in(name: str) -> date | None:
    found = _DATED.search(unicodedata.normalize("NFKC", name))
    digits = re.sub(r"\D", "", found.group()) if found else ""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if digits else None
    except ValueError:
        return None


def _from_root(root: Path, folder: Path) -> str:
    return Path(os.path.relpath(folder, root)).as_posix()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a person wants set; empty for what they do not."""

    notes: tuple[str, ...] = ()
    model: str = ""
    base_url: str = ""

    @property
    def values(self) -> Mapping[tuple[str, str], str]:
        """As TOML, by table and key."""
        values = {}
        if self.notes:
            values["sources", "notes"] = json.dumps(list(self.notes), ensure_ascii=False)
        if self.model:
            values["model", "large"] = json.dumps(self.model, ensure_ascii=False)
        if self.base_url:
            values["model", "base_url"] = json.dumps(self.base_url, ensure_ascii=False)
        return values


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The settings file; `n_added` keys were added to it as comments, all of a new one."""

    path: Path
    is_new: bool
    n_added: int


def write_settings(project: Project, chosen: Chosen) -> Written | None:
    """Write a new settings file, or add to an existing one, as comments, what it is silent about. What a person set
    stays. None where the settings stand in pyproject.toml: they are left alone.

    Raises:
        SettingsError: the file is no TOML.
        OutputError: it cannot be written, or changed meanwhile.
    """
    if project.settings.path is not None and project.settings.path.name != FILE:
        return None
    path = project.settings.path or project.root / FILE
    existing = read_existing(path)
    if existing is None:
        write_atomic(path, render_settings(chosen.values).encode("utf-8"), expected=None)
        return Written(path=path, is_new=True, n_added=0)
    bom = "\ufeff" if existing.startswith(b"\xef\xbb\xbf") else ""
    text, n_added = add_missing(existing.decode("utf-8-sig"), chosen.values)
    if n_added:
        write_atomic(path, (bom + text).encode("utf-8"), expected=existing)
    return Written(path=path, is_new=False, n_added=n_added)
