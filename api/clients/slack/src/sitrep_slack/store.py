"""What survives a restart: which deliveries are known, what is asked and not yet answered, answers and their votes.

SQLite is called by one thread at a time; every method that changes something has it on disk when it returns.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sitrep_slack import schema
from sitrep_slack.errors import StoreFull
from sitrep_slack.types import Asked, Job, Kind, Reply

_OVERFLOW = 10
"""How many times the wishes that may wait are taken down at all, the most of them only to say "come back later"."""

_TAKE = """
UPDATE jobs SET state = 'working', starts = starts + 1 WHERE n = (
    SELECT n FROM jobs AS job WHERE state = 'waiting' AND due <= ? AND NOT EXISTS (
        SELECT 1 FROM jobs AS other WHERE other.state IN ('waiting', 'working') AND other.lane = job.lane AND other.n < job.n
    ) ORDER BY n LIMIT 1
) RETURNING n, asked, at, starts, failures, reply
"""


class Store:
    """One open store. What another process began and did not end is waiting again."""

    def __init__(self, path: Path, *, waiting: int, waiting_per_person: int) -> None:
        self._lock = schema.lock(path)
        self._store = schema.connect(path)
        self._waiting = waiting
        self._waiting_per_person = waiting_per_person
        self._store.execute("UPDATE jobs SET state = 'waiting', due = 0 WHERE state = 'working'")

    def close(self) -> None:
        """Let go of the files."""
        self._store.close()
        self._lock.close()

    def claim(self, delivery: str, asked: Asked, now: float) -> bool:
        """Take a wish down, once: whether it is new.

        Args:
            delivery: The `event_id`, the same whenever Slack delivers the event again.

        Raises:
            StoreFull: If nothing more is taken down; the delivery stays unknown.
        """
        with self._changing():
            is_new = self._insert("INSERT OR IGNORE INTO deliveries VALUES (?, ?)", delivery, now)
            if not is_new:
                return False
            kept = asked if self._has_room(asked.target.person) else _busy(asked)
            target = asked.target
            if target.thread is not None and target.response_url is None:
                self._insert("INSERT OR IGNORE INTO threads VALUES (?, ?, ?)", target.channel, target.thread, now)
            row = (asked.key, asked.lane, target.person, json.dumps(asdict(kept)), now)
            return self._insert(
                "INSERT OR IGNORE INTO jobs (key, lane, person, state, due, starts, failures, asked, at)"
                " VALUES (?, ?, ?, 'waiting', 0, 0, 0, ?, ?)",
                *row,
            )

    def has_joined(self, channel: str, thread: str) -> bool:
        """Whether the bot was asked something in a thread before."""
        found = self._store.execute("SELECT 1 FROM threads WHERE channel = ? AND thread = ?", (channel, thread))
        return found.fetchone() is not None

    def take(self, now: float) -> Job | None:
        """The next job whose thread waits for nothing else."""
        row = self._store.execute(_TAKE, (now,)).fetchone()
        if row is None:
            return None
        reply = Reply.from_dict(json.loads(row["reply"])) if row["reply"] else None
        asked = Asked.from_dict(json.loads(row["asked"]))
        return Job(n=row["n"], asked=asked, at=row["at"], starts=row["starts"], failures=row["failures"], reply=reply)

    def next_due(self) -> float | None:
        """When the first of those that wait is due."""
        found: float | None = self._store.execute("SELECT min(due) FROM jobs WHERE state = 'waiting'").fetchone()[0]
        return found

    def work_out(self, job: Job, reply: Reply) -> None:
        """Keep a reply before it is posted, so that a restart posts the same."""
        self._store.execute("UPDATE jobs SET reply = ? WHERE n = ?", (json.dumps(asdict(reply)), job.n))

    def put_back(self, job: Job, due: float) -> None:
        """Slack could not be reached: again at `due`."""
        change = "UPDATE jobs SET state = 'waiting', starts = 0, failures = failures + 1, due = ? WHERE n = ?"
        self._store.execute(change, (due, job.n))

    def finish(self, job: Job, end: str) -> None:
        """Its end is visible; what was asked is forgotten here, the key is kept."""
        self._store.execute("UPDATE jobs SET state = 'done', ended = ?, asked = NULL, reply = NULL WHERE n = ?", (end, job.n))

    def keep(self, answer: str, kind: Kind, words: str, reply: Any, now: float) -> None:
        """Keep an answer for sharing and votes."""
        row = (answer, kind.value, words, json.dumps(reply), now)
        self._store.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", row)

    def kept(self, answer: str) -> tuple[Kind, str, Any] | None:
        """Kind, words and reply of an answer."""
        row = self._store.execute("SELECT kind, words, reply FROM answers WHERE id = ?", (answer,)).fetchone()
        return (Kind(row["kind"]), row["words"], json.loads(row["reply"])) if row else None

    def vote(self, answer: str, person: str, vote: int, now: float) -> bool:
        """Keep a vote with its answer, a person's last one: whether the answer is still kept."""
        if self.kept(answer) is None:
            return False
        self._store.execute("INSERT OR REPLACE INTO votes VALUES (?, ?, ?, ?)", (answer, person, vote, now))
        return True

    def forget(self, before: float) -> None:
        """Remove what is older, except what still waits."""
        with self._changing():
            for table in ("deliveries", "threads", "answers"):
                self._store.execute(f"DELETE FROM {table} WHERE at < ?", (before,))
            self._store.execute("DELETE FROM jobs WHERE at < ? AND state = 'done'", (before,))

    def _has_room(self, person: str) -> bool:
        count = "SELECT count(*), coalesce(sum(person = ?), 0) FROM jobs WHERE state != 'done'"
        total, own = self._store.execute(count, (person,)).fetchone()
        if total >= self._waiting * _OVERFLOW:
            raise StoreFull
        return bool(total < self._waiting and own < self._waiting_per_person)

    def _insert(self, statement: str, *values: Any) -> bool:
        return self._store.execute(statement, values).rowcount == 1

    @contextmanager
    def _changing(self) -> Iterator[None]:
        self._store.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._store.execute("ROLLBACK")
            raise
        self._store.execute("COMMIT")


def _busy(asked: Asked) -> Asked:
    return Asked(key=asked.key, kind=Kind.BUSY, target=asked.target, since=asked.since)


def votes(path: Path) -> Iterator[dict[str, Any]]:
    """Every vote with its answer, also while the bot runs."""
    with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as store:
        store.row_factory = sqlite3.Row
        columns = "vote, person, votes.at, answers.id, kind, words, reply"
        for row in store.execute(f"SELECT {columns} FROM votes JOIN answers ON id = answer ORDER BY votes.at"):
            yield {**dict(row), "reply": json.loads(row["reply"])}
