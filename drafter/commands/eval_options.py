"""The options of `drafter eval`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from drafter.commands.options import PeriodOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalOptions(PeriodOptions):
    """What `drafter eval` takes."""

    what: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[DRAFT | CASES | compare RUN RUN | rescore RUN | rate RUN | judges [RUN …]]",
            help="A draft; folders of cases (without any those of eval/); runs to compare, to rate or to "
            "score again, or whose judges to try.",
        ),
    ] = None
    reference: Annotated[
        list[Path] | None,
        typer.Option("--reference", metavar="FILE", help="The retrospective a person wrote; may be given again."),
    ] = None
    published: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Show what its author kept, changed and deleted of the draft it was."),
    ] = None
    draft: Annotated[
        Path | None, typer.Option(metavar="DRAFT", help="The draft of --published, where drafter no longer knows it.")
    ] = None
    only: Annotated[list[str] | None, typer.Option("--case", metavar="NAME", help="This case; may be given again.")] = (
        None
    )
    model: Annotated[
        list[str] | None, typer.Option("--model", metavar="NAME", help="Draft with this model; may be given again.")
    ] = None
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="Ask this OpenAI-compatible endpoint.")] = None
    judge: Annotated[
        list[str] | None,
        typer.Option("--judge", metavar="NAME", help="Have every draft judged by this model; of several, by all."),
    ] = None
    judgings: Annotated[int, typer.Option(metavar="N", min=1, max=20, help="How often each draft is judged.")] = 3
    repeat: Annotated[int, typer.Option(metavar="N", min=1, max=20, help="Drafts of a case by each model.")] = 1
    max_cost: Annotated[str | None, typer.Option(metavar="USD", help="Spend no more than this on a draft.")] = None
    max_tokens: Annotated[int | None, typer.Option(metavar="N", help="Use no more tokens than this for a draft.")] = (
        None
    )
    yes: Annotated[bool, typer.Option("--yes", help="Send to a new host without being asked.")] = False
    tokenizer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Count overlap in ja-word, ja-char, zh-char, ko-char or en.")
    ] = None
    baseline: Annotated[
        str | None, typer.Option(metavar="RUN", help="Compare with this earlier run: drafter runs lists them.")
    ] = None
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a report here: .html for a page, .md for a summary.")
    ] = None
    track: Annotated[
        str | None, typer.Option(metavar="URI", help="Log the run to this MLflow store: needs drafter[mlflow].")
    ] = None
    track_texts: Annotated[
        bool, typer.Option("--track-texts", help="Log the drafts, too, and what was said of them; else no text is.")
    ] = False
    self_test: Annotated[
        bool, typer.Option("--self-test", help="Plant faults in good drafts of the cases, and show what catches them.")
    ] = False
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", metavar="veto", help="Exit with 9 where a draft draws a veto.")
    ] = None
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs, with spans and signatures.")] = False
