"""Reads a site's posts and a person's notes into documents: text, day, level and warnings of each."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from functools import cache
from pathlib import Path, PurePosixPath

from drafter.errors import SourceError
from drafter.read.encoding import decode
from drafter.read.git import first_commit_days
from drafter.read.privacy import Verdict, draft_in_broken, judge_post, private_reasons
from drafter.read.sources import Source, find_sources
from drafter.read.stamps import find_stamp, likely_zone
from drafter.records import Document, FrontMatter, Kind, LeftOut, Level, Stamp, content_id
from drafter.site import Site, is_index, post_url
from drafter.text.dates import day_of
from drafter.text.front_matter import parse_front_matter
from drafter.text.language import detect_language

_TEMPLATE = re.compile(r"^(?:template|テンプレート|ひな形|雛形)(?:[-_ ].*)?$", re.IGNORECASE)
_H1 = re.compile(r"#[ \t]+(?=[^ \t])")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_FENCE_LINE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_CONFLICT = re.compile(r"^<{7} (?=\S)", re.MULTILINE)
_DATE_PREFIX = re.compile(r"^\d{4}[-_]?\d{2}[-_]?\d{2}[-_ ]+(?=\S)")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CLOSING_MARKS = re.compile(r"(?:^|(?<=[ \t]))#+$")
_HEADING_CHARS = 1000
_TITLE_LINES = 200
_LANGUAGE_CHARS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read, posts first, each kind in the order of its paths; and what was not, with the reasons.

    `zone` and `language` are the author's: the site's own, else what most documents tell; else None and "".
    """

    documents: tuple[Document, ...]
    left_out: tuple[LeftOut, ...]
    zone: tzinfo | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    source: Source
    text: str
    front_matter: FrontMatter
    language: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Author:
    """What holds for all documents of one reading."""

    site: Site
    zone: tzinfo | None
    now: datetime
    day_start: time
    first_commit: Callable[[Path, str], datetime | None]
    allowed: Collection[str]  # paths of private documents that may be used


