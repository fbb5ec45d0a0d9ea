"""The store: what is taken down once stays, and comes back after an interruption."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitrep_slack.errors import StoreBusy, StoreFull
from sitrep_slack.store import Store
from sitrep_slack.types import Asked, Kind, Reply, Target


def store(folder: Path, waiting: int = 10, per_person: int = 10) -> Store:
    """A store in a folder."""
    return Store(folder / "bot.sqlite", waiting=waiting, waiting_per_person=per_person)


def asked(n: int, thread: str = "1", person: str = "U1") -> Asked:
    """A question in a thread."""
    return Asked(
        key=f"message:{n}", kind=Kind.ASK, target=Target(channel="C1", person=person, thread=thread), words=f"question {n}"
    )


def test_a_delivery_is_taken_down_once_also_after_a_restart(tmp_path: Path) -> None:
    """By its event_id, and by what it asks."""
    first = store(tmp_path)
    claims = [first.claim(event, asked(n), 0) for event, n in (("e1", 1), ("e1", 2), ("e2", 1))]
    assert claims == [True, False, False]
    first.close()
    assert store(tmp_path).claim("e1", asked(1), 0) is False


def test_what_was_begun_comes_back_after_a_restart_with_what_was_worked_out(tmp_path: Path) -> None:
    """So that the same reply is posted, and a look is taken first."""
    first = store(tmp_path)
    first.claim("e1", asked(1), 0)
    job = first.take(0)
    assert job is not None
    assert not job.may_be_posted
    first.work_out(job, Reply(end="answered", parts=[]))
    first.close()
    again = store(tmp_path).take(0)
    assert again is not None
    assert (again.asked, again.starts, again.reply, again.may_be_posted) == (asked(1), 2, Reply(end="answered", parts=[]), True)


def test_what_is_finished_does_not_come_back_and_its_words_are_gone(tmp_path: Path) -> None:
    """The key stays, the question does not."""
    first = store(tmp_path)
    first.claim("e1", asked(1), 0)
    job = first.take(0)
    assert job is not None
    first.finish(job, "answered")
    assert first.take(0) is None
    first.close()
    assert b"question 1" not in b"".join(_words(tmp_path))


def _words(folder: Path) -> list[bytes]:
    import sqlite3

    with sqlite3.connect(folder / "bot.sqlite") as read:
        return [str(tuple(row)).encode() for row in read.execute("SELECT * FROM jobs")]


def test_a_thread_is_worked_on_in_the_order_of_asking(tmp_path: Path) -> None:
    """Other threads need not wait for it, nor for a question that Slack has to be reached for again."""
    first = store(tmp_path)
    for n, thread in ((1, "a"), (2, "a"), (3, "b")):
        first.claim(f"e{n}", asked(n, thread), 0)
    one = first.take(0)
    other = first.take(0)
    assert one is not None
    assert other is not None
    assert (one.asked.words, other.asked.words, first.take(0)) == ("question 1", "question 3", None)
    first.put_back(one, due=50)
    assert first.take(49) is None
    again = first.take(50)
    assert again is not None
    first.finish(again, "answered")
    assert getattr(first.take(50), "asked", None) == asked(2, "a")


def test_more_than_may_wait_is_told_to_come_back_and_far_more_is_left_to_slack(tmp_path: Path) -> None:
    """Two may wait: the third is told, the twenty-first is not even taken down."""
    first = store(tmp_path, waiting=2)
    for n in range(20):
        first.claim(f"e{n}", asked(n, f"{n}"), 0)
    kinds = [job.asked.kind for _ in range(20) if (job := first.take(0)) is not None]
    assert kinds == [Kind.ASK] * 2 + [Kind.BUSY] * 18
    with pytest.raises(StoreFull):
        first.claim("e20", asked(20), 0)


def test_one_person_does_not_take_up_all_the_room(tmp_path: Path) -> None:
    """The other one's question is still taken."""
    first = store(tmp_path, per_person=1)
    for n, person in enumerate(("U1", "U1", "U2")):
        first.claim(f"e{n}", asked(n, f"{n}", person), 0)
    kinds = [job.asked.kind for _ in range(3) if (job := first.take(0)) is not None]
    assert kinds == [Kind.ASK, Kind.BUSY, Kind.ASK]


def test_what_is_old_is_forgotten_but_not_what_waits(tmp_path: Path) -> None:
    """Answers go with their votes."""
    first = store(tmp_path)
    first.claim("e1", asked(1), now=1)
    first.keep("a1", Kind.ASK, "question", {}, now=1)
    first.keep("a2", Kind.ASK, "question", {}, now=9)
    assert first.vote("a1", "U1", 1, now=1)
    first.forget(before=5)
    assert (first.kept("a1"), first.kept("a2"), first.has_joined("C1", "1")) == (None, (Kind.ASK, "question", {}), False)
    assert not first.vote("a1", "U1", 1, now=9)
    assert first.take(9) is not None


def test_only_one_bot_has_the_store_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    """It holds what people asked."""
    first = store(tmp_path)
    with pytest.raises(StoreBusy):
        store(tmp_path)
    assert (tmp_path / "bot.sqlite").stat().st_mode & 0o077 == 0
    first.close()
    store(tmp_path)
