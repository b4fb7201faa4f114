"""The command as a person meets it: help, versions, errors and exit codes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import drafter
from drafter import cli, errors
from drafter.commands import sources


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = cli.main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version", capsys=capsys) == (0, f"drafter {drafter.__version__}\n", "")


@pytest.mark.parametrize("arguments", [(), ("--help",)], ids=["alone", "help"])
def test_help_lists_the_commands(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(*arguments, capsys=capsys)
    assert (code, err) == (0, "")
    assert re.findall(r"^  ([a-z]+)  ", out.partition("Commands:")[2], re.MULTILINE) == [
        "init",
        "sources",
        "stats",
        "search",
        "interview",
        "generate",
        "revise",
        "undo",
        "explain",
        "check",
        "publish",
        "watch",
        "lsp",
        "eval",
        "prompts",
        "runs",
        "forget",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("genrate",), "error: No such command 'genrate'. Did you mean 'generate'?"),
        (("stats", "--yaer", "2024"), "error: No such option: --yaer"),
        (("stats", "--year"), "error: Option '--year' requires an argument"),
        (("explain",), "error: Missing argument 'FILE[:LINE]'"),
        (("stats", "--year", "2024", "--month", "2024-05"), "error: more than one period\nhint: give one of --year"),
        (("stats", "--week", "2024-W54"), "error: not a week: '2024-W54'\nhint: write it like 2024-W18"),
        (("generate", "--date", "soon"), "error: --date: not a day: 'soon'\nhint: write it like 2025-01-01"),
    ],
)
def test_a_wrong_command_line_is_exit_2(
    arguments: tuple[str, ...],
    message: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments, capsys=capsys)
    assert (code, out) == (2, "")
    assert err.startswith(message)


def test_wrong_settings_are_exit_3_and_all_of_them_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "drafter.toml").write_text("[draft]\nfigur = 1\nout = 2\n", "utf-8")
    code, _, err = run("stats", "-C", str(tmp_path), capsys=capsys)
    assert code == 3
    assert re.findall(r"^error: .*drafter\.toml:(\d+): ", err, re.MULTILINE) == ["2", "3"]
    assert "hint: the keys and their values are listed in the README" in err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.DrafterError("x"), 1),
        (errors.UsageError("x"), 2),
        (errors.SettingsError("x"), 3),
        (errors.SourceError("x"), 4),
        (errors.PromptError("x"), 5),
        (errors.ModelError("x"), 6),
        (errors.ReplyError("x"), 7),
        (errors.OutputError("x"), 8),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError("x"), 1),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_every_error_has_its_exit_code(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(sources, "load_settings", fail)
    assert run("sources", capsys=capsys)[0] == code


def test_a_bug_is_called_one_and_shows_its_trace_when_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sources, "load_settings", lambda *_, **__: 1 / 0)
    code, _, err = run("sources", capsys=capsys)
    assert (code, err.splitlines()[0]) == (1, "error: ZeroDivisionError: division by zero")
    assert "Traceback" not in err
    monkeypatch.setenv("DRAFTER_DEBUG", "1")
    assert "Traceback" in run("sources", capsys=capsys)[2]


@pytest.mark.parametrize("n_notes", [1, 2_000], ids=["less than a pipe holds", "more"])
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, n_notes: int) -> None:
    for number in range(n_notes):
        (tmp_path / f"a note with quite a long name {number}.md").write_text("文", "utf-8")
    command = [sys.executable, "-m", "drafter", "sources", "-C", str(tmp_path), "--year", "2024"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read().decode()
    read = "1 document" if n_notes == 1 else f"{n_notes} documents"
    assert (process.returncode, err) == (0, f"{read} read, 0 files left out, for 2024\n")


def test_japanese_is_printed_whatever_the_locale_says() -> None:
    environ = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "drafter", "stats", "-C", "日報"]
    run = subprocess.run(command, env=environ, check=False, capture_output=True)
    assert (run.returncode, run.stderr.decode().splitlines()[0]) == (4, "error: 日報: no such folder")
