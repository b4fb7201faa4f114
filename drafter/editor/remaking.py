"""What a draft would become: a section made again, directives carried out. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from drafter.errors import ConsentError, OutputError, UsageError
from drafter.model.pool import Halt
from drafter.pipeline.project import Project
from drafter.records import Period
from drafter.store.state import State, Written
from drafter.text.lines import Lines

if TYPE_CHECKING:
    from drafter.pipeline.hearing import Heard

Progress = Callable[[int, int, str], None]  # requests answered, all of them, their stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Remade:
    """`memory.text` is what the file would hold, None where nothing would change; `said` is for the person; `heard` are
    the answers whose questions are not in it any more."""

    before: str
    memory: Written | None
    said: tuple[str, ...] = ()
    heard: Heard | None = None


def remake_section(project: Project, path: Path, heading: str, *, progress: Progress, halt: Halt) -> Remade:
    """One section of a draft made again and merged with what its author made of it.

    Raises:
        DrafterError: as `generate`, and where it was never agreed to send anything to the model's host.
    """
    from drafter.pipeline.generate import GenerateOptions, generate

    period = _period(project, path, section=heading)
    project, heard, settle = _listen(project, path, period)
    options = GenerateOptions(out=path, figure=False, section=heading, preview=True, settle=settle)
    if project.settings.has_model:
        from drafter.pipeline.model_run import ModelOptions, generate_by_model
        from drafter.pipeline.session import open_session

        session = open_session(project, period, progress=progress, halt=halt, command=f"regenerate {path.name}")
        made = generate_by_model(project, period, options, session, ModelOptions(agree=_refuse)).generated
    else:
        made = generate(project, period, options)
    if made.before is None:
        raise OutputError(f"{path.name}: nothing that drafter wrote is left in it", hint="to drafter it is all yours")
    said = tuple(f"found no place: {one.text.strip()}" for one in made.unplaced)
    memory = made.memory if made.text != made.before else None
    return Remade(before=made.before, memory=memory, said=said, heard=heard)


def carry_out_directives(project: Project, path: Path, *, progress: Progress, halt: Halt) -> Remade:
    """The directives of a draft carried out; what is asked of drafter's memory is answered in `said`.

    Raises:
        DrafterError: as `carry_out`, and where it was never agreed to send anything to the model's host.
    """
    from drafter.pipeline.directives import Carried, carry_out
    from drafter.pipeline.session import open_session

    period = _period(project, path, section=None)
    project, heard, settle = _listen(project, path, period)
    session = None
    if project.settings.has_model:
        session = open_session(project, period, progress=progress, halt=halt, command=f"directives {path.name}")
    said: list[str] = []

    def tell(carried: Carried) -> None:
        said.append(f"line {carried.line}: {carried.words}")
        said.extend(f"  {line}" for line in carried.told)
        if carried.error is not None:
            said.append(f"  not done, it stays: {carried.error}")

    done = carry_out(project, path, period, session, preview=True, settle=settle, agree=_refuse, tell=tell)
    memory = done.memory if done.after != done.before else None
    return Remade(before=done.before, memory=memory, said=tuple(said), heard=heard)


def rewrite_part(project: Project, path: Path, lines: tuple[int, int], *, progress: Progress, halt: Halt) -> Remade:
    """The part of a draft that stands in these lines, the first and the last, from 0, written again as by a directive.

    Raises:
        DrafterError: as `carry_out`; what the directive failed with; it was never agreed to send anything to the
            model's host.
    """
    from drafter.pipeline.directives import REWRITE, Carried, carry_out
    from drafter.pipeline.session import open_session
    from drafter.revise.turns import Directive, find_target

    def directive(text: str) -> Directive:
        start, end = (Lines(text).offset(line, end=len(text)) for line in (lines[0], lines[1] + 1))
        return Directive(start=start, end=start, words=REWRITE, target=find_target(text, start, end))

    def tell(carried: Carried) -> None:
        if carried.error is not None:
            raise carried.error

    period = _period(project, path, section=None)
    session = open_session(project, period, progress=progress, halt=halt, command=f"rewrite {path.name}")
    done = carry_out(project, path, period, session, given=directive, preview=True, agree=_refuse, tell=tell)
    told = tuple(line for carried in done.carried for line in carried.told)
    return Remade(before=done.before, memory=done.memory, said=told)


def remember(project: Project, path: Path, remade: Remade) -> None:
    """Keep the answers and know the text as drafter's, once it was saved.

    Raises:
        OutputError: the answers or the state cannot be written.
    """
    from drafter.pipeline.hearing import keep_answers

    if remade.memory is None:
        return
    if remade.heard is not None and remade.memory.period is not None:
        keep_answers(project, path, remade.memory.period, remade.heard)
    state = State(project.root)
    with state.lock():
        state.save_written(path, remade.memory)


def _listen(project: Project, path: Path, period: Period) -> tuple[Project, Heard | None, Callable[[str], str]]:
    """The project without the questions that are answered in the file, the answers, and what takes the marks out."""
    from drafter.pipeline.hearing import expect_answers, hear

    heard = hear(project, path)
    return (expect_answers(project, path, period, heard), heard, heard.settle) if heard else (project, None, str)


def _period(project: Project, path: Path, *, section: str | None) -> Period:
    from drafter.pipeline.revise import find_period

    period = find_period(project, path, section=section)
    if period is None:
        raise UsageError("the period of the draft is not known", hint="run drafter revise with --year in a terminal")
    return period


def _refuse(_: str) -> NoReturn:
    raise ConsentError("nothing was sent", hint="run drafter revise in a terminal once: it asks whether it may be")
