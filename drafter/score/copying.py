"""How much of a draft is copied: fragments shared with the sources, the longest run shared with last year's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from drafter.records import Document, Draft, Score, Sentence
from drafter.score.prose import Script, body_prose, script_of, told_sentences
from drafter.score.signing import score_share, sign
from drafter.text.inline import plain
from drafter.text.normal import fold_text

SMALLEST = 8  # characters of the smallest fragment that counts
SMALLEST_IN = {Script.EAST_ASIAN: SMALLEST, Script.ALPHABET: 12}  # by chance texts share 3 % then; from 8 on, 30 %
_CUT = "\0"  # stands in no comparable text
_SET_ASIDE = re.compile(
    r"\]\([^()\n]{0,500}\)|<br\s*/?>|[\0\s*_`~\[\]#>|\\\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f]+"
)


def score_copying(draft: Draft, *, sources: Sequence[Document], last: str | None) -> tuple[Score, Score, Score]:
    """How much of the draft's prose stands in the sources, in how long pieces, and the longest run shared with `last`.

    `copy_coverage` is the share of characters in fragments, `copy_density` Σ|fragment|² over the characters, and
    `longest_run` a number of characters; `last` is the body of the last retrospective, of which the prose counts.
    Text is compared folded, without white space and marks of Markdown. The smallest fragment has 8 characters in East
    Asian scripts, 12 in an alphabet. Sentences that rest on words of `last` (goals set there) are no part of the run.

    Source: Grusky, Naaman & Artzi 2018 (Newsroom), on characters.
    """
    told = told_sentences(draft)
    prose = [plain(sentence.text) for sentence in told]
    script = script_of(prose)
    smallest = SMALLEST_IN[script]
    text, joined = comparable("".join(prose)), _CUT.join(comparable(document.body) for document in sources)
    lengths = _fragment_lengths(text, joined, smallest)
    how = {"script": script, "unit": "character", "text": "folded", "fragment": smallest}
    whole = len(text) if joined.strip(_CUT) else 0
    empty = "the sources hold no text" if text else "the draft tells no sentence"
    coverage, density = sign("copy_coverage", how), sign("copy_density", how)
    return (
        score_share("copy_coverage", sum(lengths), whole, signature=coverage, empty=empty),
        score_share("copy_density", sum(n * n for n in lengths), whole, signature=density, empty=empty),
        _score_run(told, last, script=script),
    )


def fragment_lengths(text: str, sources: Iterable[str], *, smallest: int = SMALLEST) -> tuple[int, ...]:
    """The lengths of the fragments that a text shares with any of the sources, in the order they stand in it.

    At each place the longest run found in one source is taken, and the search goes on behind it. A run below
    `smallest` takes no place: unlike Newsroom's, it never hides a long one that begins inside of it.
    """
    return tuple(_fragment_lengths(comparable(text), _CUT.join(map(comparable, sources)), smallest))


def longest_run(text: str, other: str) -> int:
    """The characters of the longest run that two texts share."""
    return _longest_run(comparable(text), comparable(other))


def comparable(text: str) -> str:
    """A text as it is compared: folded, without white space, marks of Markdown and targets of links.

    >>> comparable("**ＡＢ** [を読む](https://a.example/)")
    'abを読む'
    """
    return _SET_ASIDE.sub("", fold_text(text))


def _fragment_lengths(text: str, joined: str, smallest: int) -> list[int]:
    first = _first_places(text, joined, smallest)
    lengths: list[int] = []
    at = 0
    while at + smallest <= len(text):
        place = first.get(text[at : at + smallest])
        if place is not None:
            lengths.append(_longest(text, at, joined, place=place, n=smallest))
        at += 1 if place is None else lengths[-1]
    return lengths


def _first_places(text: str, joined: str, n: int) -> dict[str, int]:
    """Where each run of n characters of the text first stands in the sources: nothing else of them is kept."""
    wanted = {text[at : at + n] for at in range(len(text) - n + 1)}
    backward = range(len(joined) - n, -1, -1) if wanted else ()
    return {run: at for at in backward if (run := joined[at : at + n]) in wanted}


def _longest(text: str, at: int, joined: str, *, place: int, n: int) -> int:
    """The longest run from `at` on; its first n characters stand at `place`, and nowhere before.

    A longer run stands behind the place of the longest so far, so that all is found in one pass.
    """
    while place >= 0:
        while text[at + n : at + n + 1] == joined[place + n : place + n + 1] != "":
            n += 1
        if at + n >= len(text):
            break
        place = joined.find(text[at : at + n + 1], place + 1)
    return n


def _score_run(told: Sequence[Sentence], last: str | None, *, script: Script) -> Score:
    how = {"script": script, "unit": "character", "text": "folded", "without": "sentences-quoting-it"}
    signature = sign("longest_run", how)
    other = comparable("".join(body_prose(last or "")))
    if not told or not other:
        reason = "there is no earlier retrospective" if told else "the draft tells no sentence"
        return Score(metric="longest_run", value=None, reason=reason, signature=signature)
    pieces = (_CUT if _rests_on(sentence, other) else comparable(plain(sentence.text)) for sentence in told)
    return Score(metric="longest_run", value=float(_longest_run("".join(pieces), other)), signature=signature)


def _rests_on(sentence: Sentence, other: str) -> bool:
    quoted = (comparable(quote.text) for quote in sentence.quotes)
    return any(len(words) >= SMALLEST and words in other for words in quoted)


def _longest_run(text: str, other: str) -> int:
    longest = 0
    for at in range(len(text)):
        while at + longest < len(text) and text[at : at + longest + 1] in other:
            longest += 1
    return longest
