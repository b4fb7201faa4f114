"""What a run of `drafter eval` keeps in `.drafter/runs/ID/`: its scores line by line, and every draft it scored."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drafter.errors import OutputError
from drafter.store.atomic import read_existing, write_atomic
from drafter.store.folder import prepare_folder
from drafter.store.json_file import read_json, write_json

SCORES, CASES, DRAFTS = "scores.jsonl", "cases.json", "drafts"


@dataclass(frozen=True, slots=True)
class ScoreRecord:
    """What a run of `eval` keeps in its folder, which is there and closed to others."""

    folder: Path

    def add(self, lines: Iterable[bytes], *, name: str, text: str) -> None:
        """Keep a draft under a file name, then its scores; both are on the disk when this returns.

        Raises:
            OutputError: it cannot be written.
        """
        prepare_folder(self.folder / DRAFTS)
        path = self.folder / DRAFTS / name
        write_atomic(path, text.encode("utf-8", "surrogatepass"), expected=read_existing(path), mode=0o600)
        try:
            descriptor = os.open(self.folder / SCORES, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(b"".join(lines))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            hint = "check its rights and the free space"
            raise OutputError(f"{self.folder / SCORES}: cannot be written: {error.strerror}", hint=hint) from error

    def describe(self, cases: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep what the report needs of the cases: language, period, title and the body of the reference.

        Raises:
            OutputError: it cannot be written.
        """
        write_json(self.folder / CASES, dict(cases))

    @property
    def lines(self) -> bytes:
        """The scores as they were added; empty where there is none."""
        return read_existing(self.folder / SCORES) or b""

    @property
    def cases(self) -> Mapping[str, Any]:
        """What was described, by case."""
        return read_json(self.folder / CASES)

    def draft(self, name: str) -> str:
        """A draft that was scored; "" where there is none."""
        return (read_existing(self.folder / DRAFTS / name) or b"").decode("utf-8", "replace")
