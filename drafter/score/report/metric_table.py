"""Every metric: what it is, its mean by writer, what it means that there is none, and its signature."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.score.report.markup import Html, tag
from drafter.score.report.means import Mean, mean_of, metrics_in
from drafter.score.report.metrics import Better, Metric
from drafter.score.report.results import Results
from drafter.score.report.table import show_mean

_REASONS_SHOWN = 2
_BETTER = {Better.HIGHER: "higher is better", Better.LOWER: "lower is better", Better.NEITHER: "neither way is better"}


def render_metrics(results: Results) -> Html:
    """The main metrics as a table, all others as one to be opened."""
    metrics = metrics_in(results.rows)
    main, others = [m for m in metrics if m.main], [m for m in metrics if not m.main]
    parts = [tag("h2", "Metrics", id="metrics")]
    parts.append(_render_table(results, main) if main else tag("p", "No main metric was scored.", class_="none"))
    if others:
        summary = tag("summary", f"The other {len(others)} metrics")
        parts.append(tag("details", summary, _render_table(results, others)))
    return tag("section", *parts)


def _render_table(results: Results, metrics: Sequence[Metric]) -> Html:
    columns = ("metric", *results.writers, "no value means")
    head = tag("tr", *(tag("th", words, scope="col") for words in columns))
    rows = [_render_row(results, metric) for metric in metrics]
    note = tag("caption", "mean over cases (cases with a value, cases without)")
    return tag("table", note, tag("thead", head), tag("tbody", *rows), class_="stacked metrics")


def _render_row(results: Results, metric: Metric) -> Html:
    means = {w: mean_of(results.rows, writer=w, metric=metric.name) for w in results.writers}
    return tag(
        "tr",
        tag("th", *_render_name(results, metric), scope="row"),
        *(tag("td", show_mean(mean), data_label=writer, class_="number") for writer, mean in means.items()),
        tag("td", metric.none, *_render_reasons(means), data_label="no value means", class_="why"),
    )


def _render_name(results: Results, metric: Metric) -> tuple[Html, ...]:
    own = [row.score for row in results.rows if row.score.metric == metric.name]
    signatures = sorted({s.signature for s in own if s.value is not None} or {s.signature for s in own})
    ways = (
        "signature" if len(signatures) == 1 else f"{len(signatures)} signatures: means mix them, comparisons never do"
    )
    lines = [tag("code", signature or "none", class_="line") for signature in signatures]
    return (
        tag("b", results.label_of(metric)),
        tag("span", metric.meaning, class_="aside"),
        tag("span", _BETTER[metric.better], class_="aside way"),
        tag("details", tag("summary", ways), *lines),
    )


def _render_reasons(means: dict[str, Mean]) -> tuple[Html, ...]:
    """The most frequent reasons that the drafts without a value gave, with how many did."""
    return tuple(
        tag("span", f"{writer}: {reason} ({n})", class_="aside")
        for writer, mean in means.items()
        for reason, n in mean.reasons[:_REASONS_SHOWN]
    )
