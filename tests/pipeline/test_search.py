from __future__ import annotations

import pytest

from drafter.pipeline.search import fuse, open_library, refresh, search
from drafter.store.index import Hit, Index
from drafter.store.state import State
from tests.conftest import BuildTree
from tests.pipeline.conftest import OpenBlog


def hits(*names: str) -> tuple[Hit, ...]:
    return tuple(Hit(chunk_id=name, document_id="d", score=1.0) for name in names)


def test_ranks_are_joined_by_their_reciprocals() -> None:
    fused = fuse([hits("a", "b", "c"), hits("c", "d")])
    assert [hit.chunk_id for hit in fused] == ["c", "a", "b", "d"]
    assert fused[0].score == pytest.approx(1 / 63 + 1 / 61)
    assert fused[3].score == pytest.approx(1 / 62)
    assert fuse([]) == fuse([(), ()]) == ()


def test_only_what_changed_is_taken_in_again(build_tree: BuildTree, open_blog: OpenBlog) -> None:
    root = build_tree({"2024-01-01.md": "猫がいた。\n", "2024-01-02.md": "犬がいた。\n"})
    with Index.of(State(root)) as index:
        assert refresh(index, open_library(open_blog(root))) == 2
        assert refresh(index, open_library(open_blog(root))) == 0
        (root / "2024-01-02.md").write_text("鳥がいた。\n", "utf-8")
        assert refresh(index, open_library(open_blog(root))) == 1
        (root / "drafter.toml").write_text("[digest]\nchunk_chars = 300\n", "utf-8")
        assert refresh(index, open_library(open_blog(root))) == 2
        (root / "2024-01-01.md").unlink()
        assert refresh(index, open_library(open_blog(root))) == 0
        assert len(index.signs()) == 1


def test_no_document_fills_the_first_places_alone(build_tree: BuildTree, open_blog: OpenBlog) -> None:
    sections = "".join(f"## 猫 {n}\n\n猫のことを書く。\n\n" for n in range(9))
    root = build_tree({"2024-01-01.md": sections, "2024-01-02.md": "庭に猫がいた。" + "雨が降った。" * 40 + "\n"})
    found = search(open_blog(root), "猫", limit=10)
    assert [place.path for place in found[:3]].count("2024-01-01.md") == 2
    assert len(found) == 10
