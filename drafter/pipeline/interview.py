"""The questions that a period leaves open, put to its author; the answers go into a file of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from drafter.digest.answers import question_key
from drafter.errors import SourceError
from drafter.pipeline.draft import digest_period
from drafter.pipeline.generate import GenerateOptions, prepare_period
from drafter.pipeline.prepare import Prepared
from drafter.pipeline.project import Project
from drafter.read.encoding import decode
from drafter.records import PLACE_BLOG, Digest, Goal, Period, Question
from drafter.store.atomic import read_existing, write_atomic
from drafter.store.refusals import save_refusals
from drafter.store.state import State
from drafter.text.answers import Answer, parse_answers, put_answer
from drafter.text.inline import plain

QUESTIONS_MAX = 8
_GOALS_FIRST = 4  # so many goals before the other questions; the rest of the room is filled by weight
_GITIGNORE = "# What you answer is yours alone. Delete this file to have git keep the answers.\n*\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it is put: `key` stays the same from run to run, `why` says what made drafter ask."""

    key: str
    text: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Interview:
    """The questions of a period, weightiest first, and the file at `path` where answers go. `n_more` wait for another
    time. `language` is the one that they are asked in."""

    project: Project
    period: Period
    path: Path
    title: str
    help: str
    language: str
    prepared: Prepared
    questions: tuple[Asked, ...]
    n_more: int

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What stands in the file now."""
        return parse_answers(_read(self.path))


def open_interview(project: Project, period: Period) -> Interview:
    """Find what a period leaves open and what was neither answered nor refused.

    Raises:
        SourceError: there is nothing to read.
    """
    prepared = prepare_period(project, period, GenerateOptions(figure=False)).prepared
    digest = digest_period(prepared)
    asked = [ask_about(question, digest, prepared) for question in _in_turn(digest)]
    asked = list({question.key: question for question in reversed(asked)}.values())[::-1]
    return interview_on(prepared, questions=asked[:QUESTIONS_MAX], n_more=max(0, len(asked) - QUESTIONS_MAX))


def interview_on(prepared: Prepared, *, questions: Sequence[Asked] = (), n_more: int = 0) -> Interview:
    """The interview of a period that was made ready, with these questions."""
    project, period = prepared.project, prepared.period
    return Interview(
        project=project,
        period=period,
        path=project.answers_folder / f"{period.label}.md",
        title=prepared.wording.period_name(period),
        help=prepared.wording.say("interview.help"),
        language=prepared.wording.language,
        prepared=prepared,
        questions=tuple(questions),
        n_more=n_more,
    )


def _in_turn(digest: Digest) -> list[Question]:
    """By weight, but for goals beyond the first few, which wait for the others."""
    goals = {goal.id for goal in digest.goals}
    about_goals = [q for q in digest.questions if q.place in goals]
    others = [q for q in digest.questions if q.place not in goals]
    first = sorted((*about_goals[:_GOALS_FIRST], *others), key=lambda q: (-q.weight, q.place != PLACE_BLOG))
    return [*first, *about_goals[_GOALS_FIRST:]]


def ask_about(question: Question, digest: Digest, prepared: Prepared) -> Asked:
    """A question as it is put where its place does not show: with its goal."""
    goal: Goal | None = next((goal for goal in digest.goals if goal.id == question.place), None)
    key = question_key(question, digest.goals)
    if goal is None:
        return Asked(key=key, text=question.text, why=question.why)
    colon = prepared.wording.say("names.colon")
    return Asked(key=key, text=f"{plain(goal.text).strip().rstrip('。.')}{colon}{question.text}", why=question.why)


def save_answer(interview: Interview, asked: Asked, words: str) -> None:
    """Write an answer below its question, in the place of an earlier one.

    Raises:
        OutputError: the file cannot be written, or changed meanwhile.
    """
    _write(interview, [(asked, words)])


def write_form(interview: Interview) -> int:
    """Put the open questions into the file, to be answered there; returns how many are new. What stands there stays.

    Raises:
        OutputError: the file cannot be written, or changed meanwhile.
    """
    there = {answer.key for answer in interview.answers}
    new = [asked for asked in interview.questions if asked.key not in there]
    if new:
        _write(interview, [(asked, "") for asked in new])
    return len(new)


def refuse(interview: Interview, asked: Iterable[Asked]) -> None:
    """Never ask these again.

    Raises:
        OutputError: the state cannot be written.
    """
    refused: Mapping[str, str] = {question.key: question.text for question in asked}
    if refused:
        save_refusals(State(interview.project.root), refused)


def refuse_in_file(interview: Interview) -> None:
    """Remember what the file says never to ask again, also for when the file is gone.

    Raises:
        OutputError: the state cannot be written.
    """
    refused = [a for a in interview.answers if a.key and a.is_refusal]
    refuse(interview, [Asked(key=answer.key, text=answer.question, why="") for answer in refused])


def _write(interview: Interview, answers: Sequence[tuple[Asked, str]]) -> None:
    state, path = State(interview.project.root), interview.path
    with state.lock():
        existing = read_existing(path)
        text = existing.decode("utf-8-sig") if existing is not None else _head(interview)
        for asked, words in answers:
            text = put_answer(text, key=asked.key, question=asked.text, words=words)
        bom = "\ufeff" if existing is not None and existing.startswith(b"\xef\xbb\xbf") else ""
        write_atomic(path, (bom + text).encode("utf-8"), expected=existing, mode=0o600)
        ignore = path.parent / ".gitignore"
        if existing is None and read_existing(ignore) is None:
            write_atomic(ignore, _GITIGNORE.encode(), expected=None)


def _head(interview: Interview) -> str:
    """The top of a new file. Eleventy would make a page of it."""
    front = "---\npermalink: false\n---\n\n" if interview.project.site.generator == "eleventy" else ""
    return f"{front}# {interview.title}\n\n<!-- {interview.help} -->\n"


def _read(path: Path) -> str:
    """The text of the file; "" where there is none.

    Raises:
        SourceError: it cannot be decoded.
    """
    data = read_existing(path)
    try:
        return decode(data).text if data is not None else ""
    except SourceError as error:
        raise SourceError(f"{path}: {error}", hint="save it as UTF-8") from error


def sharpened(interview: Interview, texts: Mapping[str, str]) -> Interview:
    """The interview with other words for some of its questions, by key."""
    questions = tuple(replace(asked, text=texts.get(asked.key, asked.text)) for asked in interview.questions)
    return replace(interview, questions=questions)
