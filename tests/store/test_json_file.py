from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path, PurePosixPath

import pytest

from drafter.errors import OutputError
from drafter.records import Standing
from drafter.store.json_file import encode_json, read_json, write_json
from drafter.store.state import WrittenQuote


def test_a_record_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_json(path, {"庭": ["苗", None, 1.5]})
    write_json(path, {"庭": ["苗", None, 2]})
    assert read_json(path) == {"庭": ["苗", None, 2]}
    assert "庭" in path.read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_a_record_is_closed_to_others(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {})
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "{", "[1]", "null", "\udcff", "[" * 100_000])
def test_what_is_broken_counts_as_not_there(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert read_json(tmp_path / "a.json") == {}
    assert read_json(tmp_path / "b.json") == {}


def test_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="a folder stands there"):
        read_json(tmp_path)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (datetime(2025, 1, 3, 10, 15, tzinfo=UTC), "2025-01-03T10:15:00+00:00"),
        (time(4), "04:00:00"),
        (Decimal("0.00120"), "0.00120"),
        (PurePosixPath("日報/a.md"), "日報/a.md"),
        (Standing.PROVED, "proved"),
        (("a", "b"), ["a", "b"]),
        (frozenset({"b", "a"}), ["a", "b"]),
        (
            WrittenQuote(path="a.md", start_line=1, end_line=2, words="w"),
            {"path": "a.md", "start_line": 1, "end_line": 2, "words": "w"},
        ),
        ("stray \udce3 byte", "stray \udce3 byte"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_value_has_a_plain_form(value: object, plain: object) -> None:
    assert json.loads(encode_json({"a": value})) == {"a": plain}
