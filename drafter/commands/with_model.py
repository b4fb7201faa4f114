"""`drafter generate` with a model: consent, progress, the score card, a dry run."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from drafter.commands.printing import render_path, say, show
from drafter.errors import ConsentError, UsageError
from drafter.pipeline.estimate import Estimate, estimate_run
from drafter.pipeline.generate import Generated, GenerateOptions, prepare_period
from drafter.pipeline.model_run import ModelGenerated, ModelOptions, generate_by_model, outline_by_model
from drafter.pipeline.project import Project
from drafter.pipeline.session import Session, open_session
from drafter.score.card import render_card

if TYPE_CHECKING:
    from drafter.commands.generate_options import GenerateOptions as CommandOptions
    from drafter.records import Period

_PLAIN_EVERY_S = 10.0  # between lines where standard error is no terminal


def run_with_model(
    options: CommandOptions,
    project: Project,
    period: Period,
    chosen: GenerateOptions,
    *,
    show: Callable[[Generated], None],
) -> None:
    """Run `drafter generate` with a model; `show` is given the draft, where one was asked for."""
    _check_tracking(options)
    if options.dry_run:
        _show_estimate(estimate_run(prepare_period(project, period, chosen).prepared, candidates=options.candidates))
        return
    progress = Progress()
    session = open_session(project, period, candidates=options.candidates, progress=progress)
    progress.session = session
    try:
        if options.outline_only:
            _write_outline(project, period, chosen, session, options)
            return
        made = _generate(project, period, chosen, session, options)
    except KeyboardInterrupt:
        progress.end()
        say("what was answered is kept: the same command goes on from there and pays for nothing twice")
        raise
    progress.end()
    try:
        show(_with_score(made, session))
    finally:
        _track(options, session, made)


def _check_tracking(options: CommandOptions) -> None:
    """A store that cannot be used is told before anything is paid for."""
    if options.track is None:
        return
    if options.outline_only or options.dry_run:
        raise UsageError("--track: only with a draft", hint="leave out --outline-only and --dry-run")
    from drafter.pipeline.tracking_store import check_store

    check_store(options.track)


def _track(options: CommandOptions, session: Session, made: ModelGenerated) -> None:
    if options.track is not None:
        from drafter.pipeline.tracking import track_run

        say(f"logging the run to {options.track.rpartition('@')[2]}")
        track_run(options.track, session, made)


def _generate(
    project: Project, period: Period, chosen: GenerateOptions, session: Session, options: CommandOptions
) -> ModelGenerated:
    agree = agree_at_once if options.yes else ask_to_agree
    outline = options.outline and options.directory / options.outline
    wanted = ModelOptions(agree=agree, candidates=options.candidates, outline=outline)
    return generate_by_model(project, period, chosen, session, wanted)


def _with_score(made: ModelGenerated, session: Session) -> Generated:
    return replace(made.generated, notices=(*made.generated.notices, *_score_lines(made, session)))


def _write_outline(
    project: Project, period: Period, chosen: GenerateOptions, session: Session, options: CommandOptions
) -> None:
    agree = agree_at_once if options.yes else ask_to_agree
    prepared = prepare_period(project, period, chosen).prepared
    text = outline_by_model(project, period, session, prepared=prepared, agree=agree)
    if options.stdout:
        show(text, newline=False)
        return
    path = session.state.keep_outline(period.label, text)
    say("edit it: headings, order, what is told where; then drafter generate --outline FILE")
    show(render_path(path))


class Progress:
    """What is asked, by stage: one line that is written over in a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self.session: Session | None = None
        self._stage = ""
        self._started = self._last = time.monotonic()
        self._is_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._is_open = False

    def __call__(self, n_done: int, n_all: int, stage: str) -> None:
        """Tell that `n_done` of `n_all` requests of a stage are answered."""
        now = time.monotonic()
        if stage != self._stage:
            self.end()
            self._stage, self._started, self._last = stage, now, 0.0
        is_last = n_done == n_all
        if not self._is_terminal and not is_last and now - self._last < _PLAIN_EVERY_S:
            return
        self._last = now
        left = (now - self._started) / max(1, n_done) * (n_all - n_done)
        line = f"{stage}: {n_done} of {n_all}" + (f", about {left:.0f} s left" if left >= 1 else "") + self._spent()
        if self._is_terminal:
            typer.echo(f"\r\033[K{line}", err=True, nl=False)
            self._is_open = True
            if is_last:
                self.end()
        else:
            say(line)

    def end(self) -> None:
        """Leave the line as it stands."""
        if self._is_open:
            typer.echo("", err=True)
        self._is_open = False

    def _spent(self) -> str:
        budget = self.session.budget if self.session else None
        if budget is None or not budget.n_requests:
            return ""
        cost = "cost unknown" if budget.spent_cost is None else f"${budget.spent_cost:.4f}"
        return f"; {budget.spent_tokens:,} tokens, {cost}"


def agree_at_once(told: str) -> bool:
    """Say what will be sent, and send it."""
    say(told)
    return True


def ask_to_agree(told: str) -> bool:
    """Ask at a terminal; elsewhere nobody can answer.

    Raises:
        ConsentError: nobody is there to be asked.
    """
    say(told)
    if sys.stdin is None or not sys.stdin.isatty():
        raise ConsentError(
            "nothing was sent: nobody is there to agree", hint="run it in a terminal once, or give --yes"
        )
    return typer.confirm("Send it?", default=False, err=True)


def _score_lines(made: ModelGenerated, session: Session) -> Iterator[str]:
    budget = session.budget
    if made.scores:
        yield render_card(made.scores)
    cost = "unknown" if budget.spent_cost is None else f"${budget.spent_cost:.4f}"
    asked = f"{budget.n_requests} answered, {budget.spent_tokens:,} tokens, cost {cost}"
    yield f"requests: {asked} (drafter runs {made.run_id} --sent shows what left)"


def _show_estimate(estimate: Estimate) -> None:
    """The bodies that can be known on standard output, one line each; what they may cost on standard error."""
    for preview in estimate.previews:
        show(json.dumps({"cached": preview.cached, "body": preview.body}, ensure_ascii=False))
    for line in estimate.lines():
        say(line)
