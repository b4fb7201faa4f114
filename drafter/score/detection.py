"""What metrics catch: scores of drafts as they are, with a planted fault, and with an edit that harms nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drafter.records import Score, Span
from drafter.score.planted import Planted
from drafter.score.report.metrics import METRICS, Better, Metric

EXPECTED: dict[str, tuple[str, ...]] = {
    "number": ("numbers",),
    "quarter": ("coverage", "mentioned", "entities_recall", "rougeLsum"),
    "denied": ("grounded",),
    "polite": ("register",),
    "plain": ("register",),
    "pasted": ("copy_density", "copy_coverage"),
    "嘘": ("rouge1", "rougeLsum", "voice", "mentioned", "copy_coverage"),
    "last year": ("longest_run", "numbers", "mentioned", "rougeLsum"),
    "name": ("entities",),
    "archive": ("archive",),
    "proposal": ("proposals",),
    "link": ("links",),
}  # by fault: the metrics that are there to catch it
# Metrics that are good in the middle, and the faults that show in more (+1) or less (-1) of them.
_TURNS = {
    ("copy_coverage", "pasted"): 1,
    ("copy_density", "pasted"): 1,
    ("copy_coverage", "嘘"): -1,
    ("copy_density", "嘘"): -1,
}
_LEAST = 1e-9  # what rounding alone makes
_JUDGED = "judge_"
_FOLLOWS = "_lift"  # tells no more of a fault than the overlap it is made of
TESTED = tuple(
    m
    for m in METRICS.values()
    if not m.name.startswith(_JUDGED)
    and not m.name.endswith(_FOLLOWS)
    and (m.better is not Better.NEITHER or m.name in {name for name, _ in _TURNS})
)
UNTESTED = tuple(m for m in METRICS.values() if m.name.startswith(_JUDGED) and m.main)

Scores = Mapping[str, Score]  # by metric


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A good draft: `remembered` is one that drafter wrote, another one a person's file. `scores` are as it is."""

    case: str
    remembered: bool
    scores: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Planting:
    """A subject with one fault planted, and its scores then. `n_old` are the characters that `planted` replaced."""

    subject: Subject
    fault: str
    planted: Planted
    n_old: int
    scores: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A subject with an edit that harms nothing, by its name, and its scores then."""

    subject: Subject
    name: str
    scores: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTest:
    """All that metrics were tested with. `tokens` says how overlap was counted."""

    subjects: tuple[Subject, ...]
    plantings: tuple[Planting, ...]
    edits: tuple[Edit, ...]
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of `n`."""

    n: int
    n_found: int

    @property
    def misses(self) -> bool:
        """More than half were not found."""
        return 2 * self.n_found < self.n


def catches(metric: Metric, planting: Planting) -> bool | None:
    """Whether a metric is worse with the fault and, where it shows places, shows one that overlaps the fault's.

    None where it says nothing of this fault in this draft: it has no value, is as bad as can be without the fault, or
    shows that very place without it.
    """
    clean, faulty = planting.subject.scores.get(metric.name), planting.scores.get(metric.name)
    turn = _turn(metric, planting.fault)
    if clean is None or faulty is None or turn is None or (clean.value is None and faulty.value is None):
        return None
    if (turn < 0 and clean.value == 0) or shows_already(metric, planting):
        return None
    if not _is_worse(metric, clean, faulty, turn):
        return False
    shown = fault_spans(metric, faulty)
    if not metric.faults or planting.planted.end == planting.planted.start:
        return True
    return _any_over(shown, planting, planting.planted.end)


def shows_already(metric: Metric, planting: Planting) -> bool:
    """Whether a metric shows the place of the fault without it."""
    clean, end = planting.subject.scores.get(metric.name), planting.planted.start + planting.n_old
    if clean is None or not metric.faults or end <= planting.planted.start:
        return False
    return _any_over(fault_spans(metric, clean), planting, end)


def is_alarm(metric: Metric, score: Score | None) -> bool | None:
    """Whether a draft shows a fault by this metric; None where it has no value, or is one that shows none."""
    if score is None or score.value is None or not metric.faults:
        return None
    return bool(fault_spans(metric, score))


def fault_spans(metric: Metric, score: Score) -> tuple[Span, ...]:
    """The places that are wrong: those of a metric that shows others too are the first ones."""
    if metric.faults_first and score.numerator is not None and score.denominator is not None:
        return score.spans[: round(score.denominator - score.numerator)]
    return score.spans


def tally(metric: Metric, plantings: Iterable[Planting]) -> Tally:
    """What a metric catches of the plantings it says something of."""
    return _count(catches(metric, planting) for planting in plantings)


def tally_any(plantings: Iterable[Planting]) -> Tally:
    """What at least one of the metrics catches that are there to catch it; without faults whose place is shown anyway.

    One that no metric says anything of counts as not caught.
    """
    return _count(_is_caught(planting) for planting in plantings)


def _is_caught(planting: Planting) -> bool | None:
    metrics = [METRICS[name] for name in EXPECTED[planting.fault]]
    if any(catches(metric, planting) for metric in metrics):
        return True
    return None if any(shows_already(metric, planting) for metric in metrics) else False


def tally_alarms(metric: Metric, subjects: Iterable[Subject]) -> Tally:
    """How many of the drafts show a fault as they are, of those that the metric has a value for."""
    return _count(is_alarm(metric, subject.scores.get(metric.name)) for subject in subjects)


def tally_cries(metric: Metric, edits: Iterable[Edit]) -> Tally:
    """How many of the harmless edits make a metric worse, of those it has a value for."""
    return _count(cries(metric, edit) for edit in edits)


def cries(metric: Metric, edit: Edit) -> bool | None:
    """Whether a harmless edit makes a metric worse, or one that is good in the middle another; None without a value."""
    clean, edited = edit.subject.scores.get(metric.name), edit.scores.get(metric.name)
    if clean is None or edited is None or clean.value is None:
        return None
    if metric.better is Better.NEITHER:
        return edited.value is None or abs(edited.value - clean.value) > _LEAST
    return edited.value is None or _is_worse(metric, clean, edited, _turn(metric, "") or 0)


def _turn(metric: Metric, fault: str) -> int | None:
    """Which way is worse."""
    ways = {Better.HIGHER: -1, Better.LOWER: 1}
    return ways.get(metric.better, _TURNS.get((metric.name, fault)))


def _is_worse(metric: Metric, clean: Score, faulty: Score, turn: int) -> bool:
    if faulty.value is None:
        return False
    if clean.value is None:  # there was nothing of the kind, and what there is now is wrong
        return bool(fault_spans(metric, faulty)) if metric.faults else False
    return turn * (faulty.value - clean.value) > _LEAST


def _any_over(spans: Iterable[Span], planting: Planting, end: int) -> bool:
    """Whether a place lies over the fault's; one without words is the whole draft."""
    return any(not span.text or (span.start < end and planting.planted.start < span.end) for span in spans)


def _count(verdicts: Iterable[bool | None]) -> Tally:
    told = [verdict for verdict in verdicts if verdict is not None]
    return Tally(n=len(told), n_found=sum(told))


def spread(n: int, *, most: int) -> tuple[int, ...]:
    """At most so many of the numbers below `n`, evenly spread, the first and the last among them.

    >>> spread(9, most=3), spread(2, most=3), spread(0, most=3)
    ((0, 4, 8), (0, 1), ())
    """
    if n <= most:
        return tuple(range(n))
    return tuple(round(k * (n - 1) / (most - 1)) for k in range(most)) if most > 1 else (n // 2,)
