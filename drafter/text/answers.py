"""A file of questions and answers: a heading for each question, its key in a comment, then what a person wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"^##[ \t]+(?P<question>[^\r\n]*?)[ \t]*#*[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"[ \t\r\n]*<!--[ \t]*question[ \t]+(?P<key>[0-9a-f]{12})[ \t]*-->[ \t]*(?:\r?\n|\Z)")
_FENCE = re.compile(r"^ {0,3}(?P<marks>```+|~~~+)[^\n]*$", re.MULTILINE)
_NEVER = frozenset({"n", "n.", "no"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question with what stands below it, `text[start:end]`, blanks at its ends apart; nothing: not answered.

    `key` is "" for a heading that a person added.
    """

    key: str
    question: str
    words: str
    start: int
    end: int

    @property
    def is_refusal(self) -> bool:
        """Whether it says never to ask again."""
        return is_refusal(self.words)


def is_refusal(words: str) -> bool:
    """Whether an answer says never to ask again: `n` alone.

    >>> is_refusal("Ｎ"), is_refusal("n回")
    (True, False)
    """
    return unicodedata.normalize("NFKC", words).casefold().strip() in _NEVER


def parse_answers(text: str) -> tuple[Answer, ...]:
    """The questions of a file in their order. What stands before the first one is none."""
    headings = list(_headings(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    return tuple(_parse(text, heading, end) for heading, end in zip(headings, ends, strict=False))


def _headings(text: str) -> Iterator[re.Match[str]]:
    """The headings of the second level outside code fences."""
    fences = list(_fences(text))
    for heading in _HEADING.finditer(text):
        if not any(start <= heading.start() < end for start, end in fences):
            yield heading


def _fences(text: str) -> Iterator[tuple[int, int]]:
    opened: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opened is None:
            opened = fence
        elif fence["marks"].startswith(opened["marks"]) and not fence[0].strip().strip(opened["marks"][0]):
            yield opened.start(), fence.end()
            opened = None
    if opened is not None:
        yield opened.start(), len(text)


def _parse(text: str, heading: re.Match[str], end: int) -> Answer:
    key = _KEY.match(text, heading.end(), end)
    below = text[key.end() if key else heading.end() : end]
    start = end - len(below.lstrip())
    words = below.strip()
    return Answer(
        key=key["key"] if key else "",
        question=heading["question"],
        words=words,
        start=min(start, end),
        end=min(start, end) + len(words),
    )


def put_answer(text: str, *, key: str, question: str, words: str) -> str:
    """A file with the words below a question: in the place of those that stood there, else with a new heading at its
    end. Everything else stays as it is, line ends too."""
    newline = "\r\n" if "\r\n" in text else "\n"
    written = newline.join(map(_no_heading, words.splitlines()))
    for answer in parse_answers(text):
        if answer.key == key:
            return _replace(text, answer, written, newline=newline)
    gap = "" if not text or text.endswith(newline * 2) else newline if text.endswith(newline) else newline * 2
    heading = f"## {' '.join(question.split())}{newline}<!-- question {key} -->{newline}"
    return text + gap + heading + newline + (written + newline if written else "")


def _replace(text: str, answer: Answer, written: str, *, newline: str) -> str:
    if answer.words or not written:
        return text[: answer.start] + written + text[answer.end :]
    before, after = text[: answer.start], text[answer.start :]
    lead = before.rstrip()
    return f"{lead}{newline * 2}{written}{newline}{newline if after else ''}{after}"


def _no_heading(line: str) -> str:
    """A line of an answer that would begin another question stays text."""
    return f"\\{line}" if line.startswith("#") else line


def blank_others(text: str, answer: Answer) -> str:
    """A text as long, with the same lines, of which only the words of one answer are left."""

    def blank(part: str) -> str:
        return re.sub(r"[^\r\n]", " ", part)

    return blank(text[: answer.start]) + text[answer.start : answer.end] + blank(text[answer.end :])
