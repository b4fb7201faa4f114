"""Says when a document happened: front matter, the name of file or folder, and git as the last resort."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone, tzinfo
from pathlib import PurePosixPath

from drafter.records import Stamp
from drafter.text.dates import date_in_name, parse_stamp

KEYS = (
    *("date", "publishedat", "published_at", "publisheddate", "pubdate", "pub_date", "publishdate", "publish_date"),
    *("published_date", "date_published", "dt_published", "created_at", "createdat", "created_time", "created"),
    *("fc-date", "published"),
)
_LANGUAGE_HOURS = {"ja": 9, "ko": 9, "zh": 8}
_OFFSET = re.compile(r"\d[T ]?\d{1,2}:?\d{2}(?::\d{2}(?:\.\d+)?)?\s*([+-])(\d{2}):?(\d{2})\s*$")
_DATED_FOLDERS = re.compile(r"(?:^|/)(\d{4})年?/(?:\d{4}[-年]?)?(\d{1,2})月?(?:/|(?=\d{2}\.))(\d{1,2})日?(?=[/.]|$)")

_TITLE_DAY = re.compile(r"\d{4}(?:年\d{1,2}月\d{1,2}日|([-/.])\d{1,2}\1\d{1,2}(?!\d))")


def find_stamp(
    values: Mapping[str, object],
    *,
    path: str,
    title: str,
    zone: tzinfo | None,
    first_commit: Callable[[], datetime | None],
) -> tuple[Stamp | None, str | None]:
    """When the document at `path` ("/" between) happened, and a warning where its name says another day.

    In order of trust: front matter, file name, folder names, a title that begins with a date, `first_commit` (asked
    only then). `origin` of the stamp says which it was. None where nothing says a day.
    """
    written = _by_front_matter(values, zone)
    named = _by_name(path)
    if written and named and abs((written.day - named.day).days) > 0:
        return written, f"{written.origin} says {written.day}, {named.origin} {named.day}: the former counts"
    return written or named or _by_title(title) or _by_git(first_commit(), zone), None


def likely_zone(all_values: Iterable[Mapping[str, object]], *, language: str) -> tzinfo | None:
    """The author's zone where the site does not say it: the offset most dates are written with, else the language's.

    UTC does not count, tools write it for everybody. None where neither tells.
    """
    offsets = Counter(offset for values in all_values for value in _dates(values) if (offset := _offset(value)))
    if offsets:
        return timezone(offsets.most_common(1)[0][0])
    hours = _LANGUAGE_HOURS.get(language)
    return timezone(timedelta(hours=hours)) if hours else None


def _by_front_matter(values: Mapping[str, object], zone: tzinfo | None) -> Stamp | None:
    lowered = {key.lower(): key for key in values}
    for key in KEYS:
        value = values.get(lowered.get(key, key))
        if value is None or isinstance(value, bool):
            continue
        stamp = parse_stamp(value, zone, origin=f"front matter: {lowered[key]}")
        if stamp is not None:
            return stamp
    for name, value in _revisions(values):
        stamp = parse_stamp(value, zone, origin=f"front matter: {name}")
        if stamp is not None:
            return stamp
    return None


def _revisions(values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The first date of a list of revisions, on its own or inside a table such as `[article]`."""
    tables = [("", values)] + [(f"{name}.", inner) for name, inner in values.items() if isinstance(inner, Mapping)]
    for prefix, table in tables:
        revisions = table.get("revisions")
        if isinstance(revisions, list) and revisions and isinstance(revisions[0], Mapping):
            yield f"{prefix}revisions", revisions[0].get("date")
        if prefix:
            yield f"{prefix}date", table.get("date")


def _by_name(path: str) -> Stamp | None:
    parts = PurePosixPath(path).parts
    day = date_in_name(PurePosixPath(path).stem)
    if day is not None:
        return Stamp(day=day, origin="file name")
    for folder in reversed(parts[:-1]):
        day = date_in_name(folder)
        if day is not None:
            return Stamp(day=day, origin="folder name")
    match = _DATED_FOLDERS.search(unicodedata.normalize("NFKC", path))
    try:
        return match and Stamp(day=date(int(match[1]), int(match[2]), int(match[3])), origin="folder name")
    except ValueError:
        return None


def _by_title(title: str) -> Stamp | None:
    """Only a title that begins with a whole day: 「2024年7月から9月」 is no day."""
    match = _TITLE_DAY.match(unicodedata.normalize("NFKC", title))
    day = match and date_in_name(match[0])
    return Stamp(day=day, origin="title") if day else None


def _by_git(moment: datetime | None, zone: tzinfo | None) -> Stamp | None:
    return parse_stamp(moment, zone, origin="git: first commit") if moment else None


def _dates(values: Mapping[str, object]) -> Iterator[object]:
    return (value for key, value in values.items() if key.lower() in KEYS)


def _offset(value: object) -> timedelta | None:
    if isinstance(value, datetime):
        offset = value.utcoffset()
    else:
        match = _OFFSET.search(value) if isinstance(value, str) else None
        offset = match and timedelta(hours=int(match[2]), minutes=int(match[3])) * (-1 if match[1] == "-" else 1)
    return offset if offset and abs(offset) < timedelta(days=1) else None
