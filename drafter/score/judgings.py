"""Verdicts of a judge → scores: how much of what was asked is so, how sure the judge is of it, and by which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, stdev

from drafter.records import Score, Span
from drafter.score.rubric import Dimension, Rubric
from drafter.score.signing import score_share, sign
from drafter.text.plural import count_of

NOT_JUDGED = "not judged: no model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a judge says of one item, or of the scale (`item` is then "scale"), in one judging.

    `value` is 1 or 0 for an item (0 also for a yes whose evidence does not stand in the draft: `fault` says so), 1 to 5
    for the scale, and None where it is unscored, for the reason in `fault`. `span` are the words given as evidence.
    """

    item: str
    value: int | None
    reason: str = ""
    span: Span | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How it was judged: the judges as served, () where none answered; the hash of the prompt; how many judgings."""

    models: tuple[str, ...] = ()
    prompt: str = ""
    repeats: int = 0

    def sign(self, metric: str, rubric: str) -> str:
        """The signature of a metric by a rubric of this hash."""
        parameters = {
            "model": "+".join(self.models) or "none",
            "rubric": rubric,
            "prompt": self.prompt or "none",
            "judgings": self.repeats,
            "average": "micro",
            "unscored": "left-out",
        }
        return sign(metric, parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDimension:
    """All judgings of one dimension: each has a verdict on every item and, last, on the scale."""

    dimension: Dimension
    judgings: tuple[tuple[Verdict, ...], ...]

    @property
    def shares(self) -> tuple[float | None, ...]:
        """The share of yes of each judging, among its items that were scored; None where none was."""
        values = [[v.value for v in verdicts[:-1] if v.value is not None] for verdicts in self.judgings]
        return tuple(fmean(scored) if scored else None for scored in values)

    @property
    def levels(self) -> tuple[int | None, ...]:
        """The level of each judging, 1 to 5."""
        return tuple(verdicts[-1].value for verdicts in self.judgings)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Of all judgings."""
        return tuple(verdict for verdicts in self.judgings for verdict in verdicts)

    @property
    def unscored(self) -> Counter[str]:
        """How many verdicts have no value, by reason."""
        return Counter(v.fault or "no verdict" for v in self.verdicts if v.value is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """A draft, judged."""

    dimensions: tuple[JudgedDimension, ...]
    manner: Manner

    @property
    def scores(self) -> tuple[Score, ...]:
        """Four of each dimension, see `score_dimension`."""
        return tuple(score for judged in self.dimensions for score in score_dimension(judged, self.manner))

    @property
    def notices(self) -> tuple[str, ...]:
        """What was not scored and what got no credit, a line a dimension and reason."""
        return tuple(line for judged in self.dimensions for line in _notices(judged))


def join_judgings(judgings: Sequence[Judging]) -> Judging:
    """What a panel of judges says, one or more of the same dimensions, as one judging with a voice for each.

    It is signed by all of them: a panel is never compared with one of its members.
    """
    first = judgings[0]
    served = dict.fromkeys(model for one in judgings for model in one.manner.models)
    manner = replace(first.manner, models=tuple(served), repeats=sum(one.manner.repeats for one in judgings))
    columns = zip(*(one.dimensions for one in judgings), strict=True)
    return Judging(
        dimensions=tuple(replace(c[0], judgings=tuple(j for one in c for j in one.judgings)) for c in columns),
        manner=manner,
    )


def score_dimension(judged: JudgedDimension, manner: Manner) -> tuple[Score, ...]:
    """The scores of one dimension, for voice:

    - `judge_voice`: yes answers whose evidence stands in the draft / items scored, over all judgings; its spans are
      the evidence;
    - `judge_voice_level`: the sum of the levels, 1 to 5 / judgings with a level;
    - `judge_voice_spread`: the standard deviation of the share of yes between judgings;
    - `judge_voice_agreement`: verdicts that are the most frequent one of their item, or of the scale / all verdicts
      of items that were scored twice or more.

    What is unscored is left out; where all is, the value is None and the reason that of most of it.
    """
    name, rubric = f"judge_{judged.dimension.name}", judged.dimension.hash
    empty = judged.unscored.most_common(1)[0][0] if judged.unscored else "nothing was asked"
    items = [v.value for verdicts in judged.judgings for v in verdicts[:-1] if v.value is not None]
    levels = [level for level in judged.levels if level is not None]
    share = score_share(name, sum(items), len(items), signature=manner.sign(name, rubric), empty=empty)
    level, spread, agreement = (f"{name}_{part}" for part in _PARTS)
    return (
        replace(share, spans=_spans(judged)),
        score_share(level, sum(levels), len(levels), signature=manner.sign(level, rubric), empty=empty),
        _spread(judged, spread, signature=manner.sign(spread, rubric), empty=empty),
        _agreement(judged, agreement, signature=manner.sign(agreement, rubric), empty=empty),
    )


def unjudged(rubric: Rubric, *, reason: str = NOT_JUDGED) -> tuple[Score, ...]:
    """The scores that a judging would have, all without a value and for one reason."""
    metrics = [
        (f"judge_{d.name}{part}", d.hash) for d in rubric.dimensions for part in ("", *(f"_{p}" for p in _PARTS))
    ]
    return tuple(
        Score(metric=metric, value=None, reason=reason, signature=Manner().sign(metric, rubric_hash))
        for metric, rubric_hash in metrics
    )


_PARTS = ("level", "spread", "agreement")


def _spans(judged: JudgedDimension) -> tuple[Span, ...]:
    """The evidence, each place once an item and verdict, in the order of the draft."""
    kept: dict[tuple[int, int, str, int | None], Span] = {}
    for verdict in judged.verdicts:
        if verdict.span is not None:
            kept.setdefault((verdict.span.start, verdict.span.end, verdict.item, verdict.value), verdict.span)
    return tuple(sorted(kept.values(), key=lambda span: (span.start, span.end)))


def _spread(judged: JudgedDimension, metric: str, *, signature: str, empty: str) -> Score:
    shares = [share for share in judged.shares if share is not None]
    if len(shares) < 2:
        reason = "one judging has no spread" if shares else empty
        return Score(metric=metric, value=None, reason=reason, signature=signature)
    return Score(metric=metric, value=stdev(shares), denominator=len(shares), signature=signature)


def _agreement(judged: JudgedDimension, metric: str, *, signature: str, empty: str) -> Score:
    columns = [[v.value for v in column if v.value is not None] for column in zip(*judged.judgings, strict=True)]
    repeated = [column for column in columns if len(column) > 1]
    reason = "nothing was judged twice" if any(columns) else empty
    n_same = sum(map(_most_frequent, repeated))
    return score_share(metric, n_same, sum(map(len, repeated)), signature=signature, empty=reason)


def _most_frequent(values: Sequence[int]) -> int:
    return max(Counter(values).values())


def _notices(judged: JudgedDimension) -> Iterator[str]:
    n_verdicts = len(judged.verdicts)
    for reason, n in judged.unscored.items():
        yield f"{judged.dimension.name}: {n} of {count_of(n_verdicts, 'verdict')} unscored: {reason}"
    for reason, n in Counter(v.fault for v in judged.verdicts if v.value is not None and v.fault).items():
        yield f"{judged.dimension.name}: {n} of {count_of(n_verdicts, 'verdict')} got no credit: {reason}"
