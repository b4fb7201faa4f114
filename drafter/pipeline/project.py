"""A project as the commands see it: what is read, what it is used for, and what code counts in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from drafter.records import Document, Kind, LeftOut, Level, Period, Statistics
from drafter.settings import Settings
from drafter.site import Site, find_site
from drafter.text.plural import count_of

if TYPE_CHECKING:
    from drafter.model.prompts import Prompts
    from drafter.read.answers import Answers
    from drafter.read.documents import Reading

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, kw_only=True)
class Project:
    """A blog or a folder of notes, with what the person set. Documents are read once, when first asked for; those whose
    ids are `hidden` are as if they were not there; questions whose keys are `settled` are not asked."""

    settings: Settings
    site: Site
    now: datetime
    hidden: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()

    @cached_property
    def reading(self) -> Reading:
        """All documents, and what was left out; private ones that the person allows by name are their own notes."""
        from drafter.read.documents import read_documents

        settings = self.settings
        reading = read_documents(
            self.site,
            notes=settings.notes,
            now=self.now,
            day_start=settings.day_start,
            allowed=settings.allow,
        )
        others = (d for d in reading.documents if PurePosixPath(d.path).parent.name != self.answers_folder.name)
        reading = replace(
            reading,
            documents=(*others, *self.answers.documents),
            left_out=(*reading.left_out, *self.answers.left_out),
        )
        if not self.hidden:
            return reading
        return replace(reading, documents=tuple(d for d in reading.documents if d.id not in self.hidden))

    @property
    def answers_folder(self) -> Path:
        """Where the author's answers lie, as files of theirs; by a name that its generator does not publish."""
        hidden = self.site.generator in ("jekyll", "eleventy", "hexo")
        return self.root / ("_drafter-answers" if hidden else "drafter-answers")

    @cached_property
    def answers(self) -> Answers:
        """What the author answered, of all periods."""
        from drafter.read.answers import read_answers

        return read_answers(self.answers_folder, fiscal_start=self.settings.fiscal_start)

    @property
    def refused(self) -> frozenset[str]:
        """The keys of questions that the author never wants to be asked, or not now."""
        from drafter.store.refusals import load_refusals
        from drafter.store.state import State

        return self.answers.refused | load_refusals(State(self.root)).keys() | self.settled

    def warnings(self, *, most: int) -> tuple[str, ...]:
        """The first `most` warnings about what was read, and how many there are more."""
        told = [f"warning: {warning}" for document in self.reading.documents for warning in document.warnings]
        more = len(told) - most
        if more <= 0:
            return tuple(told)
        return (*told[:most], f"{count_of(more, 'more warning')}: see drafter sources")

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """What may be told, asked about or followed: private documents are not among them."""
        return tuple(d for d in self.reading.documents if d.level is not Level.PRIVATE)

    @cached_property
    def _known(self) -> dict[Hashable, tuple[Hashable, Any]]:
        return {}

    def once(self, question: Hashable, work: Callable[[], _Answer], *, of: Hashable = None) -> _Answer:
        """What `work` finds in the documents, worked out once for each question: the answer holds as long as they do.

        Of what is asked `of` many things, such as files, only the answer for the newest is kept.
        """
        known = self._known.get(question)
        if known is None or known[0] != of:
            known = self._known[question] = (of, work())
        answer: _Answer = known[1]
        return answer

    @property
    def root(self) -> Path:
        """Where the state lies: beside the settings file, else at the site's root."""
        return self.settings.home if self.settings.path else self.site.root


def documents_by_path(project: Project, documents: Iterable[Document]) -> dict[str, list[Document]]:
    """Documents by the paths that drafter shows; each answer of a file is a document of its own."""
    found: dict[str, list[Document]] = {}
    for document in documents:
        found.setdefault(path_from_root(project, document.path), []).append(document)
    return found


def path_from_root(project: Project, shown: str) -> str:
    """A note's path as it can be opened from the project's root: ../notes/2024-05-01.md."""
    for folder in project.settings.notes:
        path = folder.parent / shown
        if PurePosixPath(shown).parts[:1] == (folder.name,) and path.exists():
            return Path(os.path.relpath(path, project.root)).as_posix()
    return shown


def find_prompts(project: Project) -> Prompts:
    """The bundled prompts, those of the project's `prompts/` over them, those of the settings over both.

    Raises:
        PromptError: a file that cannot be used.
    """
    from drafter.model.prompts import load_prompts

    own = project.root / "prompts"
    folders = [folder for folder in (own if own.is_dir() else None, project.settings.prompts) if folder is not None]
    return load_prompts(*folders)


def open_project(settings: Settings, root: Path, *, now: datetime | None = None) -> Project:
    """The project of a folder; `now` decides what lies in the future.

    Raises:
        SourceError: the settings of the site are broken.
    """
    site = find_site(root)
    if settings.content:
        site = replace(site, content_dirs=settings.content)
    return Project(settings=settings, site=site, now=now or datetime.now().astimezone())


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One document of `drafter sources`; `use` says what the draft of the period takes from it."""

    path: str
    kind: Kind
    level: Level
    day: date | None
    origin: str
    use: str
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """What `drafter sources` shows."""

    period: Period
    rows: tuple[SourceRow, ...]
    left_out: tuple[LeftOut, ...]


def list_sources(project: Project, period: Period) -> SourceList:
    """Every document with its use for `period`, and every file left out with its reason."""
    from drafter.digest.material import sort_material

    material = sort_material(project.reading.documents, period, fiscal_start=project.settings.fiscal_start)
    rows = [
        SourceRow(
            path=d.path,
            kind=d.kind,
            level=d.level,
            day=d.stamp.day if d.stamp else None,
            origin=d.stamp.origin if d.stamp else "no date found",
            use=material.uses[d.id],
            reasons=d.reasons,
            warnings=d.warnings,
        )
        for d in project.reading.documents
    ]
    return SourceList(period=period, rows=tuple(rows), left_out=project.reading.left_out)


def count_statistics(project: Project, period: Period) -> Statistics:
    """What code counts in the period, each number with its rule."""
    from drafter.digest.statistics import count_statistics as count

    return count(project.reading.documents, period)
