"""What metrics catch of planted faults, as tables: for the terminal, for a file, and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafter.score.detection import (
    EXPECTED,
    TESTED,
    UNTESTED,
    Planting,
    SelfTest,
    Subject,
    Tally,
    tally,
    tally_alarms,
    tally_any,
    tally_cries,
)
from drafter.score.harmless import HARMLESS
from drafter.score.planted import FAULTS
from drafter.score.report.metrics import METRICS, Metric
from drafter.score.report.summary import as_text
from drafter.text.plural import count_of

_NONE = "–"
_ANY = "any of them"
_WRITERS = (True, "drafter's drafts"), (False, "a person's posts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table below a title; `note` says how to read it. The first row is its head."""

    title: str
    note: str
    rows: tuple[tuple[str, ...], ...]


def fault_tables(tested: SelfTest) -> tuple[Table, ...]:
    """What catches each fault, what each metric catches, and how often it cries wolf."""
    return (
        Table(title="What catches each fault", note=_CATCHES, rows=tuple(_expected_rows(tested))),
        Table(title="What each metric catches", note=_MATRIX, rows=tuple(_matrix_rows(tested))),
        Table(title="False alarms", note=_ALARMS, rows=tuple(_alarm_rows(tested))),
    )


_CATCHES = (
    "A metric catches a fault when it is worse with the fault than without it and, where it shows places, shows one "
    "that overlaps the fault's. “misses”: more than half go by. It is not counted where it has no value, is at its "
    "worst without the fault, or shows that place without it."
)
_MATRIX = (
    "Caught of planted; * marks the metrics that are there to catch the fault, · that a metric says nothing of it. "
    "“grounded” falls with every change of words: it says that a sentence is not the one that drafter proved."
)
_ALARMS = (
    "As they are: drafts in which the metric shows a fault before one is planted. In what a person wrote that is no "
    "false alarm where no source holds what it tells. Harmless: edits that change no word, "
    + ", ".join(words for words, _ in HARMLESS.values())
    + "; each metric should stay as it is."
)


def tell_tested(tested: SelfTest) -> str:
    """What was tested, in a sentence or two."""
    n_drafts = sum(subject.remembered for subject in tested.subjects)
    n_own = len(tested.subjects) - n_drafts
    return (
        f"{count_of(len(tested.plantings), 'fault')} planted in {count_of(n_drafts, 'draft')} made without a model and "
        f"{count_of(n_own, 'retrospective')} by a person, and {count_of(len(tested.edits), 'harmless edit')}. "
        f"Overlap in {', '.join(tested.tokens)}; a person's text is not compared with itself."
    )


def tell_untested() -> str:
    """What a model would have to be asked for."""
    return f"Not tested, needs a judge: {', '.join(metric.label for metric in UNTESTED)}."


def render_faults(tested: SelfTest) -> str:
    """The tables as Markdown, one line end at the end."""
    blocks = ["# Planted faults", f"Made by `drafter eval --self-test`. {as_text(tell_tested(tested))}"]
    for table in fault_tables(tested):
        blocks += [f"## {table.title}", as_text(table.note), _markdown(table.rows)]
    return "\n\n".join((*blocks, as_text(tell_untested()))) + "\n"


def record_faults(tested: SelfTest) -> dict[str, object]:
    """The same for programs: each fault and metric by who wrote the draft, alarms and harmless edits by metric."""
    return {
        "faults": [record for fault in FAULTS for record in _records_of(tested, fault)],
        "alarms": [
            {"metric": m.name, "by": by, "n": told.n, "alarms": told.n_found}
            for m in TESTED
            for remembered, by in _WRITERS
            if (told := tally_alarms(m, _subjects(tested, remembered))).n
        ],
        "harmless": [
            {"metric": m.name, "edit": name, "n": told.n, "worse": told.n_found}
            for m in TESTED
            for name in HARMLESS
            if (told := tally_cries(m, (edit for edit in tested.edits if edit.name == name))).n
        ],
        "untested": [metric.name for metric in UNTESTED],
    }


