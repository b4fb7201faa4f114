"""`drafter interview`: what the notes and posts of a period cannot know, asked one by one or in a file."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.asking import ask_line
from drafter.commands.options import BaseUrl, PeriodOptions, Yes, choose_period, load_settings
from drafter.commands.printing import render_path, say, show

if TYPE_CHECKING:
    from drafter.pipeline.interview import Asked, Interview
    from drafter.pipeline.project import Project
    from drafter.records import Period

_HELP = "Enter: skip, n: never ask again, b: back, q: quit"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewOptions(PeriodOptions):
    """What `drafter interview` takes."""

    file: Annotated[bool, typer.Option("--file", help="Write the questions into a file to answer there.")] = False
    model: Annotated[
        str | None, typer.Option("--model", metavar="NAME", help="Have this model put the questions in better words.")
    ] = None
    no_model: Annotated[bool, typer.Option("--no-model", help="As code puts them, whatever the settings say.")] = False
    base_url: BaseUrl = None
    yes: Yes = False


def run(options: InterviewOptions) -> None:
    """Answer what your notes and posts cannot know.

    At most eight short questions on a period: empty months, forgotten goals, what you told a year ago and not now. Your
    answers go into a file of yours, and the next draft uses them like notes.
    """
    settings = load_settings(options, notes=options.notes, model_large=options.model, base_url=options.base_url)
    period = choose_period(options, settings, now=datetime.now())
    from drafter.pipeline.interview import open_interview
    from drafter.pipeline.project import open_project

    project = open_project(settings, options.directory.resolve())
    interview = open_interview(project, period)
    if settings.has_model and not options.no_model and interview.questions:
        interview = _sharpen(options, project, period, interview)
    if options.file:
        _write_file(interview)
    elif interview.questions:
        _ask_all(interview)
    _say_rest(interview, options)
    if interview.answers:
        show(render_path(interview.path))


def _sharpen(options: InterviewOptions, project: Project, period: Period, interview: Interview) -> Interview:
    from drafter.commands.with_model import agree_at_once, ask_to_agree
    from drafter.pipeline.interview_by_model import sharpen
    from drafter.pipeline.session import open_session

    session = open_session(project, period, command=f"interview {period.label}")
    interview, notice = sharpen(interview, session, agree=agree_at_once if options.yes else ask_to_agree)
    if notice:
        say(notice)
    return interview


def _write_file(interview: Interview) -> None:
    from drafter.pipeline.interview import refuse_in_file, write_form
    from drafter.text.plural import count_of

    refuse_in_file(interview)
    n_new = write_form(interview)
    n_told = sum(bool(answer.words) and not answer.is_refusal for answer in interview.answers)
    say(f"{count_of(n_told, 'answer')} in the file, {count_of(n_new, 'new question')}")


def _ask_all(interview: Interview) -> None:
    """Ask one by one; each answer is on the disk before the next question."""
    from drafter.pipeline.interview import refuse, save_answer

    say(_HELP)
    given: dict[str, str] = {}
    at = 0
    while at < len(interview.questions):
        asked = interview.questions[at]
        words = ask_line(_prompt(asked, at + 1, len(interview.questions), given.get(asked.key, "")))
        command = unicodedata.normalize("NFKC", words).casefold() if words is not None else "q"
        if command == "q":
            break
        if command == "b":
            at = max(0, at - 1)
            continue
        if command == "n":
            refuse(interview, [asked])
        elif words:
            save_answer(interview, asked, words)
            given[asked.key] = words
        at += 1


def _prompt(asked: Asked, number: int, n_all: int, given: str) -> str:
    why = f"   ({asked.why})\n" if asked.why.rstrip("。.") not in asked.text else ""
    said = f"   [{given}]\n" if given else ""
    return f"\n{number}/{n_all} {asked.text}\n{why}{said}> "


def _say_rest(interview: Interview, options: InterviewOptions) -> None:
    label = interview.period.label
    if not interview.questions and not interview.n_more:
        say(f"no question is open on {label}")
    elif interview.n_more:
        say(f"{interview.n_more} more wait: run it again when these are answered")
    if interview.answers and not options.file:
        say(f"drafter generate uses what you answered; change it in {render_path(interview.path)}")
