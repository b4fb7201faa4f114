"""One HTML file that needs nothing else: no scripts at all, its own styles, pictures drawn in it."""

from __future__ import annotations

from drafter.score.report.case_plots import render_balance, render_cases
from drafter.score.report.comparison import compare_all
from drafter.score.report.draft_section import render_drafts
from drafter.score.report.findings import examine
from drafter.score.report.headline import find_headline
from drafter.score.report.markup import Html, join, tag
from drafter.score.report.means import valued_metrics
from drafter.score.report.metric_table import render_metrics
from drafter.score.report.results import Results
from drafter.score.report.verdict_section import render_comparison, render_overview, render_verdict

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_PLACES = (
    ("verdict", "Verdict"),
    ("drafts", "Faults"),
    ("cases", "Cases"),
    ("year", "Year"),
    ("metrics", "Metrics"),
    ("sentences", "Sentences"),
)
_OVERVIEW_METRICS = 3


def render_html(results: Results) -> str:
    """The report as a page. Whatever rows and drafts hold is escaped, and the page allows no script to run.

    Verdict and comparison, faults by draft, scores by case, balance, metrics, sentences: what is not there is told.
    """
    comparisons, drafts = compare_all(results), examine(results)
    headline = find_headline(results, comparisons, drafts)
    signs = {writer: number for number, writer in enumerate(results.writers)}
    ids = {draft.key: f"d{number}" for number, draft in enumerate(drafts, start=1)}
    shown = valued_metrics(results.rows)[:_OVERVIEW_METRICS]
    body = tag(
        "body",
        tag("nav", *(tag("a", words, href=f"#{place}") for place, words in _PLACES), aria_label="parts of the report"),
        tag(
            "main",
            render_verdict(headline, results),
            *(render_comparison(c, signs=signs, number=n) for n, c in enumerate(comparisons, start=1)),
            render_overview(results, drafts, signs=signs, shown=shown, ids=ids),
            render_cases(results),
            render_balance(results),
            render_metrics(results),
            render_drafts(results, drafts, signs=signs, ids=ids),
        ),
    )
    return f"<!doctype html>\n{tag('html', _head(headline.title), body, lang='en')}\n"


def _head(title: str) -> Html:
    from importlib.resources import files

    style = Html((files("drafter.score.report") / "report.css").read_text("utf-8"))
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", join((title, " – drafter eval"))),
        tag("style", style),
    )
