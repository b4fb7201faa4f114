"""Settings from the file, the environment and flags, and every way to get them wrong."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import time
from pathlib import Path

import pytest

from drafter.errors import SettingsError
from drafter.settings import Settings, load_settings

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
FULL = """\
[sources]
notes = ["../日報", "memo"]
content = "posts"
[period]
fiscal_start = 4
day_start = "04:00"
[draft]
language = "ja"
figure = false
out = "drafts/index.md"
[digest]
chunk_chars = 1500
"""


def load(start: Path, flags: Mapping[str, object] | None = None, **environ: str) -> Settings:
    return load_settings(start, flags=flags or {}, environ=environ)


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings(home=tmp_path)


@pytest.mark.parametrize("start", [".", "content", "content/posts"])
def test_the_nearest_file_upward_is_read_and_its_paths_count_from_it(build_tree: BuildTree, start: str) -> None:
    root = build_tree({"blog/drafter.toml": FULL, "blog/content/posts/a.md": ""}) / "blog"
    assert load(root / start) == Settings(
        home=root,
        path=root / "drafter.toml",
        notes=(root.parent / "日報", root / "memo"),
        content=(root / "posts",),
        fiscal_start=4,
        day_start=time(4),
        language="ja",
        figure=False,
        out=root / "drafts" / "index.md",
        chunk_chars=1500,
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"drafter.toml": "[period]\nfiscal_start = 4\n", "sub/drafter.toml": ""}, 1),
        ({"pyproject.toml": "[tool.drafter.period]\nfiscal_start = 4\n"}, 4),
        (
            {
                "drafter.toml": "[period]\nfiscal_start = 4\n",
                "pyproject.toml": "[tool.drafter.period]\nfiscal_start = 5\n",
            },
            4,
        ),
        (
            {
                "drafter.toml": "[period]\nfiscal_start = 4\n",
                "sub/pyproject.toml": "[project]\nname = 'drafter-notes'\n",
            },
            4,
        ),
        ({"drafter.toml": "[period]\nfiscal_start = 4\n", "sub/pyproject.toml": "broken ="}, 4),
        ({"drafter.toml": "\ufeff[period]\r\nfiscal_start = 4\r\n"}, 4),
    ],
    ids=[
        "nearest, though empty",
        "pyproject",
        "drafter.toml first",
        "another's pyproject",
        "broken one of others",
        "BOM, CRLF",
    ],
)
def test_which_file_counts(build_tree: BuildTree, files: Mapping[str, str | bytes], expected: int) -> None:
    root = build_tree({**files, "sub/a.md": ""})
    assert load(root / "sub").fiscal_start == expected


def test_the_environment_goes_before_the_file_and_flags_before_both(build_tree: BuildTree) -> None:
    root = build_tree({"drafter.toml": FULL})
    environ = {
        "DRAFTER_FISCAL_START": "10",
        "DRAFTER_CHUNK_CHARS": "４００",
        "DRAFTER_FIGURE": "Yes",
        "DRAFTER_OUT": "e.md",
    }
    flags = {"chunk_chars": 800, "notes": [Path("n")], "figure": None, "out": None}
    settings = load(root, flags, **environ)
    assert (settings.fiscal_start, settings.chunk_chars, settings.figure) == (10, 800, True)
    assert (settings.notes, settings.out, settings.language) == ((root / "n",), root / "e.md", "ja")


def test_folders_in_the_environment_stand_apart_as_in_path(tmp_path: Path) -> None:
    assert load(tmp_path, DRAFTER_NOTES=os.pathsep.join(("a", "b c"))).notes == (tmp_path / "a", tmp_path / "b c")


def test_an_empty_or_foreign_variable_sets_nothing(tmp_path: Path) -> None:
    assert load(tmp_path, DRAFTER_OUT="", DRAFTER_DEBUG="1", DRAFTER_SOMETHING="1", OUT="x") == Settings(home=tmp_path)


def test_a_path_may_start_at_home(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    root = build_tree({"drafter.toml": '[sources]\nnotes = ["~/notes"]\n'})
    assert load(root).notes == (tmp_path / "home" / "notes",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[sources]\nnote = []\n", r"drafter\.toml:2: unknown key 'sources\.note', did you mean 'sources\.notes'\?"),
        ("notes = []\n", r"drafter\.toml:1: unknown key 'notes', did you mean 'sources\.notes'\?"),
        ("[priod]\nx = 1\n", r"drafter\.toml:1: unknown key 'priod', did you mean 'period'\?"),
        ("[period]\nchunk_chars = 900\n", r"unknown key 'period\.chunk_chars', did you mean 'digest\.chunk_chars'\?"),
        ("[draft]\nzzz = 1\n", r"drafter\.toml:2: unknown key 'draft\.zzz'$"),
        ("period = 3\n", r"drafter\.toml:1: unknown value of 'period': it is a table"),
        (
            "[period]\n\nfiscal_start = 13\n",
            r"drafter\.toml:3: period\.fiscal_start: must be a month from 1 to 12, got 13",
        ),
        ("[period]\nfiscal_start = true\n", r"must be a month from 1 to 12, got True"),
        ('[period]\nday_start = "25:00"\n', r"must be a time before noon like \"04:00\", got '25:00'"),
        ('[period]\nday_start = "13:00"\n', r"must be a time before noon"),
        ("[draft]\nfigure = 1\n", r"draft\.figure: must be true or false, got 1"),
        ('[draft]\nlanguage = "jp"\n', r"draft\.language: must be one of ja, en, zh, ko, got 'jp'"),
        ("[draft]\nout = []\n", r"draft\.out: must be a path"),
        ("[sources]\nnotes = [1]\n", r"sources\.notes: must be a folder or a list of folders, got \[1\]"),
        ("[digest]\nchunk_chars = 10\n", r"must be a number of characters from 200 to 100000, got 10"),
        ("[digest\n", r"drafter\.toml:1: "),
    ],
)
def test_what_is_wrong_is_named_with_its_line(build_tree: BuildTree, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        load(build_tree({"drafter.toml": text}))


def test_a_time_may_be_a_toml_time(build_tree: BuildTree) -> None:
    assert load(build_tree({"drafter.toml": "[period]\nday_start = 05:30:00\n"})).day_start == time(5, 30)


def test_everything_wrong_is_told_at_once(build_tree: BuildTree) -> None:
    root = build_tree(
        {"pyproject.toml": "[tool.drafter.draft]\nfigur = true\n[tool.drafter.period]\nfiscal_start = 0\n"}
    )
    with pytest.raises(SettingsError) as caught:
        load(root, {"language": "de"}, DRAFTER_FIGUR="1", DRAFTER_CHUNK_CHARS="many")
    lines = str(caught.value).splitlines()
    assert [line.replace(str(root), "") for line in lines] == [
        "/pyproject.toml:2: unknown key 'draft.figur', did you mean 'draft.figure'?",
        "/pyproject.toml:4: period.fiscal_start: must be a month from 1 to 12, got 0",
        "environment: DRAFTER_CHUNK_CHARS: must be a number of characters from 200 to 100000, got 'many'",
        "environment: unknown DRAFTER_FIGUR, did you mean DRAFTER_FIGURE?",
        "--lang: must be one of ja, en, zh, ko, got 'de'",
    ]


def test_a_file_in_another_encoding_is_refused(build_tree: BuildTree) -> None:
    with pytest.raises(SettingsError, match=r"drafter\.toml:2: not UTF-8"):
        load(build_tree({"drafter.toml": '[sources]\nnotes = ["日報"]\n'.encode("cp932")}))
