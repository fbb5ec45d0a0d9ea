"""Several processes at one library: one writes, the others see it at once and never wait."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from index.errors import LibraryBusy
from index.library import Library
from index.storage import writing
from index.types import Filters, LexicalQuery
from tests.fakes import HashEncoder
from tests.index.workers import RULES, obey, opened, started
from tests.made import made_article

SECONDS = 2.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of ten articles."""
    with opened(tmp_path / "library") as library:
        list(library.add(made_article(number) for number in range(10)))
    return tmp_path / "library"


@pytest.fixture
def other(folder: Path) -> Iterator[tuple[Connection, int]]:
    """Another process at that library: the pipe to it and its number."""
    process, pipe = started(obey, folder)
    assert process.pid is not None
    yield pipe, process.pid
    process.kill()
    process.join()


def matches(library: Library, word: str) -> int:
    return len(library.matching(LexicalQuery(words=((word, 1.0),)), 50))


def soon(holds: Callable[[], bool]) -> bool:
    """Whether it comes true within the promised time."""
    end = time.monotonic() + SECONDS
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_an_addition_by_another_process_is_found_within_two_seconds(folder: Path, other: tuple[Connection, int]) -> None:
    """By meaning and by words, while that process still has the library open."""
    with opened(folder) as library:
        before = library.generation
        assert matches(library, "order77") == 0
        other[0].send(("add", 77))
        assert other[0].recv() == 1
        assert soon(lambda: matches(library, "order77") == 1)
        assert len(library.nearest(HashEncoder().encode_question("order77"), 5, Filters(articles=("a0077",)))) == 1
        assert library.generation == before + 1


def test_an_addition_is_found_while_the_writer_is_still_at_work(folder: Path, other: tuple[Connection, int]) -> None:
    """The writer is held between two articles; the first can already be found."""
    with opened(folder) as library:
        other[0].send(("hold", 50))
        assert other[0].recv() == "a0050"
        assert soon(lambda: matches(library, "order50") == 1)
        assert matches(library, "order51") == 0
        other[0].send("go on")
        assert other[0].recv() == 1
        assert soon(lambda: matches(library, "order51") == 1)


def test_a_removal_by_another_process_is_real_at_once(folder: Path, other: tuple[Connection, int]) -> None:
    """The very next search gives as many as asked for, and nothing of the removed article."""
    with opened(folder) as library:
        question = HashEncoder().encode_question("order3 told of drones")
        assert matches(library, "order3") == 1
        assert "a0003" in library.facts([one.row for one in library.nearest(question, 10)]).ids
        other[0].send(("remove", "a0003"))
        assert other[0].recv() is True
        assert matches(library, "order3") == 0
        found = library.nearest(question, 9)
        assert len(found) == 9
        assert "a0003" not in library.facts([one.row for one in found]).ids
        assert library.get("a0003") is None


def test_a_second_writer_is_refused_by_name_of_the_first(folder: Path, other: tuple[Connection, int]) -> None:
    """LibraryBusy names the process that writes; readers go on; afterwards writing works."""
    with opened(folder) as library:
        other[0].send(("hold", 60))
        assert other[0].recv() == "a0060"
        with pytest.raises(LibraryBusy, match=f"process {other[1]}") as refusal:
            library.remove("a0001")
        assert refusal.value.folder == folder
        assert library.get("a0001") is not None
        other[0].send("go on")
        assert other[0].recv() == 1
        assert library.remove("a0001") is True


def test_two_writers_in_one_process_are_refused_too(folder: Path) -> None:
    """An `add` that is not finished keeps others out; a finished one does not."""
    with opened(folder) as library:
        adding = library.add([made_article(30), made_article(31)], batch=1)
        next(adding)
        with pytest.raises(LibraryBusy, match=f"process {os.getpid()}"):
            library.remove("a0001")
        list(adding)
        assert library.remove("a0001") is True


def test_a_rebuild_by_another_opening_is_followed(folder: Path) -> None:
    """A reader that was open before the switch searches the new generation; rows are never given twice."""
    with opened(folder) as reader:
        rows = [one.row for one in reader.nearest(HashEncoder().encode_question("grain"), 10)]
        with opened(folder) as writer:
            writer.rebuild(HashEncoder(), RULES)
        again = [one.row for one in reader.nearest(HashEncoder().encode_question("grain"), 10)]
        assert len(again) == 10
        assert not set(rows) & set(again)
        assert reader.passages(rows) == {}
        assert [path.name for path in folder.glob("g*")] == ["g000002"]


def test_a_thread_that_reads_for_the_first_time_after_a_rebuild_reads_the_new_generation(folder: Path) -> None:
    """Its connection is opened when the old folder is long deleted."""
    with opened(folder) as reader:
        with opened(folder) as writer:
            writer.rebuild(HashEncoder(), RULES)
        with ThreadPoolExecutor() as beside:
            assert beside.submit(reader.get, "a0003").result() == made_article(3)


def test_a_removal_is_real_before_the_keyword_index_has_followed(folder: Path) -> None:
    """The store has let go, a writer still has the lock: no search gives the article back, counts agree, `k` is full."""
    with opened(folder) as library, library._lock.hold("being slow"):
        writing.remove(library._edition.store, "a0003")
        assert library._edition.lexical.generation < library._edition.store.generation()
        query = LexicalQuery(words=(("account", 1.0),))
        found = library.facts([one.row for one in library.matching(query, 9)]).ids
        assert len(found) == library.count_matching(query) == 9
        assert "a0003" not in found
        assert "a0003" not in dict(library.matching_articles(query, 10))


def test_a_reader_takes_over_from_a_writer_killed_before_it_sealed_the_keyword_index(folder: Path) -> None:
    """The files hold more than their manifest says: nothing is matched twice, and the reader says one line."""
    lines: list[str] = []
    with opened(folder, lines) as reader:
        seal = folder / "g000001" / "lexical.json"
        before = seal.read_bytes()
        with opened(folder) as writer:
            list(writer.add([made_article(70)]))
        seal.write_bytes(before)
        assert soon(lambda: matches(reader, "order70") == 1)
        assert reader.count_matching(LexicalQuery(words=(("account", 1.0),))) == 11
        assert len(lines) == 1
        assert reader.check() == []
