"""`drafter publish`: a checked draft becomes a post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.check import FINDINGS, chosen_period, render_findings, say_limits
from drafter.commands.files import existing_file, project_folder, typed_path
from drafter.commands.options import PeriodOptions, load_settings_of
from drafter.commands.printing import render_path, say, show
from drafter.errors import UsageError

if TYPE_CHECKING:
    from drafter.pipeline.publish import PublishResult


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandOptions(PeriodOptions):
    """What `drafter publish` takes."""

    file: Annotated[Path, typer.Argument(metavar="FILE", help="A draft.")]
    date: Annotated[str | None, typer.Option(metavar="DAY", help="The date of the post; without it, now.")] = None
    build: Annotated[bool, typer.Option(help="Build the site where hugo is there, and look at the page.")] = True
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be set; write nothing.")] = False


def run(options: CommandOptions) -> int:
    """Take the draft flag off a checked draft, and date it.

    Nothing else in the file changes. Where an error, a proposal, a question or a directive is left, it lists them and
    changes nothing (exit code 9).
    """
    path = existing_file(options.directory / options.file, hint="give a draft")
    day = _parse_day(options.date)
    folder = project_folder(path, directory=options.directory)
    settings = load_settings_of(options, [path], folder, notes=options.notes)
    period = chosen_period(options, folder)
    from drafter.pipeline.check import find_hugo
    from drafter.pipeline.project import open_project
    from drafter.pipeline.publish import PublishOptions, publish

    project = open_project(settings, folder)
    hugo = find_hugo() if options.build else None
    given = PublishOptions(day=day, dry_run=options.dry_run, hugo=hugo, period=period)
    remembers = (project.root / ".drafter").is_dir()
    result = publish(project, path, given)
    say_limits([replace(result.checked, path=options.file)], remembers=remembers)
    return _tell(result, options)


def _parse_day(text: str | None) -> date | None:
    if text is None:
        return None
    from drafter.text.dates import parse_stamp

    stamp = parse_stamp(text, None, origin="--date")
    if stamp is None:
        raise UsageError(f"--date: not a day: {text!r}", hint="write it like 2025-01-01")
    return stamp.day


def _tell(result: PublishResult, options: CommandOptions) -> int:
    if result.left:
        show("\n".join(render_findings(replace(result.checked, path=options.file, findings=result.left))))
        say("not published, nothing was changed: settle these first")
        return FINDINGS
    for key, value in result.changes.items():
        say(f"{'would set' if options.dry_run else 'set'} {key} = {value}")
    if not result.changes:
        say("nothing holds it back: it is published already; --date DAY dates it anew")
    n_more = len(result.checked.findings)
    if n_more:
        from drafter.text.plural import count_of

        say(f"{count_of(n_more, 'hint')} that keep nothing back: see drafter check {options.file}")
    show(render_path(typed_path(options.directory / options.file).absolute()))
    return 0
