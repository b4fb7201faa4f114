from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import pytest
import typer

from drafter.commands.options import PeriodOptions, ProjectOptions, choose_period, load_settings, spread
from drafter.errors import SourceError, UsageError
from drafter.records import Unit
from drafter.settings import Settings

NOW = datetime(2025, 3, 31, 12)


@pytest.mark.parametrize(
    ("options", "label"),
    [
        (PeriodOptions(year="２０２４"), "2024"),
        (PeriodOptions(quarter="2024Q2"), "2024Q2"),
        (PeriodOptions(month="2024-05"), "2024-05"),
        (PeriodOptions(week="2024-W18"), "2024-W18"),
        (PeriodOptions(first="2024-02-02", last="2025-02-09"), "2024-02-02..2025-02-09"),
        (PeriodOptions(), "2024"),
    ],
    ids=["year", "quarter", "month", "week", "range", "none"],
)
def test_the_period_is_the_one_asked_for_or_the_last_finished_year(options: PeriodOptions, label: str) -> None:
    assert choose_period(options, Settings(home=Path()), now=NOW).label == label


@pytest.mark.parametrize(
    ("now", "fiscal_start", "day_start", "first"),
    [
        (datetime(2025, 1, 1, 0, 30), 1, time(0), date(2024, 1, 1)),
        (datetime(2025, 1, 1, 0, 30), 1, time(4), date(2023, 1, 1)),
        (datetime(2024, 12, 31, 23, 59), 1, time(0), date(2023, 1, 1)),
        (datetime(2025, 3, 31), 4, time(0), date(2023, 4, 1)),
        (datetime(2025, 4, 1), 4, time(0), date(2024, 4, 1)),
    ],
    ids=["new year", "new year, still up", "last evening", "fiscal year runs", "fiscal year over"],
)
def test_the_last_finished_year_follows_the_clock(
    now: datetime, fiscal_start: int, day_start: time, first: date
) -> None:
    settings = Settings(home=Path(), fiscal_start=fiscal_start, day_start=day_start)
    period = choose_period(PeriodOptions(), settings, now=now)
    assert (period.unit, period.start) == (Unit.YEAR, first)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (PeriodOptions(year="2024", month="2024-05"), "more than one period"),
        (PeriodOptions(year="2024", first="2024-01-01"), "more than one period"),
        (PeriodOptions(first="2024-01-01"), "half a range"),
        (PeriodOptions(last="2024-01-01"), "half a range"),
        (PeriodOptions(first="2024-02-01", last="2024-01-01"), "ends before it starts"),
        (PeriodOptions(year=""), "not a year"),
    ],
    ids=["two kinds", "kind and range", "from alone", "to alone", "backwards", "empty"],
)
def test_what_is_no_period_is_refused(options: PeriodOptions, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        choose_period(options, Settings(home=Path()), now=NOW)


def test_flags_go_on_top_and_count_from_the_folder(tmp_path: Path) -> None:
    (tmp_path / "drafter.toml").write_text("[sources]\nnotes = ['a']\n[draft]\nfigure = false\n", "utf-8")
    options = ProjectOptions(directory=tmp_path)
    assert load_settings(options, notes=[Path("b")], figure=None).notes == (tmp_path / "b",)
    assert load_settings(options, notes=None, figure=None).notes == (tmp_path / "a",)
    assert load_settings(options, figure=True).figure
    with pytest.raises(UsageError, match="--lang: must be one of"):
        load_settings(options, language="xx")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="none: no such folder"):
        load_settings(ProjectOptions(directory=tmp_path / "none"))


@dataclass(frozen=True, kw_only=True)
class Toy:
    size: Annotated[int, typer.Argument(help="How large.")]
    name: Annotated[str | None, typer.Option("--called", help="A name.")] = None


def test_a_dataclass_becomes_the_parameters_of_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    def run(options: Toy) -> None:
        """Do a thing."""
        typer.echo(options)

    run.__annotations__["options"] = Toy
    app = typer.Typer(rich_markup_mode=None)
    app.command()(spread(run))
    app(["3", "--called", "八"], standalone_mode=False)
    app(["--help"], standalone_mode=False)
    given, described = capsys.readouterr().out.split("\n", 1)
    assert given == "Toy(size=3, name='八')"
    assert "Do a thing." in described
    assert "How large." in described
