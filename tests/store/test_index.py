from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from drafter.errors import OutputError
from drafter.store.index import VERSION, Index, IndexedDocument, IndexedPart, LostIndexError
from drafter.store.state import State

FILLER = """
import sys
from pathlib import Path
from drafter.store.index import Index, IndexedDocument, IndexedPart
name = sys.argv[2]
with Index(Path(sys.argv[1])) as index:
    for n in range(40):
        part = IndexedPart(chunk_id=f"{name}{n}", head="", body=f"{name} 転職")
        index.add([IndexedDocument(id=f"{name}{n}", sign="s", day=None, parts=(part,))])
        index.search("転職", limit=5)
"""


def document(name: str, body: str, *, head: str = "", day: date | None = None, sign: str = "s") -> IndexedDocument:
    part = IndexedPart(chunk_id=f"c-{name}", head=head, body=body)
    return IndexedDocument(id=name, sign=sign, day=day, parts=(part,))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.of(State(tmp_path)) as index:
        yield index


def found(index: Index, query: str, *, limit: int = 10, days: tuple[date, date] | None = None) -> list[str]:
    return [hit.document_id for hit in index.search(query, limit=limit, days=days)]


def test_words_of_one_and_two_characters_are_found(index: Index) -> None:
    index.add([document("a", "黒い猫が来た。"), document("b", "三月に転職した。"), document("c", "C++とNode.jsを書く")])
    assert found(index, "猫") == ["a"]
    assert found(index, "転職") == ["b"]
    assert found(index, "C++") == ["c"]
    assert found(index, "Ｎｏｄｅ．ｊｓ") == ["c"]
    assert found(index, "犬") == []
    assert found(index, "。？") == []


def test_what_stands_in_a_heading_and_what_is_rare_comes_first(index: Index) -> None:
    index.add([document(f"x{n}", "本を読む") for n in range(9)])
    index.add([document("a", "本の話。転職もした。" * 3), document("b", "本を買う", head="転職")])
    assert found(index, "転職の本")[:2] == ["b", "a"]
    scores = [hit.score for hit in index.search("転職の本", limit=20)]
    assert scores == sorted(scores, reverse=True)
    assert len(found(index, "本", limit=3)) == 3


def test_days_leave_out_others_and_what_has_no_date(index: Index) -> None:
    for name, day in (("a", date(2023, 12, 31)), ("b", date(2024, 1, 1)), ("c", date(2024, 12, 31)), ("d", None)):
        index.add([document(name, "転職", day=day)])
    assert sorted(found(index, "転職", days=(date(2024, 1, 1), date(2024, 12, 31)))) == ["b", "c"]
    assert sorted(found(index, "転職")) == ["a", "b", "c", "d"]


def test_a_document_is_replaced_and_forgotten_whole(index: Index) -> None:
    index.add([document("a", "転職", sign="1"), document("b", "転職")])
    index.add([document("a", "引っ越し", sign="2")])
    assert found(index, "転職") == ["b"]
    assert found(index, "引っ越し") == ["a"]
    assert index.signs() == {"a": "2", "b": "s"}
    index.delete(["b", "never there"])
    assert found(index, "転職") == []
    assert index.signs() == {"a": "2"}


def test_what_was_forgotten_stands_nowhere_in_the_files(index: Index, tmp_path: Path) -> None:
    index.add([document("a", "kingfisher"), *(document(f"x{n}", f"word{n} heron") for n in range(50))])
    assert b"kingfisher" in b"".join(path.read_bytes() for path in (tmp_path / ".drafter").iterdir())
    index.delete(["a"])
    index.close()
    assert b"kingfisher" not in b"".join(path.read_bytes() for path in (tmp_path / ".drafter").iterdir())
    assert len(found(index, "heron", limit=60)) == 50


def test_it_is_closed_to_others(index: Index, tmp_path: Path) -> None:
    index.add([document("a", "転職")])
    files = [path for path in (tmp_path / ".drafter").iterdir() if path.name.startswith("index")]
    assert len(files) > 1
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)


@pytest.mark.parametrize("version", [VERSION + 1, -1])
def test_an_index_of_another_version_is_made_anew(index: Index, version: int) -> None:
    index.add([document("a", "転職")])
    index.close()
    with sqlite3.connect(index.path) as connection:
        connection.execute("DROP TABLE terms")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    assert index.signs() == {}
    index.add([document("b", "転職")])
    assert found(index, "転職") == ["b"]


@pytest.mark.parametrize(
    "break_it",
    [lambda data: b"no database at all" * 100, lambda data: data[:100] + b"\xff" * (len(data) - 100)],
    ids=["another file", "overwritten pages"],
)
def test_a_damaged_index_is_removed_and_can_be_filled_again(index: Index, break_it: object) -> None:
    assert callable(break_it)
    index.add([document(f"x{n}", "転職") for n in range(50)])
    index.close()
    index.path.write_bytes(break_it(index.path.read_bytes()))
    with pytest.raises(LostIndexError, match=r"was damaged .* and is removed"):
        index.signs()
    assert index.signs() == {}
    index.add([document("a", "転職")])
    assert found(index, "転職") == ["a"]


def test_an_empty_file_is_an_empty_index(index: Index) -> None:
    index.add([document("a", "転職")])
    index.close()
    for path in index.path.parent.glob("index.sqlite3*"):
        path.write_bytes(b"")
    assert index.signs() == {}


def test_where_it_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / ".drafter").mkdir()
    (tmp_path / ".drafter" / "index.sqlite3").mkdir()
    with pytest.raises(OutputError, match=r"index\.sqlite3: cannot be used"):
        Index.of(State(tmp_path)).signs()


def test_two_processes_may_fill_and_ask_at_once(index: Index) -> None:
    commands = [[sys.executable, "-c", FILLER, str(index.path), name] for name in "ab"]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for command in commands]
    for process in processes:
        assert process.communicate(timeout=120)[1] == ""
    assert len(index.signs()) == 80
    assert len(found(index, "転職", limit=100)) == 80


def test_what_a_killed_process_left_is_whole(index: Index, tmp_path: Path) -> None:
    command = [sys.executable, "-c", FILLER, str(index.path), "a"]
    with subprocess.Popen(command) as process:
        while not index.path.exists() or not index.signs():
            pass
        process.kill()
    assert len(found(index, "転職", limit=100)) == len(index.signs()) > 0
