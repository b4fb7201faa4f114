"""The README says what is so: help texts, an example's numbers, modules, settings, exit codes."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from drafter import cli, errors
from drafter.settings import KEYS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def shown(pattern: str) -> list[tuple[str, str]]:
    """Each `$ drafter ARGUMENTS` of a console block that matches, with the text below it."""
    return re.findall(rf"^```console\n\$ drafter ({pattern})\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_help_is_what_is_printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    blocks = shown("[^\\n]*--help")
    assert [arguments for arguments, _ in blocks] == ["--help", "generate --help"]
    for arguments, text in blocks:
        assert cli.main(arguments.split()) == 0
        assert capsys.readouterr().out == text


def test_the_numbers_of_the_example_are_the_ones_counted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ((arguments, text),) = shown(r"stats -C \.demo/[^|\n]*\| head -n 7")
    monkeypatch.chdir(ROOT / "eval" / "kaede-2024")
    assert cli.main(arguments.replace(".demo/", "").split(" | ")[0].split()) == 0
    assert capsys.readouterr().out.splitlines()[:7] == text.splitlines()


def test_every_module_is_on_the_map() -> None:
    parts = {path.stem for path in (ROOT / "drafter").iterdir() if path.stem[0] not in "_."}
    assert [part for part in sorted(parts) if f"`{part}" not in README] == []


def test_every_setting_is_listed_with_its_table() -> None:
    (listed,) = re.findall(r"^```toml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    found = re.findall(r"^\[(\w+)\]|^(\w+) = ", listed, re.MULTILINE)
    keys, table = set(), ""
    for header, name in found:
        table = header or table
        keys |= {(table, name)} if name else set()
    assert keys == {(key.table, key.name) for key in KEYS}


def test_every_exit_code_is_explained() -> None:
    classes = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.DrafterError)]
    explained = {int(code) for row in re.findall(r"^\| ([\d, ]+) \|", README, re.MULTILINE) for code in row.split(",")}
    assert explained == {kind.exit_code for kind in classes} | {0, 9, 130}
