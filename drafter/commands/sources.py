"""`drafter sources`: what would be read, what it is used for, what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.options import PeriodOptions, choose_period, load_settings
from drafter.commands.printing import render_json, render_table, say, show

if TYPE_CHECKING:
    from drafter.pipeline.project import SourceList, SourceRow


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
    from drafter.pipeline.project import list_sources, open_project
    from drafter.text.plural import count_of

    listing = list_sources(open_project(settings, options.directory.resolve()), period)
    if options.json:
        show(render_json(listing))
    elif listing.rows or listing.left_out:
        show(_render(listing))
    for row in listing.rows:
        for warning in row.warnings:
            say(f"warning: {warning}")
    read, left_out = count_of(len(listing.rows), "document"), count_of(len(listing.left_out), "file")
    say(f"{read} read, {left_out} left out, for {period.label}")


def _render(listing: SourceList) -> str:
    rows = [("DAY", "DATED BY", "KIND", "LEVEL", "USE", "FILE"), *map(_cells, listing.rows)]
    left_out = [("LEFT OUT", "REASON"), *((left.path, left.reason) for left in listing.left_out)]
    return "\n\n".join(render_table(table) for table in (rows, left_out) if len(table) > 1)


def _cells(row: SourceRow) -> tuple[str, ...]:
    level = f"{row.level} ({', '.join(row.reasons)})" if row.reasons else str(row.level)
    return (str(row.day or "-"), row.origin, str(row.kind), level, row.use, row.path)
