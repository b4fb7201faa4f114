from __future__ import annotations

import pytest

from drafter.text.lines import Lines, count_line_ends, line_number

TEXT = "一\n二\r\n三\r四\u2028五\n"


@pytest.mark.parametrize(("char", "line"), [("一", 1), ("二", 2), ("三", 3), ("四", 4), ("五", 4)])
def test_a_line_ends_where_an_editor_ends_it(char: str, line: int) -> None:
    assert line_number(TEXT, TEXT.index(char)) == line


def test_line_ends_are_counted_in_a_part() -> None:
    assert count_line_ends(TEXT, TEXT.index("二"), TEXT.index("四")) == 2
    assert count_line_ends(TEXT, 0, 0) == 0


def test_lines_count_from_the_beginning_of_the_file() -> None:
    lines = Lines("一\n二\r\n三\r四", start=2)
    assert [lines.number(offset) for offset in (2, 3, 4, 5, 6, 7)] == [2, 2, 2, 3, 3, 4]
    assert lines.line_start(6) == 5
