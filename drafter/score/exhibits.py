"""What lies before a judge: drafts, material, an earlier retrospective, between lines that none of them can forge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from drafter.model.delimit import delimit, neutralise
from drafter.records import Span
from drafter.text.hidden import strip_hidden
from drafter.text.normal import find_quote

EVIDENCE_MIN, EVIDENCE_MAX = 4, 400  # letters and digits; characters: 「の」 proves nothing, nor does the whole draft
_MARK = re.compile(r"((?:<!--|\{/\*)[ \t]*[?？][^\n]*?(?:-->|\*/\}))")  # to the author: a question, or a proposal's
_BRACKETS = str.maketrans("⟦⟧", "〚〛")  # as `neutralise` has them, one for one
_QUOTATION = "「」『』\"'“”‘’`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A piece of the material: the text of a source, or the facts found in it."""

    header: str  # "post, 2024-05-01, title: …"
    text: str
    document_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a draft is judged beside. `earlier` is the author's last retrospective, "" where there is none."""

    material: tuple[Sheet, ...] = ()
    earlier: str = ""

    @property
    def given(self) -> tuple[str, ...]:
        """The labels of what there is: "material", "earlier"."""
        there = {"material": bool(self.material), "earlier": bool(self.earlier.strip())}
        return tuple(label for label, is_there in there.items() if is_there)

    @property
    def document_ids(self) -> tuple[str, ...]:
        """Whose words are in the material."""
        return tuple(dict.fromkeys(sheet.document_id for sheet in self.material if sheet.document_id))


def show_exhibits(drafts: Sequence[tuple[str, str]], *, beside: Beside) -> str:
    """Material, earlier retrospective and drafts (label, body), each between delimiters; the drafts come last.

    The delimiters hold a key that no text among them can hold, and what looks like one is parted: see `delimit`.
    """
    sheets = [(f"m{n}", sheet.header, strip_hidden(sheet.text)) for n, sheet in enumerate(beside.material, start=1)]
    earlier = [("earlier", "for voice and form; it tells of another period", strip_hidden(beside.earlier))]
    shown = earlier if "earlier" in beside.given else []
    return delimit([*sheets, *shown, *((label, "is judged", as_judged(body)) for label, body in drafts)])


def as_judged(body: str) -> str:
    """A draft as its author sees it: without hidden characters and comments, but with the marks that ask the author."""
    return "".join(piece if n % 2 else strip_hidden(piece) for n, piece in enumerate(_MARK.split(body)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What became of words given as evidence: they stand in the draft, or `fault` says why they count for nothing.

    `start` and `end` are offsets in the body; None also where a comment parts the words there.
    """

    start: int | None = None
    end: int | None = None
    fault: str | None = None

    def span(self, body: str, note: str) -> Span | None:
        """The words in the body with a note; None where they have no place."""
        if self.start is None or self.end is None:
            return None
        return Span(start=self.start, end=self.end, text=body[self.start : self.end], note=note)


def find_evidence(words: str, body: str) -> Evidence:
    """Look words up in a draft, as `find_quote` does: width, case and white space are set aside, and nothing else.

    Quotation marks around them may be the judge's own.
    """
    if not words.strip():
        return Evidence(fault="no evidence")
    if sum(map(str.isalnum, words)) < EVIDENCE_MIN:
        return Evidence(fault=f"evidence of fewer than {EVIDENCE_MIN} letters")
    if len(words) > EVIDENCE_MAX:
        return Evidence(fault=f"evidence of more than {EVIDENCE_MAX} characters")
    seen, whole = (text.translate(_BRACKETS) for text in (as_judged(body), body))
    for wanted in dict.fromkeys((words, words.strip().strip(_QUOTATION))):
        plain = wanted.translate(_BRACKETS)
        if find_quote(plain, seen) is not None:
            start, end = find_quote(plain, whole) or (None, None)
            return Evidence(start=start, end=end)
    return Evidence(fault="the evidence does not stand in the draft")


def on_one_line(text: str) -> str:
    """A judge's words for a note or a message: one line, nothing hidden, no markup of ours."""
    return " ".join(neutralise(strip_hidden(text)).split())
