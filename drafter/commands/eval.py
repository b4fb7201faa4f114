"""`drafter eval`: how good a draft is, in numbers that tell what they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.options import PeriodOptions, choose_period, load_settings
from drafter.commands.printing import render_json, render_table, say, show
from drafter.errors import SourceError

if TYPE_CHECKING:
    from drafter.pipeline.evaluate import Evaluated
    from drafter.records import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalOptions(PeriodOptions):
    """What `drafter eval` takes."""

    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="A draft: any Markdown file.")]
    reference: Annotated[
        list[Path] | None,
        typer.Option("--reference", metavar="FILE", help="The retrospective a person wrote; may be given again."),
    ] = None
    tokenizer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Count overlap in ja-word, ja-char, zh-char, ko-char or en.")
    ] = None
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs, with spans and signatures.")] = False


def run(options: EvalOptions) -> None:
    """Score a draft against its sources and what a person wrote.

    Without a model: what it rests on, what it covers, how it sounds, what it copies and, with --reference, how much of
    a person's own retrospective it holds, beside what any post of theirs would score.
    """
    for path in (options.draft, *(options.reference or ())):
        if not path.is_file():
            problem = "is a folder, not a file" if path.exists() else "no such file"
            raise SourceError(f"{path}: {problem}", hint="give a Markdown file")
    settings = load_settings(options, notes=options.notes)
    period = choose_period(options, settings, now=datetime.now())
    from drafter.pipeline.evaluate import evaluate_file
    from drafter.pipeline.project import open_project

    project = open_project(settings, options.directory.resolve())
    references = options.reference or []
    evaluated = evaluate_file(project, period, options.draft, references=references, tokenizer=options.tokenizer)
    if options.json:
        show(render_json({"path": evaluated.path, "period": evaluated.period, "scores": evaluated.scores}))
        return
    show(render_scores(evaluated))
    say("not judged: no model")


def render_scores(evaluated: Evaluated) -> str:
    """The scores as a table: metric, value, what it is made of or why there is none."""
    return render_table([(score.metric, *_cells(score)) for score in evaluated.scores])


def _cells(score: Score) -> tuple[str, str]:
    if score.value is None:
        return "–", score.reason or ""
    if score.numerator is None or score.denominator is None:
        return f"{score.value:.3f}", ""
    return f"{score.value:.3f}", f"{score.numerator:,.5g} of {score.denominator:,.5g}"
