"""The store's tables, and the connection to them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sitrep_slack.errors import StoreBusy

_TABLES = """
CREATE TABLE IF NOT EXISTS deliveries (id TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS jobs (
    n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, lane TEXT NOT NULL, person TEXT NOT NULL, state TEXT NOT NULL,
    due REAL NOT NULL, starts INTEGER NOT NULL, failures INTEGER NOT NULL, asked TEXT, reply TEXT, at REAL NOT NULL, ended TEXT
);
CREATE INDEX IF NOT EXISTS jobs_open ON jobs (state, lane, n) WHERE state != 'done';
CREATE TABLE IF NOT EXISTS threads (channel TEXT, thread TEXT, at REAL NOT NULL, PRIMARY KEY (channel, thread)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, words TEXT NOT NULL, reply TEXT NOT NULL, at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS votes (
    answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE, person TEXT NOT NULL, vote INTEGER NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (answer, person)
) WITHOUT ROWID;
"""


def connect(path: Path) -> sqlite3.Connection:
    """The store, made if it is not there; readable by its owner only, for it holds what people asked."""
    path.touch(mode=0o600, exist_ok=True)
    store = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    store.row_factory = sqlite3.Row
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = FULL")  # what Slack was told is taken must be there after a power cut too
    store.execute("PRAGMA foreign_keys = ON")
    store.executescript(_TABLES)
    return store


def lock(path: Path) -> sqlite3.Connection:
    """Keep other bots off the store until this process ends, however it ends.

    Raises:
        StoreBusy: If one is at work.
    """
    name = path.with_name(f"{path.name}.lock")
    held = sqlite3.connect(name, isolation_level=None, check_same_thread=False, timeout=0)
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        held.close()
        raise StoreBusy(f"another bot works with {path}") from None
    return held
