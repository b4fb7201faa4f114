"""`drafter eval judges`: which judge says what a person says, how sure that is, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from drafter.commands.eval_cases import find_state
from drafter.commands.eval_options import EvalOptions
from drafter.commands.printing import render_json, render_table, say, show
from drafter.model.prices import render_cost
from drafter.pipeline.trials import try_judges as find_tried
from drafter.records import Score
from drafter.score.agreement import Agreement
from drafter.score.trial import Tried
from drafter.text.plural import count_of

_HEAD = (
    "JUDGE",
    "KAPPA",
    "95 %",
    "ALPHA",
    "BIAS",
    "FLIPS",
    "PAIRS",
    "LABELS",
    "REQUESTS",
    "TOKENS",
    "COST",
    "STANDING",
)
_METRICS = ("kappa_quadratic", "alpha_ordinal", "bias")


def try_judges(options: EvalOptions, run_ids: Sequence[str]) -> int:
    """Show the judges of these runs, or of all, the one that agrees best first; the exit code."""
    tried = find_tried(find_state(options), run_ids)
    if options.json:
        show(render_json({"judges": [_flat(one) for one in tried]}))
        return 0
    names = {id(one): _name(one, tried) for one in tried}
    show(render_table([_HEAD, *(_row(names[id(one)], one) for one in tried)]))
    by_dimension = [row for one in tried for row in _dimension_rows(names[id(one)], one)]
    if by_dimension:
        show(
            "\n" + render_table([("JUDGE", "DIMENSION", "KAPPA", "ALPHA", "BIAS", "LABELS", "STANDING"), *by_dimension])
        )
    show("\n" + "\n".join(_tell(one, names[id(one)]) for one in tried))
    if not any(one.overall.calibrated for one in tried):
        say("too few labels to tell judges apart: drafter eval rate RUN gives more")
    return 0


def _name(one: Tried, tried: Sequence[Tried]) -> str:
    """With the prompt's hash, where one model judged by several."""
    several = sum(other.judge == one.judge for other in tried) > 1
    return f"{one.judge} (prompt {one.prompt})" if several else one.judge


def _row(name: str, one: Tried) -> tuple[str, ...]:
    spent = one.spent
    tokens = (
        None if spent.input_tokens is None or spent.output_tokens is None else spent.input_tokens + spent.output_tokens
    )
    pairs = one.preferred
    return (
        name,
        _value(one.kappa),
        f"{one.interval[0]:.2f} to {one.interval[1]:.2f}" if one.interval else "–",
        _value(_of(one.overall, "alpha_ordinal")),
        _value(_of(one.overall, "bias"), signed=True),
        _value(one.flips),
        f"{pairs.numerator:g} of {pairs.denominator:g}" if pairs.value is not None else "–",
        f"{one.overall.n_labels} on {count_of(one.n_drafts, 'draft')}",
        f"{spent.n_requests:,}",
        f"{tokens:,}" if tokens is not None else "unknown",
        render_cost(spent.cost),
        "calibrated" if one.overall.calibrated else "uncalibrated",
    )


def _dimension_rows(name: str, one: Tried) -> Iterator[tuple[str, ...]]:
    for dimension, agreement in one.dimensions:
        values = (_value(_of(agreement, metric), signed=metric == "bias") for metric in _METRICS)
        standing = "calibrated" if agreement.calibrated else "uncalibrated"
        yield name, dimension, *values, str(agreement.n_labels), standing


def _tell(one: Tried, name: str) -> str:
    """What it comes to, and why a number is missing."""
    missing = {score.reason for score in (*one.overall.scores[:3], one.flips) if score.value is None and score.reason}
    marginals = ", ".join(f"{m.value:g}: {m.n_people}/{m.n_judge}" for m in one.overall.marginals)
    told = [f"{name}: {one.overall.standing}", *sorted(missing)]
    return "; ".join(told) + (f"; levels, person/judge: {marginals}" if marginals else "")


def _of(agreement: Agreement, metric: str) -> Score:
    return next(score for score in agreement.scores if score.metric == metric)


def _value(score: Score, *, signed: bool = False) -> str:
    if score.value is None:
        return "–"
    return f"{score.value:+.2f}" if signed else f"{score.value:.2f}"


def _flat(one: Tried) -> dict[str, object]:
    """As it is, with the standings in words and the cost as text."""
    spent = {**asdict(one.spent), "cost": f"{one.spent.cost:f}" if one.spent.cost is not None else None}
    dimensions = {name: {"standing": found.standing, **asdict(found)} for name, found in one.dimensions}
    return {
        **asdict(one),
        "standing": one.overall.standing,
        "calibrated": one.overall.calibrated,
        "dimensions": dimensions,
        "spent": spent,
    }
