"""The options of `drafter generate`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from drafter.commands.options import (
    BaseUrl,
    MaxCost,
    MaxTokens,
    Model,
    NoModel,
    PeriodOptions,
    Prompts,
    Small,
    Yes,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateOptions(PeriodOptions):
    """What `drafter generate` takes."""

    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the draft here instead of where the blog would have it.")
    ] = None
    stdout: Annotated[bool, typer.Option("--stdout", help="Print the draft and write nothing.")] = False
    day: Annotated[
        str | None,
        typer.Option("--date", metavar="DAY", help="The date of the post; without it, one that builds today."),
    ] = None
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file even if you changed it; the old one is kept in .drafter/.")
    ] = False
    figure: Annotated[
        bool | None,
        typer.Option("--figure/--no-figure", help="Draw the year's posts beside the draft.", show_default=False),
    ] = None
    figure_format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="svg, or png with its own glyphs: needs drafter[png].")
    ] = None
    lang: Annotated[
        str | None, typer.Option(metavar="ja", help="Write in this language, whatever the notes are in.")
    ] = None
    model: Model = None
    small: Small = None
    no_model: NoModel = False
    base_url: BaseUrl = None
    prompts: Prompts = None
    candidates: Annotated[
        int, typer.Option(metavar="N", min=1, max=9, help="Write the draft N times and keep the best.")
    ] = 1
    outline_only: Annotated[
        bool, typer.Option("--outline-only", help="Write the plan as a file to edit, and no draft.")
    ] = False
    outline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the draft of this plan, as you edited it.")
    ] = None
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the requests and an estimate of their cost; send nothing.")
    ] = False
    max_cost: MaxCost = None
    max_tokens: MaxTokens = None
    yes: Yes = False
    track: Annotated[
        str | None, typer.Option(metavar="URI", help="Log the run to this MLflow store: needs drafter[mlflow].")
    ] = None
