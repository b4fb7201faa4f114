"""What stood in a file before each time drafter wrote it, so that it can step back."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from drafter.records import content_id
from drafter.store.atomic import read_existing, write_atomic
from drafter.store.state import State, Written, encode_written

MOST_STEPS = 50  # of one file; the oldest go first


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A file before drafter wrote it (None: there was none) and the hash of what it wrote, with its memory of both."""

    before: bytes | None
    before_record: bytes | None
    after_sha256: str
    after_record: bytes

    def wrote(self, existing: bytes | None) -> bool:
        """Whether `existing` is what drafter wrote."""
        return existing is not None and hashlib.sha256(existing).hexdigest() == self.after_sha256


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of the file at `path`, kept in the state."""

    state: State
    path: Path

    @property
    def folder(self) -> Path:
        """Where they lie, there or not."""
        return self.state.folder / "undo" / content_id(self.state.name_of(self.path))

    def push(self, before: bytes | None, written: Written) -> None:
        """Remember a step before it is taken.

        Raises:
            OutputError: the state cannot be written.
        """
        record = self.state.load_record(self.path)
        self._push(before, record, written.sha256, encode_written(written, path=self.state.name_of(self.path)))

    def push_apart(self, before: bytes | None, after: bytes) -> None:
        """Remember a step that is a person's: drafter's memory of the file stays as it is.

        Raises:
            OutputError: the state cannot be written.
        """
        record = self.state.load_record(self.path)
        unknown = encode_written(Written(text=""), path=self.state.name_of(self.path))
        self._push(before, record, hashlib.sha256(after).hexdigest(), record or unknown)

    def _push(self, before: bytes | None, before_record: bytes | None, after_sha256: str, after_record: bytes) -> None:
        step = {
            "before": _packed(before),
            "before_record": _packed(before_record),
            "after_sha256": after_sha256,
            "after_record": _packed(after_record),
        }
        self.state.prepare()
        self.state.make_folder(self.folder)
        files = self._files()
        number = int(files[-1].stem) + 1 if files else 1
        data = json.dumps(step, indent=1).encode("ascii")
        write_atomic(self.folder / f"{number:06}.json", data, expected=None, mode=0o600)
        for file in files[: max(0, len(files) + 1 - MOST_STEPS)]:
            file.unlink(missing_ok=True)

    def last(self) -> Step | None:
        """The newest step; None where there is none that can be read.

        Raises:
            OutputError: the state cannot be read.
        """
        files = self._files()
        return _parse_step(read_existing(files[-1])) if files else None

    def drop_last(self) -> None:
        """Forget the newest step."""
        for file in self._files()[-1:]:
            file.unlink(missing_ok=True)

    @property
    def n_steps(self) -> int:
        """How many there are."""
        return len(self._files())

    def recover(self, existing: bytes | None) -> None:
        """Finish a step that was broken off: the file was written and the memory of it was not, or neither was.

        Without any memory of the file it is a person's, whatever the steps say.

        Raises:
            OutputError: the state cannot be written.
        """
        step = self.last()
        if step is None or step.before_record is None or self.state.load_record(self.path) != step.before_record:
            return
        if step.wrote(existing):
            self.state.restore_record(self.path, step.after_record)
        elif existing == step.before:
            self.drop_last()

    def _files(self) -> list[Path]:
        return sorted(file for file in self.folder.glob("*.json") if file.stem.isdecimal())


def _packed(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _unpacked(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)


def _parse_step(data: bytes | None) -> Step | None:
    try:
        record = json.loads(data or b"")
        after = _unpacked(record["after_record"])
        if after is None:
            return None
        return Step(
            before=_unpacked(record["before"]),
            before_record=_unpacked(record["before_record"]),
            after_sha256=str(record["after_sha256"]),
            after_record=after,
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
