"""A draft that was made from notes that a flag named: the commands that follow know them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter import cli

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
FILES = {
    "blog/hugo.toml": 'baseURL = "https://niwa.example/"\nlanguageCode = "ja"\n',
    "blog/content/posts/2023.md": (
        "---\ntitle: 2023年の振り返り\ndate: 2023-12-31\n---\n\n## 2023年\n\nバラを二株植えた。\n\n"
        "## 2024年の目標\n\n- ブドウを収穫する。\n"
    ),
    "blog/content/posts/grapes.md": "---\ntitle: ブドウ棚を作った\ndate: 2024-05-03\n---\n\n棚に竹を18本使った。\n",
    "日記/2024-09-01.md": "ブドウを収穫した。三十房とれて、とても嬉しかった。\n",
}


@pytest.fixture
def draft(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    root = build_tree(FILES)
    monkeypatch.chdir(root)
    assert cli.main(["generate", "-C", "blog", "--notes", "../日記", "--year", "2024"]) == 0
    path = root / capsys.readouterr().out.strip()
    assert "三十房とれて、とても嬉しかった。" in path.read_text("utf-8")
    return path


def test_check_revise_and_explain_read_them_again(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = draft.read_bytes()
    cli.main(["check", str(draft), "--no-build"])
    assert "changed-source" not in capsys.readouterr().out
    assert cli.main(["revise", str(draft)]) == 0
    assert draft.read_bytes() == before
    assert "1 note of 2024" in capsys.readouterr().err
    assert cli.main(["revise", str(draft)]) == 0  # known still
    assert draft.read_bytes() == before
    assert cli.main(["explain", str(draft)]) == 0
    assert "../日記/2024-09-01.md:1" in capsys.readouterr().out


def test_settings_that_name_notes_count_alone(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (draft.parents[2] / "other").mkdir()
    (draft.parents[2] / "drafter.toml").write_text("[sources]\nnotes = ['other']\n", "utf-8")
    assert cli.main(["revise", str(draft)]) == 0
    assert "0 notes of 2024" in capsys.readouterr().err


def test_a_folder_that_is_gone_is_no_error(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(draft.parents[3] / "日記")
    assert cli.main(["revise", str(draft)]) == 0
    assert "0 notes of 2024" in capsys.readouterr().err


def test_a_draft_made_again_without_them_forgets_them(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["generate", "-C", "blog", "--year", "2024"]) == 0
    assert "とても嬉しかった" not in draft.read_text("utf-8")
    capsys.readouterr()
    assert cli.main(["revise", str(draft)]) == 0
    assert "0 notes of 2024" in capsys.readouterr().err
