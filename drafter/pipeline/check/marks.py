"""What drafter and its author still have to say to each other: proposals, questions, directives, marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.pipeline.check.finding import Finding, Severity, fault
from drafter.pipeline.check.manuscript import Manuscript

LEFT = frozenset(("left-directive", "left-proposal", "left-question", "left-mark"))

_COMMENT = re.compile(r"(?:<!--|\{/\*)[ \t]*(?:([?？])|(drafter[ \t]*[:：]))\s*(.*?)\s*(?:-->|\*/\})", re.DOTALL)
_MODEL_MARK = re.compile(r"⟦[^⟦⟧\n]{0,200}⟧?|⟧")
_SHOWN_CHARS = 30


def check_marks(manuscript: Manuscript) -> Iterator[Finding]:
    """A finding for each mark left outside of code: warnings in a draft, errors in what readers see.

    Marks between model and code (⟦…⟧) are errors everywhere.
    """
    severity = Severity.ERROR if manuscript.published else Severity.WARNING
    for found in _COMMENT.finditer(manuscript.text, manuscript.body_start):
        if not manuscript.in_code(found.start()):
            rule, message = _say(found)
            yield fault(severity, rule, message, *found.span())
    for found in _MODEL_MARK.finditer(manuscript.text, manuscript.body_start):
        if not manuscript.in_code(found.start()):
            message = f"'{_short(found[0])}' is a mark between drafter and a model: take it out"
            yield fault(Severity.ERROR, "left-mark", message, *found.span())


def _say(found: re.Match[str]) -> tuple[str, str]:
    if found[2]:
        return "left-directive", f"a directive is left, '{_short(found[3])}': have it carried out, or delete it"
    if found[3]:
        return "left-question", f"a question is left, '{_short(found[3])}': answer it below, or delete it"
    return "left-proposal", "a proposal is left: delete the mark to accept its sentence, or delete the sentence"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN_CHARS else f"{words[:_SHOWN_CHARS]}…"
