"""Replies that were paid for, kept in one SQLite file: the same request is asked once. Beside them the bodies of the
requests, and small notes on what an endpoint can do."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from drafter.errors import OutputError
from drafter.model.chat import Usage
from drafter.store.folder import prepare_folder
from drafter.store.lock import hold_lock
from drafter.store.state import State

FILE = "cache.sqlite3"
VERSION = 1
WAIT_S = 20.0  # for another process that writes
_TABLES = (
    "CREATE TABLE IF NOT EXISTS replies"
    " (key TEXT PRIMARY KEY, text BLOB NOT NULL, model BLOB NOT NULL, input_tokens INTEGER, output_tokens INTEGER)",
    "CREATE TABLE IF NOT EXISTS requests (key TEXT PRIMARY KEY, body BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
)
_KEYS_MAX = 500  # in one statement
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedReply:
    """An answer as it came: `model` as served, `usage` None where the endpoint told none."""

    text: str
    model: str
    usage: Usage | None


def make_key(
    *,
    endpoint: str,
    model: str,
    parameters: Mapping[str, object],
    messages: Sequence[Mapping[str, object]],
    schema: Mapping[str, object] | None,
    sample: int,
) -> str:
    """The name of a request: another one for any other endpoint, model, parameter, message, schema or sample.

    The order in which a mapping was filled changes nothing.
    """
    parts = {
        "endpoint": endpoint,
        "model": model,
        "parameters": parameters,
        "messages": messages,
        "schema": schema,
        "sample": sample,
    }
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(_encode(text)).hexdigest()


class Cache:
    """The cache in the file `path`, for any number of threads and processes.

    It is opened when first used; reading makes nothing. What was put is on the disk when `put` returns, so that
    neither a kill nor a power cut loses it: `synchronous=FULL`, one fsync of a few milliseconds for a reply that took
    seconds and money (in WAL, NORMAL would keep it through a kill only).

    Every method raises OutputError: the file cannot be read or written, is made by a newer drafter, or is damaged; a
    damaged one is moved aside first, so that the next run starts with an empty cache.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._inode: tuple[int, int] | None = None

    @classmethod
    def of(cls, state: State) -> Cache:
        """The cache of a project, in its `.drafter/`."""
        return cls(state.folder / FILE)

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. The next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def get(self, key: str) -> CachedReply | None:
        """The reply that was put under `key`, or None."""
        return self._find(
            "SELECT text, model, input_tokens, output_tokens FROM replies WHERE key = ?", key, _read_reply
        )

    def put(self, key: str, reply: CachedReply, *, request: str) -> None:
        """Keep a reply, and the body of its request. A second one under the same key replaces the first."""
        usage = reply.usage
        tokens = (usage.input_tokens, usage.output_tokens) if usage else (None, None)
        self._write(
            ("INSERT OR REPLACE INTO requests VALUES (?, ?)", (key, _encode(request))),
            (
                "INSERT OR REPLACE INTO replies VALUES (?, ?, ?, ?, ?)",
                (key, _encode(reply.text), _encode(reply.model), *tokens),
            ),
        )

    def put_request(self, key: str, request: str) -> None:
        """Keep the body of a request that is about to leave, whatever becomes of it."""
        self._write(("INSERT OR REPLACE INTO requests VALUES (?, ?)", (key, _encode(request))))

    def get_request(self, key: str) -> str | None:
        """The body of a request that left, or None."""
        return self._find("SELECT body FROM requests WHERE key = ?", key, lambda row: _decode(row[0]))

    def get_vectors(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """The vectors that were put under these keys."""

        def find(connection: sqlite3.Connection) -> Mapping[str, bytes]:
            found: dict[str, bytes] = {}
            for start in range(0, len(keys), _KEYS_MAX):
                some = keys[start : start + _KEYS_MAX]
                marks = ", ".join("?" * len(some))
                found.update(connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some))
            return found

        return self._use(find, make=False) or {}

    def put_vectors(self, vectors: Mapping[str, bytes]) -> None:
        """Keep vectors."""
        self._write(*(("INSERT OR REPLACE INTO vectors VALUES (?, ?)", entry) for entry in vectors.items()))

    def load_note(self, key: str) -> dict[str, Any] | None:
        """What was noted under `key`, or None."""
        return self._find("SELECT value FROM notes WHERE key = ?", key, lambda row: dict(json.loads(row[0])))

    def save_note(self, key: str, note: Mapping[str, object]) -> None:
        """Note something, as JSON, in the place of what was noted under `key`. Of two processes the later one stays."""
        self._write(("INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, json.dumps(dict(note)))))

    def _find(self, query: str, key: str, read: Callable[[tuple[Any, ...]], T]) -> T | None:
        def find(connection: sqlite3.Connection) -> T | None:
            row = connection.execute(query, (key,)).fetchone()
            try:
                return read(row) if row is not None else None
            except (ValueError, TypeError) as error:  # it is not what was put
                raise self._put_aside(error) from error

        return self._use(find, make=False)

    def _write(self, *statements: tuple[str, tuple[object, ...]]) -> None:
        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                for statement, values in statements:
                    connection.execute(statement, values)

        self._use(write, make=True)

    def _use(self, work: Callable[[sqlite3.Connection], T], *, make: bool) -> T | None:
        """`work` with the open file; None where there is no file and none is to be made."""
        with self._lock:
            try:
                if self._connection is None and not make and not self.path.exists():
                    return None
                return work(self._connection or self._open())
            except sqlite3.Error as error:
                if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGED:
                    raise self._put_aside(error) from error
                raise OutputError(
                    f"{self.path}: cannot be used: {error}", hint="check its rights and the free space"
                ) from error

    def _open(self) -> sqlite3.Connection:
        """Under a lock: two processes that make the file, or change its mode, at once would be refused by SQLite."""
        prepare_folder(self.path.parent)
        with hold_lock(self._lock_path, wait_s=WAIT_S):
            self._make_file()
            self._inode = _inode(self.path)
            connection = sqlite3.connect(self.path, timeout=WAIT_S, isolation_level=None, check_same_thread=False)
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise
        self._connection = connection
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise OutputError(f"{self.path}: made by a newer drafter", hint="install the newer drafter again")
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", *_TABLES):
            connection.execute(statement)
        if version < VERSION:
            connection.execute(f"PRAGMA user_version = {VERSION}")

    def _make_file(self) -> None:
        """Never opens one that is there: closing it again would end the locks that SQLite holds on it."""
        try:
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            self.path.chmod(0o600)
        except OSError as error:
            raise OutputError(f"{self.path}: cannot be made: {error.strerror}", hint="check its rights") from error

    def _put_aside(self, damage: Exception) -> OutputError:
        """Move the damaged file away, unless another process did, and say so."""
        self.close()
        again = "run the command again: what was in it will be asked, and paid for, anew"
        with hold_lock(self._lock_path, wait_s=WAIT_S):
            if _inode(self.path) != self._inode:
                return OutputError(f"{self.path}: was damaged ({damage}); it has been moved aside", hint=again)
            aside = self._free_name()
            for suffix in ("-wal", "-shm", ""):
                with suppress(FileNotFoundError):
                    Path(f"{self.path}{suffix}").rename(f"{aside}{suffix}")
        return OutputError(f"{self.path}: is damaged ({damage}); it is kept as {aside.name}", hint=again)

    def _free_name(self) -> Path:
        names = (f"{self.path.stem}.damaged.{number}{self.path.suffix}" for number in range(1, 1_000_000))
        return next(path for path in map(self.path.with_name, names) if not path.exists())

    @property
    def _lock_path(self) -> Path:
        return self.path.with_name(f"{self.path.name}.lock")


def _read_reply(row: tuple[Any, ...]) -> CachedReply:
    text, model, input_tokens, output_tokens = row
    known = input_tokens is not None and output_tokens is not None
    usage = Usage(input_tokens=input_tokens, output_tokens=output_tokens) if known else None
    return CachedReply(text=_decode(text), model=_decode(model), usage=usage)


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _encode(text: str) -> bytes:
    """An answer may hold half of a surrogate pair, which is no UTF-8: it comes back as it was."""
    return text.encode("utf-8", "surrogatepass")


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
