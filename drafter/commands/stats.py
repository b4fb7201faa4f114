"""`drafter stats`: what code counts in a period, with the rule of each number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.options import PeriodOptions, choose_period, load_settings
from drafter.commands.printing import render_json, render_table, show

if TYPE_CHECKING:
    from drafter.records import Statistics

Table = list[tuple[str, ...]]
TOTALS = ("posts", "drafts", "notes", "days_noted", "characters", "empty_months")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsOptions(PeriodOptions):
    """What `drafter stats` takes."""

    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs, each number with its rule.")] = False


def run(options: StatsOptions) -> None:
    """Count what a period holds.

    Posts, drafts, notes, days and characters, beside the period before; posts by month, category and tag.
    """
    settings = load_settings(options, notes=options.notes)
    period = choose_period(options, settings, now=datetime.now())
    from drafter.pipeline.project import count_statistics, open_project

    project = open_project(settings, options.directory.resolve())
    statistics = count_statistics(project, period)
    if options.json:
        show(render_json(statistics))
        return
    named = {document.id: f"{document.title} ({document.path})" for document in project.reading.documents}
    tables = (_totals(statistics), _posts(statistics, named), *_groups(statistics))
    show("\n\n".join(render_table(table) for table in tables if table))


def _totals(statistics: Statistics) -> Table:
    period, before = statistics.period, statistics.before
    head = (period.label, f"{period.start} to {period.end}", f"before: {before.period.label}" if before else "")
    return [head, *(_total(name, statistics, before) for name in TOTALS)]


def _total(name: str, statistics: Statistics, before: Statistics | None) -> tuple[str, ...]:
    now, then = getattr(statistics, name), getattr(before, name, None)
    return (name.replace("_", " "), f"{now.value:,}", f"{then.value:,}" if then else "")


def _posts(statistics: Statistics, named: Mapping[str, str]) -> Table:
    longest = statistics.longest.document_ids[0] if statistics.longest else None
    ids = (("first post", statistics.first), ("last post", statistics.last), ("longest post", longest))
    return [(label, named[document_id]) for label, document_id in ids if document_id]


def _groups(statistics: Statistics) -> list[Table]:
    groups = (("month", statistics.by_month), ("category", statistics.by_category), ("tag", statistics.by_tag))
    return [
        [(f"posts by {name}", ""), *((group.name, str(group.count.value)) for group in members)]
        for name, members in groups
        if members
    ]