def read_documents(
    site: Site, *, notes: tuple[Path, ...], now: datetime, day_start: time, allowed: Collection[str] = ()
) -> Reading:
    """Read all posts of `site` and all notes below the folders; nothing to read gives no documents.

    Of a private document only the path, the day and the reason come out: its text, title and front matter stay unread
    by everything else, unless its path is among those `allowed`: then it is the author's own note. Days of notes begin
    at `day_start`; posts keep the day the site shows.

    Raises:
        SourceError: a folder is missing, or what is private cannot be known.
    """
    sources, left_out = find_sources(site, notes=notes)
    opened: list[_Opened] = []
    unread = list(left_out)
    for source in sources:
        try:
            opened.append(_open(source, allowed=source.path in allowed))
        except (OSError, SourceError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            unread.append(LeftOut(path=source.path, reason=f"cannot be read: {reason}"))
    language = site.language or _most_common(file.language for file in opened)
    zone = site.zone or likely_zone((file.front_matter.values for file in opened), language=language)
    local_now = now.astimezone(zone) if zone else now
    first_commit = _git_days()
    author = _Author(
        site=site, zone=zone, now=local_now, day_start=day_start, first_commit=first_commit, allowed=allowed
    )
    documents: list[Document] = []
    for file in opened:
        made = _document(file, author)
        (documents if isinstance(made, Document) else unread).append(made)  # type: ignore[arg-type]
    return Reading(documents=tuple(documents), left_out=tuple(unread), zone=zone, language=language)


def _open(source: Source, *, allowed: bool) -> _Opened:
    """Decode and parse a file; one that an ignore file covers is not even opened."""
    if source.found.private and not allowed:
        return _Opened(source=source, text="", front_matter=FrontMatter(format="none"), language="", warnings=())
    decoded = decode(source.found.path.read_bytes())
    if not decoded.text.strip():
        raise SourceError("nothing but white space")
    front_matter = parse_front_matter(decoded.text)
    warnings = [f"{source.path}: {decoded.warning}"] if decoded.warning else []
    conflict = _conflict(decoded.text)
    if conflict is not None:
        line_number = decoded.text.count("\n", 0, conflict) + 1
        warnings.append(f"{source.path}:{line_number}: marks of a merge conflict; both sides are read")
    if front_matter.problem and (conflict is None or conflict >= front_matter.end):
        line = f":{front_matter.problem_line}" if front_matter.problem_line else ""
        warnings.append(f"{source.path}{line}: {front_matter.problem}")
    own = str(front_matter.values.get("lang") or front_matter.values.get("language") or "")[:2].lower()
    sample = decoded.text[front_matter.end : front_matter.end + _LANGUAGE_CHARS]
    language = own if own in ("ja", "en", "zh", "ko") else detect_language(sample)
    return _Opened(
        source=source, text=decoded.text, front_matter=front_matter, language=language, warnings=tuple(warnings)
    )


def _conflict(text: str) -> int | None:
    """Where a merge was left unsettled, outside code fences: a post may be about git."""
    for mark in _CONFLICT.finditer(text) if "<<<<<<< " in text else ():
        if len(_FENCE_LINE.findall(text, 0, mark.start())) % 2 == 0:
            return mark.start()
    return None


def _document(file: _Opened, author: _Author) -> Document | LeftOut:
    title = _title(file)
    stamp, disagreement = _stamp(file, title, author)
    if _TEMPLATE.match(_slug(file.source.path)) and (stamp is None or stamp.origin.startswith("git")):
        return LeftOut(path=file.source.path, reason="a template, without a date")
    tags = _names(file, "tags", "tag", "topics", author=author)
    ignored = file.source.found.private
    reasons = private_reasons(file.text, front_matter=file.front_matter, tags=tags, kind=file.source.kind)
    held = (ignored,) if ignored else reasons
    if held and file.source.path not in author.allowed:
        return _private(file, stamp, held)
    document = _own_note(file, title, stamp, tags)
    if held:
        return replace(document, reasons=(*held, "allowed by name"))
    document = replace(
        document,
        warnings=(*file.warnings, *((f"{document.path}: {disagreement}",) if disagreement else ())),
        categories=_names(file, "categories", "category", author=author),
        series=_names(file, "series", author=author),
    )
    return document if document.kind is Kind.NOTE else _as_post(document, file, author)


def _own_note(file: _Opened, title: str, stamp: Stamp | None, tags: tuple[str, ...]) -> Document:
    return Document(
        id=content_id(file.source.kind, file.source.path, file.text),
        kind=file.source.kind,
        path=file.source.path,
        title=title,
        stamp=stamp,
        front_matter=file.front_matter,
        text=file.text,
        level=Level.OWN,
        language=file.language,
        tags=tags,
        slug=_slug(file.source.path),
    )


def _as_post(document: Document, file: _Opened, author: _Author) -> Document:
    """A post is for everybody, unless it is a draft; a draft has no address."""
    values, build_future = document.front_matter.values, author.site.build_future
    verdict = judge_post(document.path, values=values, stamp=document.stamp, now=author.now, build_future=build_future)
    if not verdict.draft and (reason := draft_in_broken(document.text, document.front_matter)):
        verdict = Verdict(level=Level.OWN, reasons=(reason,), draft=True)
    url = None if verdict.draft else post_url(author.site, file.source.found.path, values, document.stamp)
    return replace(document, level=verdict.level, reasons=verdict.reasons, draft=verdict.draft, url=url)


def _private(file: _Opened, stamp: Stamp | None, reasons: tuple[str, ...]) -> Document:
    path = file.source.path
    return Document(
        id=content_id(file.source.kind, path),
        kind=file.source.kind,
        path=path,
        title=_slug(path),
        stamp=stamp,
        front_matter=FrontMatter(format="none"),
        text="",
        level=Level.PRIVATE,
        reasons=reasons,
        slug=_slug(path),
    )


def _stamp(file: _Opened, title: str, author: _Author) -> tuple[Stamp | None, str | None]:
    stamp, disagreement = find_stamp(
        file.front_matter.values,
        path=file.source.below,
        title=title,
        zone=author.zone,
        first_commit=lambda: author.first_commit(file.source.folder, file.source.below),
    )
    return _in_own_days(stamp, author.day_start) if file.source.kind is Kind.NOTE else stamp, disagreement


def _in_own_days(stamp: Stamp | None, day_start: time) -> Stamp | None:
    """Midnight sharp is a day without a time, as tools write it."""
    if stamp is None or stamp.moment is None or stamp.moment.time() == time(0):
        return stamp
    return replace(stamp, day=day_of(stamp.moment, day_start=day_start))


def _title(file: _Opened) -> str:
    values = file.front_matter.values
    tables = [values, *(value for value in values.values() if isinstance(value, Mapping))]
    for table in tables:
        title = table.get("title", table.get("Title"))
        said = _line(str(title)) if isinstance(title, str | int | float | date) and title is not False else ""
        if said:
            return said
    return _line(_first_heading(file.text[file.front_matter.end :])) or _slug(file.source.path)


def _line(text: str) -> str:
    """One line without control characters, which a terminal would obey, and half characters, which no file takes."""
    return _CONTROLS.sub("", unicodedata.normalize("NFC", " ".join(text.split())))


def _first_heading(body: str) -> str:
    """The first `# heading` outside code fences, as it is written."""
    fence = ""
    for line in re.split(r"\r\n|\r|\n", body, maxsplit=_TITLE_LINES)[:_TITLE_LINES]:
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        heading = None if fence or len(line) > _HEADING_CHARS else _H1.match(line)
        said = _CLOSING_MARKS.sub("", line[heading.end() :].rstrip()).rstrip() if heading else ""
        if said:
            return said
    return ""


def _slug(path: str) -> str:
    """The name that says something: of a bundle its folder's, without the date in front."""
    name = PurePosixPath(path)
    said = name.parent.name if is_index(name) and name.parent.name else name.stem
    return _DATE_PREFIX.sub("", said)


def _names(file: _Opened, *keys: str, author: _Author) -> tuple[str, ...]:
    """Names of a list, or of one text with commas between (Jekyll: spaces); each once, in their order."""
    lowered = {key.lower(): value for key, value in file.front_matter.values.items()}
    found: list[str] = []
    for value in (lowered.get(key) for key in keys):
        if isinstance(value, str):
            found += value.split("," if "," in value or author.site.generator != "jekyll" else None)
        elif isinstance(value, list):
            found += [str(name) for name in value if name is not None and not isinstance(name, (Mapping, list))]
    named = (_line(name).removeprefix("#") for name in found)
    return tuple(dict.fromkeys(name for name in named if name))


def _most_common(languages: Iterable[str]) -> str:
    counted = Counter(language for language in languages if language)
    return counted.most_common(1)[0][0] if counted else ""


def _git_days() -> Callable[[Path, str], datetime | None]:
    days = cache(first_commit_days)
    return lambda folder, below: days(folder).get(below)
