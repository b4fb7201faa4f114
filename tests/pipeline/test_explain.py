"""Which sentences `drafter explain` still finds in a draft that its author went over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from drafter.pipeline.explain import explain
from drafter.pipeline.project import Project
from drafter.records import Standing
from drafter.store.state import State, Written, WrittenSentence

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
OpenBlog = Callable[..., Project]
SENTENCES = ("走る", "柿を植えた。", "梅を漬けた。", "走る", "海で泳いだ。")
TEXT = "## 目標\n\n- {}\n\n{}{}\n\n## 願い\n\n- {}\n\n{}\n".format(*SENTENCES)


def spans() -> tuple[WrittenSentence, ...]:
    at, found = 0, []
    for words in SENTENCES:
        start = TEXT.index(words, at)
        at = start + len(words)
        found.append(WrittenSentence(start=start, end=at, standing=Standing.PROVED))
    return tuple(found)


@pytest.mark.parametrize(
    ("change", "left"),
    [
        pytest.param(lambda t: t, [(3, 0), (5, 1), (5, 2), (9, 3), (11, 4)], id="nothing"),
        pytest.param(lambda t: t.replace("- 走る\n", "", 1), [(4, 1), (4, 2), (8, 3), (10, 4)], id="first of two"),
        pytest.param(lambda t: t.replace("願い\n\n- 走る", "願い"), [(3, 0), (5, 1), (5, 2), (9, 4)], id="last of two"),
        pytest.param(
            lambda t: t.replace("柿を植えた。", "柿を枯らした。"), [(3, 0), (5, 2), (9, 3), (11, 4)], id="changed"
        ),
        pytest.param(
            lambda t: "海で泳いだ。\n\n" + t.replace("海で泳いだ。\n", ""),
            [(1, 4), (5, 0), (7, 1), (7, 2), (11, 3)],
            id="moved",
        ),
        pytest.param(lambda t: t.replace("\n", "\r\n"), [(3, 0), (5, 1), (5, 2), (9, 3), (11, 4)], id="line ends"),
        pytest.param(lambda t: "", [], id="emptied"),
    ],
)
def test_sentences_are_found_where_their_lines_went(
    build_tree: BuildTree, open_blog: OpenBlog, change: Callable[[str], str], left: list[tuple[int, int]]
) -> None:
    path = build_tree({"hugo.toml": "", "content/posts/2024.md": change(TEXT)}) / "content/posts/2024.md"
    project = open_blog(path.parents[2])
    with State(project.root).lock():
        State(project.root).save_written(path, Written(text=TEXT, sentences=spans()))
    assert [(e.line, e.text) for e in explain(project, path, None)] == [(line, SENTENCES[n]) for line, n in left]


def test_a_proposal_without_its_mark_is_explained_once(build_tree: BuildTree, open_blog: OpenBlog) -> None:
    path = build_tree({"hugo.toml": "", "content/posts/2024.md": TEXT}) / "content/posts/2024.md"
    project = open_blog(path.parents[2])
    sentences = tuple(replace(s, standing=Standing.PROPOSED) for s in spans())
    with State(project.root).lock():
        State(project.root).save_written(path, Written(text=TEXT, sentences=sentences))
    assert [e.text for e in explain(project, path, 5)] == ["柿を植えた。", "梅を漬けた。"]
