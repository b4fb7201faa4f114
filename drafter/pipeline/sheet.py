"""A text as it stands in an editor: its sentences with what they rest on, the marks left in it, its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from drafter.pipeline.check.finding import Finding
from drafter.pipeline.check.manuscript import Manuscript, read_manuscript
from drafter.pipeline.check.marks import check_marks
from drafter.pipeline.project import Project
from drafter.records import Standing
from drafter.score.page import PlacedSentence
from drafter.store.state import WrittenSentence
from drafter.text.normal import fold_text

_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|~~")
_GROUNDED = (Standing.PROVED, Standing.COUNTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSentence:
    """`sheet.text[start:end]`. `mark` is where the mark of a proposal stands behind it; without one a proposal was
    accepted, and is its author's."""

    start: int
    end: int
    standing: Standing
    mark: tuple[int, int] | None
    placed: PlacedSentence

    @property
    def grounded(self) -> bool:
        """Whether drafter wrote it from sources or counts."""
        return self.standing in _GROUNDED


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSection:
    """What stands from the heading at `start` to the next one of its level or above, at `end`."""

    heading: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Offsets count characters of `text`, which has no byte order mark."""

    manuscript: Manuscript

    @property
    def text(self) -> str:
        """The whole text, front matter included."""
        return self.manuscript.text

    @cached_property
    def marks(self) -> tuple[Finding, ...]:
        """Proposals, questions and directives that are left, by the rules of a check, in order."""
        return tuple(sorted(check_marks(self.manuscript), key=lambda mark: mark.start))

    @cached_property
    def sentences(self) -> tuple[SheetSentence, ...]:
        """The sentences of paragraphs and list items, in order."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[SheetSentence]:
        marks = {mark.start: mark.end for mark in self.marks if mark.rule == "left-proposal"}
        shift = self.manuscript.body_start
        for placed in self.manuscript.page.sentences:
            start, end = placed.start + shift, placed.end + shift
            at = end
            while self.text[at : at + 1] in (" ", "\t"):
                at += 1
            mark = (at, marks[at]) if at in marks else None
            accepted = mark is None and placed.sentence.standing is Standing.PROPOSED
            standing = Standing.PROPOSED if mark else Standing.PERSON if accepted else placed.sentence.standing
            yield SheetSentence(start=start, end=end, standing=standing, mark=mark, placed=placed)

    @cached_property
    def sections(self) -> tuple[SheetSection, ...]:
        """One for each heading, in order."""
        shift = self.manuscript.body_start
        headings = [(level, words, at + shift) for level, words, at in self.manuscript.page.headings]
        return tuple(
            SheetSection(
                heading=words,
                level=level,
                start=at,
                end=next((after for lower, _, after in headings[n + 1 :] if lower <= level), len(self.text)),
            )
            for n, (level, words, at) in enumerate(headings)
        )

    def sentence_at(self, at: int) -> SheetSentence | None:
        """The sentence that holds the character at an offset, or whose mark does; the one that ends there, else."""
        near = [s for s in self.sentences if s.start <= at <= (s.mark[1] if s.mark else s.end)]
        return next((s for s in near if at < (s.mark[1] if s.mark else s.end)), near[0] if near else None)

    def written(self, sentence: SheetSentence) -> WrittenSentence | None:
        """What drafter remembers of a sentence, or of the longer one it is a part of; None where it wrote neither."""
        words = _bare(sentence.placed.sentence.text)
        return self._by_words.get(words) or next((s for text, s in self._by_words.items() if words in text), None)

    @cached_property
    def _by_words(self) -> dict[str, WrittenSentence]:
        written = self.manuscript.written
        return {_bare(written.text[s.start : s.end]): s for s in written.sentences} if written else {}


def _bare(words: str) -> str:
    """The words as `read_page` compares them: emphasis, white space and width make no others."""
    return " ".join(fold_text(_EMPHASIS.sub("", words)).split())


def read_sheet(project: Project, path: Path, text: str) -> Sheet:
    """The text of a file as an editor holds it, with or without byte order mark; cut into its sentences already.

    Raises:
        OutputError: drafter's memory cannot be read.
    """
    sheet = Sheet(manuscript=read_manuscript(project, path, text=text, period=None))
    _ = sheet.sentences
    return sheet


def is_checked(sheet: Sheet) -> bool:
    """Whether a file is drafter's to look at: a post of the site, or what drafter wrote; a note is not."""
    manuscript = sheet.manuscript
    notes = (folder.resolve() for folder in manuscript.project.settings.notes)
    is_note = any(manuscript.path.is_relative_to(folder) for folder in notes)
    return manuscript.written is not None or (manuscript.is_post and not is_note)
