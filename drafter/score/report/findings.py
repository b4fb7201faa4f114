"""What is wrong with which draft: the spans of its scores, and what its sentences rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafter.records import Sentence, Span, Standing
from drafter.score.page import Page, PlacedSentence, read_page
from drafter.score.report.metrics import Metric, in_order, metric_of
from drafter.score.report.results import Key, Results
from drafter.score.rows import Row
from drafter.store.state import Written, WrittenSentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A span of a score of this metric: `body[start:end]`, or the whole draft where both are None."""

    metric: Metric
    note: str
    start: int | None = None
    end: int | None = None
    text: str = ""

    @property
    def is_fault(self) -> bool:
        """Whether it is something wrong, and no mere remark."""
        return self.metric.faults

    def touches(self, start: int, end: int) -> bool:
        """Whether it has a place within these offsets."""
        return self.start is not None and self.end is not None and self.start < end and start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A draft with what was found in it. `page` is None where its text was not kept.

    `sources` are what a sentence rests on, by its exact words; `is_remembered`: drafter knows what it wrote there.
    """

    key: Key
    page: Page | None
    findings: tuple[Finding, ...]
    sources: Mapping[str, WrittenSentence]
    is_remembered: bool
    looked_for: tuple[Metric, ...] = ()  # the metrics with a value that find faults
    failed: str | None = None

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What is wrong with it, in the order of the draft."""
        return tuple(finding for finding in self.findings if finding.is_fault)

    @property
    def standings(self) -> Counter[Standing]:
        """How many sentences stand in which way."""
        return Counter(placed.sentence.standing for placed in self.page.sentences) if self.page else Counter()

    @property
    def n_unproved(self) -> int | None:
        """Sentences that drafter did not write, or that rest on nothing; None where that is not known."""
        return self.standings[Standing.PERSON] if self.is_remembered else None

    def findings_of(self, placed: PlacedSentence) -> tuple[Finding, ...]:
        """Those within a sentence, faults first."""
        found = [finding for finding in self.findings if finding.touches(placed.start, placed.end)]
        return tuple(sorted(found, key=lambda finding: not finding.is_fault))


def examine(results: Results) -> tuple[Examined, ...]:
    """Every draft of a run, in the order of its keys."""
    return tuple(_examine(results, key, [row for row in results.rows if row.key == key]) for key in results.keys)


def _examine(results: Results, key: Key, rows: Sequence[Row]) -> Examined:
    body, written = results.drafts.get(key), results.written.get(key)
    sources = dict(_by_words(written)) if written else {}
    known = {words: Sentence(text=words, standing=sentence.standing) for words, sentence in sources.items()}
    findings = [_find(span, metric_of(row.score.metric), body) for row in rows for span in row.score.spans]
    return Examined(
        key=key,
        page=None if body is None else read_page(body, known=known),
        findings=tuple(sorted(findings, key=lambda found: (found.start is not None, found.start or 0))),
        sources=sources,
        is_remembered=written is not None,
        looked_for=in_order(
            {r.score.metric for r in rows if r.score.value is not None and metric_of(r.score.metric).faults}
        ),
        failed=results.failed.get(key),
    )


def _by_words(written: Written) -> Iterator[tuple[str, WrittenSentence]]:
    for sentence in written.sentences:
        if words := written.text[sentence.start : sentence.end]:
            yield words, sentence


def _find(span: Span, metric: Metric, body: str | None) -> Finding:
    """The place of a span; words that stand elsewhere by now are looked up, and those that stand nowhere have none."""
    start, end = span.start, span.end
    if body is None or not span.text:
        return Finding(metric=metric, note=span.note, text=span.text)
    if body[start:end] != span.text:
        start = body.find(span.text)
        if start < 0:
            return Finding(metric=metric, note=span.note, text=span.text)
        end = start + len(span.text)
    return Finding(metric=metric, note=span.note, start=start, end=end, text=span.text)
