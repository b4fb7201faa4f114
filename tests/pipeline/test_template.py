"""The form of a new post: what it may follow, and where it goes in a site of bundles with languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter.pipeline.generate import Generated

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
DraftBlog = Callable[..., Generated]
SITE: dict[str, str | bytes] = {"hugo.toml": "baseURL = 'https://niwa.example/'\nlanguageCode = 'ja'\n"}


def post(title: str, day: str, body: str) -> str:
    return f"+++\ntitle = '{title}'\ndate = {day}T09:00:00+09:00\n+++\n\n{body}\n"


UME = post("梅を漬けた", "2024-06-20", "梅を3キロ漬けた。")


def test_a_private_retrospective_gives_goals_and_no_front_matter(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    review = "---\ntitle: 2023年の振り返り\ndate: 2023-12-30\nmood: 内緒\n---\n## 2024年の目標\n\n- 梅を漬ける\n"
    root = build_tree({**SITE, "content/posts/ume.md": UME, "memo/2023年の振り返り.md": review})
    generated = draft_blog(root, notes=("memo",), figure=False)
    assert generated.path == root / "content/posts/retrospective-2024.md"
    assert "内緒" not in generated.text
    assert "- 梅を漬ける<!-- ? -->\n" in generated.text


@pytest.mark.parametrize("name", ["index.md", "index.ja.md"])
def test_a_draft_lies_in_a_bundle_of_its_own(build_tree: BuildTree, draft_blog: DraftBlog, name: str) -> None:
    root = build_tree({**SITE, f"content/posts/ume/{name}": UME})
    generated = draft_blog(root)
    assert generated.path == root / "content/posts/retrospective-2024" / name


def test_half_a_character_in_a_title_is_left_out(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    broken = '{"title": "\\ud83d梅を漬けた", "date": "2024-06-20", "tags": ["\\ud83d庭"]}\n\n梅を3キロ漬けた。\n'
    root = build_tree({**SITE, "content/posts/ume.md": broken})
    assert "[梅を漬けた]" in draft_blog(root, figure=False).text
