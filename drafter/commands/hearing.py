"""What a person answered in a draft, taken in before the draft is made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.commands.printing import render_path, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from drafter.pipeline.project import Project
    from drafter.records import Period


def take_in(project: Project, path: Path, period: Period, *, preview: bool) -> tuple[Project, Callable[[str], str]]:
    """Keep what was answered in the file, and say so. Returns the project that knows it, and what takes the marks of
    the answered questions out of the file's text. With `preview` nothing is written.

    Raises:
        OutputError: the answers or drafter's memory of the file cannot be read or written.
        SourceError: there is nothing to read.
    """
    from drafter.pipeline.hearing import expect_answers, hear, keep_answers
    from drafter.text.plural import count_of

    heard = hear(project, path)
    if heard is None:
        return project, str
    n_told = count_of(len(heard.answered), "answer")
    if preview:
        say(f"{n_told} would be taken in")
        return expect_answers(project, path, period, heard), heard.settle
    project, kept_in = keep_answers(project, path, period, heard)
    say(f"{n_told} taken in, a source from now on: {render_path(kept_in)}")
    return project, heard.settle
