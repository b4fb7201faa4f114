"""The report in Markdown, for a pull request or a blog."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from drafter.score.noise import tell_needed
from drafter.score.report.comparison import Comparison, compare_all
from drafter.score.report.findings import Examined, examine
from drafter.score.report.headline import find_headline
from drafter.score.report.means import mean_of, show_difference, tell_unvalued, valued_metrics
from drafter.score.report.results import Results
from drafter.score.report.table import count_faults, on_one_line, show_interval, show_mean, show_p
from drafter.score.significance import Outcome

_FAULTS_SHOWN = 20
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$@!])")
_Cells = Sequence[str]


def render_summary(results: Results) -> str:
    """The report as Markdown, one line end at its end; words of drafts and names are escaped."""
    comparisons, drafts = compare_all(results), examine(results)
    headline = find_headline(results, comparisons, drafts)
    blocks = [
        f"## {as_text(headline.title)}",
        *(f"- {as_text(label)}: {as_text(line)}" for label, line in headline.lines),
    ]
    blocks = [blocks[0], "\n".join(blocks[1:])]
    if results.rows:
        blocks += ["### Means over cases", _table(_mean_rows(results))]
        blocks.append("\n".join(f"- {as_text(line)}" for line in tell_unvalued(results.rows)))
    for comparison in comparisons:
        blocks += [f"### {as_text(comparison.ours)} against {as_text(comparison.theirs)}"]
        blocks += [_table(_difference_rows(comparison)), _verdicts(comparison), _needs(comparison)]
    if results.keys:
        blocks += ["### Drafts", _table(_draft_rows(drafts)), _faults(drafts)]
    return "\n\n".join(filter(None, blocks)) + "\n"


def as_text(words: str) -> str:
    """Words as Markdown that shows them, on one line: no markup, no mention, nothing hidden.

    >>> as_text("a|b\\n<img>")
    'a\\\\|b \\\\<img\\\\>'
    """
    return _MARKUP.sub(r"\\\1", on_one_line(words))


def _table(rows: Iterable[_Cells]) -> str:
    first, *others = [[as_text(cell) for cell in row] for row in rows]
    marks = ["---", *["---:"] * (len(first) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (first, marks, *others))


def _mean_rows(results: Results) -> Iterator[_Cells]:
    yield ("mean (cases)", *results.writers)
    for metric in valued_metrics(results.rows):
        means = (mean_of(results.rows, writer=writer, metric=metric.name) for writer in results.writers)
        yield (results.label_of(metric), *map(show_mean, means))


def _difference_rows(comparison: Comparison) -> Iterator[_Cells]:
    yield ("metric", "difference", "95 % interval", "p (Holm)", "verdict")
    for compared in comparison.tested:
        difference, interval = show_difference(compared.test.difference), show_interval(compared.interval)
        yield (compared.metric.label, difference, interval, show_p(compared), compared.words)


def _verdicts(comparison: Comparison) -> str:
    """In full, of what was told apart; of the others one sentence a kind stands for all."""
    apart = [c for c in comparison.metrics if c.is_told_apart]
    kinds = {c.verdict.outcome: c for c in reversed(comparison.metrics) if not c.is_told_apart}
    shown = [*apart, *(kinds[outcome] for outcome in Outcome if outcome in kinds)]
    return "\n".join(f"- {as_text(c.metric.label)}: {as_text(c.verdict.words)}." for c in shown)


def _needs(comparison: Comparison) -> str:
    """What it takes to see the differences that were found and could be chance."""
    told = [(c.metric.label, tell_needed(c.needed)) for c in comparison.tested if c.needed]
    return "\n".join(f"- {as_text(label)}: {as_text(needs)}" for label, needs in told)


def _draft_rows(drafts: Sequence[Examined]) -> Iterator[_Cells]:
    yield ("case", "writer", "draft", "faults", "sentences", "without proof")
    for draft in drafts:
        case, writer, number = draft.key
        n_sentences = "–" if draft.page is None else str(len(draft.page.sentences))
        unproved = "–" if draft.n_unproved is None else str(draft.n_unproved)
        yield (case, writer, str(number), count_faults(draft), n_sentences, unproved)


def _faults(drafts: Sequence[Examined]) -> str:
    found = [(draft.key, fault) for draft in drafts for fault in draft.faults]
    lines = [
        f"- {as_text(key[0])}, {as_text(key[1])} {key[2]}, {as_text(fault.metric.label)}: {as_text(fault.note)}"
        + (f" – “{as_text(fault.text)}”" if fault.text else "")
        for key, fault in found[:_FAULTS_SHOWN]
    ]
    if len(found) > _FAULTS_SHOWN:
        lines.append(f"- and {len(found) - _FAULTS_SHOWN} more")
    return "\n".join(lines)
