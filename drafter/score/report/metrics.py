"""Every metric in words: what it is, which way is better, what it means that there is no value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drafter.score.rouge import TYPES
from drafter.score.rubric import DIMENSIONS


class Better(StrEnum):
    """Which way a metric is better. `NEITHER`: too much and too little are both bad, or it says how sure another is."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric in words. A `main` one stands in the comparison of writers, in the order of `METRICS`.

    `faults` says whether its spans are what is wrong with a draft; those of other metrics are remarks. `faults_first`:
    as many as are missing to the whole are, and those behind them say why another one is right. `counts`: it is a
    number of things, and no share of 0 to 1.
    """

    name: str
    label: str
    meaning: str
    none: str  # what it means that there is no value
    better: Better = Better.HIGHER
    main: bool = False
    faults: bool = False
    counts: bool = False
    faults_first: bool = False


_TOLD = "the draft tells no sentence"
_NO_MEMORY = "the draft tells no sentence, or drafter has no memory of writing it"
_EARLIER = "there are no earlier retrospectives to compare with, or too little prose"
_REFERENCE = "there is no retrospective by a person to compare with"

_SOURCES = (
    Metric(
        name="grounded",
        label="grounded",
        meaning="share of sentences that are proved by words of a source or counted by code",
        none=_NO_MEMORY,
        main=True,
    ),
    Metric(
        name="proposed",
        label="proposed",
        meaning="share of sentences that are proposals, the author's to accept or delete",
        none=_NO_MEMORY,
        better=Better.NEITHER,
    ),
    Metric(
        name="numbers",
        label="numbers",
        meaning="share of numbers that a source holds or a count gives",
        none="the draft tells no number",
        main=True,
        faults=True,
        faults_first=True,
    ),
    Metric(
        name="entities",
        label="names",
        meaning="share of names of products, people and works that stand in the sources",
        none="the draft tells no name",
        main=True,
        faults=True,
    ),
    Metric(
        name="entities_recall",
        label="names, recall",
        meaning="share of the names in a person's own retrospective that the draft has",
        none=_REFERENCE,
    ),
    Metric(
        name="links",
        label="links",
        meaning="share of links that lead to a source or a post of the author's",
        none="the draft has no link",
        faults=True,
    ),
    Metric(
        name="archive",
        label="archive-speak",
        meaning="share of sentences about the notes instead of the life",
        none=_TOLD,
        better=Better.LOWER,
        faults=True,
    ),
    Metric(
        name="proposals",
        label="clean proposals",
        meaning="share of proposals that hold and presuppose no fact",
        none="the draft proposes nothing",
        faults=True,
    ),
    Metric(
        name="mentioned",
        label="mentioned",
        meaning="share of what the case says must be mentioned",
        none="the case demands no mention",
        main=True,
    ),
    Metric(
        name="forbidden",
        label="forbidden",
        meaning="how much is said that the case says must not be",
        none="the case forbids no mention",
        better=Better.LOWER,
        faults=True,
        counts=True,
    ),
    Metric(
        name="vetoes",
        label="vetoes",
        meaning="how many vetoes of the case the draft draws: one fails it whatever its other scores are",
        none="the case has no veto",
        better=Better.LOWER,
        main=True,
        faults=True,
        counts=True,
    ),
    Metric(
        name="coverage",
        label="coverage",
        meaning="weight of the sources that the draft quotes or links to, of that of all",
        none="there are no sources",
        main=True,
    ),
    Metric(
        name="balance",
        label="year balance",
        meaning="how alike the months of the cited sources and of all sources are",
        none="no source that is cited has a date",
        main=True,
    ),
)
_VOICE = (
    Metric(
        name="register",
        label="register",
        meaning="share of sentences with the author's ending, です・ます or plain",
        none="no sentence ends in a Japanese verb or copula, or the author mixes both",
        main=True,
    ),
    Metric(
        name="voice",
        label="voice distance",
        meaning="how far the wording is from the author's earlier retrospectives: 0 the same, 1 nothing in common",
        none=_EARLIER,
        better=Better.LOWER,
        main=True,
    ),
    Metric(
        name="voice_percentile",
        label="voice percentile",
        meaning="share of the author's own retrospectives that lie nearer to the rest of them than the draft does",
        none=_EARLIER,
        better=Better.LOWER,
    ),
    Metric(
        name="copy_coverage",
        label="copied",
        meaning="share of characters that stand so in the sources: too high is pasting, too low is inventing",
        none="the draft tells no sentence, or the sources hold no text",
        better=Better.NEITHER,
    ),
    Metric(
        name="copy_density",
        label="copy density",
        meaning="how long the copied pieces are: the squares of their lengths over the draft's characters",
        none="the draft tells no sentence, or the sources hold no text",
        better=Better.NEITHER,
        counts=True,
    ),
    Metric(
        name="longest_run",
        label="longest run",
        meaning="characters in a row that stand so in the last retrospective",
        none="there is no earlier retrospective",
        better=Better.LOWER,
        counts=True,
    ),
)
_HEADINGS = (
    Metric(
        name="headings",
        label="headings",
        meaning="how alike the headings are to those a person wrote: F of precision and recall",
        none=_REFERENCE,
        main=True,
    ),
    Metric(
        name="headings_precision",
        label="headings, precision",
        meaning="likeness of the draft's headings to those a person wrote",
        none="the draft has no heading",
    ),
    Metric(
        name="headings_recall",
        label="headings, recall",
        meaning="how much of a person's headings the draft has",
        none="the reference has no heading",
    ),
    Metric(
        name="headings_habit",
        label="headings, habit",
        meaning="how alike the headings are to those of the author's earlier retrospectives",
        none="there is no earlier retrospective",
    ),
)
_SHOWN_ROUGE = "rougeLsum"
_ROUGE_PARTS = (
    ("_floor", ", floor", "what other posts of the author, cut to the draft's length, score on average"),
    ("_floor_low", ", floor from", "lower end of the floor's 95 % interval"),
    ("_floor_high", ", floor to", "upper end of the floor's 95 % interval"),
    ("_ceiling", ", ceiling", "what other retrospectives of the author score on average"),
)
_ROUGE_UNITS = {
    "rouge1": "words",
    "rouge2": "pairs of words",
    "rougeL": "words in the same order over the whole text",
    "rougeLsum": "words in the same order, sentence by sentence",
}
_JUDGED_PARTS = (
    ("_level", ", level", "the judge's level of 1 to 5", Better.HIGHER),
    ("_spread", ", spread", "standard deviation between judgings of the same draft", Better.NEITHER),
    ("_agreement", ", agreement", "share of verdicts that are the most frequent one of their item", Better.NEITHER),
)


def _rouge() -> Iterator[Metric]:
    for kind in TYPES:
        label = kind.replace("rouge", "ROUGE-")
        shared = f"F of the {_ROUGE_UNITS[kind]} shared with a person's own retrospective"
        yield Metric(name=kind, label=label, meaning=shared, none=_REFERENCE, main=kind == _SHOWN_ROUGE)
        yield Metric(
            name=f"{kind}_lift",
            label=f"{label}, lift",
            meaning="where the draft lies between the floor (0) and the ceiling (1)",
            none="there is no floor, no ceiling, or no room between them",
        )
        for part, said, meaning in _ROUGE_PARTS:
            none = "the author has too few other texts of this kind"
            yield Metric(name=kind + part, label=label + said, meaning=meaning, none=none, better=Better.NEITHER)


def _judged() -> Iterator[Metric]:
    none = "no model judged it, or none of its verdicts could be scored"
    for name in DIMENSIONS:
        label = f"judged: {name}"
        meaning = f"share of yes, with evidence in the draft, to three questions on {name}"
        yield Metric(name=f"judge_{name}", label=label, meaning=meaning, none=none, main=True)
        for part, said, told, better in _JUDGED_PARTS:
            yield Metric(name=f"judge_{name}{part}", label=label + said, meaning=told, none=none, better=better)
    yield Metric(
        name="judge_preferred",
        label="judged: preferred",
        meaning="share of pairs of readings, both orders, in which a judge preferred it; a tie is half",
        none=none,
    )
    yield Metric(
        name="judge_flips",
        label="judged: flips",
        meaning="share of pairs of readings in which the judge went by the order alone",
        none=none,
        better=Better.NEITHER,
    )


METRICS = {metric.name: metric for metric in (*_SOURCES, *_VOICE, *_HEADINGS, *_rouge(), *_judged())}


def metric_of(name: str) -> Metric:
    """The metric of this name; one that is not known has its name as label and neither way to be better."""
    unknown = Metric(name=name, label=name, meaning="", none="see the reason of each row", better=Better.NEITHER)
    return METRICS.get(name, unknown)


def in_order(names: set[str]) -> tuple[Metric, ...]:
    """Metrics by these names in the order of `METRICS`, unknown ones last."""
    known = [metric for name, metric in METRICS.items() if name in names]
    return (*known, *(metric_of(name) for name in sorted(names - METRICS.keys())))
