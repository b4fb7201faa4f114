"""All checks of one file, in the order of its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from drafter.pipeline.check.finding import Finding
from drafter.pipeline.check.form import check_form
from drafter.pipeline.check.front_matter import check_front_matter
from drafter.pipeline.check.leads import check_links
from drafter.pipeline.check.manuscript import Manuscript, read_manuscript
from drafter.pipeline.check.marks import check_marks
from drafter.pipeline.check.privacy import check_privacy
from drafter.pipeline.check.sentences import check_sentences
from drafter.pipeline.project import Project
from drafter.records import Period
from drafter.text.lines import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The findings of one file in the order of its lines. `remembered`: drafter wrote it, and knows what its sentences
    rest on; `period` None: numbers and names were held against nothing."""

    path: Path
    period: Period | None
    remembered: bool
    findings: tuple[Finding, ...]


def check_file(
    project: Project, path: Path, *, text: str | None = None, period: Period | None = None
) -> tuple[Finding, ...]:
    """What is wrong with a file, or with its text as an editor holds it; `()` where it is clean. Builds nothing.

    Raises:
        SourceError: a file that cannot be read.
        OutputError: drafter's memory cannot be read.
    """
    return check(read_manuscript(project, path, text=text, period=period))


def check_files(
    project: Project, paths: Sequence[Path], *, period: Period | None = None, hugo: str | None = None
) -> tuple[Checked, ...]:
    """Check several files of one project; with the path of a `hugo`, its site is built once, and their pages looked at.

    Raises:
        SourceError: a file that cannot be read.
        OutputError: drafter's memory cannot be read.
    """
    manuscripts = [read_manuscript(project, path, text=None, period=period) for path in paths]
    posts = [(m.path, m.document) for m in manuscripts if m.is_post]
    built = {}
    if hugo and posts and project.site.generator == "hugo":
        from drafter.pipeline.check.build import check_build

        built = check_build(project, posts, hugo=hugo)
    return tuple(
        Checked(
            path=path,
            period=manuscript.period,
            remembered=manuscript.written is not None,
            findings=(*built.get(manuscript.path, ()), *check(manuscript)),
        )
        for path, manuscript in zip(paths, manuscripts, strict=True)
    )


def check(manuscript: Manuscript) -> tuple[Finding, ...]:
    """As `check_file`, of a file that was read."""
    found = sorted(set(_find(manuscript)), key=lambda finding: (finding.start, finding.end, finding.rule))
    return tuple(_place(manuscript.text, found))


def _find(manuscript: Manuscript) -> Iterator[Finding]:
    yield from check_front_matter(manuscript)
    yield from check_form(manuscript)
    yield from check_marks(manuscript)
    yield from check_links(manuscript)
    yield from check_privacy(manuscript)
    yield from check_sentences(manuscript)


def _place(text: str, findings: list[Finding]) -> Iterator[Finding]:
    """The findings with their lines and columns."""
    lines = Lines(text)
    for finding in findings:
        start = min(finding.start, len(text))
        column = start - lines.line_start(start) + 1
        yield replace(finding, line=lines.number(start), column=column)
