from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.write.fitting import fit_lines, text_width


@pytest.mark.parametrize(
    ("text", "width_em", "n_lines", "lines"),
    [
        pytest.param("", 5, 2, (), id="empty"),
        pytest.param(" \u3000\n", 5, 2, (), id="blank"),
        pytest.param("短い題", 5, 2, ("短い題",), id="fits"),
        pytest.param("一二三四五", 5, 2, ("一二三四五",), id="fits exactly"),
        pytest.param("一二三四五六", 5, 2, ("一二三四五", "六"), id="two lines"),
        pytest.param("一二三四五六七八九十百", 5, 2, ("一二三四五", "六七八九…"), id="shortened"),
        pytest.param("一二三四五。六", 5, 2, ("一二三四", "五。六"), id="no full stop at the start"),
        pytest.param("一二三四「五」", 5, 2, ("一二三四", "「五」"), id="no bracket at the end"),
        pytest.param("サーバーのデータ", 4, 3, ("サーバー", "のデータ"), id="no long vowel mark at the start"),
        pytest.param("一二三、四五六", 4, 1, ("一二三…",), id="no comma before the ellipsis"),
        pytest.param("small words wrap", 7.5, 2, ("small words", "wrap"), id="at spaces"),
        pytest.param("x" * 20, 3, 2, ("xxxxx", "xxx…"), id="a long word is cut"),
        pytest.param("家族👩‍👧の話", 3.5, 9, ("家族", "👩‍👧", "の話"), id="joined emoji stay whole"),
        pytest.param("かか\u3099か\u3099", 2, 2, ("かか\u3099", "か\u3099"), id="marks stay with their letter"),
        pytest.param("国旗🇯🇵🇫🇷", 3, 3, ("国旗", "🇯🇵", "🇫🇷"), id="flags stay whole"),
    ],
)
def test_a_text_is_broken_where_a_reader_expects(
    text: str, width_em: float, n_lines: int, lines: tuple[str, ...]
) -> None:
    assert fit_lines(text, width_em=width_em, n_lines=n_lines) == lines


@pytest.mark.parametrize(
    ("text", "width"),
    [("漢字", 2.0), ("ｶﾅ", 1.0), ("ab", 1.2), ("WW", 1.9), ("か\u3099", 1.0), ("", 0.0)],
    ids=["kanji", "half-width", "latin", "broad latin", "combining mark", "empty"],
)
def test_widths_are_those_of_the_display(text: str, width: float) -> None:
    assert text_width(text) == pytest.approx(width)


@given(st.text(max_size=80), st.integers(5, 30), st.integers(1, 4))
def test_lines_are_never_too_many_nor_too_wide_and_lose_nothing_unseen(text: str, width_em: int, n_lines: int) -> None:
    lines = fit_lines(text, width_em=width_em, n_lines=n_lines)
    assert len(lines) <= n_lines
    assert all(text_width(line) <= width_em + 1e-9 for line in lines)
    shown, whole = "".join("".join(lines).split()), "".join(text.split())
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1].rstrip("…")))
