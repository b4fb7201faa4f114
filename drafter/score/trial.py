"""Judges on trial: what each said of drafts beside what a person said of the same ones, the best first."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import fmean, quantiles

from drafter.records import Score
from drafter.score.agreement import Agreement, measure_agreement, quadratic_kappa, signed_bias
from drafter.score.rows import Row
from drafter.score.rubric import DIMENSIONS
from drafter.score.signing import score_share, sign
from drafter.store.labels import PREFERRED, Answer, Label

SEED, N_SAMPLES = 12345, 999
_DRAFTS_MIN = 5  # below, an interval over drafts says nothing
_LEVELS = {f"judge_{name}_level": name for name in DIMENSIONS}
_AGREEMENTS = {f"judge_{name}_agreement": name for name in DIMENSIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a judge said of a draft in a dimension. `level` is the mean of its `n_levels` judgings, None where it has
    none; `n_same` of `n_repeated` verdicts are the most frequent one of their item. `draft` is a content id."""

    judge: str
    prompt: str
    draft: str
    dimension: str
    rubric: str
    level: float | None = None
    n_levels: float = 0.0
    n_same: float = 0.0
    n_repeated: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What the requests of a judge took that were sent. Tokens and cost (US dollars) are None where one is unknown."""

    n_requests: int = 0
    input_tokens: int | None = 0
    output_tokens: int | None = 0
    cost: Decimal | None = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A judge beside a person. `overall` takes all dimensions together, `dimensions` each that has a label.

    Levels of a judge are means, rounded to the scale for all but the bias. `interval` holds 95 % of the quadratic
    kappas of drafts drawn again; None for too few. `flips` is the share of verdicts that are not the most frequent one
    of their item, `preferred` that of pairs of drafts in which the judge's mean level is higher for the one that a
    person took.
    """

    judge: str
    prompt: str
    n_drafts: int
    overall: Agreement
    dimensions: tuple[tuple[str, Agreement], ...]
    interval: tuple[float, float] | None
    flips: Score
    preferred: Score
    spent: Spent

    @property
    def kappa(self) -> Score:
        """Quadratic, over all dimensions."""
        return self.overall.scores[0]


def read_said(rows: Iterable[Row], drafts: Mapping[tuple[str, str, int], str]) -> Iterator[Said]:
    """What the rows of a run say of its judge; `drafts` are content ids. Rows without a judge give nothing."""
    found: dict[tuple[object, ...], Said] = {}
    for row in rows:
        metric, score = row.score.metric, row.score
        dimension = _LEVELS.get(metric) or _AGREEMENTS.get(metric)
        signed = read_signature(score.signature)
        if dimension is None or row.key not in drafts or signed.get("model", "none") == "none":
            continue
        said = found.get((row.key, dimension)) or Said(
            judge=signed["model"],
            prompt=signed.get("prompt", ""),
            draft=drafts[row.key],
            dimension=dimension,
            rubric=signed.get("rubric", ""),
        )
        if metric in _LEVELS:
            said = replace(said, level=score.value, n_levels=score.denominator or 0.0)
        else:
            said = replace(said, n_same=score.numerator or 0.0, n_repeated=score.denominator or 0.0)
        found[row.key, dimension] = said
    yield from found.values()


def read_signature(signature: str) -> dict[str, str]:
    """The parameters of a signature by name.

    >>> read_signature("judge_voice|model:qwen3:14b|judgings:3|version:1")
    {'model': 'qwen3:14b', 'judgings': '3', 'version': '1'}
    """
    pairs = (part.partition(":") for part in signature.split("|"))
    return {name: value for name, colon, value in pairs if colon}


def rank_judges(said: Iterable[Said], labels: Iterable[Label], *, spent: Mapping[str, Spent]) -> tuple[Tried, ...]:
    """Every judge beside the labels: first those with enough of them, and of these the one that agrees best.

    A draft that a judge judged several times counts once, as it was judged the most often. `spent` goes by judge.
    """
    given = [label for label in labels if label.answer is Answer.GIVEN and label.value is not None]
    by_judge: dict[tuple[str, str], dict[tuple[str, str, str], Said]] = {}
    for one in said:
        own = by_judge.setdefault((one.judge, one.prompt), {})
        place = (one.draft, one.dimension, one.rubric)
        if place not in own or own[place].n_levels <= one.n_levels:
            own[place] = one
    tried = (_try(*key, own, given, spent.get(key[0], Spent())) for key, own in by_judge.items())
    return tuple(sorted(tried, key=_rank))


