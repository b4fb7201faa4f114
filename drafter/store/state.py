"""What drafter remembers between runs, in `.drafter/` at the project's root: closed to others, ignored by git."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from drafter.errors import OutputError
from drafter.records import Count, Gone, GoneKind, Kept, Ownership, Part, Period, Standing, Unit, content_id
from drafter.store.atomic import read_existing, write_atomic
from drafter.store.lock import hold_lock

VERSION = 1
FOLDER = ".drafter"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenQuote:
    """Words of a source, as they stood there when the draft was written."""

    path: str
    start_line: int
    end_line: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSentence:
    """`written.text[start:end]` and what it rests on."""

    start: int
    end: int
    standing: Standing
    quotes: tuple[WrittenQuote, ...] = ()
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file as drafter last wrote it: `text` holds the exact characters, with line ends and byte order mark.

    `ownership` says what of it was a person's already, `period` what it tells of, where that is known; `notes` are the
    folders of notes that it was made from and no settings name, as `State.name_of`.
    """

    text: str
    sentences: tuple[WrittenSentence, ...] = ()
    ownership: Ownership = field(default_factory=Ownership)
    period: Period | None = None
    notes: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Of the file's bytes."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class State:
    """The state of the project at `root`. Reading makes nothing; the first write makes the folder."""

    root: Path

    @property
    def folder(self) -> Path:
        """`.drafter/` at the root, there or not."""
        return self.root / FOLDER

    @contextmanager
    def lock(self, *, wait_s: float = 3.0) -> Iterator[None]:
        """Keep other processes from writing to this project.

        Raises:
            OutputError: another one holds the lock after `wait_s` seconds; names its process id.
        """
        self.prepare()
        with hold_lock(self.folder / "lock", wait_s=wait_s):
            yield

    def load_written(self, path: Path) -> Written | None:
        """What was last written to `path`; None where drafter never wrote it, or its memory of it is lost or broken.

        Raises:
            OutputError: the state was made by a newer drafter, or cannot be read.
        """
        self._check_version()
        data = read_existing(self._record_path(path))
        return parse_written(data) if data is not None else None

    def save_written(self, path: Path, written: Written) -> None:
        """Remember what was written to `path`.

        Raises:
            OutputError: the state cannot be written.
        """
        self.restore_record(path, encode_written(written, path=self.name_of(path)))

    def load_record(self, path: Path) -> bytes | None:
        """The memory of `path` as it lies on the disk.

        Raises:
            OutputError: the state was made by a newer drafter, or cannot be read.
        """
        self._check_version()
        return read_existing(self._record_path(path))

    def restore_record(self, path: Path, record: bytes | None) -> None:
        """Bring an earlier memory of `path` back; None forgets the file.

        Raises:
            OutputError: the state cannot be written.
        """
        if record is not None:
            self._write(self._record_path(path), record)
        else:
            self._record_path(path).unlink(missing_ok=True)

    def save_asset(self, path: Path, content: bytes) -> None:
        """Remember a picture written to `path` by its hash alone.

        Raises:
            OutputError: the state cannot be written.
        """
        record = {"path": self.name_of(path), "sha256": hashlib.sha256(content).hexdigest()}
        self._write(self._record_path(path), json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8"))

    def sha256_of(self, path: Path) -> str | None:
        """The hash of what was last written to `path`; None where drafter never wrote it, or cannot know.

        Raises:
            OutputError: the state was made by a newer drafter, or cannot be read.
        """
        self._check_version()
        data = read_existing(self._record_path(path))
        try:
            record = json.loads(data or b"null")
        except (ValueError, RecursionError):
            return None
        return str(record["sha256"]) if isinstance(record, dict) and "sha256" in record else None

    def put_aside(self, path: Path, text: str) -> Path:
        """Keep a draft that may not replace `path`; returns where. The same text is kept once, none is replaced.

        Raises:
            OutputError: the state cannot be written.
        """
        return self._keep("aside", path, text.encode("utf-8"))

    def keep_old(self, path: Path, old: str | bytes) -> Path:
        """Keep what stood at `path` before it is replaced; returns where. The same content is kept once.

        Raises:
            OutputError: the state cannot be written.
        """
        return self._keep("old", path, old.encode("utf-8") if isinstance(old, str) else old)

    def keep_unplaced(self, path: Path, text: str) -> Path:
        """Keep what of a new draft found no place in `path`; returns where. The same text is kept once.

        Raises:
            OutputError: the state cannot be written.
        """
        return self._keep("unplaced", path, text.encode("utf-8"))

    def keep_outline(self, label: str, text: str) -> Path:
        """Keep the plan of a period for its author to edit; returns where. One that was edited is never replaced.

        Raises:
            OutputError: the state cannot be written.
        """
        return self._keep("outlines", self.root / f"outline-{label}.md", text.encode("utf-8"))

    def name_of(self, path: Path) -> str:
        """`path` as the state calls it: from the root, or in full outside it; NFC, "/" between."""
        path = path.resolve()
        inside = path.is_relative_to(self.root.resolve())
        return unicodedata.normalize("NFC", (path.relative_to(self.root.resolve()) if inside else path).as_posix())

    def _record_path(self, path: Path) -> Path:
        return self.folder / "written" / f"{content_id(self.name_of(path))}.json"

    def _keep(self, shelf: str, path: Path, data: bytes) -> Path:
        name = Path(self.name_of(path))
        folder = self.folder / shelf / (content_id(name.as_posix()) if name.is_absolute() else name.parent)
        number = 1
        while True:
            kept = folder / (name.name if number == 1 else f"{name.stem}.{number}{name.suffix}")
            existing = read_existing(kept)
            if existing is None:
                self._write(kept, data)
            if existing in (None, data):
                return kept
            number += 1

    def _write(self, path: Path, data: bytes) -> None:
        self.prepare()
        self.make_folder(path.parent)
        write_atomic(path, data, expected=read_existing(path), mode=0o600)

    def prepare(self) -> None:
        """Make the folder, closed to others and ignored by git; also while another process makes it.

        Raises:
            OutputError: it was made by a newer drafter, or cannot be made.
        """
        self._check_version()
        self.make_folder(self.folder)
        for name, content in ((".gitignore", b"*\n"), ("version", f"{VERSION}\n".encode())):
            _make_file(self.folder / name, content)

    def make_folder(self, folder: Path) -> None:
        """Make a folder inside of `folder`, closed to others.

        Raises:
            OutputError: it cannot be made.
        """
        try:
            for step in reversed((folder, *folder.parents)):
                if step.is_relative_to(self.folder):
                    step.mkdir(mode=0o700, exist_ok=True)
            self.folder.chmod(0o700)
        except OSError as error:
            hint = "drafter keeps its state there; move away what is in its place, or check the rights"
            raise OutputError(f"{folder}: cannot be made: {error.strerror}", hint=hint) from error

    def _check_version(self) -> None:
        data = read_existing(self.folder / "version") if self.folder.is_dir() else None
        if data is None:
            return
        version = data.decode("ascii", "replace").strip()
        if not version.isdecimal():
            hint = f"move {self.folder} away: without it every file counts as yours, and none is overwritten"
            raise OutputError(f"{self.folder / 'version'}: not a version: {version!r}", hint=hint)
        if int(version) > VERSION:
            raise OutputError(
                f"{self.folder} was made by a newer drafter (state version {version}, this one knows {VERSION})",
                hint="install the newer drafter again",
            )


def _make_file(path: Path, content: bytes) -> None:
    """Make a file unless it is there; another process may be making the same one."""
    if read_existing(path) is None:
        try:
            write_atomic(path, content, expected=None, mode=0o600)
        except OutputError:
            if read_existing(path) != content:
                raise


def encode_written(written: Written, **beside: str) -> bytes:
    """As JSON in UTF-8, with its hash and what else stands beside it."""
    record = {**beside, "sha256": written.sha256, **asdict(written)}
    return json.dumps(record, ensure_ascii=False, indent=1, default=date.isoformat).encode("utf-8")


def parse_written(data: bytes) -> Written | None:
    """None where the record is broken: what is not known to be drafter's own is a person's."""
    try:
        record: Mapping[str, Any] = json.loads(data)
        written = Written(
            text=record["text"],
            sentences=tuple(_parse_sentence(sentence) for sentence in record["sentences"]),
            ownership=_parse_ownership(record.get("ownership") or {}),
            period=_parse_period(record.get("period")),
            notes=tuple(map(str, record.get("notes") or ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return written if written.sha256 == record.get("sha256") else None


def _parse_sentence(record: Mapping[str, Any]) -> WrittenSentence:
    return WrittenSentence(
        start=record["start"],
        end=record["end"],
        standing=Standing(record["standing"]),
        quotes=tuple(WrittenQuote(**quote) for quote in record["quotes"]),
        counts=tuple(Count(**{**count, "document_ids": tuple(count["document_ids"])}) for count in record["counts"]),
    )


def _parse_ownership(record: Mapping[str, Any]) -> Ownership:
    """Records written before there were owners hold none: all of the text was drafter's."""
    return Ownership(
        kept=tuple(Kept(**{**kept, "part": Part(kept["part"])}) for kept in record.get("kept", ())),
        gone=tuple(Gone(**{**gone, "kind": GoneKind(gone["kind"])}) for gone in record.get("gone", ())),
    )


def _parse_period(record: Mapping[str, str] | None) -> Period | None:
    if record is None:
        return None
    start, end = (date.fromisoformat(record[key]) for key in ("start", "end"))
    return Period(unit=Unit(record["unit"]), label=record["label"], start=start, end=end)
