"""The top of the page: the verdict, metric by metric who is ahead, and which draft has what wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drafter.score.noise import tell_needed
from drafter.score.report.comparison import Compared, Comparison
from drafter.score.report.findings import Examined, Finding
from drafter.score.report.headline import Headline
from drafter.score.report.markup import Html, join, tag
from drafter.score.report.means import show_difference, show_score
from drafter.score.report.metrics import Better, Metric
from drafter.score.report.plots import draw_lead, draw_scale, draw_sign, legend, most_of, sample, with_words
from drafter.score.report.results import Key, Results
from drafter.score.report.table import count_faults, show_interval, show_p
from drafter.text.plural import count_of

_FAULTS_SHOWN = 3
_PROPOSED_MOST = 0.25  # of the sentences of a draft
Signs = Mapping[str, int]  # the place of each writer among the writers


def render_verdict(headline: Headline, results: Results) -> Html:
    """The headline of the page."""
    run = tag("p", f"drafter eval · {results.name}" if results.name else "drafter eval", class_="kicker")
    lines = [join((tag("dt", label), tag("dd", line))) for label, line in headline.lines]
    return tag("header", run, tag("h1", headline.title), tag("dl", *lines) if lines else "", id="verdict")


def render_comparison(comparison: Comparison, *, signs: Signs, number: int) -> Html:
    """Every main metric as a line: right of the middle ours is better, left of it theirs."""
    ours, theirs = comparison.ours, comparison.theirs
    pair = signs.get(ours, 0), signs.get(theirs, 1 + signs.get(ours, 0))
    most = most_of(comparison.metrics)
    heading = tag("h2", f"{ours} against {theirs}", id=f"c{number}")
    if not comparison.tested:
        return tag(
            "section", heading, *_untested(comparison) or [tag("p", "No metric is on both sides.", class_="none")]
        )
    sides = _render_sides(comparison, signs=pair)
    rows = [_render_compared(c, most=most, signs=pair) for c in comparison.tested]
    scale = draw_scale([show_difference(-most), "0", show_difference(most)])
    foot = tag("div", tag("span"), scale, tag("span"), tag("span"), class_="row foot")
    how = legend(
        tag("span", "filled: larger than chance gives, after Holm; hollow: not told apart from chance"),
        with_words(sample("interval"), "95 % interval of the mean difference over cases"),
        tag("span", "↓: lower is better"),
        tag("span", "out of reach: so few cases cannot tell, however they score; N of M: N cases differ, M are needed"),
    )
    forest = tag("div", sides, *rows, foot, class_="forest")
    return tag("section", heading, how, forest, *_untested(comparison), _details(comparison))


def _render_sides(comparison: Comparison, *, signs: tuple[int, int]) -> Html:
    """The head of the columns: which side of the middle is whose."""
    return tag(
        "div",
        tag("span"),
        tag(
            "span",
            tag("span", "←\u00a0", draw_sign(signs[1]), f"{comparison.theirs} is better"),
            tag("span", draw_sign(signs[0]), f"{comparison.ours} is better\u00a0→"),
            class_="sides",
        ),
        tag("span", "difference", class_="number"),
        tag("span", "verdict", class_="words"),
        class_="row head",
    )


def _render_compared(compared: Compared, *, most: float, signs: tuple[int, int]) -> Html:
    difference = compared.test.difference
    told = f"{compared.metric.label}: difference {show_difference(difference)}, {compared.verdict.words}"
    picture = (
        tag("span", "no difference to show", class_="none")
        if compared.lead is None
        else draw_lead(compared, most=most, signs=signs, told=told)
    )
    outcome = "apart" if compared.is_told_apart else "not-apart"
    return tag(
        "div",
        tag("span", _name(compared.metric), class_="name", title=compared.metric.meaning),
        picture,
        tag("span", show_difference(difference), class_="number"),
        tag("span", compared.words, class_=f"words {outcome}"),
        class_="row",
    )


def _name(metric: Metric) -> str:
    """The label, with an arrow where lower is better."""
    return f"{metric.label} ↓" if metric.better is Better.LOWER else metric.label


def _untested(comparison: Comparison) -> list[Html]:
    """A line for each reason why metrics were not compared."""
    labels: dict[str, list[str]] = {}
    for compared in comparison.untested:
        labels.setdefault(compared.words, []).append(compared.metric.label)
    return [tag("p", f"{words}: {', '.join(names)}", class_="none") for words, names in labels.items()]


def _details(comparison: Comparison) -> Html:
    head = tag("tr", *(tag("th", words, scope="col") for words in ("metric", "95 % interval", "p (Holm)", "in full")))
    rows = [
        tag(
            "tr",
            tag("th", c.metric.label, scope="row"),
            tag("td", c.interval.reason or show_interval(c.interval), data_label="95 % interval"),
            tag("td", show_p(c), data_label="p (Holm)"),
            tag("td", c.verdict.words, _left_out(c), _needs(c), data_label="in full"),
        )
        for c in comparison.tested
    ]
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="stacked")
    how = f"How it was tested: {next((c.test.method for c in comparison.metrics if c.test.method), 'not at all')}"
    return tag("details", tag("summary", "Intervals, p and verdicts in full"), tag("p", how), table)


def _needs(compared: Compared) -> Html:
    """What it takes to see the difference, a line each way."""
    lines = tell_needed(compared.needed).splitlines() if compared.needed else []
    return join(tag("span", line.strip(), class_="aside") for line in lines)


def _left_out(compared: Compared) -> Html:
    if not compared.test.left_out:
        return join(())
    told = "; ".join(f"{case}: {reason}" for case, reason in compared.test.left_out)
    return tag("span", f"left out: {told}", class_="aside")


def render_overview(
    results: Results, drafts: Sequence[Examined], *, signs: Signs, shown: Sequence[Metric], ids: Mapping[Key, str]
) -> Html:
    """The drafts with something wrong, the most faulty one first, each leading to its sentences; then the others."""
    heading = tag("h2", "What is wrong with which draft", id="drafts")
    columns = [tag("th", words, scope="col") for words in ("draft", "faults", "what is wrong")]
    columns += [tag("th", metric.label, scope="col", class_="number") for metric in shown]
    head = tag("tr", *columns)
    ordered = sorted(drafts, key=lambda draft: (draft.failed is None, -draft.n_faults, -(draft.n_unproved or 0)))
    links = {draft.key: _draft_link(draft, signs=signs, href=f"#{ids[draft.key]}") for draft in ordered}
    wrong = [draft for draft in ordered if tell_wrong(draft)]
    fine = [links[draft.key] for draft in ordered if not tell_wrong(draft)]
    rows = [_render_wrong(results, draft, link=links[draft.key], shown=shown) for draft in wrong]
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="stacked overview")
    rest = tag("p", f"Nothing was found in {count_of(len(fine), 'draft')}: ", join(fine, ", "), class_="none fine")
    return tag("section", heading, table if wrong else "", rest if fine else "")


def _render_wrong(results: Results, draft: Examined, *, link: Html, shown: Sequence[Metric]) -> Html:
    values = {row.score.metric: row.score.value for row in results.rows if row.key == draft.key}
    return tag(
        "tr",
        tag("th", link, scope="row"),
        tag("td", count_faults(draft), data_label="faults", class_="bad" if draft.faults else None),
        tag("td", *tell_wrong(draft), data_label="what is wrong", class_="wrong"),
        *(tag("td", show_score(m, values.get(m.name)), data_label=m.label, class_="number") for m in shown),
    )


def _draft_link(draft: Examined, *, signs: Signs, href: str) -> Html:
    case, writer, number = draft.key
    return tag("a", draw_sign(signs[writer]), tag("bdi", case), f" · {writer} {number}", href=href)


def tell_wrong(draft: Examined) -> tuple[Html, ...]:
    """What is wrong with a draft, a line each: its faults by metric, sentences without proof, too many proposals."""
    if draft.failed is not None:
        return (tag("span", f"could not be made: {draft.failed}", class_="line"),)
    by_metric: dict[str, list[Finding]] = {}
    for fault in draft.faults:
        by_metric.setdefault(fault.metric.label, []).append(fault)
    told = [_tell_faults(label, faults) for label, faults in by_metric.items()]
    if draft.n_unproved:
        told.append(tag("span", f"{count_of(draft.n_unproved, 'sentence')} without proof", class_="line"))
    n_sentences = draft.standings.total()
    if draft.n_proposed > _PROPOSED_MOST * n_sentences:
        told.append(tag("span", f"{draft.n_proposed} of {n_sentences} sentences are proposals", class_="line"))
    return tuple(told)


def _tell_faults(label: str, faults: Sequence[Finding]) -> Html:
    """The first words that are wrong, or what is wrong with the whole draft."""
    words = [tag("q", fault.text) if fault.text else tag("span", fault.note) for fault in faults[:_FAULTS_SHOWN]]
    more = f" and {len(faults) - _FAULTS_SHOWN} more" if len(faults) > _FAULTS_SHOWN else ""
    return tag("span", tag("b", label), " ", join(words, ", "), more, class_="line")
