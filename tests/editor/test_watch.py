"""`drafter watch` as a process of its own, and files saved the ways that editors save them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.editor.lsp_editor import DRAFT, NOTE

Start = Callable[..., "Watcher"]
TIMEOUT_S = 30
CLEAN = "+++\ntitle = '2024年の振り返り'\ndate = 2024-12-30T09:00:00+09:00\ndraft = true\n+++\n\n庭を片付けた。\n"


def with_link(target: str) -> str:
    return CLEAN + f"\n[池](/posts/{target}/)の話。\n"


class Watcher:
    """A running watch; `lines` are those of both of its streams, as they came."""

    def __init__(self, directory: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "drafter", "watch", *arguments]
        self.process = subprocess.Popen(
            command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def wait_for(self, words: str, *, after: int = 0) -> int:
        """The number of lines up to the first one, after so many, that holds the words."""
        until = time.monotonic() + TIMEOUT_S
        while time.monotonic() < until:
            found = [n for n, line in enumerate(self.lines) if n >= after and words in line]
            if found:
                return found[0] + 1
            time.sleep(0.02)
        raise AssertionError(f"{words!r} does not come: {self.lines[after:]}")

    def stop(self) -> int:
        """Ctrl-C, and the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(TIMEOUT_S)
        self._reader.join(TIMEOUT_S)
        return code


@pytest.fixture
def start(draft: Path) -> Iterator[Start]:
    """Start watching the draft, in its blog, and wait for the first look at it."""
    watchers: list[Watcher] = []

    def begin(*arguments: str) -> Watcher:
        watchers.append(Watcher(draft.parents[3], *arguments))
        return watchers[-1]

    yield begin
    for watcher in watchers:
        watcher.process.kill()
        watcher.process.wait()
        watcher.process.stdout.close() if watcher.process.stdout else None


def save_in_place(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def save_by_rename(path: Path, text: str) -> None:
    """As VS Code with atomic saves, Obsidian's sync and many others do."""
    new = path.with_name(f"{path.name}.tmp")
    new.write_text(text, "utf-8")
    new.replace(path)


def save_as_vim(path: Path, text: str) -> None:
    """A probe named 4913, a swap file, the old one moved away, a new one in its place."""
    probe = path.with_name("4913")
    probe.touch()
    probe.unlink()
    swap = path.with_name(f".{path.name}.swp")
    swap.write_bytes(b"b0VIM")
    path.replace(path.with_name(f"{path.name}~"))
    path.write_text(text, "utf-8")
    path.with_name(f"{path.name}~").unlink()
    swap.unlink()


@pytest.mark.parametrize("save", [save_in_place, save_by_rename, save_as_vim])
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
