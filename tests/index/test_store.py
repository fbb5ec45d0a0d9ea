"""SQLite, the truth: whole transactions, numbers given once, values back as they went in."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from index.storage.codec import dequantised, quantised, spans_from, spans_to
from index.storage.lock import WriterLock
from index.storage.repeats import digests, place_of
from index.storage.store import Counters, Store
from tests.fakes import HashEncoder
from tests.made import made_article


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path, HashEncoder().fingerprint, {"max_tokens": 200})


def test_the_manifest_says_what_it_was_made_with(store: Store) -> None:
    """Fingerprint, rules and schema come back."""
    manifest = store.manifest()
    assert manifest.fingerprint == HashEncoder().fingerprint
    assert manifest.rules == {"max_tokens": 200}
    assert manifest.schema == 1
    assert len(manifest.library) == 32


def test_a_transaction_that_fails_leaves_no_trace_and_no_generation(store: Store) -> None:
    """Nothing written, the generation as before; one that succeeds raises it by one."""
    again = "INSERT INTO removed_articles VALUES (1, 1), (1, 1)"
    with pytest.raises(sqlite3.IntegrityError), store.transaction() as (connection, _):
        connection.execute(again)
    assert store.generation() == 0
    assert store.query("SELECT * FROM removed_articles") == []
    with store.transaction() as (_, generation):
        assert generation == 1
    assert store.generation() == 1


def test_a_snapshot_does_not_see_what_is_written_meanwhile(store: Store) -> None:
    """Within it the old generation, also nested; after it the new one."""
    with store.snapshot():
        assert store.generation() == 0
        with store.transaction():
            pass
        with store.snapshot():
            assert store.generation() == 0
    assert store.generation() == 1


def test_the_reading_connection_cannot_write(store: Store) -> None:
    """Only a transaction changes anything."""
    with pytest.raises(Exception, match="readonly"):
        store.query("DELETE FROM manifest")


def test_numbers_go_on_where_an_earlier_file_ended(tmp_path: Path) -> None:
    """Generation, article and row."""
    (tmp_path / "next").mkdir()
    store = Store.create(tmp_path / "next", HashEncoder().fingerprint, {}, after=Counters(7, 40, 500))
    assert store.counters() == Counters(7, 40, 500)


def test_commits_are_synced_to_the_disk(store: Store) -> None:
    """WAL with synchronous FULL (2): a loss of power after a commit loses nothing."""
    with store.transaction() as (connection, _):
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_spans_and_vectors_survive_their_columns() -> None:
    """Offsets exactly; a unit vector in int8 with a cosine above .9999 at 384 dimensions, of unit length again."""
    assert spans_from(spans_to([(0, 5), (6, 70_000)])) == ((0, 5), (6, 70_000))
    assert spans_from(spans_to([])) == ()
    vectors = HashEncoder(dimension=384).encode_passages(["one two"], [[(0, 3), (4, 7)]])[0].spans
    back = dequantised(quantised(vectors), 384)
    assert (vectors * back).sum(axis=1).min() > 0.9999
    assert np.linalg.norm(back, axis=1) == pytest.approx(1.0, abs=1e-6)
    assert dequantised(quantised(vectors[:0]), 384).shape == (0, 384)


def test_repetition_counts_by_outlet_else_by_host_else_not_at_all() -> None:
    """And ignores case and white space of the paragraph."""
    assert place_of(made_article(1, outlet="Harbour POST")) == "harbour post"
    assert place_of(made_article(1, outlet=None, url="https://News.example.org/a")) == "news.example.org"
    assert place_of(made_article(1, outlet=None, url=None)) == ""
    first, second = digests(made_article(1, text="Sign  up\nnow.\n\nSIGN UP NOW.")).values()
    assert first == second


def test_the_lock_says_who_holds_it_and_for_what(tmp_path: Path) -> None:
    """A second taker without patience is told no; after release it gets it."""
    first, second = WriterLock(tmp_path), WriterLock(tmp_path)
    with first.hold("counting sheep"), second.try_hold("the same") as held:
        assert held is False
        assert "(counting sheep)" in (tmp_path / "writer.lock").read_text()
    with second.try_hold("the same") as held:
        assert held is True
