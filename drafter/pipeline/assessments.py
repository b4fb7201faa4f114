"""The scores of a draft and what people said of it, each as one assessment with its true source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, islice

from drafter import __version__
from drafter.records import Score, content_id
from drafter.score.agreement import CALIBRATED_FROM
from drafter.score.judgings import Judging, Verdict
from drafter.score.report.metrics import metric_of
from drafter.score.report.results import Key, Results
from drafter.score.trial import read_signature
from drafter.store.labels import PREFERRED, Answer, Label
from drafter.text.plural import count_of

_JUDGED, _LEVEL = "judge_", "_level"
_PREFERENCES = {1: "preferred", 0: "a tie", -1: "not preferred"}
_LINES = 20  # of one rationale
_DIGITS = 4  # MLflow shows all there are


class Source(StrEnum):
    """Who assesses, by MLflow's names."""

    CODE = "CODE"
    JUDGE = "LLM_JUDGE"
    PERSON = "HUMAN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One assessment. `by` names the source; `about` says how it came about.

    `rationale` is Markdown, a paragraph a remark: what a share is made of and, only where texts were agreed to, words
    of the draft and of the judge.
    `at_ms` is when it was given, in milliseconds, None for when the run ended.
    """

    name: str
    value: float | str
    source: Source
    by: str
    about: Mapping[str, str] = field(default_factory=dict)
    rationale: str = ""
    at_ms: int | None = None


def assess_draft(results: Results, key: Key, labels: Sequence[Label], *, texts: bool) -> tuple[Assessed, ...]:
    """What is known of one draft; what has no value is left out. Without `texts` no word of it or its judge is in it.

    Of metrics by code those that compare writers or find faults: floors, parts and spreads assess no draft.
    A level, 1 to 5, has the same name whoever gave it: "voice_level" of judges and of people stand side by side. Labels
    of people are those of drafts with the same words, whatever run they were given in.
    """
    scores = [row.score for row in results.rows if row.key == key and row.score.value is not None]
    scores = [score for score in scores if _assesses(score.metric)]
    return (
        *(_of_score(score, results, key, texts=texts) for score in scores),
        *_of_people(results, key, labels),
    )


def draft_name(key: Key) -> str:
    """What a draft is called.

    >>> draft_name(("kaede-2024", "m", 2))
    'kaede-2024, m, draft 2'
    """
    case, writer, number = key
    return f"{case}, {writer}" + (f", draft {number}" if number > 1 else "")


def _assesses(name: str) -> bool:
    metric = metric_of(name)
    return metric.main or metric.faults or (name.startswith(_JUDGED) and name.endswith(_LEVEL))


def _of_score(score: Score, results: Results, key: Key, *, texts: bool) -> Assessed:
    judged = score.metric.startswith(_JUDGED)
    said = _said(score, results.judgings.get(key)) if texts else ()
    n_labels = results.n_labels.get(score.metric)
    return Assessed(
        name=score.metric.removeprefix(_JUDGED) if judged and score.metric.endswith(_LEVEL) else score.metric,
        value=round(score.value or 0.0, _DIGITS),
        source=Source.JUDGE if judged else Source.CODE,
        by=read_signature(score.signature).get("model", "none") if judged else f"drafter {__version__}",
        about={
            "signature": score.signature,
            **({"calibration": tell_calibration(n_labels)} if judged and n_labels is not None else {}),
        },
        rationale="\n\n".join(islice(chain(_made_of(score), said), _LINES)),
    )


def tell_calibration(n_labels: int) -> str:
    """On how many labels of people a judge was tried.

    >>> tell_calibration(3)
    'uncalibrated: tried on 3 labels'
    """
    told = f"tried on {count_of(n_labels, 'label')}"
    return told if n_labels >= CALIBRATED_FROM else f"uncalibrated: {told}"


def _made_of(score: Score) -> Iterator[str]:
    if score.numerator is None or score.denominator is None:
        return
    if score.metric.endswith(_LEVEL):
        yield f"mean of {count_of(round(score.denominator), 'judging')}"
    else:
        yield f"{score.numerator:,.5g} of {score.denominator:,.5g}"


def _said(score: Score, judging: Judging | None) -> Iterator[str]:
    """What a judge said, judging by judging; of code the words of the draft that it remarks on."""
    if not score.metric.startswith(_JUDGED) or judging is None:
        yield from (f"“{span.text}”: {span.note}" for span in score.spans)
        return
    for judged in judging.dimensions:
        name = _JUDGED + judged.dimension.name
        for number, verdicts in enumerate(judged.judgings, start=1):
            chosen = {name: verdicts[:-1], name + _LEVEL: verdicts[-1:]}.get(score.metric, ())
            yield from (f"judging {number}, {_tell(verdict)}" for verdict in chosen)


def _tell(verdict: Verdict) -> str:
    value = "unscored" if verdict.value is None else str(verdict.value)
    evidence = f" “{verdict.span.text}”" if verdict.span is not None else ""
    fault = f" ({verdict.fault})" if verdict.fault else ""
    return f"{verdict.item}: {value}{fault}: {verdict.reason}{evidence}"


def _of_people(results: Results, key: Key, labels: Sequence[Label]) -> Iterator[Assessed]:
    own = content_id(results.drafts.get(key, ""))
    names = {content_id(body): draft_name(other) for other, body in results.drafts.items()}
    for label in labels:
        if label.answer is not Answer.GIVEN or label.value is None or own not in (label.draft, label.other):
            continue
        if label.dimension == PREFERRED:
            other, sign = (label.other, 1) if own == label.draft else (label.draft, -1)
            about = {"beside": names.get(other, "a draft of another run")}
            yield _of_person(label, PREFERRED, _PREFERENCES[sign * label.value], about)
        else:
            yield _of_person(label, label.dimension + _LEVEL, float(label.value), {"rubric": label.rubric})


def _of_person(label: Label, name: str, value: float | str, about: Mapping[str, str]) -> Assessed:
    return Assessed(
        name=name,
        value=value,
        source=Source.PERSON,
        by="drafter eval rate",
        about=about,
        at_ms=round(label.at.timestamp() * 1000),
    )
