"""The file under check, read once for all checks, with what its project knows of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from drafter.digest.material import Material, sort_material
from drafter.digest.retrospectives import find_period_of
from drafter.errors import SourceError
from drafter.pipeline.evaluate import known_sentences
from drafter.pipeline.project import Project, count_statistics
from drafter.pipeline.template import shown_path
from drafter.read.encoding import decode
from drafter.read.privacy import judge_post
from drafter.read.stamps import find_stamp
from drafter.records import Block, BlockKind, Document, FrontMatter, Kind, Level, Period, Statistics, content_id
from drafter.score.page import Page, read_page
from drafter.site import is_index
from drafter.store.state import State, Written
from drafter.text.blocks import parse_blocks
from drafter.text.front_matter import parse_front_matter
from drafter.text.language import detect_language
from drafter.text.period_words import period_by_date
from drafter.text.periods import year_period

_CODE = frozenset((BlockKind.CODE, BlockKind.MATH))
_TICKS = re.compile(r"(?<!`)(`+)(?!`).{1,2000}?(?<!`)\1(?!`)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Manuscript:
    """A file as it stands on the disk or in an editor. `written` is drafter's memory of it, None without one; `period`
    is what it looks back on, None where that cannot be told. Offsets are those of `text`, front matter included."""

    project: Project
    path: Path
    text: str
    matter: FrontMatter
    document: Document
    written: Written | None
    period: Period | None

    @property
    def body_start(self) -> int:
        """Where the body begins."""
        return self.matter.end

    @property
    def body(self) -> str:
        """What stands below the front matter."""
        return self.text[self.matter.end :]

    @property
    def published(self) -> bool:
        """Whether nothing in the file holds it back: its readers see what stands in it."""
        return not self.document.draft

    @property
    def is_post(self) -> bool:
        """Whether it lies where its site has its posts."""
        return any(self.path.is_relative_to(folder) for folder in self.project.site.content_dirs)

    @cached_property
    def page(self) -> Page:
        """The sentences, with what those rest on that drafter wrote; offsets are those of `body`."""
        return read_page(self.body, known=known_sentences(self.project, self.written) if self.written else {})

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the body; offsets are those of `text`."""
        return parse_blocks(self.text, start=self.body_start)

    @cached_property
    def material(self) -> Material:
        """What the period holds; the file itself is no source."""
        period = self.period or year_period(self.project.now.year)
        target = self.document.path
        return self.project.once("material", lambda: self._sort_material(period, target), of=(period, target))

    def _sort_material(self, period: Period, target: str) -> Material:
        fiscal = self.project.settings.fiscal_start
        return sort_material(self.project.documents, period, fiscal_start=fiscal, target=target)

    @cached_property
    def statistics(self) -> Statistics:
        """What code counts in the period, counted once for all files."""
        period = self.period or year_period(self.project.now.year)
        return self.project.once(("statistics", period), lambda: count_statistics(self.project, period))

    @cached_property
    def others(self) -> tuple[Document, ...]:
        """All other documents that may be told, looked at or linked to."""
        path = self.document.path
        return self.project.once("others", lambda: tuple(d for d in self.project.documents if d.path != path), of=path)

    @cached_property
    def earlier(self) -> tuple[Document, ...]:
        """The author's other retrospectives, nearest first."""
        by_id = {d.id: d for d in self.others}
        found = (by_id.get(r.document_id) for r in self.material.retrospectives)
        return tuple(d for d in found if d is not None)

    @cached_property
    def _code(self) -> tuple[tuple[int, int], ...]:
        whole = [(b.start, b.end) for b in self.blocks if b.kind in _CODE]
        inline = [
            found.span()
            for b in self.blocks
            if b.kind not in _CODE
            for found in _TICKS.finditer(self.text, b.start, b.end)
        ]
        return tuple(sorted([*whole, *inline]))

    def in_code(self, at: int) -> bool:
        """Whether the character at an offset is shown as code."""
        number = bisect_right(self._code, (at, len(self.text))) - 1
        return number >= 0 and self._code[number][0] <= at < self._code[number][1]


def read_manuscript(project: Project, path: Path, *, text: str | None, period: Period | None) -> Manuscript:
    """Read a file, or take its text as an editor holds it.

    `period` None: that which its title, name or day tells; for a file drafter wrote, else the year before.

    Raises:
        SourceError: a file that cannot be read.
        OutputError: drafter's memory cannot be read.
    """
    text = (_read(path) if text is None else text).removeprefix("\ufeff")
    written = State(project.root).load_written(path)
    document = _document(project, path.resolve(), text)
    return Manuscript(
        project=project,
        path=path.resolve(),
        text=text,
        matter=document.front_matter,
        document=document,
        written=written,
        period=period or _period(project, document, written),
    )


def _read(path: Path) -> str:
    try:
        return decode(path.read_bytes()).text
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}", hint="give a Markdown file") from error
    except SourceError as error:
        raise SourceError(f"{path}: {error}", hint="give a Markdown file") from error


def _document(project: Project, path: Path, text: str) -> Document:
    """The file as a post, whether or not it lies in the site."""
    matter = parse_front_matter(text)
    shown = shown_path(project.site, path) or path.name
    title = str(matter.values.get("title") or "").strip()
    zone = project.site.zone or project.reading.zone
    stamp, _ = find_stamp(matter.values, path=shown, title=title, zone=zone, first_commit=lambda: None)
    verdict = judge_post(shown, values=matter.values, stamp=stamp, now=project.now, build_future=True)
    return Document(
        id=content_id("check", shown),
        kind=Kind.POST,
        path=shown,
        title=title or path.stem,
        stamp=stamp,
        front_matter=matter,
        text=text,
        level=Level.OWN,
        reasons=verdict.reasons,
        draft=verdict.draft,
        language=detect_language(text[matter.end :]),
        slug=path.parent.name if is_index(path) else path.stem,
        tags=_names(matter.values, "tags"),
        categories=_names(matter.values, "categories"),
        series=_names(matter.values, "series"),
    )


def _names(values: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = values.get(key)
    listed = found if isinstance(found, list) else [found] if found else []
    return tuple(str(name) for name in listed)


def _period(project: Project, document: Document, written: Written | None) -> Period | None:
    """What the file looks back on; of one that drafter wrote without saying so, by the day it is dated."""
    own = replace(document, draft=False, level=Level.PUBLISHED)
    others = (d for d in project.documents if d.path != document.path)
    named = find_period_of(own, others, fiscal_start=project.settings.fiscal_start)
    if named is not None or written is None:
        return named
    day = document.stamp.day if document.stamp else project.now.date()
    return period_by_date(document.title, day) or year_period((day - timedelta(days=365)).year)
