"""case.toml → `Case`, with every problem told at once: the file, its line, the key, and what to do."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from drafter.errors import SettingsError, UsageError
from drafter.pipeline.case import Case, Label, Split, Support, Veto, end_of_day, read_body
from drafter.pipeline.case_faults import Faults, Place, check_form
from drafter.records import BlockKind, Period
from drafter.text.blocks import heading_text, parse_blocks
from drafter.text.faults import place_fault
from drafter.text.inline import plain
from drafter.text.periods import month_period, quarter_period, range_period, week_period, year_period

CASE_NAME = "case.toml"
_Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
_Alternatives = _Text | Annotated[list[_Text], Field(min_length=1)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Range(_Form):
    first: date = Field(alias="from")
    last: date = Field(alias="to")


class _Support(_Form):
    heading: str
    label: Literal["S", "P", "A", "U", "B"]
    why: str = ""


class _CaseForm(_Form):
    """What a case.toml holds; paths are relative to its folder, "/" between."""

    language: Literal["ja", "en", "zh", "ko"]
    period: _Text | _Range  # "2024", "2024Q2", "2024-05", "2024-W18", or { from = 2022-02-02, to = 2023-02-09 }
    cutoff: date | datetime
    reference: _Text
    split: Literal["tune", "hold-out"]
    site: _Text | None = None
    notes: list[_Text] = []
    earlier: list[_Text] = []
    must_mention: list[_Alternatives] = []
    must_not_mention: list[_Alternatives] = []
    confirmed: list[_Text] = []
    weights: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = {}
    vetoes: list[Literal["number", "fact", "register", "language", "forbidden"]] = []
    support: list[_Support] = []


def read_case(folder: Path) -> Case:
    """The case of a folder's case.toml.

    Raises:
        SettingsError: names every problem of the file at once.
    """
    path = folder / CASE_NAME
    try:
        text = path.read_bytes().decode("utf-8-sig")
        values = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}", hint="check its rights") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(place_fault(path, error), hint="write it as TOML in UTF-8") from error
    form = check_form(_CaseForm, values, path=path, text=text)
    faults = Faults(path, text)
    case = _case(form, folder, faults)
    faults.complain()
    _check_support(case, faults)
    faults.complain()
    return case


def _case(form: _CaseForm, folder: Path, faults: Faults) -> Case:
    site = tuple(_folder(folder, name, ("site",), faults) for name in ([form.site] if form.site else []))
    notes = tuple(_folder(folder, name, ("notes", at), faults) for at, name in enumerate(form.notes))
    reference = _file(folder, form.reference, ("reference",), faults)
    _check_sources((*site, *notes), reference, faults)
    return Case(
        name=folder.name,
        folder=folder,
        language=form.language,
        period=_period(form.period, faults),
        cutoff=read_cutoff(form.cutoff, language=form.language),
        site=site,
        notes=notes,
        reference=reference,
        earlier=tuple(_file(folder, name, ("earlier", at), faults) for at, name in enumerate(form.earlier)),
        must_mention=tuple(map(_alternatives, form.must_mention)),
        must_not_mention=tuple(map(_alternatives, form.must_not_mention)),
        confirmed=tuple(form.confirmed),
        weights=form.weights,
        vetoes=tuple(map(Veto, form.vetoes)),
        split=Split(form.split),
        support=tuple(Support(heading=s.heading, label=Label(s.label), why=s.why) for s in form.support),
    )


def _alternatives(entry: str | list[str]) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else tuple(entry)


def _folder(folder: Path, name: str, place: Place, faults: Faults) -> Path:
    path = _inside(folder, name, place, faults)
    if not path.is_dir():
        faults.add(place, f"no such folder: {name!r}", "correct the name, or make the folder")
    return path


def _file(folder: Path, name: str, place: Place, faults: Faults) -> Path:
    path = _inside(folder, name, place, faults)
    if not path.is_file():
        faults.add(place, f"no such file: {name!r}", "correct the name, or write the file")
    return path


def _inside(folder: Path, name: str, place: Place, faults: Faults) -> Path:
    path = Path(os.path.normpath(folder / name))
    if not path.is_relative_to(folder):
        faults.add(place, f"leads out of the case: {name!r}", "keep all files of a case in its folder")
    return path


def _check_sources(read: Sequence[Path], reference: Path, faults: Faults) -> None:
    """The reference is no part of what the drafter reads."""
    if not read:
        faults.add(("site",), "there is neither a site nor notes", "name the folders that the drafter may read")
    for source in read:
        if reference.resolve().is_relative_to(source.resolve()):
            faults.add(("reference",), f"the drafter would read it: it lies in {source.name}/", "move it out of there")


def read_cutoff(written: date | datetime, *, language: str) -> datetime:
    """A moment with its zone as it is, one without in the zone of the language; of a day its end."""
    if not isinstance(written, datetime):
        return end_of_day(written, language=language)
    if written.tzinfo is not None:
        return written
    return written.replace(tzinfo=end_of_day(written.date(), language=language).tzinfo)


def _period(written: str | _Range, faults: Faults) -> Period:
    try:
        if isinstance(written, _Range):
            return range_period(written.first, written.last)
        for sign, build in (("W", week_period), ("Q", quarter_period), ("-", month_period)):
            if sign in written.upper():
                return build(written)
        return year_period(written)
    except UsageError as error:
        faults.add(("period",), str(error), 'write it like "2024", "2024Q2", "2024-05", "2024-W18" or { from, to }')
        return year_period(1900)


def _check_support(case: Case, faults: Faults) -> None:
    """Every labelled heading stands in the reference, and none twice."""
    if case.reference is None:
        return
    headings = find_headings(read_body(case.reference))
    labelled: set[str] = set()
    for at, support in enumerate(case.support):
        place = ("support", at, "heading")
        if support.heading and support.heading not in headings:
            faults.add(place, f"the reference has no heading {support.heading!r}", "write it as the reference does")
        if support.heading in labelled:
            faults.add(place, f"{support.heading!r} was labelled before", "keep one label for a heading")
        labelled.add(support.heading)


def find_headings(body: str) -> tuple[str, ...]:
    """The words of the headings of a Markdown body, in order.

    >>> find_headings("# 一年\\n\\n## *走る* {#run}\\n")
    ('一年', '走る')
    """
    heads = (block for block in parse_blocks(body) if block.kind is BlockKind.HEADING)
    return tuple(plain(heading_text(block, body)) for block in heads)
