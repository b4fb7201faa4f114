from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from drafter.commands.printing import display_width, render_json, render_path, render_table, say, show
from drafter.records import Count, Period, Unit


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("日報", 4), ("ガ", 2), (unicodedata.normalize("NFD", "ガ"), 2), ("ｶﾞ", 2), ("２０２４", 8)],
)
def test_a_wide_character_takes_two_columns(text: str, width: int) -> None:
    assert display_width(text) == width


def test_columns_line_up_in_japanese_too() -> None:
    assert render_table([("日報", "1"), ("a", "22"), ("", "")]) == "日報  1\na     22\n"
    assert render_table([]) == ""


def test_records_become_json_that_keeps_japanese_and_iso_days() -> None:
    period = Period(unit=Unit.YEAR, label="2024", start=date(2024, 1, 1), end=date(2024, 12, 31))
    text = render_json(
        {"period": period, "counts": (Count(id="c", name="記事", value=32, rule="日付"),), "path": Path("a") / "b"}
    )
    assert "記事" in text
    assert json.loads(text) == {
        "period": {"unit": "year", "label": "2024", "start": "2024-01-01", "end": "2024-12-31"},
        "counts": [{"id": "c", "name": "記事", "value": 32, "rule": "日付", "document_ids": []}],
        "path": "a/b",
    }


def test_a_path_is_short_where_it_lies_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert render_path(tmp_path / "日報" / "a.md") == str(Path("日報") / "a.md")
    assert render_path(tmp_path.parent / "a.md") == str(tmp_path.parent / "a.md")


def test_what_has_no_json_is_an_error() -> None:
    with pytest.raises(TypeError, match="no JSON for complex"):
        render_json([1j])


def test_a_person_is_told_on_standard_error_and_a_program_on_standard_output(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say("読んだ")
    show("本文", newline=False)
    assert capsys.readouterr() == ("本文", "読んだ\n")
