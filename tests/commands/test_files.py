"""Files and folders named on the command line count from where the person is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter import cli

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
FILES: dict[str, str | bytes] = {
    "blog/drafter.toml": "",
    "blog/content/posts/2024.md": "---\ntitle: 2024年の振り返り\ndate: 2024-12-31\ndraft: true\n---\n\n柿を植えた。\n",
    "notes/2024-05-01.md": "柿を植えた。\n",
}
OUT = "content/posts/2024.md"
NO_SUCH_FOLDER = 4
COMMANDS = {
    "check": ["check", "posts/2024.md", "--no-build"],
    "publish": ["publish", "posts/2024.md", "--no-build", "--dry-run"],
    "revise": ["revise", "posts/2024.md", "--diff"],
    "explain": ["explain", "posts/2024.md"],
}


@pytest.mark.parametrize("name", ["check", "publish", "revise"])
def test_folders_of_notes_count_from_the_folder_of_the_command(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(build_tree(FILES))
    cli.main(["generate", "-C", "blog", "--year", "2024", "--notes", "../notes", "--out", OUT, "--force"])
    started = [*COMMANDS[name], "--year", "2024", "-C", "blog/content", "--notes"]
    assert cli.main([*started, "../../notes"]) != NO_SUCH_FOLDER
    for elsewhere in ("notes", "../notes"):
        assert cli.main([*started, elsewhere]) == NO_SUCH_FOLDER


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_no_file_is_told_by_its_name(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    root = build_tree(FILES)
    (root / "posts" / "2024.md").mkdir(parents=True)  # of another place
    monkeypatch.chdir(root)
    command, file, *flags = COMMANDS[name]
    for place, told in ((file, ""), ("posts/none.md", "no such file"), ("posts", "is a folder")):
        cli.main([command, place, *flags, "-C", "blog/content"])
        err = capsys.readouterr().err
        assert told in err
        assert bool(told) == (f"{Path(place)}: " in err and "hint: give" in err)
