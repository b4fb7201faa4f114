"""`drafter revise`: a draft made again, merged with what its author made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from drafter.commands.files import existing_file, project_folder
from drafter.commands.generate import draft_with, load_for_draft, say_remarks
from drafter.commands.generate_options import GenerateOptions
from drafter.commands.hearing import take_in
from drafter.commands.options import (
    BaseUrl,
    MaxCost,
    MaxTokens,
    Model,
    NoModel,
    PeriodOptions,
    Prompts,
    Small,
    Yes,
    choose_period,
)
from drafter.commands.printing import render_path, say, show, show_changes
from drafter.errors import ALL_YOURS, OutputError, UsageError

if TYPE_CHECKING:
    from drafter.pipeline.generate import Generated
    from drafter.pipeline.project import Project
    from drafter.records import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseOptions(PeriodOptions):
    """What `drafter revise` takes."""

    file: Annotated[Path, typer.Argument(metavar="FILE", help="A draft that drafter wrote.")]
    section: Annotated[str | None, typer.Option(metavar="HEADING", help="Only this section, with those below it.")] = (
        None
    )
    diff: Annotated[bool, typer.Option("--diff", help="Print what would change and write nothing.")] = False
    model: Model = None
    small: Small = None
    no_model: NoModel = False
    base_url: BaseUrl = None
    prompts: Prompts = None
    max_cost: MaxCost = None
    max_tokens: MaxTokens = None
    yes: Yes = False


def run(options: ReviseOptions, *, only_directives: bool = False, hear: Callable[..., object] = lambda _: None) -> None:
    """Make a draft again and merge it with what you made of it.

    What you wrote, changed or moved stays as it is, what you took out stays out; the rest takes the new text. What you
    wrote below a question answers it: a source from then on, for this draft and later ones. Where directives stand in
    it, <!-- drafter: shorter, with numbers -->, they are carried out, and nothing else changes.
    """
    path = existing_file(options.directory / options.file)
    folder = project_folder(path, directory=options.directory)
    wanted = _as_generate(options, path)
    settings = load_for_draft(wanted, folder, path)
    from drafter.pipeline.directives import find_directives
    from drafter.pipeline.generate import GenerateOptions as Chosen
    from drafter.pipeline.project import open_project
    from drafter.pipeline.revise import find_period

    project = open_project(settings, folder)
    known = find_period(project, path, section=options.section)
    period = _choose_period(wanted, project, known)
    project, settle = take_in(project, path, period, preview=options.diff)
    if only_directives or find_directives(path.read_bytes().decode("utf-8", "replace"), section=options.section):
        from drafter.commands.directing import direct

        direct(wanted, project, path, period, settle, section=options.section, preview=options.diff, hear=hear)
        return
    chosen = Chosen(
        out=path,
        figure=settings.figure,
        figure_format=settings.figure_format,
        section=options.section,
        preview=options.diff,
        settle=settle,
    )
    draft_with(wanted, project, period, chosen, show=_show_diff if options.diff else _show_revised)


def _as_generate(options: ReviseOptions, path: Path) -> GenerateOptions:
    """The same wishes in the words of `drafter generate`."""
    shared = {field.name for field in fields(GenerateOptions)} & {field.name for field in fields(ReviseOptions)}
    return GenerateOptions(**{name: getattr(options, name) for name in shared}, out=path)


def _choose_period(options: GenerateOptions, project: Project, known: Period | None) -> Period:
    """The period that was asked for, else the one the draft was made for.

    Raises:
        UsageError: neither is known.
    """
    is_given = any(getattr(options, name) is not None for name in ("year", "quarter", "month", "week", "first", "last"))
    if is_given:
        return choose_period(options, project.settings, now=datetime.now())
    if known is None:
        raise UsageError("the period of the draft is not known", hint="give --year, --month, or --from with --to")
    return known


def _show_diff(generated: Generated) -> None:
    name = render_path(generated.path)
    if generated.before is None:
        _refuse(name)
    say_remarks(generated)
    show_changes(name, generated.before, generated.text)


def _show_revised(generated: Generated) -> None:
    name = render_path(generated.path)
    if generated.put_aside is not None:
        _refuse(name, generated.put_aside)
    say_remarks(generated)
    if generated.before == generated.text:
        say("nothing changed")
    show(name)


def _refuse(name: str, aside: Path | None = None) -> NoReturn:
    """Nothing of drafter's is left in the file."""
    where = f"; the new draft is in {render_path(aside)}" if aside else ""
    raise OutputError(f"{name}: nothing that drafter wrote is left in it{where}", hint=ALL_YOURS)
