"""Faults of the front matter that keep a post from being built, or from being seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from drafter.pipeline.check.finding import Finding, Severity, fault
from drafter.pipeline.check.manuscript import Manuscript
from drafter.read.stamps import KEYS
from drafter.text.dates import parse_stamp
from drafter.text.entries import split_entries
from drafter.text.fences import find_fences
from drafter.text.lines import Lines

_TITLED = frozenset(("hugo", "zenn"))  # Jekyll takes it from the file's name, others let their author decide
_HOLDS_BACK = frozenset(("hugo", "jekyll"))


def check_front_matter(manuscript: Manuscript) -> Iterator[Finding]:
    """A finding for what cannot be parsed, a post without front matter or title, and a date that holds it back."""
    matter, site = manuscript.matter, manuscript.project.site
    if matter.problem:
        lines = Lines(manuscript.text)
        start = lines.offset((matter.problem_line or 1) - 1, end=len(manuscript.text))
        message = f"{matter.problem}: correct this line, or the site is not built"
        yield fault(Severity.ERROR, "front-matter", message, start, start)
    elif manuscript.is_post and site.generator in _TITLED:
        title = matter.values.get("title")
        if matter.format == "none":
            message = "no front matter: begin the file with one that holds a title and a date"
            yield fault(Severity.ERROR, "front-matter", message, 0, 0)
        elif title is None or not str(title).strip():
            yield fault(
                Severity.ERROR, "missing-title", "no title: give the post one", *place_of_key(manuscript, "title")
            )
    yield from _future(manuscript)


def _future(manuscript: Manuscript) -> Iterator[Finding]:
    """A warning: a post may be meant for a later day."""
    project = manuscript.project
    site, lowered = project.site, {key.lower(): key for key in manuscript.matter.values}
    key = next((lowered[key] for key in ("publishdate", *KEYS) if key in lowered), None)
    if key is None or site.build_future or site.generator not in _HOLDS_BACK or not manuscript.is_post:
        return
    stamp = parse_stamp(manuscript.matter.values[key], site.zone or UTC, origin=key)
    if stamp is None:
        return
    moment = stamp.moment or datetime.combine(stamp.day, time(0), tzinfo=site.zone or UTC)
    if moment > project.now:
        local = moment.astimezone(project.now.tzinfo)
        message = (
            f"dated in the future, {site.generator} holds it back until {local:%Y-%m-%d %H:%M}: set an earlier {key}"
        )
        yield fault(Severity.WARNING, "future-date", message, *place_of_key(manuscript, key))


def place_of_key(manuscript: Manuscript, key: str) -> tuple[int, int]:
    """Where the value of a front matter key stands; the beginning of the file where there is none."""
    fences = find_fences(manuscript.text)
    if fences is None:
        return 0, 0
    inner = manuscript.text[fences.inner_start : fences.inner_end]
    for entry in split_entries(inner, fences.format):
        if entry.key == key:
            return fences.inner_start + entry.value_start, fences.inner_start + entry.value_end
    return fences.start, fences.start
