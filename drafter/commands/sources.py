"""`drafter sources`: what would be read, what it is used for, what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.options import PeriodOptions, choose_period, load_settings
from drafter.commands.printing import render_json, render_table, say, show

if TYPE_CHECKING:
    from drafter.pipeline import SourceList


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesOptions(PeriodOptions):
    """What `drafter sources` takes."""

    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False


def run(options: SourcesOptions) -> None:
    """Show what would be read, and what would not.

    Each document with its day, its level of privacy and its use; each file left out with the reason.
    """
    settings = load_settings(options, notes=options.notes)
    period = choose_period(options, settings, now=datetime.now())
    from drafter import pipeline

    listing = pipeline.list_sources(pipeline.open_project(settings, options.directory.resolve()), period)
    show(render_json(listing) if options.json else _render(listing))
    if not options.json:
        _say_remarks(listing)


def _render(listing: SourceList) -> str:
    return render_table(
        [
            ("DAY", "KIND", "LEVEL", "USE", "FILE"),
            *((str(row.day or "-"), row.kind, row.level, row.use, row.path) for row in listing.rows),
        ]
    )


def _say_remarks(listing: SourceList) -> None:
    for row in listing.rows:
        for reason in row.reasons:
            say(f"{row.path}: {row.level}: {reason}")
    for row in listing.rows:
        for warning in row.warnings:
            say(f"warning: {warning}")
    for left_out in listing.left_out:
        say(f"left out: {left_out.path}: {left_out.reason}")
    say(f"{len(listing.rows)} documents read, {len(listing.left_out)} files left out")
