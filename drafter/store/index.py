"""The search index: which parts of documents hold the terms of a query, in one SQLite file that can be made again."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from drafter.errors import OutputError
from drafter.store.folder import prepare_folder
from drafter.store.lock import hold_lock
from drafter.store.state import State
from drafter.text.search_terms import index_terms, query_terms

FILE = "index.sqlite3"
VERSION = 1  # of the tables and of the terms: an index of another one is made again
WAIT_S = 30.0  # for another process that writes
_HEAD_WEIGHT, _BODY_WEIGHT = 2.0, 1.0
_TABLES = (
    "CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, sign TEXT NOT NULL, day TEXT) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS parts (number INTEGER PRIMARY KEY, chunk_id TEXT NOT NULL, document_id TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS parts_of ON parts (document_id)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS terms USING fts5"
    " (head, body, tokenize = \"unicode61 remove_diacritics 0 tokenchars '_+#ー々〆'\")",
)
_FOUND = "SELECT rowid, rank FROM terms WHERE terms MATCH ? AND rank MATCH ?"
_OF_DAYS = (
    " AND rowid IN (SELECT number FROM parts JOIN documents ON documents.id = document_id WHERE day BETWEEN ? AND ?)"
)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPart:
    """A chunk with the words it is found by: `head` (title and headings) counts more than `body`."""

    chunk_id: str
    head: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedDocument:
    """A document with its parts. `sign` changes with anything about it that the index holds."""

    id: str
    sign: str
    day: date | None
    parts: tuple[IndexedPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A chunk that was found; a higher `score` is a better one, within one search."""

    chunk_id: str
    document_id: str
    score: float


class SearchIndex(Protocol):
    """What search asks of an index, whichever engine keeps it."""

    def signs(self) -> Mapping[str, str]:
        """The documents in it: id → sign."""

    def add(self, documents: Iterable[IndexedDocument]) -> None:
        """Take documents in; one that is there under the same id is replaced."""

    def delete(self, document_ids: Collection[str]) -> None:
        """Forget documents, also their words; ids that are not there are no error."""

    def search(self, query: str, *, limit: int, days: tuple[date, date] | None = None) -> tuple[Hit, ...]:
        """The best `limit` chunks that hold a term of the query, best first; of documents dated in `days` only."""


class LostIndexError(OutputError):
    """The index was damaged and is gone: to be filled again."""


class Index:
    """The index of a project in the file `path`, for one thread and any number of processes.

    It holds the terms of texts, not texts. A killed process leaves the documents that it had taken in, each whole. One
    that is damaged is removed, and one of another version made anew: nothing in it is a person's.

    Every method raises LostIndexError: it was damaged; OutputError: it cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None

    @classmethod
    def of(cls, state: State) -> Index:
        """The index of a project, in its `.drafter/`."""
        return cls(state.folder / FILE)

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. The next use opens it again."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def signs(self) -> Mapping[str, str]:
        """See `SearchIndex`."""
        return self._use(lambda c: dict(c.execute("SELECT id, sign FROM documents")))

    def add(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchIndex`."""

        def write(connection: sqlite3.Connection) -> None:
            for document in documents:
                _forget(connection, [document.id])
                _insert(connection, document)

        self._write(write)

    def delete(self, document_ids: Collection[str]) -> None:
        """See `SearchIndex`. The terms leave the file: what became private must not lie there."""

        def write(connection: sqlite3.Connection) -> None:
            _forget(connection, document_ids)
            connection.execute("INSERT INTO terms (terms) VALUES ('optimize')")

        if document_ids:
            self._write(write)

    def search(self, query: str, *, limit: int, days: tuple[date, date] | None = None) -> tuple[Hit, ...]:
        """See `SearchIndex`; ranked by BM25."""
        wanted = " OR ".join(f'"{term}"' for term in query_terms(query))
        if not wanted:
            return ()
        statement = _FOUND + (_OF_DAYS if days else "") + " ORDER BY rank LIMIT ?"
        values = (wanted, f"bm25({_HEAD_WEIGHT}, {_BODY_WEIGHT})", *(map(str, days or ())), limit)
        joined = f"SELECT chunk_id, document_id, rank FROM ({statement}) JOIN parts ON number = rowid ORDER BY rank"
        rows = self._use(lambda c: c.execute(joined, values).fetchall())
        return tuple(Hit(chunk_id=chunk, document_id=document, score=-rank) for chunk, document, rank in rows)

    def _write(self, work: Callable[[sqlite3.Connection], None]) -> None:
        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                work(connection)

        self._use(write)

    def _use(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            if self._connection is None:
                self._connection = self._open()
            return work(self._connection)
        except sqlite3.Error as error:
            self.close()
            if (getattr(error, "sqlite_errorcode", 0) & 0xFF) not in _DAMAGED:
                hint = "check its rights and the free space; it may be deleted, and is then made again"
                raise OutputError(f"{self.path}: cannot be used: {error}", hint=hint) from error
            with hold_lock(self._lock_path, wait_s=WAIT_S):
                self._remove()
            hint = "run the command again: it is made anew"
            raise LostIndexError(f"{self.path}: was damaged ({error}) and is removed", hint=hint) from error

    def _open(self) -> sqlite3.Connection:
        """Under a lock: two processes that make the file at once would be refused by SQLite."""
        prepare_folder(self.path.parent)
        with hold_lock(self._lock_path, wait_s=WAIT_S):
            connection = self._connect()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version not in (0, VERSION):
                connection.close()
                self._remove()
                connection = self._connect()
            try:
                for statement in ("PRAGMA journal_mode = WAL", *_TABLES, f"PRAGMA user_version = {VERSION}"):
                    connection.execute(statement)
            except BaseException:
                connection.close()
                raise
        return connection

    def _connect(self) -> sqlite3.Connection:
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(self.path, timeout=WAIT_S, isolation_level=None)
        for statement in ("PRAGMA secure_delete = ON", "PRAGMA synchronous = NORMAL"):
            connection.execute(statement)
        return connection

    def _remove(self) -> None:
        for suffix in ("-wal", "-shm", ""):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    @property
    def _lock_path(self) -> Path:
        return self.path.with_name(f"{self.path.name}.lock")


def _insert(connection: sqlite3.Connection, document: IndexedDocument) -> None:
    for part in document.parts:
        row = connection.execute(
            "INSERT INTO parts (chunk_id, document_id) VALUES (?, ?)", (part.chunk_id, document.id)
        ).lastrowid
        terms = (" ".join(index_terms(part.head)), " ".join(index_terms(part.body)))
        connection.execute("INSERT INTO terms (rowid, head, body) VALUES (?, ?, ?)", (row, *terms))
    day = document.day.isoformat() if document.day else None
    connection.execute("INSERT INTO documents VALUES (?, ?, ?)", (document.id, document.sign, day))


def _forget(connection: sqlite3.Connection, document_ids: Iterable[str]) -> None:
    for document_id in document_ids:
        numbers: Sequence[tuple[int]] = connection.execute(
            "SELECT number FROM parts WHERE document_id = ?", (document_id,)
        ).fetchall()
        connection.executemany("DELETE FROM terms WHERE rowid = ?", numbers)
        connection.execute("DELETE FROM parts WHERE document_id = ?", (document_id,))
        connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
