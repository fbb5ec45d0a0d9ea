"""FAISS and Tantivy files that are truncated, deleted or altered are noticed at opening and made anew, and the user is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.library import Library
from index.types import Candidate, LexicalQuery
from tests.fakes import HashEncoder
from tests.index.workers import opened
from tests.made import made_article

COUNT = 20
WORDS = LexicalQuery(words=(("grain", 1.0), ("kyiv", 1.0)))


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0x10
    path.write_bytes(data)


def delete(path: Path) -> None:
    path.unlink()


def found(library: Library) -> tuple[list[Candidate], list[Candidate]]:
    """By meaning and by words."""
    return library.nearest(HashEncoder().encode_question("damaged grain in Kyiv"), COUNT), library.matching(WORDS, COUNT)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound library of COUNT articles."""
    folder = tmp_path_factory.mktemp("sound") / "library"
    with opened(folder) as library:
        list(library.add(made_article(number) for number in range(COUNT)))
    return folder


def cache_files(folder: Path) -> list[str]:
    """Every file but the store's and the locks, as a path from the library's folder."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock" and "sitrep.db" not in path.name]
    return sorted(path.relative_to(folder).as_posix() for path in files if path.name != "CURRENT")


@pytest.mark.parametrize("harm", [truncate, flip_a_bit, delete])
def test_every_harmed_cache_file_is_noticed_and_made_anew(sound: Path, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """Each file in turn: one line says which cache, the same is found as before, and the next opening is silent."""
    with opened(sound) as library:
        expected = found(library)
    names = cache_files(sound)
    wanted = ("vectors.faiss", "vectors.json", "lexical.json", "lexical/passages/meta.json")
    assert {f"g000001/{name}" for name in wanted} <= set(names)
    for at, name in enumerate(names):
        folder = tmp_path / str(at)
        shutil.copytree(sound, folder)
        harm(folder / name)
        lines: list[str] = []
        with opened(folder, lines) as library:
            assert len(lines) == 1, name
            assert lines[0].startswith("lexical" if "lexical" in name else "vectors.faiss")
            assert found(library) == expected
            assert library.check() == []
        again: list[str] = []
        opened(folder, again).close()
        assert again == []


def test_a_sound_library_opens_without_a_word(sound: Path) -> None:
    """Nothing is made anew that need not be."""
    lines: list[str] = []
    opened(sound, lines).close()
    assert lines == []


def test_caches_of_another_library_are_not_believed(sound: Path, tmp_path: Path) -> None:
    """Files that are whole but belong elsewhere are noticed by the library's name in their manifest."""
    other = tmp_path / "other"
    with opened(other) as library:
        list(library.add(made_article(number) for number in range(100, 100 + COUNT)))
        expected = found(library)
    for name in ("vectors.faiss", "vectors.json", "lexical.json"):
        shutil.copy(sound / "g000001" / name, other / "g000001" / name)
    shutil.rmtree(other / "g000001" / "lexical")
    shutil.copytree(sound / "g000001" / "lexical", other / "g000001" / "lexical")
    lines: list[str] = []
    with opened(other, lines) as library:
        assert len(lines) == 2
        assert all("another state of the library" in line for line in lines)
        assert found(library) == expected


def test_caches_a_few_generations_behind_are_caught_up_without_a_word(sound: Path, tmp_path: Path) -> None:
    """Older cache files beside a newer store: what is missing is read from the store, what was removed is gone."""
    folder, older = tmp_path / "library", tmp_path / "older"
    shutil.copytree(sound, folder)
    shutil.copytree(folder / "g000001", older)
    with opened(folder) as library:
        list(library.add([made_article(3, text="Only olives were reported."), made_article(500)], batch=1))
        library.remove("a0004")
        expected = found(library)
    for name in ("vectors.faiss", "vectors.json", "lexical.json"):
        shutil.copy(older / name, folder / "g000001" / name)
    shutil.rmtree(folder / "g000001" / "lexical")
    shutil.copytree(older / "lexical", folder / "g000001" / "lexical")
    lines: list[str] = []
    with opened(folder, lines) as library:
        assert lines == []
        meant, matched = found(library)
        assert meant == expected[0]
        assert {one.row for one in matched} == {one.row for one in expected[1]}
        assert library.check() == []
