"""ROUGE-1, -2, -L and -Lsum of a candidate against a reference, exact and fast on long texts."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from drafter.text.lines import LINE_END
from drafter.text.sentences import split_sentences

TYPES = ("rouge1", "rouge2", "rougeL", "rougeLsum")

Sentences = Sequence[Sequence[str]]  # the tokens of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Shares from 0 to 1: of the candidate, of the reference, and their harmonic mean."""

    precision: float
    recall: float
    f: float


class _Tokenizer(Protocol):
    def tokenize(self, text: str) -> list[str]: ...


def rouge(*, reference: str, candidate: str, tokenizer: _Tokenizer) -> dict[str, Overlap]:
    """The overlap of each of `TYPES` of two plain texts. A text without tokens overlaps with nothing: all is 0.

    Sentences, for Lsum, are cut by `sentence_lines`; tokens are those of one sentence after the other.
    """
    return rouge_of_tokens(
        reference=tokenize_sentences(reference, tokenizer), candidate=tokenize_sentences(candidate, tokenizer)
    )


def rouge_of_tokens(*, reference: Sentences, candidate: Sentences) -> dict[str, Overlap]:
    """The overlap of each of `TYPES` of two texts that are cut into sentences and these into tokens.

    Source: rouge_score 0.1.2, whose values these are for the same tokens and one sentence a line; Lin 2004.
    """
    whole, other = list(chain.from_iterable(reference)), list(chain.from_iterable(candidate))
    length = lcs_length(whole, other)
    hits = _n_hits(reference, candidate)
    return {
        **_ngram_overlaps(whole, other),
        "rougeL": _overlap(length, n_reference=len(whole), n_candidate=len(other)),
        "rougeLsum": _overlap(hits, n_reference=len(whole), n_candidate=len(other)),
    }


def sentence_lines(text: str) -> tuple[str, ...]:
    """The sentences of a text: each line is cut by `split_sentences`, and none goes on behind the end of a line."""
    lines = LINE_END.split(text)
    return tuple(line[start:end] for line in lines for start, end in split_sentences(line))


def tokenize_sentences(text: str, tokenizer: _Tokenizer) -> tuple[tuple[str, ...], ...]:
    """The tokens of each sentence of a text."""
    return tuple(tuple(tokenizer.tokenize(line)) for line in sentence_lines(text))


def lcs_length(a: Sequence[str], b: Sequence[str]) -> int:
    """The length of the longest common subsequence: bits of one number are the columns of a row of its table.

    >>> lcs_length("東京都に行った", "京都へ行った")
    5

    Source: Hyyrö 2004, Bit-parallel LCS-length computation revisited.
    """
    row = _Row((a,))
    last = row.full
    for token in b:
        last = row.after(last, row.matches.get(token, 0))
    return (row.full ^ last).bit_count()


def _overlap(hits: int, *, n_reference: int, n_candidate: int) -> Overlap:
    if not hits:
        return Overlap(precision=0.0, recall=0.0, f=0.0)
    precision, recall = hits / n_candidate, hits / n_reference
    return Overlap(precision=precision, recall=recall, f=2 * precision * recall / (precision + recall))


class _Given:
    """For rouge-score, where the text of a tokenizer is already its tokens."""

    @staticmethod
    def tokenize(tokens: list[str]) -> list[str]:
        return tokens


def _ngram_overlaps(reference: list[str], candidate: list[str]) -> dict[str, Overlap]:
    from rouge_score.rouge_scorer import RougeScorer

    scores = RougeScorer(["rouge1", "rouge2"], tokenizer=_Given()).score(reference, candidate)
    return {
        name: Overlap(precision=score.precision, recall=score.recall, f=score.fmeasure)
        for name, score in scores.items()
    }


class _Row:
    """A row of the LCS tables of one sentence with each of some others, in the bits of one number.

    Each token of the others has a bit, and each of them a guard bit behind its last token that takes what is carried
    over. In a row, the bit of a column is 0 where the table's value is one more than in the column before.
    """

    def __init__(self, others: Sentences) -> None:
        self.matches: dict[str, int] = {}  # the bits of each token
        self.places: defaultdict[str, list[int]] = defaultdict(list)  # their numbers
        self.full = self.guards = self.lasts = 0
        at = 0
        for other in filter(None, others):
            for place, token in enumerate(other, start=at):
                self.places[token].append(place)
            self.full |= ((1 << len(other)) - 1) << at
            at += len(other) + 1
            self.guards |= 1 << at - 1
            self.lasts |= 1 << at - 2
        for token, places in self.places.items():
            self.matches[token] = sum(1 << place for place in places)

    def after(self, row: int, matches: int) -> int:
        """The row that follows for a token with such matches; the row before the first is `full`."""
        taken = row & matches
        return ((row + taken) | (row - taken)) & self.full

    def grown(self, row: int, following: int) -> int:
        """The columns where the value in the following row is one more than in this one.

        In each table the two rows differ by 1 from where the following one steps up to where the other catches up, or
        to the end.
        """
        return ((following & ~row | self.guards) - (row & ~following)) & self.full


def _n_hits(reference: Sentences, candidate: Sentences) -> int:
    """The tokens of the reference's sentences in the union of their LCS with each of the candidate's.

    No token counts more often than it stands on either side.
    """
    row = _Row(candidate)
    left = Counter(chain.from_iterable(reference)) & Counter(chain.from_iterable(candidate))
    hits = 0
    for sentence in reference:
        for token in _union(sentence, row):
            hits += left[token] > 0
            left[token] -= 1
    return hits


def _union(sentence: Sequence[str], row: _Row) -> Iterator[str]:
    """The tokens of a sentence that are part of its LCS with any of the others, as rouge-score chooses among LCSs.

    It walks back through the table from the last cell: a match is taken, else the way is to the left where the value
    there is greater than that above, else up. So in each row a match is taken where the value has grown, the nearest
    to the left, or where the column itself matches. All tables are walked at once, a bit each.
    """
    rows = [(token, row.matches[token]) for token in sentence if token in row.matches]
    steps: list[tuple[str, int, int]] = []
    last = row.full
    for token, matches in rows:
        following = row.after(last, matches)
        steps.append((token, matches, row.grown(last, following)))
        last = following
    columns = row.lasts
    for token, matches, grown in reversed(steps):
        at_match = columns & matches
        to_left = columns & grown & ~matches
        if at_match | to_left:
            yield token
            columns = columns ^ at_match ^ to_left | at_match >> 1 | _before_matches(to_left, row.places[token])
            columns &= row.full


def _before_matches(columns: int, places: Sequence[int]) -> int:
    """The column before the nearest match to the left of each column; every column has one."""
    before = 0
    while columns:
        lowest = columns & -columns
        columns ^= lowest
        place = places[bisect_right(places, lowest.bit_length() - 1) - 1]
        before |= (1 << place) >> 1
    return before
