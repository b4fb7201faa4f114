from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drafter.records import Score, Span
from drafter.score.rows import EXTRACTIVE, Row, encode_row, read_rows


def make_row(value: float | None, text: str = "32本\r\n") -> Row:
    span = Span(start=3, end=3 + len(text), text=text, note="no source has it")
    score = Score(
        metric="numbers", value=value, numerator=3, denominator=4, spans=(span,), signature="numbers|version:1"
    )
    return Row(case="kaede-2024", writer=EXTRACTIVE, draft=1, split="tune", language="ja", score=score)


@given(st.none() | st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20))
def test_a_row_is_read_as_it_was_written(value: float | None, text: str) -> None:
    row = make_row(value, text)
    assert encode_row(row).count(b"\n") == 1
    assert tuple(read_rows(encode_row(row))) == (row,)


def test_a_line_that_was_cut_off_is_left_out() -> None:
    whole = encode_row(make_row(0.75))
    assert [row.score.value for row in read_rows(whole + whole[: len(whole) // 2])] == [0.75]
    assert list(read_rows(b"\n[]\n{}\nnull\n")) == []
