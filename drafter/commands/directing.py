"""Directives of a draft carried out: what became of each on standard error, the file on standard output."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from drafter.commands.printing import render_path, say, show, show_changes
from drafter.commands.with_model import Progress, agree_at_once, ask_to_agree
from drafter.errors import DrafterError, UsageError
from drafter.pipeline.directives import Carried, carry_out
from drafter.pipeline.session import open_session
from drafter.text.plural import count_of

if TYPE_CHECKING:
    from pathlib import Path

    from drafter.commands.generate_options import GenerateOptions
    from drafter.pipeline.project import Project
    from drafter.records import Period


def direct(
    options: GenerateOptions,
    project: Project,
    path: Path,
    period: Period,
    settle: Callable[[str], str],
    *,
    section: str | None,
    preview: bool,
    hear: Callable[[Carried], object],
) -> None:
    """Carry out the directives of a draft, with the model that was chosen or none; `settle` takes out the marks that
    are done with, `hear` gets what became of each.

    Raises:
        DrafterError: one of them failed; its class is that of the first failure.
    """
    name = render_path(path)
    progress = Progress()
    session = None
    if project.settings.has_model and not options.no_model:
        session = progress.session = open_session(project, period, progress=progress, command=f"revise {path.name}")

    def tell(carried: Carried) -> None:
        hear(carried)
        _tell(name, carried, progress)

    done = carry_out(
        project,
        path,
        period,
        session,
        section=section,
        preview=preview,
        settle=settle,
        agree=agree_at_once if options.yes else ask_to_agree,
        tell=tell,
    )
    progress.end()
    if session is not None:
        _say_spent(session.budget.n_requests, session.run_id)
    if preview:
        show_changes(name, done.before, done.after)
    else:
        show(name)
    _raise_failures(done.carried, session is None)


def _tell(name: str, carried: Carried, progress: Progress) -> None:
    progress.end()
    place = f"{name}:{carried.line}: {carried.words}"
    if carried.error is None:
        say(place)
        for line in carried.told:
            say(f"  {line}")
        return
    say(f"{place}\n  not done, it stays: {carried.error}")
    if carried.error.hint:
        say(f"  hint: {carried.error.hint}")


def _say_spent(n_requests: int, run_id: str) -> None:
    say(f"requests: {n_requests} answered (drafter runs {run_id} --sent shows what left)")


def _raise_failures(carried: Sequence[Carried], no_model: bool) -> None:
    errors = [one.error for one in carried if one.error is not None]
    if not errors:
        return
    n_told = count_of(len(errors), "directive")
    if no_model and all(isinstance(error, UsageError) for error in errors):
        hint = "give --model NAME, or large = … below [model] in drafter.toml"
        raise UsageError(f"{n_told} not carried out: a model is needed", hint=hint)
    first: DrafterError = errors[0]
    raise type(first)(f"{n_told} of {len(carried)} not carried out; {_stay(len(errors))} in the file")


def _stay(n: int) -> str:
    return "it stays" if n == 1 else "they stay"
