"""A case of `drafter eval`: a period to draft, and what its draft is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from pathlib import Path

from drafter.errors import SourceError
from drafter.records import Period

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