def count_both(said: Iterable[Said], labels: Iterable[Label]) -> dict[tuple[str, str, str], int]:
    """How many labels stand beside a level of a judge, by judge, dimension and rubric."""
    known = {(one.judge, one.dimension, one.rubric, one.draft) for one in said if one.level is not None}
    given = {(la.dimension, la.rubric, la.draft) for la in labels if la.value is not None}
    counts: dict[tuple[str, str, str], int] = {}
    for judge, dimension, rubric, draft in known:
        key = judge, dimension, rubric
        counts[key] = counts.get(key, 0) + ((dimension, rubric, draft) in given)
    return counts


_Own = Mapping[tuple[str, str, str], Said]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A label and the mean level a judge gave to the same."""

    draft: str
    dimension: str
    person: float
    judge: float


def _try(judge: str, prompt: str, own: _Own, labels: Sequence[Label], spent: Spent) -> Tried:
    pairs = [
        _Pair(label.draft, label.dimension, float(label.value), found.level)
        for label in labels
        if (found := own.get((label.draft, label.dimension, label.rubric))) is not None
        and found.level is not None
        and label.value is not None
    ]
    names = [name for name in DIMENSIONS if any(pair.dimension == name for pair in pairs)]
    return Tried(
        judge=judge,
        prompt=prompt,
        n_drafts=len({pair.draft for pair in pairs}),
        overall=_agree(pairs),
        dimensions=tuple((name, _agree([pair for pair in pairs if pair.dimension == name])) for name in names),
        interval=_interval(pairs),
        flips=_flips(own.values()),
        preferred=_preferred(own.values(), labels),
        spent=spent,
    )


def _rank(tried: Tried) -> tuple[object, ...]:
    kappa = tried.kappa.value
    return not tried.overall.calibrated, kappa is None, -(kappa or 0.0), -tried.overall.n_labels, tried.judge


def _agree(pairs: Sequence[_Pair]) -> Agreement:
    """Of levels on the scale; the bias is that of the means themselves."""
    people, means = [pair.person for pair in pairs], [pair.judge for pair in pairs]
    found = measure_agreement(people, _on_scale(means))
    scores = tuple(signed_bias(people, means) if score.metric == "bias" else score for score in found.scores)
    return replace(found, scores=scores)


def _on_scale(means: Iterable[float]) -> list[float]:
    """Half a level goes up."""
    return [float(math.floor(mean + 0.5)) for mean in means]


def _interval(pairs: Sequence[_Pair]) -> tuple[float, float] | None:
    """Of the kappa, by drawing drafts again: labels of one draft are no independent ones."""
    by_draft: dict[str, list[_Pair]] = {}
    for pair in pairs:
        by_draft.setdefault(pair.draft, []).append(pair)
    if len(by_draft) < _DRAFTS_MIN:
        return None
    rng, drafts = random.Random(SEED), [by_draft[draft] for draft in sorted(by_draft)]
    kappas: list[float] = []
    for _ in range(N_SAMPLES):
        drawn = [pair for draft in rng.choices(drafts, k=len(drafts)) for pair in draft]
        kappa = quadratic_kappa([p.person for p in drawn], _on_scale(p.judge for p in drawn)).value
        if kappa is not None:
            kappas.append(kappa)
    if len(kappas) < N_SAMPLES / 2:
        return None
    cuts = quantiles(kappas, n=40, method="inclusive")
    return cuts[0], cuts[-1]


def _flips(said: Iterable[Said]) -> Score:
    repeated = [one for one in said if one.n_repeated]
    n_verdicts, n_same = sum(one.n_repeated for one in repeated), sum(one.n_same for one in repeated)
    signature = sign("flips_between_judgings", {"unit": "verdict", "against": "most-frequent"})
    empty = "nothing was judged twice"
    return score_share("flips_between_judgings", n_verdicts - n_same, n_verdicts, signature=signature, empty=empty)


def _preferred(said: Iterable[Said], labels: Sequence[Label]) -> Score:
    """Pairs of drafts where a person took one; the judge takes the higher mean level over the dimensions it gave both;
    equal ones are half."""
    levels: dict[str, dict[str, float]] = {}
    for one in said:
        if one.level is not None:
            levels.setdefault(one.draft, {})[one.dimension] = one.level
    points: list[float] = []
    for label in labels:
        ours, theirs = levels.get(label.draft, {}), levels.get(label.other, {})
        shared = ours.keys() & theirs.keys()
        if label.dimension == PREFERRED and label.value and shared:
            lead = round(fmean(ours[name] - theirs[name] for name in shared), 9)
            points.append(0.5 if not lead else float((lead > 0) == (label.value > 0)))
    signature = sign("preferred_by_level", {"unit": "pair", "ties": "half", "of": "mean-level"})
    empty = "no pair that a person decided was judged"
    return score_share("preferred_by_level", sum(points), len(points), signature=signature, empty=empty)
