"""The cases of `drafter eval`: folders with a case.toml, or with a case.json of elsewhere → `Case`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from drafter.errors import SettingsError, SourceError
from drafter.pipeline.case import Case, Label, Split, Support, Veto, read_body
from drafter.pipeline.case_file import CASE_NAME, read_case
from drafter.pipeline.case_folders import laid_out, lay_out
from drafter.pipeline.case_json import OUTSIDE_NAME, read_outside_case
from drafter.text.plural import count_of

__all__ = ["Case", "Label", "Split", "Support", "Veto", "laid_out", "lay_out", "load_cases", "read_body"]

_READERS = {CASE_NAME: read_case, OUTSIDE_NAME: read_outside_case}  # the first one goes before the second


def load_cases(folder: Path) -> tuple[Case, ...]:
    """The case that `folder` is, or those of the folders right below it, by name.

    A folder without a case.toml and a case.json is no case.

    Raises:
        SourceError: no such folder, or no case in it.
        SettingsError: names every problem of every case.
    """
    if not folder.is_dir():
        problem = "is a file, not a folder" if folder.exists() else "no such folder"
        raise SourceError(f"{folder}: {problem}", hint="give a folder of cases, or one case")
    folder = folder.resolve()
    here = [folder] if _reader_of(folder) else sorted(path for path in folder.iterdir() if path.is_dir())
    found = [(path, read) for path in here if (read := _reader_of(path))]
    if not found:
        hint = f"a case is a folder with a {CASE_NAME} (eval/kaede-2024 is one) or a {OUTSIDE_NAME}"
        raise SourceError(f"{folder}: no case in it", hint=hint)
    cases: list[Case] = []
    faults: list[SettingsError] = []
    for path, read in found:
        try:
            cases.append(read(path))
        except SettingsError as error:
            faults.append(error)
    if faults:
        raise _join(faults)
    return tuple(cases)


def _reader_of(folder: Path) -> Callable[[Path], Case] | None:
    return next((read for name, read in _READERS.items() if (folder / name).is_file()), None)


def _join(faults: list[SettingsError]) -> SettingsError:
    if len(faults) == 1:
        return faults[0]
    hints = dict.fromkeys(hint for fault in faults if (hint := fault.hint))
    told = "\n".join(map(str, faults))
    return SettingsError(told, hint="; ".join([f"{count_of(len(faults), 'case')} to correct", *hints]))
