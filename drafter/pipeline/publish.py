"""A checked draft made a post: the draft flag and the date in its front matter, and no other byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from drafter.errors import OutputError, SourceError
from drafter.pipeline.check import LEFT, Checked, Finding, Severity, check_files
from drafter.pipeline.project import Project
from drafter.pipeline.template import choose_draft_key
from drafter.read.stamps import KEYS
from drafter.records import Period
from drafter.store.atomic import read_existing, write_atomic
from drafter.store.published import Published, save_published
from drafter.store.state import State
from drafter.store.steps import Steps
from drafter.text.entries import split_entries
from drafter.text.fences import find_fences
from drafter.text.front_matter import edit_front_matter, parse_front_matter
from drafter.write.place import like_moment

_MARK = "\ufeff"
_DRAFT_KEYS = ("draft", "isdraft", "is_draft")
_PUBLISHED_KEYS = ("published", "publish")
_SHOWN = {"draft": "false", "published": "true"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOptions:
    """`day` instead of now; `dry_run`: write nothing; `hugo`: its path, None for no build."""

    day: date | None = None
    dry_run: bool = False
    hugo: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishResult:
    """`left` keeps it from being published: nothing was changed then. `changes` are front matter keys with their new
    values, none where the file says so already."""

    checked: Checked
    left: tuple[Finding, ...]
    changes: Mapping[str, str]


def publish(project: Project, path: Path, options: PublishOptions) -> PublishResult:
    """Check a file and, where no error, proposal, question or directive is left, take its draft flag off and date it.

    What is published is remembered in `.drafter/`, beside what drafter wrote.

    Raises:
        SourceError: a file that cannot be read, or that its front matter cannot publish.
        OutputError: the file changed in the meantime, or cannot be written.
    """
    old = read_existing(path)
    text = _decode(path, old)
    (checked,) = check_files(project, (path,), period=options.period, hugo=options.hugo)
    left = tuple(f for f in checked.findings if f.severity is Severity.ERROR or f.rule in LEFT)
    if left:
        return PublishResult(checked=checked, left=left, changes={})
    changes = _changes(project, path, text, options.day)
    mark, body = (_MARK, text[1:]) if text.startswith(_MARK) else ("", text)
    edited = mark + edit_front_matter(body, changes)
    if changes and not options.dry_run:
        state = State(project.root)
        with state.lock():
            Steps(state, path).push_apart(old, edited.encode("utf-8"))
            write_atomic(path, edited.encode("utf-8"), expected=old)
            stamp = next((value for key, value in changes.items() if key.lower() in KEYS), "")
            save_published(state, path, Published(text=edited, date=stamp))
    return PublishResult(checked=checked, left=(), changes=changes)


def _decode(path: Path, data: bytes | None) -> str:
    if data is None:
        raise SourceError(f"{path}: no such file", hint="give a draft")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise OutputError(f"{path}: not UTF-8: nothing was changed", hint="save it as UTF-8 first") from error


def _changes(project: Project, path: Path, text: str, day: date | None) -> dict[str, str]:
    """The keys to set: what holds the post back, as the file spells it, and its date.

    A post that nothing holds back keeps its date, unless a day was given.

    Raises:
        SourceError: something else holds it back.
    """
    values = parse_front_matter(text.removeprefix(_MARK)).values
    if "_drafts" in path.resolve().parts[:-1]:
        raise SourceError(f"{path}: lies in _drafts", hint="move it to _posts, with its day before its name")
    if str(_of(values, "status") or "").lower() == "draft":
        raise SourceError(f"{path}: its status is draft", hint="set the status your site publishes, by hand")
    changes: dict[str, str] = {}
    for key, value in values.items():
        if key.lower() in _DRAFT_KEYS and value is not False:
            changes[key] = _SHOWN["draft"]
        elif key.lower() in _PUBLISHED_KEYS and value is False:
            changes[key] = _SHOWN["published"]
    dated_by = _date_key(project, values) if changes or day else None
    return changes | ({dated_by: _date(project, text, dated_by, day)} if dated_by else {})


def _of(values: Mapping[str, object], name: str) -> object:
    return next((value for key, value in values.items() if key.lower() == name), None)


def _date_key(project: Project, values: Mapping[str, object]) -> str | None:
    """The key that dates the post; `date` is added where the site knows no other day, None where the name has it."""
    lowered = {key.lower(): key for key, value in values.items() if not isinstance(value, bool)}
    found = next((lowered[key] for key in KEYS if key in lowered), None)
    dated = choose_draft_key(project.site, values)[0] == "draft" and project.site.generator != "obsidian"
    return found or ("date" if dated else None)


def _date(project: Project, text: str, key: str, day: date | None) -> str:
    zone = project.site.zone or project.reading.zone
    now = project.now.astimezone(zone)
    moment = datetime.combine(day, time(0), tzinfo=now.tzinfo) if day else now
    held = project.site.generator == "hugo" and not project.site.build_future
    holds_after = project.now if held else None
    return like_moment(_written(text, key), moment, zone=project.site.zone, holds_after=holds_after)


def _written(text: str, key: str) -> str:
    """The value as it is written: the parsed one would have lost its shape."""
    text = text.removeprefix(_MARK)
    fences = find_fences(text)
    inner = text[fences.inner_start : fences.inner_end] if fences else ""
    entries = split_entries(inner, fences.format) if fences else ()
    return next((inner[e.value_start : e.value_end].strip() for e in entries if e.key == key), "")
