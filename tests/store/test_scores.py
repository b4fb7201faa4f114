from __future__ import annotations

from pathlib import Path

import pytest

from drafter.errors import OutputError
from drafter.store.scores import ScoreRecord


def test_scores_are_added_and_a_draft_stands_beside_them(tmp_path: Path) -> None:
    record = ScoreRecord(tmp_path)
    assert (record.lines, record.cases, record.draft("湖.md")) == (b"", {}, "")
    record.describe({"湖": {"language": "ja", "reference": None}})
    record.add([b'{"a": 1}\n', b'{"a": 2}\n'], name="湖.md", text="走った。\r\n")
    record.add([b'{"a": 3}\n'], name="湖.md", text="歩いた。\n")
    assert record.lines.splitlines() == [b'{"a": 1}', b'{"a": 2}', b'{"a": 3}']
    assert record.draft("湖.md") == "歩いた。\n"
    assert record.cases == {"湖": {"language": "ja", "reference": None}}
    assert (tmp_path / "scores.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_an_error_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "gone").write_text("a file", "utf-8")
    with pytest.raises(OutputError, match="gone"):
        ScoreRecord(tmp_path / "gone").add([b"{}\n"], name="a.md", text="")