def _records_of(tested: SelfTest, fault: str) -> Iterator[dict[str, object]]:
    for remembered, by in _WRITERS:
        plantings = _plantings(tested, fault, remembered)
        whole = {"fault": fault, "by": by, "planted": len(plantings), "caught": tally_any(plantings).n_found}
        metrics = [
            {
                "metric": metric.name,
                "expected": metric.name in EXPECTED[fault],
                "n": told.n,
                "caught": told.n_found,
                "misses": told.misses,
            }
            for metric in TESTED
            if (told := tally(metric, plantings)).n
        ]
        yield {**whole, "metrics": metrics}


def _expected_rows(tested: SelfTest) -> Iterator[tuple[str, ...]]:
    yield ("fault", "metric", *(name for _, name in _WRITERS), "")
    for fault, (words, _) in FAULTS.items():
        groups = [_plantings(tested, fault, remembered) for remembered, _ in _WRITERS]
        metrics = [METRICS[name] for name in EXPECTED[fault]]
        if len(metrics) > 1 or not all(tally(metrics[0], group).n == len(group) for group in groups):
            yield _row(words, _ANY, [tally_any(group) for group in groups])
            words = ""
        for metric in metrics:
            yield _row(words, metric.label, [tally(metric, group) for group in groups])
            words = ""


def _row(words: str, label: str, told: Sequence[Tally]) -> tuple[str, ...]:
    return (words, label, *map(_of, told), _verdict(told))


def _verdict(told: Sequence[Tally]) -> str:
    """Of both kinds of drafts; one that is missed in one kind alone is told with it."""
    missed = [name for tallied, (_, name) in zip(told, _WRITERS, strict=True) if tallied.misses]
    if not any(tallied.n for tallied in told):
        return "not seen here"
    if not missed:
        return "catches"
    others = [tallied for tallied in told if tallied.n and not tallied.misses]
    return f"misses in {missed[0]}" if others else "misses"


def _matrix_rows(tested: SelfTest) -> Iterator[tuple[str, ...]]:
    yield ("metric", *FAULTS)
    by_fault = {fault: [p for p in tested.plantings if p.fault == fault] for fault in FAULTS}
    yield ("planted", *(str(len(plantings)) for plantings in by_fault.values()))
    for metric in TESTED:
        cells = [_cell(metric, fault, plantings) for fault, plantings in by_fault.items()]
        if any(cell != "·" for cell in cells):
            yield (metric.label, *cells)


def _cell(metric: Metric, fault: str, plantings: Sequence[Planting]) -> str:
    told = tally(metric, plantings)
    if not told.n:
        return "·"
    return f"{told.n_found}/{told.n}{'*' if metric.name in EXPECTED[fault] else ''}"


def _alarm_rows(tested: SelfTest) -> Iterator[tuple[str, ...]]:
    yield ("metric", *(f"{name}, as they are" for _, name in _WRITERS), "harmless edits")
    for metric in TESTED:
        alarms = [tally_alarms(metric, _subjects(tested, remembered)) for remembered, _ in _WRITERS]
        edits = tally_cries(metric, tested.edits)
        if edits.n or any(told.n for told in alarms):
            yield (metric.label, *map(_of, alarms), _of(edits))


def _plantings(tested: SelfTest, fault: str, remembered: bool) -> list[Planting]:
    return [p for p in tested.plantings if p.fault == fault and p.subject.remembered is remembered]


def _subjects(tested: SelfTest, remembered: bool) -> Iterator[Subject]:
    return (subject for subject in tested.subjects if subject.remembered is remembered)


def _of(told: Tally) -> str:
    return f"{told.n_found} of {told.n}" if told.n else _NONE


def _markdown(rows: Sequence[tuple[str, ...]]) -> str:
    first, *others = [[as_text(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (first, ["---"] * len(first), *others))
