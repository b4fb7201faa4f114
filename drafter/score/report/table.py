"""The table for the terminal: means by writer, differences with their verdicts, every draft of every case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from drafter.score.noise import tell_shortly
from drafter.score.report.comparison import Compared, Comparison, compare_all
from drafter.score.report.findings import Examined, examine
from drafter.score.report.headline import find_headline
from drafter.score.report.means import (
    Mean,
    mean_of,
    show_difference,
    show_score,
    show_value,
    tell_unvalued,
    valued_metrics,
)
from drafter.score.report.results import Results
from drafter.score.significance import Interval
from drafter.text.hidden import strip_hidden

_GAP = "  "
_HALF = re.compile("[\ud800-\udfff]")
_Cells = Sequence[str]


def render_table(results: Results, *, display_width: Callable[[str], int]) -> str:
    """The report as text: the verdict, a table by writer, one for each comparison, one by draft.

    `display_width` gives the columns of a terminal that a text takes. No line ends in a space; no rows give a line that
    says so. The verdicts in full are in the other forms of the report: here they are a few words.
    """
    comparisons, drafts = compare_all(results), examine(results)
    headline = find_headline(results, comparisons, drafts)
    blocks = ["\n".join(map(on_one_line, (headline.title, *(f"{label}: {line}" for label, line in headline.lines))))]
    if results.rows:
        means = _align(_writer_rows(results), display_width)
        blocks.append("\n".join((means, *map(on_one_line, tell_unvalued(results.rows)))))
    for comparison in comparisons:
        blocks.append(_align(_comparison_rows(comparison), display_width))
    if results.keys:
        blocks.append(_align(_draft_rows(results, drafts), display_width))
    return "\n\n".join(filter(None, blocks))


def on_one_line(words: str) -> str:
    """Words that neither break a line nor hide in it; half of a surrogate pair is shown as �.

    >>> on_one_line("a\\n\\x1b[31mb")
    'a [31mb'
    """
    return " ".join(_HALF.sub("\ufffd", strip_hidden(words)).split())


def show_mean(mean: Mean) -> str:
    """The value with the cases it is of and those that have none.

    >>> show_mean(Mean(value=0.5, n_cases=4, n_none=2)), show_mean(Mean(value=None, n_cases=0, n_none=3))
    ('0.500 (4, none in 2)', '– (none in 3)')
    """
    if mean.value is None:
        return f"– (none in {mean.n_none})" if mean.n_none else "–"
    none = f", none in {mean.n_none}" if mean.n_none else ""
    return f"{show_value(mean.value)} ({mean.n_cases}{none})"


def show_interval(interval: Interval) -> str:
    """Both ends of it; "–" where there is none."""
    if interval.low is None or interval.high is None:
        return "–"
    return f"{show_difference(interval.low)} to {show_difference(interval.high)}"


def show_p(compared: Compared) -> str:
    """The p of the test and, in brackets, after Holm.

    It is "–" where nothing was tested.
    """
    if compared.test.p is None:
        return "–"
    adjusted = "" if compared.adjusted is None else f" ({compared.adjusted:.3g})"
    return f"{compared.test.p:.3g}{adjusted}"


def count_faults(draft: Examined) -> str:
    """How many faults were found in a draft; why there is no number."""
    if draft.failed is not None:
        return "not made"
    return str(draft.n_faults) if draft.looked_for or draft.faults else "–"


def _writer_rows(results: Results) -> Iterator[_Cells]:
    yield ("mean (cases)", *results.writers)
    for metric in valued_metrics(results.rows):
        means = (mean_of(results.rows, writer=writer, metric=metric.name) for writer in results.writers)
        yield (results.label_of(metric), *map(show_mean, means))


def _comparison_rows(comparison: Comparison) -> Iterator[_Cells]:
    yield (
        f"{comparison.ours} against {comparison.theirs}",
        "difference",
        "95 % interval",
        "p (Holm)",
        "verdict",
        "to see it",
    )
    for compared in comparison.tested:
        yield (
            compared.metric.label,
            show_difference(compared.test.difference),
            show_interval(compared.interval),
            show_p(compared),
            compared.words,
            tell_shortly(compared.needed) if compared.needed else "–",
        )


def _draft_rows(results: Results, drafts: Sequence[Examined]) -> Iterator[_Cells]:
    shown = valued_metrics(results.rows)[:4]
    yield ("case", "writer", "draft", "faults", *map(results.label_of, shown))
    values = {(row.key, row.score.metric): row.score.value for row in results.rows}
    for draft in drafts:
        case, writer, number = draft.key
        scores = (show_score(metric, values.get((draft.key, metric.name))) for metric in shown)
        yield (case, writer, str(number), count_faults(draft), *scores)


def _align(rows: Iterator[_Cells], display_width: Callable[[str], int]) -> str:
    """Rows as lines with aligned columns; what would break a line or hide in it is taken out of the cells."""
    cells = [[on_one_line(cell) for cell in row] for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        _GAP.join(cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )
