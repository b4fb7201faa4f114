"""A folder of elsewhere with a case.json → `Case`: `inputs/` and `past/`, or `site/`, and `reference/`."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from drafter.errors import SettingsError, UsageError
from drafter.pipeline.case import Case, Label, Split, Support
from drafter.pipeline.case_faults import Faults, Place, check_form
from drafter.pipeline.case_file import read_cutoff
from drafter.records import Period
from drafter.text.dates import parse_stamp
from drafter.text.faults import place_fault
from drafter.text.periods import range_period, year_period

OUTSIDE_NAME, MANIFEST_NAME, SUPPORT_NAME = "case.json", "inputs_manifest.tsv", "support.json"
_BY_HISTORY = "git-first-commit"
_LABELS = {
    "supported": Label.SUPPORTED,
    "partly": Label.PARTLY,
    "supported by past/ only": Label.EARLIER,
    "unsupported": Label.UNSUPPORTED,
    "boilerplate": Label.BOILERPLATE,
}


class _Form(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _Days(_Form):
    first: str = Field(alias="from")
    last: str = Field(alias="to")


class _OutsideForm(_Form):
    """What is used of a case.json; paths are relative to the root of the blog."""

    language: Literal["ja", "en", "zh", "ko"]
    period: _Days
    cutoff: str
    reference: str | None = None
    exemplars: list[str] = []
    split: Literal["tune", "hold-out"] = "hold-out"


class _Section(_Form):
    heading: str
    label: Literal["supported", "partly", "supported by past/ only", "unsupported", "boilerplate"]
    why: str = ""


class _SupportForm(_Form):
    sections: list[_Section] = []


def read_outside_case(folder: Path) -> Case:
    """The case of a folder's case.json, with the labels of its support.json.

    Where a manifest says that the day of a file came from its history, `author_days` has it; the earlier files of such
    a blog get the last day before the period, for nobody says when they came.

    Raises:
        SettingsError: names every problem of a file at once.
    """
    form = check_form(_OutsideForm, _read_json(folder / OUTSIDE_NAME), path=folder / OUTSIDE_NAME, text="")
    faults = Faults(folder / OUTSIDE_NAME)
    period = _period(form.period, faults)
    cutoff = _cutoff(form.cutoff, form.language, faults)
    site = tuple(path for name in ("site", "past", "inputs") if (path := folder / name).is_dir())
    if not site:
        faults.add(("inputs",), "there is neither a folder inputs nor a folder site", "add what the drafter may read")
    found = [_find(site, name, ("exemplars", at), faults) for at, name in enumerate(form.exemplars)]
    reference = _find((folder / "reference",), form.reference, ("reference",), faults) if form.reference else None
    faults.complain()
    return Case(
        name=folder.name,
        folder=folder,
        language=form.language,
        period=period,
        cutoff=cutoff,
        site=site,
        reference=reference,
        earlier=tuple(path for path in found if path),
        split=Split(form.split),
        support=tuple(_read_support(folder / SUPPORT_NAME)),
        author_days=_author_days(folder, period),
    )


def _read_json(path: Path) -> Mapping[str, object]:
    try:
        values = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}", hint="check its rights") from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(place_fault(path, error), hint="write it as JSON in UTF-8") from error
    if not isinstance(values, dict):
        raise SettingsError(f"{path}: must be a JSON object", hint='write it like { "language": "ja", … }')
    return values


def _period(days: _Days, faults: Faults) -> Period:
    """A whole calendar year is one; everything else is a range."""
    try:
        period = range_period(days.first, days.last)
    except UsageError as error:
        faults.add(("period",), str(error), 'write its days like "2024-01-01"')
        return year_period(1900)
    year = year_period(period.start.year)
    return year if (period.start, period.end) == (year.start, year.end) else period


def _cutoff(written: str, language: str, faults: Faults) -> datetime:
    stamp = parse_stamp(written, None, origin="cutoff")
    if stamp is None:
        faults.add(("cutoff",), f"no day: {written!r}", "write it like 2024-12-31")
        return read_cutoff(date.min, language=language)
    return read_cutoff(stamp.moment or stamp.day, language=language)


def _find(folders: tuple[Path, ...], name: str, place: Place, faults: Faults) -> Path | None:
    """The file of that name in the first folder that has it."""
    for folder in folders:
        path = Path(os.path.normpath(folder / name))
        if path.is_relative_to(folder) and path.is_file():
            return path
    told = " and ".join(f"{folder.name}/" for folder in folders)
    faults.add(place, f"no file {name!r} in {told}", "correct the name, or add the file")
    return None


def _read_support(path: Path) -> Iterator[Support]:
    if path.is_file():
        for section in check_form(_SupportForm, _read_json(path), path=path, text="").sections:
            yield Support(heading=section.heading, label=_LABELS[section.label], why=section.why)


def _author_days(folder: Path, period: Period) -> dict[str, date]:
    path = folder / MANIFEST_NAME
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    days = {row["path"]: _day(row, path) for row in rows if row.get("date_source") == _BY_HISTORY}
    past = folder / "past"
    if not days:
        return {}
    earlier = [found.relative_to(past).as_posix() for found in sorted(past.rglob("*")) if found.is_file()]
    return dict.fromkeys(earlier, period.start - timedelta(days=1)) | days


def _day(row: Mapping[str, str], path: Path) -> date:
    stamp = parse_stamp(row.get("date"), None, origin=MANIFEST_NAME)
    if stamp is None:
        raise SettingsError(f"{path}: {row['path']}: no day: {row.get('date')!r}", hint="write it like 2024-12-31")
    return stamp.day
