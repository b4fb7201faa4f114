"""The options commands share, as dataclasses that typer reads like the parameters of a function."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date, datetime
from inspect import Parameter, Signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, get_type_hints

import typer

from drafter.errors import SourceError, UsageError

if TYPE_CHECKING:
    from drafter.records import Period
    from drafter.settings import Settings

T = TypeVar("T")

Notes = Annotated[
    list[Path] | None,
    typer.Option(
        "--notes", metavar="DIR", help="A folder of private notes; may be given again. Overrides drafter.toml."
    ),
]
Model = Annotated[str | None, typer.Option("--model", metavar="NAME", help="Write with this model.")]
Small = Annotated[
    str | None, typer.Option("--small", metavar="NAME", help="Read with this cheaper model; without it the same one.")
]
NoModel = Annotated[bool, typer.Option("--no-model", help="Use none, whatever the settings say.")]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="Ask this OpenAI-compatible endpoint: http://127.0.0.1:11434/v1."),
]
Prompts = Annotated[
    Path | None,
    typer.Option("--prompts", metavar="DIR", help="Prompts of your own, by the names of the bundled ones."),
]
MaxCost = Annotated[str | None, typer.Option("--max-cost", metavar="USD", help="Spend no more than this.")]
MaxTokens = Annotated[int | None, typer.Option("--max-tokens", metavar="N", help="Use no more tokens than this.")]
Yes = Annotated[bool, typer.Option("--yes", help="Send to a new host without being asked.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectOptions:
    """Where the project is."""

    directory: Annotated[Path, typer.Option("-C", metavar="DIR", help="Work as if started in this folder.")] = Path()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodOptions(ProjectOptions):
    """What is read and of which days. One kind of period at most; none is the last finished year."""

    year: Annotated[str | None, typer.Option(metavar="2024", help="A year, or the fiscal year that starts in it.")] = (
        None
    )
    quarter: Annotated[str | None, typer.Option(metavar="2024Q2", help="A quarter of such a year.")] = None
    month: Annotated[str | None, typer.Option(metavar="2024-05", help="A month.")] = None
    week: Annotated[str | None, typer.Option(metavar="2024-W18", help="An ISO week, Monday to Sunday.")] = None
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day; with --to.")] = None
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day; with --from.")] = None
    notes: Notes = None


def spread(run: Callable[[T], int | None]) -> Callable[..., int | None]:
    """A function with one keyword parameter for each field of the dataclass that `run` takes as `options`; it returns
    the exit code that `run` returns."""
    options = get_type_hints(run)["options"]
    hints = get_type_hints(options, include_extras=True)

    def command(**given: object) -> int | None:
        return run(options(**given))

    parameters = [
        Parameter(
            field.name,
            Parameter.KEYWORD_ONLY,
            default=Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(options)
    ]
    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    command.__doc__ = run.__doc__
    return command


def load_settings(options: ProjectOptions, folder: Path | None = None, /, **flags: object) -> Settings:
    """The settings of a project's folder, by itself the one that was asked for, with `flags` on top; None among them
    were not given, and paths among them count from where the person is.

    Raises:
        SourceError: no such folder.
        SettingsError: the settings are wrong.
    """
    if not options.directory.is_dir():
        problem = "is a file, not a folder" if options.directory.exists() else "no such folder"
        raise SourceError(f"{options.directory}: {problem}", hint="give the folder of your blog or notes to -C")
    from drafter import settings

    given = {name: _from_here(value, options.directory) for name, value in flags.items()}
    return settings.load_settings(folder or options.directory, flags=given, environ=os.environ)


def load_settings_of(options: ProjectOptions, paths: Sequence[Path], folder: Path, /, **flags: object) -> Settings:
    """As `load_settings`, for drafts of a project: where nothing names notes, those they were made from are named."""
    settings = load_settings(options, folder, **flags)
    if settings.notes or not paths:
        return settings
    from drafter.store.state import State

    state = State(settings.home)
    known = filter(None, map(state.load_written, paths))
    folders = dict.fromkeys(state.root / name for written in known for name in written.notes)
    notes = tuple(notes for notes in folders if notes.is_dir())
    return replace(settings, notes=notes, notes_by_hand=True) if notes else settings


def _from_here(value: object, directory: Path) -> object:
    if isinstance(value, list):
        return [_from_here(entry, directory) for entry in value]
    return directory.resolve() / value.expanduser() if isinstance(value, Path) else value


def choose_period(options: PeriodOptions, settings: Settings, *, now: datetime) -> Period:
    """The period that was asked for; without one the last (fiscal) year that is over at `now`.

    Raises:
        UsageError: more than one kind of period, half a range, or what is no such period.
    """
    from drafter.text import dates, periods

    fiscal_start = settings.fiscal_start
    kinds: dict[str, Callable[[str], Period]] = {
        "year": lambda text: periods.year_period(text, fiscal_start=fiscal_start),
        "quarter": lambda text: periods.quarter_period(text, fiscal_start=fiscal_start),
        "month": periods.month_period,
        "week": periods.week_period,
    }
    given = [kind for kind in kinds if getattr(options, kind) is not None]
    if len(given) + (options.first is not None or options.last is not None) > 1:
        raise UsageError(
            "more than one period", hint="give one of --year, --quarter, --month, --week, --from with --to"
        )
    if given:
        return kinds[given[0]](getattr(options, given[0]))
    if options.first is None and options.last is None:
        last = _last_year(dates.day_of(now, day_start=settings.day_start), fiscal_start)
        return periods.year_period(last, fiscal_start=fiscal_start)
    if options.first is None or options.last is None:
        raise UsageError("half a range", hint="give both --from and --to")
    return periods.range_period(options.first, options.last)


def _last_year(today: date, fiscal_start: int) -> int:
    running = today.year if today.month >= fiscal_start else today.year - 1
    return running - 1
