"""Posts as they stood when they were published, beside what drafter had written: for comparing the two."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from drafter.records import content_id
from drafter.store.atomic import read_existing, write_atomic
from drafter.store.state import State

_FOLDER = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A post as it was published: `text` holds the exact characters, `date` what its front matter says."""

    text: str
    date: str


def save_published(state: State, path: Path, published: Published) -> None:
    """Remember what was published at `path`; what drafter wrote there stays remembered, too.

    Raises:
        OutputError: the state cannot be written.
    """
    record = {
        "path": state.name_of(path),
        "date": published.date,
        "sha256": _sha256(published.text),
        "text": published.text,
    }
    file = _file(state, path)
    state.prepare()
    state.make_folder(file.parent)
    data = json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8")
    write_atomic(file, data, expected=read_existing(file), mode=0o600)


def load_published(state: State, path: Path) -> Published | None:
    """What was last published at `path`; None where nothing was, or the memory of it is broken.

    Raises:
        OutputError: the state cannot be read.
    """
    data = read_existing(_file(state, path))
    try:
        record = json.loads(data or b"null")
        published = Published(text=record["text"], date=record["date"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return published if record.get("sha256") == _sha256(published.text) else None


def _file(state: State, path: Path) -> Path:
    return state.folder / _FOLDER / f"{content_id(state.name_of(path))}.json"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
