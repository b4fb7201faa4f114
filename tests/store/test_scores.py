from __future__ import annotations

from pathlib import Path

import pytest

from drafter.errors import OutputError
from drafter.records import Standing
from drafter.store.scores import ScoreRecord
from drafter.store.state import Written, WrittenQuote, WrittenSentence


def test_scores_are_added_and_a_draft_stands_beside_them(tmp_path: Path) -> None:
    record = ScoreRecord(tmp_path)
    assert (record.lines, record.cases, record.written("湖.md")) == (b"", {}, Written(text=""))
    quote = WrittenQuote(path="posts/湖.md", start_line=3, end_line=3, words="走った")
    sentence = WrittenSentence(start=0, end=4, standing=Standing.PROVED, quotes=(quote,))
    written = Written(text="走った。\r\n", sentences=(sentence,))
    record.add([], name="前.md", written=written)
    assert record.written("前.md") == written
    assert (tmp_path / "drafts" / "前.md").read_bytes() == "走った。\r\n".encode()
    record.describe({"湖": {"language": "ja", "reference": None}})
    record.add([b'{"a": 1}\n', b'{"a": 2}\n'], name="湖.md", written=written)
    record.add([b'{"a": 3}\n'], name="湖.md", written=Written(text="歩いた。\n"))
    assert record.lines.splitlines() == [b'{"a": 1}', b'{"a": 2}', b'{"a": 3}']
    assert record.written("湖.md") == Written(text="歩いた。\n")
    assert record.cases == {"湖": {"language": "ja", "reference": None}}
    assert (tmp_path / "scores.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_an_error_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "gone").write_text("a file", "utf-8")
    with pytest.raises(OutputError, match="gone"):
        ScoreRecord(tmp_path / "gone").add([b"{}\n"], name="a.md", written=Written(text=""))
