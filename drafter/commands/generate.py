"""`drafter generate`: the draft of a period's retrospective, written where the blog keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.options import PeriodOptions, choose_period, load_settings
from drafter.commands.printing import render_path, say, show
from drafter.errors import OutputError, UsageError

if TYPE_CHECKING:
    from drafter.pipeline.generate import Generated


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateOptions(PeriodOptions):
    """What `drafter generate` takes."""

    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the draft here instead of where the blog would have it.")
    ] = None
    stdout: Annotated[bool, typer.Option("--stdout", help="Print the draft and write nothing.")] = False
    day: Annotated[
        str | None,
        typer.Option("--date", metavar="DAY", help="The date of the post; without it, one that builds today."),
    ] = None
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file even if you changed it; the old one is kept in .drafter/.")
    ] = False
    figure: Annotated[
        bool | None,
        typer.Option("--figure/--no-figure", help="Draw the year's posts beside the draft.", show_default=False),
    ] = None
    figure_format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="svg, or png with its own glyphs: needs drafter[png].")
    ] = None


def run(options: GenerateOptions) -> None:
    """Draft the retrospective of a period.

    The draft goes where the blog has its earlier ones; a file that you changed is never overwritten.
    """
    settings = load_settings(
        options, notes=options.notes, figure=options.figure, figure_format=options.figure_format, out=options.out
    )
    period = choose_period(options, settings, now=datetime.now())
    day = _parse_day(options.day)
    from drafter.pipeline import generate, project

    chosen = generate.GenerateOptions(
        out=settings.out,
        stdout=options.stdout,
        date=day,
        force=options.force,
        figure=settings.figure,
        figure_format=settings.figure_format,
    )
    generated = generate.generate(project.open_project(settings, options.directory.resolve()), period, chosen)
    _say_remarks(generated)
    if options.stdout:
        show(generated.text, newline=False)
    else:
        _show_place(generated)


def _parse_day(text: str | None) -> date | None:
    from drafter.text.dates import parse_stamp

    stamp = parse_stamp(text, None, origin="--date") if text is not None else None
    if text is not None and stamp is None:
        raise UsageError(f"--date: not a day: {text!r}", hint="write it like 2025-01-01")
    return stamp.day if stamp else None


def _say_remarks(generated: Generated) -> None:
    from drafter.text.plural import count_of

    for notice in generated.notices:
        say(notice)
    if generated.asked:
        n = len(generated.asked)
        say(f"{count_of(n, 'question')} {'stands' if n == 1 else 'stand'} in the draft, as <!-- ? … -->")
    if generated.questions:
        say("questions that stay here:")
    for question in generated.questions:
        say(f"  {question.text}" + (f" ({question.why})" if question.why else ""))


def _show_place(generated: Generated) -> None:
    path = render_path(generated.path)
    if generated.put_aside is not None:
        aside = render_path(generated.put_aside)
        show(aside)
        raise OutputError(
            f"{path} holds what drafter did not write; the new draft is in {aside}",
            hint="compare the two, or replace it with --force (the old text is kept in .drafter/)",
        )
    if generated.kept_old is not None:
        say(f"what stood there is kept in {render_path(generated.kept_old)}")
    show(path)
