"""`drafter eval` over cases: each is drafted, each draft scored, and what came of it shown by writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from drafter.commands.eval_options import EvalOptions
from drafter.commands.eval_tracking import track
from drafter.commands.options import choose_period, load_settings
from drafter.commands.printing import display_width, render_json, render_path, say, show
from drafter.commands.with_model import agree_at_once, ask_to_agree
from drafter.errors import SourceError, UsageError
from drafter.pipeline.backtest import look_back
from drafter.pipeline.cases import Case, load_cases
from drafter.pipeline.evaluation import Writer, draft_case, evaluate_cases, rescore_cases
from drafter.pipeline.evaluation_record import close_evaluation, start_evaluation
from drafter.pipeline.evaluation_results import find_scores, load_results, results_of
from drafter.pipeline.judging import Judge
from drafter.pipeline.judging_cost import estimate_judging
from drafter.pipeline.project import open_project
from drafter.pipeline.scored import Scored, Ways
from drafter.pipeline.trials import count_labels
from drafter.score.agreement import CALIBRATED_FROM
from drafter.score.families import family_warning
from drafter.score.report.results import Results
from drafter.score.report.summary import render_summary
from drafter.score.report.table import render_table as render_results
from drafter.score.report.web import render_html
from drafter.score.rows import EXTRACTIVE, Row
from drafter.settings import MODEL_FIELDS
from drafter.store.atomic import read_existing, write_atomic
from drafter.store.data import data_dir
from drafter.store.scores import ScoreRecord
from drafter.store.state import State

_VETO, _FINDINGS = "veto", 9
_REPORTS: dict[str, Callable[[Results], str]] = {".html": render_html, ".md": render_summary}


def score_cases(options: EvalOptions) -> int:
    """Draft and score the cases; the exit code."""
    if options.fail_on not in (None, _VETO):
        raise UsageError(f"--fail-on {options.fail_on}: not a gate", hint="--fail-on veto")
    check_report(options.report)
    cases, state = choose_cases(options), find_state(options)
    baseline = load_results(state, options.baseline) if options.baseline else None
    writers = _writers(options)
    ways = find_ways(options, state)
    n_drafts = sum(options.repeat if writer.asks else 1 for writer in writers)
    for cost in estimate_judging(cases, n_drafts=n_drafts, judges=ways.judges, state=state):
        say(str(cost))
    started = start_evaluation(cases, state=state, writers=[writer.name for writer in writers], repeats=options.repeat)
    with close_evaluation(started):
        scored = _told(
            evaluate_cases(
                cases,
                writers=writers,
                repeats=options.repeat,
                record=started.scores,
                ways=ways,
            )
        )
    name, before = started.run.id, baseline.rows if baseline else ()
    results = results_of(scored, name=name, baseline=before, baseline_name=baseline.name if baseline else "")
    show_results(results, options)
    track(options, state, results)
    say(f"drafts, and every score with its places and signature: {render_path(started.run.folder)}")
    return _exit_code(results, options)


def backtest(options: EvalOptions, given: Sequence[str]) -> int:
    """Draft a past period from what there was before its retrospective, and score against that; the exit code."""
    if given:
        raise UsageError(f"backtest {given[0]}: no such thing", hint="drafter eval backtest --year 2023")
    check_report(options.report)
    settings = load_settings(options, notes=options.notes)
    period = choose_period(options, settings, now=datetime.now())
    root, state = options.directory.resolve(), find_state(options)
    test = look_back(open_project(settings, root), period)
    writers, ways = _writers(options), find_ways(options, state)
    flags = {writer.name: load_settings(options, notes=options.notes, **writer.flags) for writer in writers}
    projects = {name: replace(test.project, settings=own) for name, own in flags.items()}
    started = start_evaluation(
        [test.case], state=state, writers=[w.name for w in writers], repeats=options.repeat, command="eval backtest"
    )
    with close_evaluation(started):
        scored = _told(
            draft_case(test.case, projects, writers=writers, repeats=options.repeat, record=started.scores, ways=ways)
        )
    results = results_of(scored, name=started.run.id)
    show_results(results, options)
    track(options, state, results)
    return _exit_code(results, options)


def rescore_run(options: EvalOptions, run_ids: Sequence[str]) -> int:
    """Score the drafts of a run again, as the metrics are now, and by another judge; the exit code."""
    if len(run_ids) != 1:
        raise UsageError("rescore: one run", hint="drafter eval rescore RUN --judge NAME; drafter runs lists them")
    check_report(options.report)
    state = find_state(options)
    before = load_results(state, run_ids[0])
    _, kept = find_scores(state, run_ids[0])
    cases = cases_of(kept)
    ways = find_ways(options, state)
    started = start_evaluation(
        cases, state=state, writers=before.writers, repeats=1, command=f"eval rescore {before.name}"
    )
    with close_evaluation(started):
        scored = _told(rescore_cases(cases, kept=kept, record=started.scores, ways=ways))
    results = results_of(scored, name=started.run.id)
    show_results(results, options)
    track(options, state, results)
    return _exit_code(results, options)


def cases_of(kept: ScoreRecord) -> tuple[Case, ...]:
    """The cases of a run, from the folders they were read from."""
    folders = [Path(str(case.get("folder", ""))) for case in kept.cases.values()]
    if gone := [folder for folder in folders if not folder.is_dir()]:
        raise SourceError(f"{gone[0]}: no such folder", hint="the cases of the run must be where they were")
    return tuple(case for folder in folders for case in load_cases(folder))


def find_ways(options: EvalOptions, state: State) -> Ways:
    """How drafts are scored: by whom they are judged, in which tokens."""
    agree = agree_at_once if options.yes else ask_to_agree
    return Ways(state=state, agree=agree, judges=_find_judges(options, agree), tokenizer=options.tokenizer)


def find_state(options: EvalOptions) -> State:
    """Where runs are kept: with the project of the folder."""
    return State(open_project(load_settings(options), options.directory.resolve()).root)


def check_report(path: Path | None) -> None:
    """A report that cannot be written is told before anything is drafted."""
    if path is None:
        return
    if path.suffix.lower() not in _REPORTS:
        raise UsageError(f"--report {path}: no such form", hint=f"let it end in {' or '.join(_REPORTS)}")
    if not path.parent.is_dir():
        raise UsageError(f"--report {path}: no such folder", hint="make it first")


def show_results(results: Results, options: EvalOptions) -> None:
    """Print the results, and write the report that was asked for; a judge with few labels is called uncalibrated."""
    results = replace(results, n_labels=count_labels(find_state(options), results.rows))
    if options.report is not None:
        text = _REPORTS[options.report.suffix.lower()](results)
        write_atomic(options.report, text.encode("utf-8", "replace"), expected=read_existing(options.report))
        say(f"report: {render_path(options.report.resolve())}")
    if options.json:
        show(render_json({"run": results.name, "rows": [_flat(row) for row in results.rows]}))
        return
    show(render_results(results, display_width=display_width))
    if not any(row.score.metric.startswith("judge_") for row in results.rows):
        say("not judged: no --judge")
    if any(n_labels < CALIBRATED_FROM for n_labels in results.n_labels.values()):
        say(f"uncalibrated: fewer than {CALIBRATED_FROM} labels of a person: drafter eval rate {results.name}")


def choose_cases(options: EvalOptions) -> tuple[Case, ...]:
    """The cases of the folders that were given, or of `eval/`: those of --case, or all."""
    own = options.directory / "eval"
    folders = options.what or [own if own.is_dir() else data_dir("eval")]
    cases = [case for folder in folders for case in load_cases(Path(folder))]
    wanted = options.only or []
    if unknown := sorted(set(wanted) - {case.name for case in cases}):
        names = ", ".join(case.name for case in cases)
        raise UsageError(f"--case {unknown[0]}: no such case", hint=f"there are {names}")
    return tuple(case for case in cases if not wanted or case.name in wanted)


def _writers(options: EvalOptions) -> list[Writer]:
    """The extractive one, and each --model; without one the model of the settings, where they name one."""
    extractive = Writer(name=EXTRACTIVE, flags={})
    if options.model:
        return [extractive, *(Writer(name=name, flags=_flags(options, model_large=name)) for name in options.model)]
    own = load_settings(options)
    flags = _flags(options, model_large=own.model_large, model_small=own.model_small)
    return [extractive, *([Writer(name=own.model_large or own.model_small or "", flags=flags)] * own.has_model)]


def _find_judges(options: EvalOptions, agree: Callable[[str], bool]) -> tuple[Judge, ...]:
    names = tuple(dict.fromkeys(options.judge or ()))
    if warning := family_warning(names, writers=options.model or []):
        say(warning)
    return tuple(
        Judge(name=name, flags=_flags(options, model_large=name), repeats=options.judgings, agree=agree)
        for name in names
    )


def _flags(options: EvalOptions, **models: str | None) -> Mapping[str, object]:
    """What goes into the settings of a case: those of the folder that drafter was started in, for its models."""
    given = {"base_url": options.base_url, "max_cost": options.max_cost, "max_tokens": options.max_tokens}
    own = load_settings(options, **given)
    flags = {name: getattr(own, name) for name in MODEL_FIELDS if not name.startswith("model_")}
    return {**flags, **models}


def _told(drafts: Iterable[Scored]) -> list[Scored]:
    """The drafts, each told as soon as it is scored."""
    scored = []
    for one in drafts:
        say(_tell(one))
        scored.append(one)
    return scored


def _tell(scored: Scored) -> str:
    head = f"{scored.case.name}, {scored.writer}" + (f", draft {scored.draft}" if scored.draft > 1 else "")
    if scored.failed:
        return f"{head}: not drafted: {scored.failed}"
    vetoes = next((row.score.spans for row in scored.rows if row.score.metric == "vetoes"), ())
    return f"{head}: " + ("; ".join(f"veto: {span.note}" for span in vetoes) or "scored")


def _flat(row: Row) -> Mapping[str, object]:
    return {**{name: value for name, value in asdict(row).items() if name != "score"}, **asdict(row.score)}


def _exit_code(results: Results, options: EvalOptions) -> int:
    drawn = any(row.score.metric == "vetoes" and row.score.value for row in results.rows)
    return _FINDINGS if options.fail_on == _VETO and (drawn or results.failed) else 0
