"""How much of a person's own retrospective a draft holds, beside what any text of theirs would: ROUGE with its lift."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from statistics import fmean

from drafter.records import Score
from drafter.score.prose import body_prose
from drafter.score.rouge import TYPES, Sentences, rouge_of_tokens, tokenize_sentences
from drafter.score.signing import score_share, sign
from drafter.score.tokens import Tokenizer
from drafter.text.normal import fold_text

SEED = 12345
_N_RESAMPLES = 2000
_N_OUTSIDE = 50  # of the resamples on either side: 95 % lie between
_SHORTEST_FLOOR = 0.5  # of the candidate's tokens: a text with less is no floor for it
_NO_FLOOR = "there is no other post of the author"
_SHORT = "the author's other posts hold less than half as much prose as the draft"
_NO_CEILING = "there is no other retrospective of the author"
_NO_ROOM = "the author's own retrospectives are no more alike than their other posts"

_Best = Mapping[str, tuple[float, int]]  # by type: F, and the tokens or pairs of both texts; only where each has some


def score_overlap(
    *,
    candidate: str,
    references: Sequence[str],
    floors: Sequence[str],
    ceilings: Sequence[str],
    tokenizer: Tokenizer,
    seed: int = SEED,
) -> tuple[Score, ...]:
    """Score the Markdown body of a draft against a person's own retrospectives of the same period.

    For each type of ROUGE, in this order: `T` is F (numerator: twice the shared tokens or pairs, denominator: those of
    both texts), of several references the highest; `T_floor` the mean F of `floors`, bodies of the author's posts that
    are no retrospective, made as long as the candidate; `T_floor_low` and `T_floor_high` the interval of that mean;
    `T_ceiling` the mean F of `ceilings`, other retrospectives of the author, whole; `T_lift` is
    (F - floor) / (ceiling - floor). Always the same metrics; a value is None, with a reason, where there is nothing to
    divide by. A ceiling that is one of the references does not count.
    """
    ours = _tokens(candidate, tokenizer)
    theirs = [_tokens(body, tokenizer) for body in references]
    low = _floors([_tokens(body, tokenizer) for body in floors], n_tokens=_n_tokens(ours))
    high = [text for body in ceilings if (text := _tokens(body, tokenizer)) not in theirs]
    best = _best(ours, theirs)
    lows, highs = [_best(text, theirs) for text in low], [_best(text, theirs) for text in high]
    no_floor = _SHORT if floors else _NO_FLOOR
    how = {"tokens": tokenizer.name, "text": "folded-prose", "references": "best"}
    scores: list[Score] = []
    for kind in TYPES:
        score = _score_f(kind, best, how=how, empty=_nothing(kind, ours, theirs))
        floor, *interval = _score_floor(kind, lows, how=how, seed=seed, empty=score.reason or no_floor)
        ceiling = _score_mean(f"{kind}_ceiling", _fs(kind, highs), how=how, empty=score.reason or _NO_CEILING)
        scores += score, floor, *interval, ceiling, _score_lift(kind, score, floor=floor, ceiling=ceiling, how=how)
    return tuple(scores)


@lru_cache(maxsize=128)
def normal_prose(body: str) -> str:
    """The prose of a Markdown body as it is compared, one sentence a line.

    Folded (NFKC, lower case); without headings, code blocks, quotes, tables, HTML, comments, shortcodes, images and the
    targets of links.

    >>> normal_prose("# 題\\n\\n**ＡＢ**を[読む](/a/)。\\n次。")
    'abを読む。\\n次。'
    """
    return "\n".join(map(fold_text, body_prose(body)))


def mean_interval(values: Sequence[float], *, seed: int = SEED) -> tuple[float, float] | None:
    """The 95 % percentile interval of a mean by a seeded bootstrap; None under two values.

    It depends neither on the order of the values nor on any other random generator.

    Source: Efron & Tibshirani 1993, chapter 13.
    """
    if len(values) < 2:
        return None
    generator, ordered = random.Random(seed), sorted(values)
    means = sorted(fmean(generator.choices(ordered, k=len(ordered))) for _ in range(_N_RESAMPLES))
    return means[_N_OUTSIDE], means[-1 - _N_OUTSIDE]


def _tokens(body: str, tokenizer: Tokenizer) -> Sentences:
    return tokenize_sentences(normal_prose(body), tokenizer)


def _n_tokens(sentences: Sentences) -> int:
    return sum(map(len, sentences))


def _n_units(kind: str, sentences: Sentences) -> int:
    """How many tokens or, for rouge2, pairs of them a text has."""
    return max(0, _n_tokens(sentences) - (kind == "rouge2"))


def _floors(texts: Sequence[Sentences], *, n_tokens: int) -> tuple[Sentences, ...]:
    """Texts as long as the candidate: a longer one is cut, shorter ones are joined in their order and the last cut.

    What is left over at the end is a floor as well if it is half as long.
    """
    floors: list[Sentences] = []
    joined: list[Sequence[str]] = []
    for text in texts if n_tokens else ():
        joined.extend(text)
        if _n_tokens(joined) >= n_tokens:
            floors.append(tuple(_cut(joined, n_tokens)))
            joined = []
    if joined and _n_tokens(joined) >= _SHORTEST_FLOOR * n_tokens:
        floors.append(tuple(joined))
    return tuple(floors)


def _cut(sentences: Sentences, n_tokens: int) -> Iterator[Sequence[str]]:
    left = n_tokens
    for sentence in sentences:
        if left > 0:
            yield sentence[:left]
        left -= len(sentence)


def _best(text: Sentences, references: Sequence[Sentences]) -> _Best:
    best: dict[str, tuple[float, int]] = {}
    for reference in references:
        overlaps = rouge_of_tokens(reference=reference, candidate=text)
        for kind in TYPES:
            n_units = _n_units(kind, reference), _n_units(kind, text)
            if all(n_units):
                own = overlaps[kind].f, sum(n_units)
                best[kind] = max(best.get(kind, own), own)
    return best


def _fs(kind: str, texts: Sequence[_Best]) -> list[float]:
    return [best[kind][0] for best in texts if kind in best]


def _nothing(kind: str, candidate: Sentences, references: Sequence[Sentences]) -> str:
    if not references:
        return "there is no reference"
    whose = "the draft" if not _n_units(kind, candidate) else "the reference"
    return f"{whose} has no {'pair of tokens' if kind == 'rouge2' else 'token'} in its prose"


def _score_f(kind: str, best: _Best, *, how: Mapping[str, object], empty: str) -> Score:
    signature = sign(kind, how)
    if kind not in best:
        return Score(metric=kind, value=None, reason=empty, signature=signature)
    f, n_units = best[kind]
    return Score(metric=kind, value=f, numerator=round(f * n_units), denominator=n_units, signature=signature)


def _score_mean(metric: str, values: Sequence[float], *, how: Mapping[str, object], empty: str) -> Score:
    signature = sign(metric, {**how, "average": "macro"})
    return score_share(metric, sum(values), len(values), signature=signature, empty=empty)


def _score_floor(
    kind: str, texts: Sequence[_Best], *, how: Mapping[str, object], seed: int, empty: str
) -> tuple[Score, Score, Score]:
    """The mean F of the floors, and the two ends of its interval."""
    values = _fs(kind, texts)
    how = {**how, "length": "candidate", "shortest": _SHORTEST_FLOOR}
    mean = _score_mean(f"{kind}_floor", values, how=how, empty=empty)
    interval = mean_interval(values, seed=seed)
    few = mean.reason or "an interval needs two texts"
    ends = []
    for end, value in zip(("low", "high"), interval or (None, None), strict=True):
        metric = f"{kind}_floor_{end}"
        signature = sign(
            metric, {**how, "interval": "bootstrap-percentile-95", "resamples": _N_RESAMPLES, "seed": seed}
        )
        ends.append(Score(metric=metric, value=value, reason=few if value is None else None, signature=signature))
    return mean, ends[0], ends[1]


def _score_lift(kind: str, score: Score, *, floor: Score, ceiling: Score, how: Mapping[str, object]) -> Score:
    metric = f"{kind}_lift"
    signature = sign(metric, {**how, "length": "candidate", "shortest": _SHORTEST_FLOOR})
    if score.value is None or floor.value is None or ceiling.value is None:
        reason = score.reason or floor.reason or ceiling.reason
        return Score(metric=metric, value=None, reason=reason, signature=signature)
    part, whole = score.value - floor.value, max(0.0, ceiling.value - floor.value)
    return score_share(metric, part, whole, signature=signature, empty=_NO_ROOM)
