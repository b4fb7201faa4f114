"""How much of a draft is last year's text: style examples are for style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from drafter.ground.told import read_told
from drafter.records import Fault
from drafter.text.inline import plain
from drafter.text.normal import fold, fold_text

_SKIPPED = re.compile(r"[\s\d*_`~#>]+")


def find_leaks(
    sentences: Sequence[str], earlier: str, *, allowed: Iterable[str] = (), min_chars: int = 20
) -> tuple[str, ...]:
    """For each sentence, the longest run of at least `min_chars` characters that it shares with an earlier text.

    Both are Markdown, compared as their reader sees them, folded, without digits and white space; the run is given as
    the sentence writes it, "" where there is none. What stands in an `allowed` text (a heading, a goal, the title of a
    post, a quote of this year) is no leak.
    """
    source = _skeleton("\n".join(plain(line) for line in earlier.splitlines()))
    free = [_skeleton(plain(text)) for text in allowed]
    return tuple(_longest(read_told(sentence).text, source, free, min_chars) for sentence in sentences)


def leak_fault(run: str) -> Fault:
    """The fault of a sentence that shares a run with last year's text."""
    message = f"'{run}' stands so in an earlier retrospective: say it in this year's words, or leave it out"
    return Fault(rule="leak", message=message, words=run, hard=False)


def _skeleton(text: str) -> str:
    return _SKIPPED.sub("", fold_text(text))


def _longest(text: str, source: str, free: Sequence[str], min_chars: int) -> str:
    folded = fold(text)
    kept = [at for at, sign in enumerate(folded.text) if not _SKIPPED.match(sign)]
    wanted = "".join(folded.text[at] for at in kept)
    best, start = (0, 0), 0
    length = min_chars
    while start + length <= len(wanted):
        if wanted[start : start + length] not in source:
            start += 1
            continue
        while start + length < len(wanted) and wanted[start : start + length + 1] in source:
            length += 1
        if not any(wanted[start : start + length] in one for one in free):
            best = (start, length)
        start, length = start + 1, max(min_chars, best[1] + 1)
    if not best[1]:
        return ""
    first, last = folded.original(kept[best[0]], kept[best[0] + best[1] - 1] + 1)
    return text[first:last]
