from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter.errors import DrafterError
from drafter.pipeline.project import Project, count_statistics, list_sources
from drafter.text.periods import year_period

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
OpenBlog = Callable[..., Project]


def post(title: str, day: str) -> str:
    return f"---\ntitle: {title}\ndate: {day}\n---\n\n{title}を植えた。\n"


BLOG = {
    "blog/hugo.toml": "baseURL = 'https://niwa.example/'\nlanguageCode = 'ja'\n",
    "blog/content/posts/kaki.md": post("柿", "2024-10-06"),
    "blog/content/posts/ume.md": post("梅", "2023-06-01"),
    "blog/content/posts/2023.md": post("2023年の振り返り", "2024-01-02"),
    "blog/other/nashi.md": post("梨", "2024-05-01"),
    "nikki/2024-05-02.md": "苗を12株植えた。\n",
}


def test_a_project_is_found_from_any_folder_inside_of_it(build_tree: BuildTree, open_blog: OpenBlog) -> None:
    root = build_tree(BLOG) / "blog"
    assert open_blog(root / "content/posts").site.root == root
    assert open_blog(root / "content/posts").root == root


def test_state_lies_beside_the_settings_file(build_tree: BuildTree, open_blog: OpenBlog) -> None:
    root = build_tree({**BLOG, "drafter.toml": "[sources]\nnotes = ['nikki']\n"})
    project = open_blog(root / "blog")
    assert (project.root, project.site.root) == (root, root / "blog")
    assert "nikki/2024-05-02.md" in {d.path for d in project.reading.documents}


def test_content_that_a_person_named_is_read_instead(build_tree: BuildTree, open_blog: OpenBlog) -> None:
    root = build_tree({**BLOG, "blog/drafter.toml": "[sources]\ncontent = ['other']\n"})
    assert {d.path for d in open_blog(root / "blog").reading.documents} == {"other/nashi.md"}


def test_every_document_says_what_the_draft_takes_from_it(build_tree: BuildTree, open_blog: OpenBlog) -> None:
    project = open_blog(build_tree(BLOG) / "blog", notes=("../nikki",))
    uses = {row.path: row.use for row in list_sources(project, year_period(2024)).rows}
    assert uses == {
        "content/posts/kaki.md": "material",
        "content/posts/ume.md": "earlier work, for comparison",
        "content/posts/2023.md": "form, voice and goals; no event of its year; counted",
        "nikki/2024-05-02.md": "material",
    }


def test_the_numbers_are_those_of_the_period(build_tree: BuildTree, open_blog: OpenBlog) -> None:
    statistics = count_statistics(open_blog(build_tree(BLOG) / "blog", notes=("../nikki",)), year_period(2024))
    assert (statistics.posts.value, statistics.notes.value, len(statistics.empty_month_names)) == (2, 1, 10)


def test_broken_settings_of_the_site_are_named(build_tree: BuildTree, open_blog: OpenBlog) -> None:
    with pytest.raises(DrafterError, match=r"hugo\.toml"):
        open_blog(build_tree({"hugo.toml": "baseURL = \n"}))
