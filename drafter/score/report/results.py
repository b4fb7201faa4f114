"""What a report is made of: the rows of a run, the drafts they are of, and what is known beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from drafter.score.agreement import CALIBRATED_FROM
from drafter.score.judgings import Judging
from drafter.score.report.metrics import Metric
from drafter.score.report.months import Month
from drafter.score.rows import EXTRACTIVE, Row
from drafter.store.state import Written

Key = tuple[str, str, int]  # case, writer, draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A run to be reported. `rows` may be all there is: what else is missing is told as missing.

    `drafts` are Markdown bodies below their front matter, which the spans of the rows count in; `references` and
    `titles` go by case. `written` is what drafter remembers of writing a draft, its whole file with what each sentence
    rests on, `months` where its sources and those it cites lie, `judgings` what a judge said of it. `baseline` are the
    rows of another run, `baseline_name` what that is called. `failed` are drafts that could not be made, and why.
    `n_labels` says of metrics by a judge on how many labels of people that judge was tried.
    """

    rows: Sequence[Row]
    drafts: Mapping[Key, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[Key, Written] = field(default_factory=dict)
    months: Mapping[Key, Sequence[Month]] = field(default_factory=dict)
    judgings: Mapping[Key, Judging] = field(default_factory=dict)
    failed: Mapping[Key, str] = field(default_factory=dict)
    baseline: Sequence[Row] = ()
    baseline_name: str = "the baseline"
    name: str = ""
    n_labels: Mapping[str, int] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every draft that is known of, by case, then writer, then number."""
        found = {*(row.key for row in self.rows), *self.drafts, *self.failed}
        order = {writer: n for n, writer in enumerate(_ordered(writer for _, writer, _ in found))}
        return tuple(sorted(found, key=lambda key: (key[0], order[key[1]], key[2])))

    @property
    def cases(self) -> tuple[str, ...]:
        """By name."""
        return tuple(dict.fromkeys(case for case, _, _ in self.keys))

    @property
    def writers(self) -> tuple[str, ...]:
        """The extractive one first, the others by name."""
        return _ordered(writer for _, writer, _ in self.keys)

    def label_of(self, metric: Metric) -> str:
        """What the metric is called, and whether its judge is uncalibrated: tried on fewer than ten labels."""
        n_labels = self.n_labels.get(metric.name, CALIBRATED_FROM)
        return metric.label if n_labels >= CALIBRATED_FROM else f"{metric.label}, uncalibrated"

    def language_of(self, case: str) -> str:
        """Of the case's rows; "" where it has none."""
        return next((row.language for row in self.rows if row.case == case), "")


def writers_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The extractive one first, the others by name."""
    return _ordered(row.writer for row in rows)


def _ordered(writers: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(writers), key=lambda writer: (writer != EXTRACTIVE, writer)))
