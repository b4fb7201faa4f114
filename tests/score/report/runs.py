"""Runs made in a few lines: rows, drafts and what drafter remembers of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drafter.records import Count, Score, Span, Standing
from drafter.score.report.months import Month
from drafter.score.report.results import Key, Results
from drafter.score.rows import EXTRACTIVE, Row
from drafter.store.state import Written, WrittenQuote, WrittenSentence

MODEL = "qwen3:14b"
ROUGE = {"": 0.4, "_floor": 0.2, "_floor_low": 0.1, "_floor_high": 0.3, "_ceiling": 0.5}
BODY = (
    "## できごと\n\n温室を建てた。柱は16本だ。庭が好きになった。 <!-- ? -->\r\n\n"
    "<!-- ? 八月は何をした -->\n\n- [トマト](/t/)を育てた\n"
)
HOSTILE = (
    "</script></style><script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n"
    "a \0 b <b onclick='x'>\" 🍅 庭 \u202e逆 &lt; ]]> --> \ud800 の話。\n\n## </h2><svg onload=alert(1)>\n"
)


def make_row(
    metric: str,
    value: float | None,
    *,
    case: str = "庭",
    writer: str = EXTRACTIVE,
    draft: int = 1,
    spans: Sequence[Span] = (),
    signature: str | None = None,
    reason: str = "nothing to divide by",
) -> Row:
    score = Score(
        metric=metric,
        value=value,
        spans=tuple(spans),
        reason=reason if value is None else None,
        signature=f"{metric}|version:1" if signature is None else signature,
    )
    return Row(case=case, writer=writer, draft=draft, split="tune", language="ja", score=score)


def span_of(body: str, words: str, note: str = "no source and no count holds it") -> Span:
    start = body.index(words)
    return Span(start=start, end=start + len(words), text=words, note=note)


def make_written(body: str) -> Written:
    """A whole file, front matter first, in which the first sentence is proved and the second one counted."""
    text = "---\ntitle: 庭\n---\n" + body
    proof = WrittenQuote(path="notes/<春>.md", start_line=3, end_line=3, words="温室を建てた & 使った")
    posts = Count(id="c", name="posts", value=1600, rule="published posts of 2024")
    told = (("温室を建てた。", (proof,), ()), ("柱は16本だ。", (), (posts,)))
    return Written(
        text=text,
        sentences=tuple(
            WrittenSentence(
                start=text.index(words),
                end=text.index(words) + len(words),
                standing=Standing.PROVED if quotes else Standing.COUNTED,
                quotes=quotes,
                counts=counts,
            )
            for words, quotes, counts in told
        ),
    )


def make_results(values: Mapping[str, tuple[Sequence[float | None], Sequence[float | None]]]) -> Results:
    """Two writers; `values` gives the scores of each metric, by case, of the extractive one and of the model."""
    rows = [
        make_row(metric, value, case=f"case-{n}", writer=writer)
        for metric, both in values.items()
        for writer, series in zip((EXTRACTIVE, MODEL), both, strict=True)
        for n, value in enumerate(series)
    ]
    return Results(rows=rows)


def full_results() -> Results:
    """One case, two writers, everything beside the rows; the model's draft has a wrong number and a veto."""
    key: Key = ("庭の一年", EXTRACTIVE, 1)
    other: Key = ("庭の一年", MODEL, 1)
    veto = Span(start=0, end=0, text="", note="it is written in en, the case in ja")
    rows = [
        make_row("grounded", 1.0, case=key[0]),
        make_row("grounded", 0.5, case=key[0], writer=MODEL),
        make_row("numbers", 1.0, case=key[0]),
        make_row("numbers", 0.5, case=key[0], writer=MODEL, spans=[span_of(BODY, "16")]),
        make_row("vetoes", 1.0, case=key[0], writer=MODEL, spans=[veto]),
        make_row("balance", None, case=key[0], reason="no source has a date"),
        *(
            make_row(f"rougeLsum{part}", value, case=key[0], writer=writer)
            for writer in (EXTRACTIVE, MODEL)
            for part, value in ROUGE.items()
        ),
    ]
    return Results(
        rows=rows,
        drafts={key: BODY, other: BODY},
        references={key[0]: "## 温室\n\n温室が建った。\n"},
        titles={key[0]: "2024年の庭"},
        written={key: make_written(BODY), other: make_written(BODY)},
        months={key: (Month(name="2024-02", n_sources=3, n_cited=1), Month(name="2024-03", n_sources=1, n_cited=0))},
        name="run-1",
    )
