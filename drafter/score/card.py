"""A draft → its scores without a model, and the card that shows them in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from drafter.records import Document, Draft, Score
from drafter.score.copying import score_copying
from drafter.score.coverage import score_balance, score_coverage
from drafter.score.standing import score_standing
from drafter.score.voice import score_voice
from drafter.text.plural import count_of


def score_draft(
    draft: Draft, *, sources: Sequence[Document], earlier: Sequence[str], weights: Mapping[str, float]
) -> tuple[Score, ...]:
    """Score a draft against its sources and its author's earlier retrospectives.

    `sources` are the documents of the period that were read; `earlier` the bodies of earlier retrospectives, the last
    one first; `weights` how much a document tells, 0 or more by its id, and 0.2 where it is missing. Always the same
    metrics in the same order; a value is None, with a reason, where there is nothing to divide by.
    """
    return (
        *score_standing(draft),
        score_coverage(draft, sources=sources, weights=weights),
        score_balance(draft, sources=sources),
        *score_voice(draft, earlier=earlier),
        *score_copying(draft, sources=sources, last=earlier[0] if earlier else None),
    )


def render_card(scores: Sequence[Score]) -> str:
    """The scores as a table of at most eight lines: label, value, what it is made of. No scores give "".

    A percentile stands beside its distance and the density beside the share copied; other metrics have no line.
    """
    by_name = {score.metric: score for score in scores}
    rows = [
        (label, *_cells(by_name[metric], by_name, show=show, tell=tell))
        for label, metric, show, tell in _ROWS
        if metric in by_name
    ]
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:2]]
    return "\n".join(f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]}".rstrip() for row in rows)


_ByName = Mapping[str, Score]
_Tell = Callable[[Score, _ByName], str]


def _cells(score: Score, by_name: _ByName, *, show: Callable[[float], str], tell: _Tell) -> tuple[str, str]:
    if score.value is None:
        return "–", score.reason or ""
    return show(score.value), tell(score, by_name)


def _percent(value: float) -> str:
    """No share but all of it is 100 %, and none but nothing 0 %."""
    rounded = round(100 * value)
    return f"{min(99, max(1, rounded)) if 0 < value < 1 else rounded} %"


def _hundredths(value: float) -> str:
    return f"{value:.2f}"


def _whole(value: float) -> str:
    return f"{value:.0f}"


def _made_of(score: Score) -> str:
    """「41 of 46」, with one decimal where it is no whole number."""
    part, whole = (f"{n:,.1f}".removesuffix(".0") for n in (score.numerator or 0, score.denominator or 0))
    return f"{part} of {whole}"


def _sentences(score: Score) -> str:
    return f"{_made_of(score)} {count_of(round(score.denominator or 0), 'sentence').split()[1]}"


def _tell_voice(score: Score, by_name: _ByName) -> str:
    said = "distance from your earlier retrospectives (0: the same)"
    rank = by_name.get("voice_percentile")
    if rank is None or rank.value is None:
        return said
    return f"{said}; {_made_of(rank)} texts of yours lie nearer"


def _tell_copied(score: Score, by_name: _ByName) -> str:
    density = by_name.get("copy_density")
    said = f"{_made_of(score)} characters stand so in the sources"
    return said if density is None or density.value is None else f"{said}; density {density.value:.1f}"


_ROWS: tuple[tuple[str, str, Callable[[float], str], _Tell], ...] = (
    ("grounded", "grounded", _percent, lambda score, _: f"{_sentences(score)} proved or counted"),
    ("proposed", "proposed", _percent, lambda score, _: f"{_sentences(score)}, yours to accept or delete"),
    ("coverage", "coverage", _percent, lambda score, _: f"sources quoted or linked, by weight: {_made_of(score)}"),
    (
        "balance",
        "balance",
        _percent,
        lambda score, _: f"cited documents spread over the months as all sources are: {_made_of(score)}",
    ),
    ("voice", "voice", _hundredths, _tell_voice),
    ("register", "register", _percent, lambda score, _: f"{_sentences(score)} in your register"),
    ("copied", "copy_coverage", _percent, _tell_copied),
    ("longest run", "longest_run", _whole, lambda *_: "characters in a row as in your last retrospective"),
)
