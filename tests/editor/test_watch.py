"""`drafter watch` as a process of its own, and files saved the ways that editors save them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands.test_forms_of_files import BLOGS
from tests.editor.lsp_editor import DRAFT, NOTE
from tests.editor.watcher import SAVES, TIMEOUT_S, Start, Watch, save_as_vim, save_by_rename, save_in_place

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
CLEAN = "+++\ntitle = '2024年の振り返り'\ndate = 2024-12-30T09:00:00+09:00\ndraft = true\n+++\n\n庭を片付けた。\n"


def with_link(target: str) -> str:
    return CLEAN + f"\n[池](/posts/{target}/)の話。\n"


@pytest.mark.parametrize("save", SAVES)
def test_each_way_to_save_is_seen_once(draft: Path, start: Start, save: Callable[[Path, str], None]) -> None:
    watcher = start(str(draft))
    seen = watcher.wait_for("index.md: ")
    save(draft, with_link("nai"))
    seen = watcher.wait_for("dead-link", after=seen)
    assert watcher.lines[seen - 1].startswith("content/posts/振り返り 2024/index.md:9:")
    seen = watcher.wait_for("index.md: 1 error", after=seen)
    save(draft, CLEAN)
    seen = watcher.wait_for("index.md: nothing wrong", after=seen)
    time.sleep(1.5)
    assert watcher.lines[seen:] == []
    assert watcher.stop() == 130
    assert watcher.lines[seen:] == ["stopped watching"]


def test_a_save_that_changes_nothing_is_none(draft: Path, start: Start) -> None:
    watcher = start(str(draft))
    seen = watcher.wait_for("index.md: ")
    draft.touch()
    save_by_rename(draft, DRAFT)
    time.sleep(2.5)
    assert watcher.lines[seen:] == []


def test_of_200_rapid_saves_the_last_is_never_lost(draft: Path, start: Start) -> None:
    watcher = start(str(draft))
    seen = watcher.wait_for("index.md: ")
    for n in range(200):
        (save_in_place if n % 2 else save_by_rename)(draft, with_link(f"nai{n}"))
        time.sleep(0.005)
    watcher.wait_for("/posts/nai199/", after=seen)
    looks = [line for line in watcher.lines[seen:] if "dead-link" in line]
    assert len(looks) < 20
    assert watcher.stop() == 130


def test_a_note_of_the_same_folder_is_read_again_before_the_next_look(draft: Path, start: Start) -> None:
    watcher = start(str(draft))
    seen = watcher.wait_for("index.md: ")
    (draft.parents[4] / NOTE).write_text("# 五月\n\n金魚は2匹だった。\n", "utf-8")
    save_in_place(draft, DRAFT + "\n")
    watcher.wait_for("changed-source", after=seen)


def test_two_watchers_of_one_file_both_tell_and_neither_writes(draft: Path, start: Start) -> None:
    watchers = [start(str(draft)) for _ in range(2)]
    seen = [watcher.wait_for("index.md: ") for watcher in watchers]
    save_by_rename(draft, with_link("nai"))
    for watcher, after in zip(watchers, seen, strict=True):
        watcher.wait_for("index.md: 1 error", after=after)
    assert draft.read_text("utf-8") == with_link("nai")


def test_without_a_file_all_posts_are_watched_and_swap_files_are_not(draft: Path, start: Start) -> None:
    watcher = start()
    seen = watcher.wait_for("watching content; Ctrl-C ends")
    time.sleep(2)
    post = draft.parents[2] / "posts/onshitsu.md"
    for name in ("4913", ".onshitsu.md.swp", "onshitsu.md~", "onshitsu.md.tmp", ".hidden/x.md"):
        other = post.parent / name
        other.parent.mkdir(exist_ok=True)
        other.write_text(with_link("nai"), "utf-8")
    save_as_vim(post, post.read_text("utf-8") + "\n[池](/posts/nai/)\n")
    seen = watcher.wait_for("onshitsu.md: 1 error", after=seen)
    assert [line for line in watcher.lines if "dead-link" in line] == [
        line for line in watcher.lines if line.startswith("content/posts/onshitsu.md:")
    ]


def test_a_directive_that_asks_for_proof_is_answered_and_taken_out(draft: Path, start: Start) -> None:
    plain = DRAFT.replace("<!-- drafter: もっと短く -->\n\n", "")
    asked = plain.replace("🐟🌱", "<!-- drafter: ここの根拠は？ -->\n🐟🌱")
    watcher = start(str(draft))
    seen = watcher.wait_for("index.md: ")
    save_by_rename(draft, asked)
    seen = watcher.wait_for("「池には金魚を3匹放すことに決めた。」", after=seen)
    watcher.wait_for("index.md: 2 warnings", after=seen)
    assert draft.read_text("utf-8") == plain


@pytest.mark.parametrize(
    ("files", "shown", "save"), [(*blog, save) for blog, save in zip(BLOGS.values(), SAVES, strict=True)], ids=BLOGS
)
def test_a_file_of_any_form_is_watched_and_only_its_directive_goes(
    build_tree: BuildTree,
    watch: Watch,
    files: Mapping[str, str | bytes],
    shown: str,
    save: Callable[[Path, str], None],
) -> None:
    root = build_tree(files)
    made = subprocess.run(
        [sys.executable, "-m", "drafter", "generate", "--year", "2024", "--date", "2025-01-01"],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    draft = root / made.stdout.strip()
    text = draft.read_bytes().decode()
    newline = "\r\n" if "\r\n" in text else "\n"
    opening, closing = ("{/*", "*/}") if draft.suffix == ".mdx" else ("<!--", "-->")
    proved = next(line for line in text.splitlines(True) if "18" in line)
    directive = f"{opening} drafter: ここの根拠は？ {closing}{newline}"
    watcher = watch(root, shown)
    seen = watcher.wait_for("2024-review")
    save(draft, text.replace(proved, directive + proved))
    seen = watcher.wait_for("とても楽しかったです。」", after=seen)
    watcher.wait_for("2024-review", after=seen)
    assert draft.read_bytes().decode() == text


def test_a_directive_that_fails_stays_and_is_tried_once(draft: Path, start: Start) -> None:
    watcher = start(str(draft))
    seen = watcher.wait_for("index.md: ")
    assert sum("it needs a model" in line for line in watcher.lines[:seen]) == 1
    save_in_place(draft, DRAFT + "\n池を眺めた。\n")
    seen = watcher.wait_for("index.md: ", after=seen)
    assert sum("it needs a model" in line for line in watcher.lines) == 1
    assert "<!-- drafter: もっと短く -->" in draft.read_text("utf-8")


def test_a_killed_watch_leaves_nothing_in_the_way(draft: Path, start: Start) -> None:
    watcher = start(str(draft))
    watcher.wait_for("index.md: ")
    os.kill(watcher.process.pid, signal.SIGKILL)
    watcher.process.wait()
    again = start(str(draft))
    again.wait_for("index.md: ")
    assert not any("another drafter" in line for line in again.lines)
    assert draft.read_text("utf-8") == DRAFT


def test_a_file_that_goes_and_comes_back_is_seen_again(draft: Path, start: Start) -> None:
    watcher = start(str(draft))
    seen = watcher.wait_for("index.md: ")
    draft.unlink()
    time.sleep(1.5)
    save_in_place(draft, with_link("nai"))
    watcher.wait_for("dead-link", after=seen)


def test_broken_settings_are_told_and_end_nothing(draft: Path, start: Start) -> None:
    settings = draft.parents[3] / "drafter.toml"
    right = settings.read_text("utf-8")
    watcher = start(str(draft))
    seen = watcher.wait_for("index.md: ")
    settings.write_text("[sources]\nnote = []\n", "utf-8")
    save_in_place(draft, CLEAN)
    seen = watcher.wait_for("error: ", after=seen)
    settings.write_text(right, "utf-8")
    save_in_place(draft, CLEAN + "\n")
    watcher.wait_for("index.md: nothing wrong", after=seen)


def test_no_such_file_is_exit_4(draft: Path, start: Start) -> None:
    watcher = start("nai.md")
    assert watcher.process.wait(TIMEOUT_S) == 4
