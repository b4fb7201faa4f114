"""The table of the terminal and the Markdown summary."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from drafter.commands.printing import display_width
from drafter.records import Span
from drafter.score.report.results import Results
from drafter.score.report.summary import as_text, render_summary
from drafter.score.report.table import render_table
from drafter.score.rows import EXTRACTIVE
from tests.score.report.runs import HOSTILE, MODEL, full_results, make_results, make_row


def table(results: Results) -> list[str]:
    return render_table(results, display_width=display_width).split("\n")


def test_the_table_has_means_differences_and_every_draft() -> None:
    results = make_results({"coverage": ((0.25, None), (0.75, None)), "voice": ((None, None), (None, None))})
    lines = table(results)
    assert lines[0] == f"{MODEL} is ahead of extractive in 1 of 1 metric, but it may be chance"
    assert "coverage      0.250 (1, none in 1)  0.750 (1, none in 1)" in lines
    assert "no value: voice distance (nothing to divide by)" in lines
    (difference,) = [line for line in lines if "+0.500" in line]
    assert difference.split()[1:] == "+0.500 – 1 (1) out of reach: 1 of 6 unlike cases –".split()
    assert [line.split()[:3] for line in lines[-4:]] == [
        ["case-0", EXTRACTIVE, "1"],
        ["case-0", MODEL, "1"],
        ["case-1", EXTRACTIVE, "1"],
        ["case-1", MODEL, "1"],
    ]


def test_what_could_be_chance_comes_with_what_it_takes_to_see_it() -> None:
    results = make_results({"coverage": ((0.1, 0.2, 0.3), (0.5, 0.2, 0.9)), "voice": ((0.1, 0.1), (0.1, 0.1))})
    (difference,) = [line for line in table(results) if "+0.333" in line]
    assert difference.endswith("  6 more cases")
    summary = render_summary(results)
    assert "- coverage: to see a difference of 0.333 with 80% power at p = 0.05: 6 more cases (" in summary
    assert "3 cases cannot reach p = 0.05, however often they are repeated" in summary
    assert "difference of 0 " not in summary


def test_wide_names_of_cases_line_up() -> None:
    names = ("庭師の２０２４年", "rowan", "がｱ")
    lines = table(Results(rows=[make_row("coverage", 0.5, case=name) for name in names]))[-4:]
    places = {display_width(line[: line.index(EXTRACTIVE)]) for line in lines[1:]}
    assert places == {display_width(lines[0][: lines[0].index("writer")])}
    assert all(line == line.rstrip() for line in lines)


def test_a_name_cannot_break_a_line_or_speak_to_the_terminal() -> None:
    lines = table(Results(rows=[make_row("coverage", 0.5, case="a\nb\x1b[31m\u202e", writer=HOSTILE)]))
    assert [line for line in lines if line.startswith("a b[31m  </script>")]
    assert not {"\x1b", "\u202e", "\0", "\ud800"} & set("".join(lines))


def test_nothing_is_told_as_nothing() -> None:
    assert table(Results(rows=())) == ["Nothing was scored"]
    assert render_summary(Results(rows=())) == "## Nothing was scored\n"


def test_a_draft_that_could_not_be_made_has_its_line() -> None:
    results = Results(rows=[make_row("numbers", 1.0)], failed={("庭", MODEL, 1): "no answer"})
    line = table(results)[-1]
    assert line.split() == ["庭", MODEL, "1", "not", "made", "–"]
    assert table(results)[2].endswith(f"{MODEL}: faults were not looked for in 1 draft, 1 could not be made.")


def test_the_summary_tells_means_verdicts_and_each_fault() -> None:
    summary = render_summary(full_results())
    assert "| grounded | 1.000 (1) | 0.500 (1) |" in summary
    assert "– “16”" in summary
    assert "vetoes: it is written in en, the case in ja\n" in summary
    assert "which takes" in summary
    html = MarkdownIt("commonmark").enable("table").render(summary)
    assert html.count("<table>") == 3


@pytest.mark.parametrize(
    "words", [HOSTILE, "a | b", "![x](y)", "@someone #12", "`code`", "**x**", "$x$", "https://x.example"]
)
def test_words_in_the_summary_are_no_markup(words: str) -> None:
    html = MarkdownIt("commonmark").enable("table").render(f"| a |\n| --- |\n| {as_text(words)} |\n")
    assert html.count("<td>") == 1
    cell = html.partition("<td>")[2].partition("</td>")[0]
    assert "<" not in cell


def test_many_faults_are_cut_and_counted() -> None:
    spans = [Span(start=n, end=n + 1, text="x", note=f"fault {n}") for n in range(25)]
    rows = [make_row("numbers", 0.0, spans=spans)]
    summary = render_summary(Results(rows=rows, drafts={("庭", EXTRACTIVE, 1): "x" * 25}))
    assert summary.endswith("- and 5 more\n")
    assert summary.count("fault ") == 20
