"""The search index with 10,000 and 100,000 parts: that it grows in line, and how long a query takes at the median."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

import pytest

from drafter.store.index import Index, IndexedDocument, IndexedPart
from tests.benchmarks.notes import make_part

FEW, MANY = 10_000, 100_000
PART_CHARS = 270
GROWTH_MAX = 12.5  # of ten times as many parts
MEDIAN_MS_MAX = 100
QUERIES = """水車 Rust 鳥 句会の清書 反射望遠鏡で土星 蜂の巣箱 PostgreSQLの控え 部品がやっと届いた 嬉しかった ラジオ
    公民館 藍 道具の手入れ 井戸の蓋を直した SQLite ESP32の温度計 雨 来年もう一度 真空管アンプ 防災倉庫""".split()


def fill(path: Path, n_parts: int) -> float:
    """Fill an index, ten parts a document; the seconds of the processor that it took."""
    start = time.process_time()
    with Index(path) as index:
        for first in range(0, n_parts, 5_000):
            index.add(make_document(number) for number in range(first, min(first + 5_000, n_parts), 10))
    return time.process_time() - start


def make_document(number: int) -> IndexedDocument:
    parts = (IndexedPart(chunk_id=f"c{n}", head="", body=make_part(n, PART_CHARS)) for n in range(number, number + 10))
    return IndexedDocument(id=f"d{number}", sign="s", day=None, parts=tuple(parts))


def ask(index: Index, query: str) -> float:
    """The milliseconds of a query."""
    start = time.perf_counter()
    assert index.search(query, limit=60)
    return 1000 * (time.perf_counter() - start)


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Path, float], tuple[Path, float]]:
    """An index of few and one of many parts, each with the seconds that it took to fill."""
    folder = tmp_path_factory.mktemp("indexes")
    few, many = folder / "few.sqlite3", folder / "many.sqlite3"
    return (few, fill(few, FEW)), (many, fill(many, MANY))


def test_filling_grows_in_line(
    indexes: tuple[tuple[Path, float], tuple[Path, float]], capsys: pytest.CaptureFixture[str]
) -> None:
    (few, few_s), (many, many_s) = indexes
    sizes = " and ".join(f"{path.stat().st_size / 1e6:.0f} MB" for path in (few, many))
    with capsys.disabled():
        print(f"\nindexing {FEW:,} parts: {few_s:.1f} s, {MANY:,}: {many_s:.1f} s ({sizes}),", end="")
        print(f" growth {many_s / few_s:.1f}", end="")
    assert many_s / few_s <= GROWTH_MAX


def test_a_query_over_100_000_parts_takes_a_tenth_of_a_second_at_the_median(
    indexes: tuple[tuple[Path, float], tuple[Path, float]], capsys: pytest.CaptureFixture[str]
) -> None:
    with Index(indexes[1][0]) as index:
        index.search("温める", limit=1)
        times = sorted(min(ask(index, query) for _ in range(3)) for query in QUERIES)
    with capsys.disabled():
        print(
            f"\n{len(QUERIES)} queries over {MANY:,} parts: median {median(times):.0f} ms, slowest {times[-1]:.0f} ms"
        )
    assert median(times) <= MEDIAN_MS_MAX


def test_one_changed_document_among_many_is_taken_in_at_once(
    indexes: tuple[tuple[Path, float], tuple[Path, float]], capsys: pytest.CaptureFixture[str]
) -> None:
    with Index(indexes[1][0]) as index:
        start = time.perf_counter()
        index.delete(["d0"])
        deleted_s = time.perf_counter() - start
        start = time.perf_counter()
        index.add([make_document(0)])
        added_s = time.perf_counter() - start
    with capsys.disabled():
        print(f"\none document out of {MANY:,} parts: deleted in {deleted_s:.2f} s, added in {added_s:.3f} s", end="")
    assert added_s < 1
