"""What a person answered below the questions of a draft: kept as the interview keeps answers, and a source from then
on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from drafter.digest.answers import question_key
from drafter.pipeline.draft import digest_period
from drafter.pipeline.generate import GenerateOptions, prepare_period
from drafter.pipeline.interview import Asked, Interview, ask_about, interview_on, save_answer
from drafter.pipeline.prepare import Prepared
from drafter.pipeline.project import Project
from drafter.records import Digest, Level, Period, Question
from drafter.revise.answering import Answered, find_answered, settle
from drafter.store.atomic import read_existing
from drafter.store.state import State, Written
from drafter.text.inline import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The answers that stand in a file, with what drafter knows of it."""

    answered: tuple[Answered, ...]
    text: str
    written: Written

    @property
    def settle(self) -> Callable[[str], str]:
        """Takes the marks of the answered questions out of the file's text, and of what it has become since."""
        return partial(settle, taken=self.answered, base=self.written.text, known=self.written.ownership)


def hear(project: Project, path: Path) -> Heard | None:
    """The answers in a draft; None where there is none.

    Raises:
        OutputError: drafter's memory cannot be read.
    """
    written, data = State(project.root).load_written(path), read_existing(path)
    if written is None or data is None:
        return None
    text = data.decode("utf-8", "replace")
    answered = find_answered(text, base=written.text, known=written.ownership)
    return Heard(answered=answered, text=text, written=written) if answered else None


def find_asked(project: Project, path: Path, period: Period, heard: Heard) -> tuple[Interview, tuple[Asked, ...]]:
    """The answered questions as the interview of the period knows them.

    Raises:
        SourceError: there is nothing to read.
    """
    prepared = prepare_period(project, period, GenerateOptions(out=path, figure=False)).prepared
    digest = digest_period(prepared)
    return interview_on(prepared), tuple(_asked(one, heard.text, digest, prepared) for one in heard.answered)


def keep_answers(project: Project, path: Path, period: Period, heard: Heard) -> tuple[Project, Path]:
    """Write the answers into the file of the period's answers; the project that knows them, and that file.

    Raises:
        OutputError: the file cannot be written.
        SourceError: there is nothing to read.
    """
    interview, questions = find_asked(project, path, period, heard)
    for asked, answered in zip(questions, heard.answered, strict=True):
        before = next((answer for answer in interview.answers if answer.key == asked.key), None)
        said = before.words if before and not before.is_refusal else ""
        if answered.words not in said:
            save_answer(interview, asked, f"{said}\n\n{answered.words}" if said else answered.words)
    return replace(project), interview.path


def expect_answers(project: Project, path: Path, period: Period, heard: Heard) -> Project:
    """The project as it would be, its answered questions not asked again; nothing is written.

    Raises:
        SourceError: there is nothing to read.
    """
    _, questions = find_asked(project, path, period, heard)
    return replace(project, settled=frozenset(asked.key for asked in questions))


def _asked(answered: Answered, text: str, digest: Digest, prepared: Prepared) -> Asked:
    """The question as the interview knows it; of several in the same words, that on the goal nearest above."""
    words = answered.asked.words
    same = [question for question in digest.questions if " ".join(question.text.split()) == words]
    if len(same) > 1:
        above = text[: answered.asked.start]
        goals = {goal.id: plain(goal.text).strip() for goal in digest.goals}
        same.sort(key=lambda question: -above.rfind(goals.get(question.place, words)))
    if same:
        return ask_about(same[0], digest, prepared)
    own = Question(id="", text=words, why="", place="", level=Level.PUBLISHED, weight=0.0)
    return Asked(key=question_key(own, ()), text=words, why="")
