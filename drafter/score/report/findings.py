"""What is wrong with which draft: the spans of its scores, and what its sentences rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafter.records import Score, Sentence, Span, Standing
from drafter.score.page import Page, PlacedSentence, read_page
from drafter.score.report.metrics import Metric, in_order, metric_of
from drafter.score.report.results import Key, Results
from drafter.score.rows import Row
from drafter.store.state import Written, WrittenSentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A span of a score of this metric: `body[start:end]`, or the whole draft where both are None.

    It is a fault, something wrong with the draft, or else a remark.
    """

    metric: Metric
    note: str
    is_fault: bool
    start: int | None = None
    end: int | None = None
    text: str = ""

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
    def n_faults(self) -> int:
        """How many places are wrong: one that two metrics find counts once."""
        return len({(f.start, f.end, f.text or f.note) for f in self.faults})

    @property
    def standings(self) -> Counter[Standing]:
        """How many sentences stand in which way."""
        return Counter(placed.sentence.standing for placed in self.page.sentences) if self.page else Counter()

    @property
    def n_proposed(self) -> int:
        """Sentences that are the author's to accept or delete."""
        return self.standings[Standing.PROPOSED]

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
    findings = [finding for row in rows for finding in _findings(row.score, body)]
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


def _findings(score: Score, body: str | None) -> Iterator[Finding]:
    metric, n_faults = metric_of(score.metric), len(score.spans)
    if metric.faults_first and score.numerator is not None and score.denominator is not None:
        n_faults = round(score.denominator - score.numerator)
    for number, span in enumerate(score.spans):
        start, end = _place(span, body) or (None, None)
        is_fault = metric.faults and number < n_faults
        yield Finding(metric=metric, note=span.note, is_fault=is_fault, start=start, end=end, text=span.text)


def _place(span: Span, body: str | None) -> tuple[int, int] | None:
    """Where a span is; words that stand elsewhere by now are looked up, and those that stand nowhere have no place."""
    if body is None or not span.text:
        return None
    at = span.start if body[span.start : span.end] == span.text else body.find(span.text)
    return None if at < 0 else (at, at + len(span.text))
