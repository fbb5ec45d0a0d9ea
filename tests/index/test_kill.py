"""A writer killed without warning loses nothing that it called safe, and leaves nothing by half."""

from __future__ import annotations

import random
import time
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from index.cutting.passages import split
from index.library import Library
from index.types import Filters, LexicalQuery
from tests.fakes import HashEncoder
from tests.index.workers import RULES, add_until_killed, opened, rebuild_until_killed, started
from tests.made import made_article

COUNT = 300
KILLS = 50
BATCH = 5
QUESTIONS = ("damaged grain in Kyiv", "help by rail near Izium", "number77 worked all night")


def told_before_kill(process: ForkServerProcess, pipe: Connection, since: str, seconds: float) -> list[str]:
    """What it sent until it was killed, `seconds` after it sent `since`."""
    told = [pipe.recv()]
    while told[-1] != since:
        told.append(pipe.recv())
    process.join(seconds)
    process.kill()
    process.join()
    while True:
        try:
            told.append(pipe.recv())
        except EOFError:
            return told


def scores(library: Library) -> list[dict[str, float]]:
    """For every question: passage id → score, by meaning and by words."""
    found = []
    for question in QUESTIONS:
        words = LexicalQuery(words=tuple((word, 1.0) for word in question.split()))
        for candidates in (library.nearest(HashEncoder().encode_question(question), 10_000), library.matching(words, 10_000)):
            passages = library.passages([one.row for one in candidates])
            found.append({passages[one.row].id: one.score for one in candidates})
    return found


def assert_whole(library: Library, told: set[str]) -> None:
    """Everything told is there, nothing by half, and every layer agrees."""
    held = library.articles(limit=COUNT)
    assert told <= {article.id for article in held}
    for article in held:
        assert [one for _, one in library.passages_of(article.id)] == split(article, RULES, HashEncoder().count)
    assert library.check() == []


@pytest.mark.slow
def test_killed_at_fifty_random_moments_nothing_is_lost_or_by_half(tmp_path: Path) -> None:
    """After each of 50 kills all that was told is there; the finished library searches like one built without any kill."""
    moments, kills, run, amid = random.Random(20220224), 0, 0, 0
    with opened(tmp_path / "whole") as whole:
        list(whole.add(made_article(number) for number in range(COUNT)))
        expected = scores(whole)
    told: set[str] = set()
    while kills < KILLS:
        folder = tmp_path / f"run{run}"
        since = "started" if moments.random() < 0.2 else "opened"
        said = told_before_kill(*started(add_until_killed, folder, COUNT, BATCH), since, moments.uniform(0, 0.5))
        told |= {word for word in said if word.startswith("a")}
        kills += said[-1] != "done"
        amid += said[-1].startswith("a")
        with opened(folder) as library:
            assert_whole(library, told)
        if said[-1] == "done":
            run, told = run + 1, set()
    assert amid > KILLS / 3, "most kills came before the first article was safe, so they tried nothing"
    with opened(folder) as library:
        list(library.add(made_article(number) for number in range(COUNT)))
        assert_whole(library, {made_article(number).id for number in range(COUNT)})
        for found, wanted in zip(scores(library), expected, strict=True):
            assert found == pytest.approx(wanted, abs=1e-4)


def test_a_killed_rebuild_leaves_the_old_library_and_the_next_writer_sweeps_up(tmp_path: Path) -> None:
    """Killed on the way, the old generation answers; what was begun is gone after the next writing."""
    folder = tmp_path / "library"
    with opened(folder) as library:
        list(library.add(made_article(number) for number in range(60)))
    process, pipe = started(rebuild_until_killed, folder)
    assert pipe.recv() == "a0000"
    process.kill()
    process.join()
    assert sorted(path.name for path in folder.glob("g*")) == ["g000001", "g000002"]
    with opened(folder) as library:
        assert library.check() == []
        assert library.status().articles == 60
        library.remove("a0000")
        assert [path.name for path in folder.glob("g*")] == ["g000001"]


def test_the_next_writer_need_not_wait_for_a_killed_one(tmp_path: Path) -> None:
    """The lock of a killed process is free at once."""
    folder = tmp_path / "library"
    process, pipe = started(add_until_killed, folder, COUNT, BATCH)
    assert [pipe.recv(), pipe.recv()] == ["started", "opened"]
    assert pipe.recv() == "a0000"
    process.kill()
    process.join()
    begun = time.monotonic()
    with opened(folder) as library:
        assert [added.article_id for added in library.add([made_article(900)])] == ["a0900"]
        assert len(library.nearest(HashEncoder().encode_question("grain"), 3, Filters(articles=("a0900",)))) == 1
    assert time.monotonic() - begun < 2
