import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter.errors import SourceError
from drafter.read.files import MAX_BYTES, TEXTS, find_files

BuildTree = Callable[[Mapping[str, str | bytes]], Path]


def reasons(root: Path, **options: bool) -> dict[str, str]:
    return {out.path: out.reason for out in find_files(root, suffixes=TEXTS, **options)[1]}


def shown(root: Path) -> list[str]:
    return [file.shown for file in find_files(root, suffixes=TEXTS)[0]]


def test_files_come_in_the_order_of_their_names(build_tree: BuildTree) -> None:
    root = build_tree({"b.md": "b", "a/z.MD": "z", "a/い.markdown": "い", "c.txt": "c", "d.png": "d", "e": "e"})
    assert shown(root) == ["a/z.MD", "a/い.markdown", "b.md", "c.txt"]


def test_names_are_shown_in_nfc_and_opened_by_their_own(build_tree: BuildTree) -> None:
    root = build_tree({"か\u3099くしゅう/は\u309aん.md": "本文"})
    (file,) = find_files(root)[0]
    assert file.shown == "がくしゅう/ぱん.md"
    assert file.path.read_text(encoding="utf-8") == "本文"


def test_names_that_a_terminal_would_obey_are_shown_harmless(tmp_path: Path) -> None:
    for name in (b"a\nb.md", b"\x1b[31m.md", b"\x83\x81.md"):
        with open(os.fsencode(tmp_path) + b"/" + name, "wb") as file:  # noqa: PTH123
            file.write(b"x")
    assert sorted(shown(tmp_path)) == ["a\ufffdb.md", "\ufffd[31m.md", "\ufffd\ufffd.md"]


def test_every_file_left_out_has_its_reason(build_tree: BuildTree) -> None:
    root = build_tree({"empty.md": "", ".hidden.md": "h", "big.md": b"x" * (MAX_BYTES + 1), "node_modules/x.md": "x"})
    (root / "broken.md").symlink_to(root / "nowhere.md")
    (root / "self.md").symlink_to(root / "self.md")
    os.mkfifo(root / "pipe.md")
    found = reasons(root)
    assert found.pop("broken.md") == "a broken link: No such file or directory"
    assert found.pop("self.md").startswith("a broken link: Too many levels")
    assert found == {
        ".hidden.md": "hidden",
        "big.md": "larger than 5 MB",
        "empty.md": "empty",
        "node_modules/": "a folder named node_modules holds no notes",
        "pipe.md": "not a regular file",
    }


def test_a_folder_named_like_a_file_is_a_folder(build_tree: BuildTree) -> None:
    root = build_tree({"x.md/index.md": "中"})
    assert shown(root) == ["x.md/index.md"]


def test_a_ring_of_links_ends(build_tree: BuildTree) -> None:
    root = build_tree({"a/note.md": "中", "out/note.md": "外"})
    notes = root / "a"
    (notes / "up").symlink_to(root)
    (notes / "again").symlink_to(notes)
    (notes / "copy.md").symlink_to(notes / "note.md")
    (notes / "out").symlink_to(root / "out")
    (root / "out" / "back").symlink_to(root / "out")
    assert shown(notes) == ["note.md", "out/note.md"]
    assert reasons(notes) == {
        "again/": "a link to a folder that is read anyway",
        "copy.md": "a link to a file that is read anyway",
        "out/back/": "a link to a folder that is read anyway",
        "up/": "a link to a folder that is read anyway",
    }


def test_a_site_may_have_a_section_of_any_name(build_tree: BuildTree) -> None:
    root = build_tree({"public/a.md": "a", "templates/b.md": "b"})
    assert [file.shown for file in find_files(root, site=True)[0]] == ["public/a.md", "templates/b.md"]
    assert set(reasons(root)) == {"public/", "templates/"}


def test_ignored_files_are_found_and_private(build_tree: BuildTree) -> None:
    rules = "# 人に見せない\n\n家族/\n*.秘.md\n!ok.秘.md\n"
    root = build_tree(
        {
            ".drafterignore": rules,
            "家族/a.md": "a",
            "b.秘.md": "b",
            "ok.秘.md": "c",
            "d/.drafterignore": "e.md",
            "d/e.md": "e",
        }
    )
    assert {file.shown: file.private for file in find_files(root)[0]} == {
        "b.秘.md": ".drafterignore:4",
        "d/e.md": "d/.drafterignore:1",
        "ok.秘.md": None,
        "家族/a.md": ".drafterignore:3",
    }


def test_an_ignore_file_above_the_folder_counts(build_tree: BuildTree) -> None:
    root = build_tree({".drafterignore": "notes/secret/\n", "notes/secret/a.md": "a", "notes/b.md": "b"})
    assert [(file.shown, file.private) for file in find_files(root / "notes")[0]] == [
        ("b.md", None),
        ("secret/a.md", ".drafterignore:1"),
    ]


def test_an_ignore_file_counts_through_links(build_tree: BuildTree) -> None:
    root = build_tree(
        {"far/.drafterignore": "secret/\n*.x.md\n", "far/secret/a.md": "a", "far/b.x.md": "b", "near/c.md": "c"}
    )
    (root / "near" / "linked").symlink_to(root / "far" / "secret")
    (root / "near" / "b.md").symlink_to(root / "far" / "b.x.md")
    (root / "root").symlink_to(root / "far" / "secret")
    assert {file.shown: file.private for file in find_files(root / "near")[0]} == {
        "b.md": ".drafterignore:2",
        "c.md": None,
        "linked/a.md": ".drafterignore:1",
    }
    assert find_files(root / "root")[0][0].private == ".drafterignore:1"


@pytest.mark.parametrize("rules", ["か\u3099/\n".encode(), "\ufeffが/\r\n".encode("utf-16-le")], ids=["NFD", "UTF-16"])
def test_ignore_files_are_read_like_notes(build_tree: BuildTree, rules: bytes) -> None:
    root = build_tree({".drafterignore": rules, "が/a.md": "a"})
    assert find_files(root)[0][0].private == ".drafterignore:1"


def test_an_ignore_file_that_cannot_be_read_stops_the_reading(build_tree: BuildTree) -> None:
    root = build_tree({"a.md": "a"})
    (root / ".drafterignore").symlink_to(root / "nowhere")
    with pytest.raises(SourceError, match=r"\.drafterignore cannot be understood"):
        find_files(root)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no such folder: .*nowhere"):
        find_files(tmp_path / "nowhere")
