"""The cases of `drafter eval`: a folder with a case.toml, or a case.json of elsewhere → `Case`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from pathlib import Path

from drafter.errors import DrafterError, SettingsError, SourceError
from drafter.records import Period
from drafter.text.plural import count_of

CASE_NAME, OUTSIDE_NAME = "case.toml", "case.json"
_ZONE_HOURS = {"ja": 9, "ko": 9, "zh": 8}
_DAY_END = time(23, 59, 59)


class Split(StrEnum):
    """What a case is for: prompts and weights are tuned on some, and only looked at on the others."""

    TUNE = "tune"
    HOLD_OUT = "hold-out"


class Label(StrEnum):
    """How far what the drafter may read supports a heading of the reference."""

    SUPPORTED = "S"
    PARTLY = "P"
    EARLIER = "A"  # by earlier retrospectives only
    UNSUPPORTED = "U"
    BOILERPLATE = "B"


class Veto(StrEnum):
    """What fails a case whatever its scores are."""

    NUMBER = "number"  # one that no source and no count holds
    FACT = "fact"  # one that contradicts what the author confirmed
    REGISTER = "register"  # です・ます where the author writes plainly, or the other way round
    LANGUAGE = "language"  # not the case's
    FORBIDDEN = "forbidden"  # one of `must_not_mention`


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A heading of the reference, "" for what stands before the first one, with its label and the reason."""

    heading: str
    label: Label
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A period to draft, and what its draft is judged by. Paths are absolute.

    `site` are folders that are laid over one another to make the site, later ones on top; () where there are only
    notes. `cutoff` is the moment the draft is made at. `reference` is what the author published: no part of what the
    drafter reads, None where there is none. Each entry of `must_mention` and `must_not_mention` is a tuple of
    alternatives. `confirmed` are facts the author knows and the notes need not hold. `author_days` are the days of
    files, by path below the site, that nothing but a history can tell.
    """

    name: str
    folder: Path
    language: str
    period: Period
    cutoff: datetime
    site: tuple[Path, ...] = ()
    notes: tuple[Path, ...] = ()
    reference: Path | None = None
    earlier: tuple[Path, ...] = ()
    must_mention: tuple[tuple[str, ...], ...] = ()
    must_not_mention: tuple[tuple[str, ...], ...] = ()
    confirmed: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)  # by metric; 1 where a metric is not named
    vetoes: tuple[Veto, ...] = ()
    split: Split = Split.HOLD_OUT
    support: tuple[Support, ...] = ()
    author_days: Mapping[str, date] = field(default_factory=dict)


def load_cases(folder: Path) -> tuple[Case, ...]:
    """The case that `folder` is, or those of the folders right below it, by name.

    A folder without a case.toml and a case.json is no case.

    Raises:
        SourceError: no such folder, or no case in it.
        SettingsError: names every problem of every case.
    """
    if not folder.is_dir():
        problem = "is a file, not a folder" if folder.exists() else "no such folder"
        raise SourceError(f"{folder}: {problem}", hint="give a folder of cases, or one case")
    folder = folder.resolve()
    below = sorted(path for path in folder.iterdir() if path.is_dir())
    found = [path for path in ([folder] if _reader_of(folder) else below) if _reader_of(path)]
    if not found:
        hint = f"a case is a folder with a {CASE_NAME} (eval/kaede-2024 is one) or a {OUTSIDE_NAME}"
        raise SourceError(f"{folder}: no case in it", hint=hint)
    cases: list[Case] = []
    faults: list[SettingsError] = []
    for path in found:
        try:
            cases.append(_load(path))
        except SettingsError as error:
            faults.append(error)
    if faults:
        raise _join(faults)
    return tuple(cases)


def _load(folder: Path) -> Case:
    read = _reader_of(folder)
    if read is None:
        raise DrafterError(f"{folder}: no case in it")
    return read(folder)


def _reader_of(folder: Path) -> Callable[[Path], Case] | None:
    """case.toml goes before case.json."""
    from drafter.pipeline.case_file import read_case
    from drafter.pipeline.case_json import read_outside_case

    readers = {CASE_NAME: read_case, OUTSIDE_NAME: read_outside_case}
    return next((read for name, read in readers.items() if (folder / name).is_file()), None)


def _join(faults: list[SettingsError]) -> SettingsError:
    if len(faults) == 1:
        return faults[0]
    hints = dict.fromkeys(hint for fault in faults if (hint := fault.hint))
    told = "\n".join(map(str, faults))
    return SettingsError(told, hint="; ".join([f"{count_of(len(faults), 'case')} to correct", *hints]))


def end_of_day(day: date, *, language: str) -> datetime:
    """The last second of a day where the language is spoken; UTC for one that is spoken everywhere.

    >>> end_of_day(date(2024, 12, 31), language="ja").isoformat()
    '2024-12-31T23:59:59+09:00'
    """
    return datetime.combine(day, _DAY_END, tzinfo=timezone(timedelta(hours=_ZONE_HOURS.get(language, 0))))


def read_body(path: Path) -> str:
    """The text of a post without its front matter, whatever its encoding.

    Raises:
        SourceError: it cannot be read, or is no text.
    """
    from drafter.read.encoding import decode
    from drafter.text.front_matter import parse_front_matter

    try:
        text = decode(path.read_bytes()).text
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}", hint="check its rights") from error
    return text[parse_front_matter(text).end :]
