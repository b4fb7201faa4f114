"""`drafter stats`: what code counts in a period, with the rule of each number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.options import PeriodOptions, choose_period, load_settings
from drafter.commands.printing import render_json, render_table, show

if TYPE_CHECKING:
    from drafter.digest.statistics import Group, Statistics


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
    from drafter import pipeline

    statistics = pipeline.count_statistics(pipeline.open_project(settings, options.directory.resolve()), period)
    show(render_json(statistics) if options.json else _render(statistics))


def _render(statistics: Statistics) -> str:
    period, before = statistics.period, statistics.before
    head = (period.label, f"{period.start} to {period.end}", f"before ({before.period.label})" if before else "")
    singles = ("posts", "drafts", "notes", "days_noted", "characters", "empty_months")
    rows = [
        head,
        *(
            (
                name.replace("_", " "),
                f"{getattr(statistics, name).value:,}",
                f"{getattr(before, name).value:,}" if before else "",
            )
            for name in singles
        ),
    ]
    groups = (("month", statistics.by_month), ("category", statistics.by_category), ("tag", statistics.by_tag))
    return "\n\n".join([render_table(rows), *(_render_groups(name, group) for name, group in groups if group)])


def _render_groups(name: str, groups: tuple[Group, ...]) -> str:
    return render_table([(f"posts by {name}", ""), *((group.name, str(group.count.value)) for group in groups)])
