"""Scores case by case, with floor, ceiling and intervals, and where in the year the drafts take their sources from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from drafter.score.overlap import mean_interval
from drafter.score.report.markup import Html, join, tag
from drafter.score.report.means import show_score, show_value, tell_unvalued, valued_metrics
from drafter.score.report.metrics import Metric, metric_of
from drafter.score.report.months import Month
from drafter.score.report.plots import (
    Lane,
    draw_lane,
    draw_months,
    draw_scale,
    draw_sign,
    legend,
    sample,
    with_words,
)
from drafter.score.report.results import Results
from drafter.score.rouge import TYPES
from drafter.score.rows import Row

_SHOWN = "rougeLsum"


def render_cases(results: Results) -> Html:
    """Overlap with floor and ceiling first, then the other main metrics, a dot plot each."""
    heading = tag("h2", "Scores of each case", id="cases")
    if not results.rows:
        return tag("section", heading, tag("p", "There are no scores.", class_="none"))
    present = {row.score.metric for row in results.rows}
    writers = [with_words(draw_sign(n), writer) for n, writer in enumerate(results.writers)]
    between = [
        with_words(sample("floor"), "floor: other posts of the author"),
        with_words(sample("band"), "its 95 % interval"),
        with_words(sample("ceiling"), "ceiling: the author's other retrospectives"),
        with_words(sample("interval"), "95 % interval of the mean of several drafts"),
    ]
    overlaps = [kind for kind in (_SHOWN, *TYPES[:-1]) if kind in present]
    others = [metric for metric in valued_metrics(results.rows) if metric.name not in TYPES]
    parts = [_plot(results, metric_of(kind)) for kind in overlaps[:1]]
    if overlaps[1:]:
        inside = tag("div", *(_plot(results, metric_of(kind)) for kind in overlaps[1:]), class_="plots")
        parts.append(tag("details", tag("summary", "ROUGE-1, 2 and L"), inside))
    parts.append(tag("div", *(_plot(results, metric) for metric in others), class_="plots"))
    parts += [tag("p", line, class_="none") for line in tell_unvalued(results.rows)]
    return tag("section", heading, legend(*writers), legend(*between), *parts)


def render_balance(results: Results) -> Html:
    """For each draft the months of all sources and of those it cites."""
    heading = tag("h2", "Balance over the year", id="year")
    if not results.months:
        return tag("section", heading, tag("p", "The months of the sources were not kept.", class_="none"))
    signs = {writer: n for n, writer in enumerate(results.writers)}
    words = legend(
        with_words(sample("sources"), "share of all sources that lie in the month"),
        *(with_words(draw_sign(n), f"{writer}: share of those it cites") for writer, n in signs.items()),
    )
    values = {row.key: row.score.value for row in results.rows if row.score.metric == "balance"}
    figures = []
    for key in results.keys:
        months = results.months.get(key, ())
        if months:
            case, writer, number = key
            name = join((tag("bdi", case), f" · {writer} {number}"))
            value = tag("span", show_value(values.get(key)), class_="number")
            told = _tell_months(months)
            caption = tag("figcaption", draw_sign(signs[writer]), name, value)
            figures.append(tag("figure", caption, draw_months(months, sign=signs[writer], told=told)))
    return tag("section", heading, words, tag("div", *figures, class_="plots"))


def _tell_months(months: Sequence[Month]) -> str:
    return "; ".join(f"{month.name}: {month.n_cited} of {month.n_sources} cited" for month in months)


def _plot(results: Results, metric: Metric) -> Html:
    """The lanes of each case, one a writer, on one axis from 0."""
    rows = [row for row in results.rows if row.score.metric.startswith(metric.name)]
    lanes = [
        (case, writer, n, lane)
        for case in results.cases
        for n, writer in enumerate(results.writers)
        if (lane := _lane([r for r in rows if (r.case, r.writer) == (case, writer)], metric.name)) is not None
    ]
    most = _axis_end(max((number for *_, lane in lanes for number in lane.numbers), default=0.0), metric)
    firsts = {case: n for n, (case, *_) in reversed(list(enumerate(lanes)))}
    drawn = [
        _render_lane(case, writer, lane, metric=metric, sign=sign, most=most, is_first=firsts[case] == n)
        for n, (case, writer, sign, lane) in enumerate(lanes)
    ]
    scale = draw_scale(["0", show_score(metric, most / 2), show_score(metric, most)])
    foot = tag("div", tag("span"), scale, tag("span"), class_="lane foot")
    caption = tag("figcaption", tag("b", metric.label), tag("span", metric.meaning, class_="aside"))
    return tag("figure", caption, *drawn, foot)


def _lane(rows: Sequence[Row], metric: str) -> Lane | None:
    """None where the writer has no row of the metric in the case."""
    own = [row for row in rows if row.score.metric == metric]
    if not own:
        return None
    values = tuple(row.score.value for row in own if row.score.value is not None)
    low, high = _mean(rows, f"{metric}_floor_low"), _mean(rows, f"{metric}_floor_high")
    return Lane(
        values=values,
        mean=fmean(values) if values else None,
        reason=next((row.score.reason for row in own if row.score.value is None), None),
        interval=mean_interval(values),
        floor=_mean(rows, f"{metric}_floor"),
        floor_ends=None if low is None or high is None else (low, high),
        ceiling=_mean(rows, f"{metric}_ceiling"),
    )


def _mean(rows: Sequence[Row], metric: str) -> float | None:
    values = [row.score.value for row in rows if row.score.metric == metric and row.score.value is not None]
    return fmean(values) if values else None


def _axis_end(largest: float, metric: Metric) -> float:
    """Where an axis ends that holds all values; one of counts goes to 1 at least."""
    largest = max(largest, 1.0 if metric.counts else 0.0)
    return next((step for step in (0.2, 0.4, 0.6, 0.8, 1.0, 2.0, 4.0, 10.0) if largest <= step), largest)


def _render_lane(case: str, writer: str, lane: Lane, *, metric: Metric, sign: int, most: float, is_first: bool) -> Html:
    """The name of the case stands before its first lane only."""
    name = tag("bdi", case if is_first else "", class_="case", title=case)
    row = f"lane{' first' if is_first else ''}"
    if lane.mean is None:
        reason = lane.reason or "no reason is given"
        return tag("div", name, tag("span", draw_sign(sign), reason, class_="none", title=reason), class_=row)
    told = ", ".join(_tell(f"{case}, {writer}", lane))
    value = tag("span", show_score(metric, lane.mean), class_="number")
    return tag("div", name, draw_lane(lane, sign=sign, most=most, told=told), value, class_=row)


def _tell(who: str, lane: Lane) -> Iterator[str]:
    yield f"{who}: {show_value(lane.mean)}"
    if lane.interval:
        yield f"from {show_value(lane.interval[0])} to {show_value(lane.interval[1])} over {len(lane.values)} drafts"
    if lane.floor is not None:
        ends = lane.floor_ends
        yield f"floor {show_value(lane.floor)}" + (f" ({show_value(ends[0])} to {show_value(ends[1])})" if ends else "")
    if lane.ceiling is not None:
        yield f"ceiling {show_value(lane.ceiling)}"
