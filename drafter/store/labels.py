"""What people said of drafts, in `.drafter/labels.jsonl`: one answer a line, kept for every judge that is tried."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from drafter.errors import OutputError
from drafter.store.atomic import read_existing
from drafter.store.folder import prepare_folder
from drafter.store.json_file import encode_json
from drafter.store.state import State

LABELS = "labels.jsonl"
PREFERRED = "preferred"  # the dimension of two drafts beside each other


class Answer(StrEnum):
    """What became of a question."""

    GIVEN = "given"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"


Place = tuple[str, str, str, str]  # draft, other, dimension, rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """An answer of a person. `draft` is the content id of a body, whatever run it is from and whoever wrote it.

    `value` is the level, 1 to 5, of a dimension whose hash is `rubric`. Of `PREFERRED` it is 1 where `draft` is
    preferred to `other`, -1 where the other is, 0 for neither; `draft` is then the lower id. It is None where nothing
    was given. `seconds` is how long it took.
    """

    draft: str
    dimension: str
    value: int | None
    answer: Answer
    at: datetime
    seconds: float
    rubric: str = ""
    other: str = ""
    run: str = ""
    case: str = ""

    @property
    def place(self) -> Place:
        """What was asked: a later answer to the same replaces it."""
        return self.draft, self.other, self.dimension, self.rubric


def labels_path(state: State) -> Path:
    """Where the labels of a project lie."""
    return state.folder / LABELS


def add_label(state: State, label: Label) -> None:
    """Keep an answer; it is on the disk then.

    Raises:
        OutputError: it cannot be written.
    """
    path = labels_path(state)
    prepare_folder(state.folder)
    cut_off = (read_existing(path) or b"\n")[-1:] != b"\n"  # by a kill: its rest must not take this line along
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write((b"\n" if cut_off else b"") + encode_json(asdict(label)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        hint = "check its rights and the free space"
        raise OutputError(f"{path}: cannot be written: {error.strerror}", hint=hint) from error


def load_labels(state: State) -> Mapping[Place, Label]:
    """The last answer to each question, in the order of the first ones, without those that were withdrawn.

    Raises:
        OutputError: they are there and cannot be read.
    """
    last = {label.place: label for label in _read(read_existing(labels_path(state)) or b"")}
    return {place: label for place, label in last.items() if label.answer is not Answer.WITHDRAWN}


def _read(data: bytes) -> Iterator[Label]:
    """A line that was cut off by a kill is left out."""
    for line in data.split(b"\n"):
        try:
            entry = json.loads(line)
            at, answer = datetime.fromisoformat(entry.pop("at")), Answer(entry.pop("answer"))
            yield Label(**entry, at=at, answer=answer)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
