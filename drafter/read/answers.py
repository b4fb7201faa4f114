"""The files in which a person answered questions on a period → documents, one an answer, dated in that period."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drafter.errors import SourceError, UsageError
from drafter.read.encoding import decode
from drafter.records import Document, FrontMatter, Kind, LeftOut, Level, Period, Stamp, content_id
from drafter.text.answers import Answer, blank_others, parse_answers
from drafter.text.hidden import blank_comments
from drafter.text.language import detect_language
from drafter.text.periods import month_period, quarter_period, range_period, week_period, year_period

QUESTION = "question"  # the front matter value that holds the key of what a document answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person answered; `refused` are the keys of questions that they never want to be asked."""

    documents: tuple[Document, ...] = ()
    refused: frozenset[str] = frozenset()
    left_out: tuple[LeftOut, ...] = ()


def read_answers(folder: Path, *, fiscal_start: int = 1) -> Answers:
    """Read the files of a folder, each named after its period: 2024.md, 2024Q2.md, 2024-05.md. No folder, no answers.

    An answer is the author's own, and dated at the end of its period. Only its words are in its text, which has the
    length and the lines of the file. Comments in it say nothing.
    """
    documents: list[Document] = []
    refused: set[str] = set()
    left_out: list[LeftOut] = []
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
        shown = unicodedata.normalize("NFC", f"{folder.name}/{path.name}")
        try:
            text, period = decode(path.read_bytes()).text, _period_of(path.stem, fiscal_start)
        except (OSError, SourceError, UsageError) as error:
            left_out.append(LeftOut(path=shown, reason=f"no answers: {error}"))
            continue
        answers = parse_answers(text)
        refused |= {answer.key for answer in answers if answer.is_refusal}
        documents += _documents(answers, text, shown, period)
    return Answers(documents=tuple(documents), refused=frozenset(refused), left_out=tuple(left_out))


def _period_of(label: str, fiscal_start: int) -> Period:
    first, to, last = label.partition("..")
    if to:
        return range_period(first, last)
    if "Q" in label:
        return quarter_period(label, fiscal_start=fiscal_start)
    if "W" in label:
        return week_period(label)
    return month_period(label) if "-" in label else year_period(label, fiscal_start=fiscal_start)


def _documents(answers: tuple[Answer, ...], text: str, path: str, period: Period) -> Iterator[Document]:
    shown = blank_comments(text)
    for answer in answers:
        words = shown[answer.start : answer.end]
        if not words.strip() or answer.is_refusal:
            continue
        yield Document(
            id=content_id(Kind.ANSWER, path, answer.key, answer.question, answer.words, str(answer.start)),
            kind=Kind.ANSWER,
            path=path,
            title=answer.question,
            stamp=Stamp(day=period.end, origin="the period it answers"),
            front_matter=FrontMatter(format="none", values={QUESTION: answer.key}),
            text=blank_others(shown, answer),
            level=Level.OWN,
            language=detect_language(words),
            slug=path.rpartition("/")[2].removesuffix(".md"),
        )
