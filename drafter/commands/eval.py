"""`drafter eval`: how good a draft is, in numbers that tell what they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.commands.eval_options import EvalOptions
from drafter.commands.eval_tracking import check_tracking
from drafter.commands.files import typed_path
from drafter.commands.options import choose_period, load_settings
from drafter.commands.printing import render_json, render_table, say, show
from drafter.errors import SourceError, UsageError

if TYPE_CHECKING:
    from drafter.pipeline.evaluate import Evaluated
    from drafter.records import Score

_VERBS = ("backtest", "compare", "judges", "rate", "rescore")


def run(options: EvalOptions) -> int:
    """Score drafts against their sources and what a person wrote.

    Without a model: what a draft rests on, what it covers, how it sounds, what it copies and, with a reference, how
    much of a person's own retrospective it holds, beside what any post of theirs would score. Of a folder of cases each
    is drafted first, without a model and by each --model.
    """
    what = [typed_path(path) for path in options.what or ()]
    check_tracking(options)
    if options.published is not None or options.draft is not None:
        return _run_published(options)
    if what and str(what[0]) in _VERBS and not what[0].exists():
        return _run_verb(str(what[0]), options, [str(path) for path in what[1:]])
    for path in (*what, *(options.reference or ())):
        if not path.exists():
            raise SourceError(f"{path}: no such file", hint="give a Markdown file, or a folder of cases")
    if options.self_test:
        from drafter.commands.eval_self_test import run_self_test

        return run_self_test(options)
    if len(what) == 1 and what[0].is_file():
        return _score_one(options, what[0])
    if options.reference or any(path.is_file() for path in what):
        raise UsageError("one draft at a time", hint="drafter eval DRAFT.md --reference MINE.md")
    from drafter.commands.eval_cases import score_cases

    return score_cases(options)


def _run_verb(verb: str, options: EvalOptions, given: Sequence[str]) -> int:
    from drafter.commands import eval_cases, eval_compare, eval_judges, eval_rate

    verbs = {
        "backtest": eval_cases.backtest,
        "compare": eval_compare.compare_runs,
        "judges": eval_judges.try_judges,
        "rate": eval_rate.rate_run,
        "rescore": eval_cases.rescore_run,
    }
    return verbs[verb](options, given)


def _run_published(options: EvalOptions) -> int:
    if options.published is None:
        raise UsageError("--draft: of which published file?", hint="drafter eval --published FILE --draft DRAFT.md")
    from drafter.commands.eval_published import run_published

    return run_published(options)


def _score_one(options: EvalOptions, draft: Path) -> int:
    settings = load_settings(options, notes=options.notes)
    period = choose_period(options, settings, now=datetime.now())
    from drafter.pipeline.evaluate import evaluate_file
    from drafter.pipeline.project import open_project

    project = open_project(settings, options.directory.resolve())
    references = options.reference or []
    evaluated = evaluate_file(project, period, draft, references=references, tokenizer=options.tokenizer)
    if options.json:
        show(render_json({"path": evaluated.path, "period": evaluated.period, "scores": evaluated.scores}))
        return 0
    show(render_scores(evaluated))
    say("not judged: no model")
    return 0


def render_scores(evaluated: Evaluated) -> str:
    """The scores as a table: metric, value, what it is made of or why there is none."""
    return render_table([(score.metric, *_cells(score)) for score in evaluated.scores])


def _cells(score: Score) -> tuple[str, str]:
    if score.value is None:
        return "–", score.reason or ""
    if score.numerator is None or score.denominator is None:
        return f"{score.value:.3f}", ""
    return f"{score.value:.3f}", f"{score.numerator:,.5g} of {score.denominator:,.5g}"
