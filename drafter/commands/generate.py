"""`drafter generate`: the draft of a period's retrospective, written where the blog keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from drafter.commands.generate_options import GenerateOptions
from drafter.commands.hearing import take_in
from drafter.commands.options import choose_period, load_settings_of
from drafter.commands.printing import render_path, say, show
from drafter.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from drafter.pipeline.generate import Generated
    from drafter.pipeline.generate import GenerateOptions as Chosen
    from drafter.pipeline.project import Project
    from drafter.records import Period
    from drafter.settings import Settings

MOST_UNPLACED = 5  # that are shown; the file has all of them


def run(options: GenerateOptions) -> None:
    """Draft the retrospective of a period.

    The draft goes where the blog has its earlier ones. A draft that you edited keeps every word of yours, and takes
    the new text where you left it as it was. With a model it is written from facts, each with words of yours; without
    one it is made of your own sentences.
    """
    settings = load_for_draft(options)
    period = choose_period(options, settings, now=datetime.now())
    day = _parse_day(options.day)
    from drafter.pipeline.generate import GenerateOptions as Chosen
    from drafter.pipeline.generate import find_target
    from drafter.pipeline.project import open_project

    chosen = Chosen(
        out=settings.out,
        stdout=options.stdout,
        date=day,
        force=options.force,
        figure=settings.figure,
        figure_format=settings.figure_format,
    )
    project = open_project(settings, options.directory.resolve())
    path = find_target(project, period, chosen).path
    project, settle = take_in(project, path, period, preview=options.stdout or options.dry_run)
    chosen = replace(chosen, settle=settle)
    draft_with(options, project, period, chosen, show=partial(_show_generated, stdout=options.stdout))


def draft_with(
    options: GenerateOptions,
    project: Project,
    period: Period,
    chosen: Chosen,
    *,
    show: Callable[[Generated], None],
) -> None:
    """Draft the period with the model that was chosen, or none; `show` is given the draft, where one was asked for."""
    if project.settings.has_model and not options.no_model:
        from drafter.commands.with_model import run_with_model

        run_with_model(options, project, period, chosen, show=show)
        return
    from drafter.pipeline.generate import generate

    _refuse_model_options(options)
    show(generate(project, period, chosen))


def load_for_draft(options: GenerateOptions, folder: Path | None = None, draft: Path | None = None) -> Settings:
    """The settings of a project's folder, by itself the one that was asked for, with what was asked for on top, and of
    a draft that is there with the notes it was made from.

    Raises:
        SourceError: no such folder.
        SettingsError: the settings are wrong.
    """
    return load_settings_of(
        options,
        [draft] if draft else [],
        folder or options.directory,
        notes=options.notes,
        figure=options.figure,
        figure_format=options.figure_format,
        out=options.out,
        language=options.lang,
        model_large=options.model,
        model_small=options.small or options.model,
        base_url=options.base_url,
        prompts=options.prompts,
        max_cost=options.max_cost,
        max_tokens=options.max_tokens,
    )


def _refuse_model_options(options: GenerateOptions) -> None:
    """What only a model can do is not left undone in silence."""
    given = {
        "--candidates": options.candidates > 1,
        "--outline-only": options.outline_only,
        "--outline": options.outline is not None,
        "--dry-run": options.dry_run,
        "--track": options.track is not None,
    }
    names = [name for name, is_given in given.items() if is_given]
    if names:
        hint = "give --model NAME, or large = … below [model] in drafter.toml"
        raise UsageError(f"{', '.join(names)}: only with a model", hint=hint)


def _show_generated(generated: Generated, *, stdout: bool) -> None:
    """Say what is to be said of a draft, and show it or where it is."""
    say_remarks(generated)
    if stdout:
        show(generated.text, newline=False)
    else:
        _show_place(generated)


def _parse_day(text: str | None) -> date | None:
    from drafter.text.dates import parse_stamp

    stamp = parse_stamp(text, None, origin="--date") if text is not None else None
    if text is not None and stamp is None:
        raise UsageError(f"--date: not a day: {text!r}", hint="write it like 2025-01-01")
    return stamp.day if stamp else None


def say_remarks(generated: Generated) -> None:
    """Say what is to be said of a draft besides its place."""
    from drafter.pipeline.layout import is_mdx
    from drafter.text.plural import count_of

    for notice in generated.notices:
        say(notice)
    if generated.asked:
        n, mark = len(generated.asked), "{/* ? … */}" if is_mdx(generated.path) else "<!-- ? … -->"
        say(f"{count_of(n, 'question')} {'stands' if n == 1 else 'stand'} in the draft, as {mark}")
    if generated.questions:
        say("questions that stay here:")
    for question in generated.questions:
        say(f"  {question.text}" + (f" ({question.why})" if question.why else ""))
    _say_merged(generated)


def _say_merged(generated: Generated) -> None:
    if generated.before is None:
        return
    if generated.is_merged:
        say("merged with what you made of the last draft; drafter undo steps back")
    if generated.unplaced:
        n = len(generated.unplaced)
        where = f"; kept in {render_path(generated.unplaced_in)}" if generated.unplaced_in else ""
        say(f"{n} new {'sentence' if n == 1 else 'sentences'} found no place{where}:")
    for one in generated.unplaced[:MOST_UNPLACED]:
        say(f"  {one.text} ({one.reason})")
    if len(generated.unplaced) > MOST_UNPLACED:
        say(f"  and {len(generated.unplaced) - MOST_UNPLACED} more")


def _show_place(generated: Generated) -> None:
    path = render_path(generated.path)
    if generated.put_aside is not None:
        aside = render_path(generated.put_aside)
        show(aside)
        raise OutputError(
            f"{path} holds what drafter did not write; the new draft is in {aside}",
            hint="compare the two, or replace it with --force (the old text is kept in .drafter/)",
        )
    if generated.kept_old is not None:
        say(f"what stood there is kept in {render_path(generated.kept_old)}")
    show(path)
