"""What a draft would become: a section made again, directives carried out. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from drafter.errors import ConsentError, OutputError, UsageError
from drafter.pipeline.project import Project
from drafter.records import Period
from drafter.store.state import State, Written

Progress = Callable[[int, int, str], None]  # requests answered, all of them, their stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Remade:
    """`memory.text` is what the file would hold, None where nothing would change; `said` is for the person."""

    before: str
    memory: Written | None
    said: tuple[str, ...] = ()


def remake_section(project: Project, path: Path, heading: str, *, progress: Progress) -> Remade:
    """One section of a draft made again and merged with what its author made of it.

    Raises:
        DrafterError: as `generate`, and where it was never agreed to send anything to the model's host.
    """
    from drafter.pipeline.generate import GenerateOptions, generate

    period = _period(project, path, section=heading)
    options = GenerateOptions(out=path, figure=False, section=heading, preview=True)
    if project.settings.has_model:
        from drafter.pipeline.model_run import ModelOptions, generate_by_model
        from drafter.pipeline.session import open_session

        session = open_session(project, period, progress=progress, command=f"regenerate {path.name}")
        made = generate_by_model(project, period, options, session, ModelOptions(agree=_refuse)).generated
    else:
        made = generate(project, period, options)
    if made.before is None:
        raise OutputError(f"{path.name}: nothing that drafter wrote is left in it", hint="to drafter it is all yours")
    said = tuple(f"found no place: {one.text.strip()}" for one in made.unplaced)
    return Remade(before=made.before, memory=made.memory if made.text != made.before else None, said=said)


def carry_out_directives(project: Project, path: Path, *, progress: Progress) -> Remade:
    """The directives of a draft carried out; what is asked of drafter's memory is answered in `said`.

    Raises:
        DrafterError: as `carry_out`, and where it was never agreed to send anything to the model's host.
    """
    from drafter.pipeline.directives import Carried, carry_out
    from drafter.pipeline.session import open_session

    period = _period(project, path, section=None)
    command = f"directives {path.name}"
    has_model = project.settings.has_model
    session = open_session(project, period, progress=progress, command=command) if has_model else None
    said: list[str] = []

    def tell(carried: Carried) -> None:
        said.append(f"line {carried.line}: {carried.words}")
        said.extend(f"  {line}" for line in carried.told)
        if carried.error is not None:
            said.append(f"  not done, it stays: {carried.error}")

    done = carry_out(project, path, period, session, preview=True, agree=_refuse, tell=tell)
    return Remade(before=done.before, memory=done.memory if done.after != done.before else None, said=tuple(said))


def remember(project: Project, path: Path, memory: Written) -> None:
    """Know a text as drafter's, once it was saved.

    Raises:
        OutputError: the state cannot be written.
    """
    state = State(project.root)
    with state.lock():
        state.save_written(path, memory)


def _period(project: Project, path: Path, *, section: str | None) -> Period:
    from drafter.pipeline.revise import find_period

    period = find_period(project, path, section=section)
    if period is None:
        raise UsageError("the period of the draft is not known", hint="run drafter revise with --year in a terminal")
    return period


def _refuse(_: str) -> NoReturn:
    raise ConsentError("nothing was sent", hint="run drafter revise in a terminal once: it asks whether it may be")
