"""`drafter eval --self-test`: what each metric catches of faults that are planted in good drafts."""

from __future__ import annotations

from drafter.commands.eval_cases import choose_cases
from drafter.commands.eval_options import EvalOptions
from drafter.commands.printing import render_json, render_path, render_table, say, show
from drafter.errors import UsageError
from drafter.pipeline.self_test import plant_faults
from drafter.score.report.fault_tables import (
    fault_tables,
    record_faults,
    render_faults,
    tell_tested,
    tell_untested,
)
from drafter.store.atomic import read_existing, write_atomic


def run_self_test(options: EvalOptions) -> int:
    """Plant faults in the drafts of cases and show what is caught; the exit code."""
    if options.model or options.judge or options.reference:
        raise UsageError("--self-test asks no model", hint="drafter eval --self-test [CASES] [--report FILE.md]")
    report = options.report
    if report is not None and report.suffix.lower() != ".md":
        raise UsageError(f"--report {report}: no such form", hint="let it end in .md")
    tested = plant_faults(choose_cases(options), tokenizer=options.tokenizer, tell=say)
    if report is not None:
        write_atomic(report, render_faults(tested).encode("utf-8"), expected=read_existing(report))
        say(f"report: {render_path(report.resolve())}")
    if options.json:
        show(render_json(record_faults(tested)))
        return 0
    show(tell_tested(tested))
    for table in fault_tables(tested):
        show(f"\n{table.title}\n{render_table(table.rows)}")
        say(table.note)
    show(f"\n{tell_untested()}")
    return 0
