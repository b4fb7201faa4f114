from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from drafter.errors import SourceError
from drafter.read.sources import find_sources
from drafter.records import Kind
from drafter.site import Site, find_site

BuildTree = Callable[[Mapping[str, str | bytes]], Path]


def listed(site: Site, *notes: Path) -> list[tuple[Kind, str, str]]:
    return [(source.kind, source.path, source.below) for source in find_sources(site, notes=notes)[0]]


def test_posts_come_first_and_notes_under_the_name_of_their_folder(build_tree: BuildTree) -> None:
    root = build_tree(
        {"site/hugo.toml": "", "site/content/a.md": "a", "日報/2024/b.txt": "b", "site/content/c.txt": "c"}
    )
    assert listed(find_site(root / "site"), root / "日報") == [
        (Kind.POST, "content/a.md", "content/a.md"),
        (Kind.NOTE, "日報/2024/b.txt", "2024/b.txt"),
    ]


def test_a_plain_folder_is_its_own_notes(build_tree: BuildTree) -> None:
    root = build_tree({"a.md": "a", "more/b.md": "b"})
    assert listed(find_site(root), root) == [(Kind.NOTE, "a.md", "a.md"), (Kind.NOTE, "more/b.md", "more/b.md")]


def test_where_notes_are_named_a_plain_folder_is_not_read_besides(build_tree: BuildTree) -> None:
    root = build_tree({"drafter.toml": "", "README.md": "x", "notes/a.md": "a"})
    site = find_site(root)
    assert listed(site, root / "notes") == [(Kind.NOTE, "notes/a.md", "a.md")]


def test_an_obsidian_vault_is_read_with_the_other_notes(build_tree: BuildTree) -> None:
    root = build_tree(
        {"vault/.obsidian/app.json": "{}", "vault/a.md": "a", "other/b.md": "b", "vault/.trash/c.md": "c"}
    )
    assert [path for _, path, _ in listed(find_site(root / "vault"), root / "other")] == ["a.md", "other/b.md"]


def test_content_elsewhere_is_shown_by_the_name_of_its_folder(build_tree: BuildTree) -> None:
    root = build_tree({"site/hugo.toml": "", "kiji/a.md": "a"})
    site = replace(find_site(root / "site"), content_dirs=(root.resolve() / "kiji",))
    assert listed(site) == [(Kind.POST, "kiji/a.md", "a.md")]


def test_one_file_by_two_ways_is_read_once(build_tree: BuildTree) -> None:
    root = build_tree({"a/x.md": "x"})
    (root / "b").symlink_to(root / "a")
    assert [path for _, path, _ in listed(Site(generator="hugo", root=root), root / "a", root / "b")] == ["a/x.md"]


def test_what_jekyll_and_astro_do_not_publish_is_no_post(build_tree: BuildTree) -> None:
    root = build_tree(
        {"j/_config.yml": "x: 1", "j/_posts/2024-05-01-a.md": "a", "j/_posts/readme.md": "r", "j/_drafts/b.md": "b"}
    )
    build_tree({"a/src/content/blog/_b.md": "b", "a/src/content/blog/c.md": "c"})
    posts, left_out = find_sources(find_site(root / "j"), notes=())
    assert [post.path for post in posts] == ["_posts/2024-05-01-a.md", "_drafts/b.md"]
    assert [(out.path, out.reason) for out in left_out] == [
        ("_posts/readme.md", "no date in its name: Jekyll takes it for no post")
    ]
    posts, left_out = find_sources(find_site(root / "a"), notes=())
    assert [post.path for post in posts] == ["src/content/blog/c.md"]
    assert [out.path for out in left_out] == ["src/content/blog/_b.md"]


def test_a_missing_folder_of_notes_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no such folder: .*nowhere") as caught:
        find_sources(Site(generator="plain", root=tmp_path), notes=(tmp_path / "nowhere",))
    assert caught.value.hint is not None
