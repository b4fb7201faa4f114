"""`drafter search`: where something was written about, in posts and notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.options import BaseUrl, PeriodOptions, Yes, choose_period, load_settings
from drafter.commands.printing import render_json, say, show

if TYPE_CHECKING:
    from drafter.pipeline.project import Project
    from drafter.pipeline.search import Found
    from drafter.records import Period

_LINE_CHARS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions(PeriodOptions):
    """What `drafter search` takes."""

    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="What to look for; one character is enough.")]
    limit: Annotated[int, typer.Option("--limit", min=1, max=50, metavar="N", help="Show so many places.")] = 10
    model: Annotated[str | None, typer.Option("--model", metavar="NAME", help="Have this model put them in order.")] = (
        None
    )
    no_model: Annotated[bool, typer.Option("--no-model", help="By words alone, whatever the settings say.")] = False
    base_url: BaseUrl = None
    yes: Yes = False
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False


def run(options: SearchOptions) -> None:
    """Find where you wrote about something.

    In posts and notes but private ones, of all years or of one period: file and line, date, heading, and the words of
    the query that stand there. The index is kept in .drafter/; only what changed is read into it again.
    """
    settings = load_settings(options, notes=options.notes, model_large=options.model, base_url=options.base_url)
    period = choose_period(options, settings, now=datetime.now()) if _has_period(options) else None
    from drafter.pipeline.project import open_project
    from drafter.text.plural import count_of

    query = " ".join(options.words)
    find = _find_by_words if options.no_model or not (settings.has_model or settings.embeddings) else _find_by_model
    found = find(options, open_project(settings, options.directory.resolve()), query, period)
    if options.json:
        show(render_json(found))
    elif found:
        show("\n".join(map(_render, found)))
    say(f"{count_of(len(found), 'place')} for {query}" + (f" in {period.label}" if period else ""))


def _find_by_words(options: SearchOptions, project: Project, query: str, period: Period | None) -> tuple[Found, ...]:
    from drafter.pipeline.search import search

    return search(project, query, limit=options.limit, period=period)


def _find_by_model(options: SearchOptions, project: Project, query: str, period: Period | None) -> tuple[Found, ...]:
    from drafter.commands.with_model import Progress, agree_at_once, ask_to_agree
    from drafter.pipeline.search_by_model import search_by_model
    from drafter.pipeline.session import open_session

    progress = Progress()
    session = open_session(project, period, command="search", for_search=True, progress=progress)
    progress.session = session
    agree = agree_at_once if options.yes else ask_to_agree
    searched = search_by_model(project, session, query, limit=options.limit, period=period, agree=agree)
    progress.end()
    for notice in searched.notices:
        say(notice)
    return searched.found


def _has_period(options: SearchOptions) -> bool:
    kinds = (options.year, options.quarter, options.month, options.week, options.first, options.last)
    return any(kind is not None for kind in kinds)


def _render(found: Found) -> str:
    headings = " > ".join((found.title, *(h for h in found.headings if h != found.title)))
    line = found.text if len(found.text) <= _LINE_CHARS else f"{found.text[:_LINE_CHARS]}…"
    words = ", ".join(found.words)
    return f"{found.path}:{found.line}  {found.day or 'no date'}  {headings}  [{words}]\n    {line}"
