"""`drafter eval` over cases: each is drafted, each draft scored, and what came of it shown by writer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from statistics import fmean

from drafter.commands.eval_options import EvalOptions
from drafter.commands.options import load_settings
from drafter.commands.printing import render_json, render_table, say, show
from drafter.commands.with_model import agree_at_once, ask_to_agree
from drafter.errors import UsageError
from drafter.pipeline.cases import Case, load_cases
from drafter.pipeline.evaluation import Scored, Writer, evaluate_cases
from drafter.pipeline.evaluation_record import close_evaluation, start_evaluation
from drafter.score.rows import EXTRACTIVE, Row
from drafter.store.data import data_dir
from drafter.store.state import State
from drafter.text.plural import count_of

_VETO, _FINDINGS = "veto", 9
_SHOWN = (
    "grounded",
    "proposed",
    "coverage",
    "balance",
    "voice",
    "register",
    "copy_coverage",
    "mentioned",
    "forbidden",
    "vetoes",
    "headings",
    "rouge1",
    "rouge1_lift",
    "rouge2",
    "rougeLsum",
)


def score_cases(options: EvalOptions) -> int:
    """Draft and score the cases; the exit code."""
    if options.fail_on not in (None, _VETO):
        raise UsageError(f"--fail-on {options.fail_on}: not a gate", hint="--fail-on veto")
    settings = load_settings(options)
    cases = _choose(options)
    state = State(settings.home if settings.path else options.directory.resolve())
    writers = [Writer(name=EXTRACTIVE, flags={}), *(_model_writer(name, options) for name in options.model or ())]
    started = start_evaluation(cases, state=state, writers=[writer.name for writer in writers], repeats=options.repeat)
    rows: list[Row] = []
    failed: list[Scored] = []
    with close_evaluation(started):
        for scored in evaluate_cases(
            cases,
            writers=writers,
            repeats=options.repeat,
            state=state,
            record=started.scores,
            agree=agree_at_once if options.yes else ask_to_agree,
            tokenizer=options.tokenizer,
        ):
            rows += scored.rows
            failed += [scored] if scored.failed else []
            say(_tell(scored))
    _show(rows, options, run_id=started.run.id)
    return _exit_code(rows, failed, options)


def _choose(options: EvalOptions) -> tuple[Case, ...]:
    own = options.directory / "eval"
    folders = options.what or [own if own.is_dir() else data_dir("eval")]
    cases = [case for folder in folders for case in load_cases(Path(folder))]
    wanted = options.only or []
    if unknown := sorted(set(wanted) - {case.name for case in cases}):
        names = ", ".join(case.name for case in cases)
        raise UsageError(f"--case {unknown[0]}: no such case", hint=f"there are {names}")
    return tuple(case for case in cases if not wanted or case.name in wanted)


def _model_writer(name: str, options: EvalOptions) -> Writer:
    flags = {
        "model_large": name,
        "base_url": options.base_url,
        "max_cost": options.max_cost,
        "max_tokens": options.max_tokens,
    }
    return Writer(name=name, flags=flags)


def _tell(scored: Scored) -> str:
    head = f"{scored.case.name}, {scored.writer}" + (f", draft {scored.draft}" if scored.draft > 1 else "")
    if scored.failed:
        return f"{head}: not drafted: {scored.failed}"
    vetoes = next((row.score.spans for row in scored.rows if row.score.metric == "vetoes"), ())
    return f"{head}: " + ("; ".join(f"veto: {span.note}" for span in vetoes) or "scored")


def _show(rows: Sequence[Row], options: EvalOptions, *, run_id: str) -> None:
    if options.json:
        show(render_json({"run": run_id, "rows": [_flat(row) for row in rows]}))
        return
    if rows:
        show(render_table(_table(rows)))
    say("not judged: no model")
    say(f"every score with its places and signature, and the drafts: drafter runs {run_id}")


def _flat(row: Row) -> Mapping[str, object]:
    return {**{name: value for name, value in asdict(replace(row)).items() if name != "score"}, **asdict(row.score)}


def _table(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """The mean over cases of each metric by writer, of each case over its drafts first; beside it the number of cases
    that have a value."""
    writers = list(dict.fromkeys(row.writer for row in rows))
    values: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.score.value is not None:
            values[row.score.metric, row.writer][row.case].append(row.score.value)
    n_cases = len({row.case for row in rows})
    table: list[tuple[str, ...]] = [(count_of(n_cases, "case"), *writers)]
    for metric in _SHOWN:
        cells = [_cell(values[metric, writer], n_cases=n_cases) for writer in writers]
        table.append((metric, *cells))
    return table


def _cell(by_case: Mapping[str, Sequence[float]], *, n_cases: int) -> str:
    if not by_case:
        return "–"
    mean = fmean(fmean(values) for values in by_case.values())
    return f"{mean:.3f}" + (f" ({len(by_case)})" if len(by_case) < n_cases else "")


def _exit_code(rows: Sequence[Row], failed: Sequence[Scored], options: EvalOptions) -> int:
    drawn = any(row.score.metric == "vetoes" and row.score.value for row in rows)
    if options.fail_on == _VETO and (drawn or failed):
        return _FINDINGS
    return 0
