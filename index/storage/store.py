"""SQLite, the truth of a library: connections, transactions, the manifest row."""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakSet

from index.errors import LibraryCorrupt, LibraryIncompatible
from index.storage import schema
from index.storage.codec import Row
from index.types import EncoderFingerprint

NAME = "sitrep.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a library was made with.

    Attributes:
        library: A random name; tells its cache files from another library's.
        rules: Passage rules as plain values.
    """

    library: str
    schema: int
    created: datetime
    fingerprint: EncoderFingerprint
    rules: dict[str, Any]


def require_same(manifest: Manifest, fingerprint: EncoderFingerprint, rules: dict[str, Any]) -> None:
    """Refuse a library made otherwise than this program would.

    Raises:
        LibraryIncompatible: Naming the first difference and the command that removes it.
    """
    remedy = "`sitrep rebuild` makes it anew from its own articles"
    for what, ours, theirs in (
        ("schema", schema.VERSION, manifest.schema),
        ("encoder", fingerprint, manifest.fingerprint),
        ("passage rules", rules, manifest.rules),
    ):
        if ours != theirs:
            raise LibraryIncompatible(what, ours, theirs, remedy)


class _Connection(sqlite3.Connection):
    """A connection that can stand in a weak set, so that a thread's ends with the thread."""


class Store:
    """One SQLite file in WAL mode. Every thread reads through its own connection and never waits for the writer.

    Raises:
        LibraryCorrupt: From any call, when SQLite finds the file damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._mine = threading.local()
        self._all: WeakSet[_Connection] = WeakSet()

    @classmethod
    def create(
        cls, folder: Path, fingerprint: EncoderFingerprint, rules: dict[str, Any], *, after: Counters | None = None
    ) -> Store:
        """Make an empty library file.

        Args:
            after: Where an earlier file's numbers ended: rows and generations are never given twice.
        """
        store = cls(folder)
        with store._open("rwc") as connection:
            connection.execute("PRAGMA page_size = 8192")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(schema.TABLES)
            start = after or Counters(0, 0, 0)
            told, count = json.dumps(rules, sort_keys=True), start.generation
            made = datetime.now(UTC).isoformat(timespec="seconds")
            f = fingerprint
            connection.execute(
                "INSERT INTO manifest VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (uuid.uuid4().hex, schema.VERSION, made, f.model, f.revision, f.weights, f.dimension, f.window, told, count),
            )
            counters = [("articles", start.article), ("passages", start.row)]
            connection.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", counters)
            connection.commit()
        connection.close()
        return store

    def query(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        """Rows of a SELECT, on this thread's reading connection."""
        with _damage_named(self.path):
            return self._reading().execute(sql, values).fetchall()

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """The same, a few rows at a time."""
        with _damage_named(self.path):
            yield from self._reading().execute(sql, values)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Hold this thread's reading at one moment: what is read within agrees with itself. May be nested."""
        with _damage_named(self.path):
            connection = self._reading()
            if connection.in_transaction:
                yield
                return
            connection.execute("BEGIN")
            try:
                yield
            finally:
                connection.rollback()

    @contextmanager
    def transaction(self) -> Iterator[tuple[sqlite3.Connection, int]]:
        """Write under a new generation: gives the connection and that number. All of it is on disk afterwards, or none of it."""
        with _damage_named(self.path):
            connection = self._writing()
            connection.execute("BEGIN IMMEDIATE")
            try:
                raised = "UPDATE manifest SET generation = generation + 1 RETURNING generation"
                (generation,) = connection.execute(raised).fetchone()
                yield connection, generation
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def generation(self) -> int:
        """The number of the last change."""
        return int(self.query("SELECT generation FROM manifest")[0][0])

    def counters(self) -> Counters:
        """Where the numbers stand."""
        told: dict[str, int] = dict(self.query("SELECT name, seq FROM sqlite_sequence"))
        return Counters(self.generation(), told.get("articles", 0), told.get("passages", 0))

    def manifest(self) -> Manifest:
        """What the library was made with."""
        rows = self.query("SELECT library, schema, created, model, revision, weights, dimension, window, rules FROM manifest")
        if not rows:
            raise LibraryCorrupt(f"{self.path} has no manifest")
        name, version, created, model, revision, weights, dimension, window, rules = rows[0]
        fingerprint = EncoderFingerprint(model=model, revision=revision, weights=weights, dimension=dimension, window=window)
        return Manifest(
            library=name,
            schema=version,
            created=datetime.fromisoformat(created),
            fingerprint=fingerprint,
            rules=json.loads(rules),
        )

    def checkpoint(self) -> None:
        """Move all of the write-ahead log into the file and empty it, as far as readers let it go."""
        with _damage_named(self.path):
            self._writing().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def copy_to(self, folder: Path) -> None:
        """A copy of the whole file as it stands, in `folder`, taken while others read and write."""
        target = sqlite3.connect(folder / NAME)
        try:
            self._reading().backup(target)
            target.execute("PRAGMA journal_mode = WAL")
        finally:
            target.close()

    def close(self) -> None:
        """Close every thread's connections."""
        for connection in list(self._all):
            connection.close()
        self._mine = threading.local()

    def _reading(self) -> _Connection:
        if not hasattr(self._mine, "reading"):
            connection = self._open("rw")
            connection.execute("PRAGMA query_only = ON")
            self._mine.reading = connection
        found: _Connection = self._mine.reading
        return found

    def _writing(self) -> _Connection:
        if not hasattr(self._mine, "writing"):
            connection = self._open("rw")
            connection.execute("PRAGMA synchronous = FULL")
            self._mine.writing = connection
        found: _Connection = self._mine.writing
        return found

    def _open(self, mode: str) -> _Connection:
        address = f"{self.path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(
            address, uri=True, isolation_level=None, check_same_thread=False, cached_statements=64, factory=_Connection
        )
        for pragma in schema.PRAGMAS:
            connection.execute(pragma)
        self._all.add(connection)
        return connection


@dataclass(frozen=True, slots=True)
class Counters:
    """The last generation, article number and passage row that were given out."""

    generation: int
    article: int
    row: int


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        # Only the class itself says that the file is damaged; its subclasses speak of constraints, locks and full disks.
        if type(error) is not sqlite3.DatabaseError:
            raise
        remedy = "restore a backup (`sitrep backup` makes one) or add the articles to a new library"
        raise LibraryCorrupt(f"{path} is damaged ({error}): {remedy}") from error
