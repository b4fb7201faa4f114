"""`drafter check`: what is still wrong with posts before anybody reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drafter.commands.files import project_folder, tell_missing, typed_path
from drafter.commands.options import PeriodOptions, choose_period, load_settings, load_settings_of
from drafter.commands.printing import render_json, say, show
from drafter.errors import SourceError

if TYPE_CHECKING:
    from drafter.pipeline.check import Checked
    from drafter.records import Period

FINDINGS = 9  # the exit code
_SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions(PeriodOptions):
    """What `drafter check` takes."""

    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Drafts or posts.")]
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail, too.")] = False
    build: Annotated[bool, typer.Option(help="Build the site where hugo is there, and look at the page.")] = True
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False


def run(options: CheckOptions) -> int:
    """Find what is wrong with posts before anybody reads them.

    Numbers and names that nothing proves, changed sources, dead links, marks and directives left, mixed register,
    secrets and private names, open fences, front matter, a build by Hugo. Nothing is sent and no link is asked for.
    Exit code 9 where there are errors.
    """
    checked = [one for folder, files in _by_project(options).items() for one in _check(options, folder, files)]
    order = {path: number for number, path in enumerate(options.files)}
    checked.sort(key=lambda one: order[one.path])
    counts = Counter(str(finding.severity) for one in checked for finding in one.findings)
    if options.json:
        show(render_json({"files": [_record(one) for one in checked], **{f"{s}s": counts[s] for s in _SEVERITIES}}))
    elif counts:
        show("\n".join(line for one in checked for line in render_findings(one)))
    _say_counts(counts, len(checked))
    return FINDINGS if counts["error"] or (options.strict and counts["warning"]) else 0


def _by_project(options: CheckOptions) -> dict[Path, list[Path]]:
    """The files by the folder of their project, in their order.

    Raises:
        SourceError: names every file that is none.
    """
    places = {path: typed_path(options.directory / path) for path in options.files}
    missing = [path for path, place in places.items() if not place.is_file()]
    if missing:
        told = (f"{path}: {tell_missing(places[path])}" for path in missing)
        raise SourceError("\n".join(told), hint="give Markdown files")
    folders: dict[Path, list[Path]] = {}
    for path, place in places.items():
        folders.setdefault(project_folder(place, directory=options.directory), []).append(path)
    return folders


def _check(options: CheckOptions, folder: Path, files: Sequence[Path]) -> list[Checked]:
    paths = [typed_path(options.directory / path) for path in files]
    settings = load_settings_of(options, paths, folder, notes=options.notes)
    period = chosen_period(options, folder)
    from drafter.pipeline.check import check_files, find_hugo
    from drafter.pipeline.project import open_project

    project = open_project(settings, folder)
    checked = check_files(project, paths, period=period, hugo=find_hugo() if options.build else None)
    told = [replace(one, path=path) for one, path in zip(checked, files, strict=True)]
    say_limits(told, remembers=(project.root / ".drafter").is_dir())
    return told


def chosen_period(options: PeriodOptions, folder: Path) -> Period | None:
    """The period that was asked for; None where each file is to tell its own."""
    if all(
        given is None
        for given in (options.year, options.quarter, options.month, options.week, options.first, options.last)
    ):
        return None
    return choose_period(options, load_settings(options, folder), now=datetime.now())


def say_limits(checked: Sequence[Checked], *, remembers: bool) -> None:
    """Tell what could not be held against anything."""
    if not remembers:
        say("no memory of drafter here (.drafter/): checked by the files and the sources alone, all sentences as yours")
    no_period = [one.path for one in checked if one.period is None]
    if no_period:
        more = f" and {len(no_period) - 1} more" if len(no_period) > 1 else ""
        hint = "numbers and names are not checked (--year 2024 names one)"
        say(f"{no_period[0]}{more}: no retrospective of a period by its title: {hint}")


def render_findings(checked: Checked) -> list[str]:
    """One line a finding, as linters write them: FILE:LINE:COLUMN: severity: message [rule]."""
    return [f"{checked.path}:{f.line}:{f.column}: {f.severity}: {f.message} [{f.rule}]" for f in checked.findings]


def _record(checked: Checked) -> dict[str, Any]:
    return {
        "path": checked.path.as_posix(),
        "period": checked.period.label if checked.period else None,
        "remembered": checked.remembered,
        "findings": [asdict(finding) for finding in checked.findings],
    }


def _say_counts(counts: Counter[str], n_files: int) -> None:
    from drafter.text.plural import count_of

    said = ", ".join(count_of(counts[severity], severity) for severity in _SEVERITIES if counts[severity])
    say(f"{said or 'nothing wrong'} in {count_of(n_files, 'file')}")
