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
from drafter.store.state import Written, encode_written, parse_written

SCORES, CASES, DRAFTS = "scores.jsonl", "cases.json", "drafts"


@dataclass(frozen=True, slots=True)
class ScoreRecord:
    """What a run of `eval` keeps in its folder, which is there and closed to others."""

    folder: Path

    def add(self, lines: Iterable[bytes], *, name: str, written: Written) -> None:
        """Keep a draft under a file name with what its sentences rest on, then its scores; all is on the disk then.

        Raises:
            OutputError: it cannot be written.
        """
        prepare_folder(self.folder / DRAFTS)
        for path, data in (
            (self.folder / DRAFTS / name, written.text.encode("utf-8", "surrogatepass")),
            (self.folder / DRAFTS / f"{name}.json", encode_written(written)),
        ):
            write_atomic(path, data, expected=read_existing(path), mode=0o600)
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

    def written(self, name: str) -> Written:
        """A draft that was scored, with what its sentences rest on; empty where there is none."""
        kept = parse_written(read_existing(self.folder / DRAFTS / f"{name}.json") or b"")
        return kept or Written(text=(read_existing(self.folder / DRAFTS / name) or b"").decode("utf-8", "replace"))
