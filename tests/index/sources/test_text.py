"""Plain text files: encodings, binary files, sizes."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from index.sources import limits
from tests.index.sources.reading import only, refused

WESTERN = "The minister said: “We won’t leave” – and left. Niinistö called it a café conversation.\n"
RUSSIAN = "Российские войска обстреляли город. Украинские военные сообщили о потерях противника на востоке страны.\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_text_is_read_the_same_in_every_western_encoding(tmp_path: Path, encoding: str) -> None:
    """Byte order mark, UTF-8, UTF-16 without a mark, and the old Western code page."""
    path = tmp_path / "a.txt"
    path.write_bytes(WESTERN.encode(encoding))
    article = only(path)
    assert article.text == WESTERN
    assert article.origin == str(path)
    assert (article.html, article.title, article.published, article.url) == (None, None, None, None)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-8"])
def test_a_russian_text_is_recognised_in_its_old_encodings(tmp_path: Path, encoding: str) -> None:
    """The two Cyrillic code pages in use before UTF-8."""
    (tmp_path / "a.txt").write_bytes(RUSSIAN.encode(encoding))
    assert only(tmp_path / "a.txt").text == RUSSIAN


def test_one_broken_byte_does_not_turn_the_whole_text_into_mojibake(tmp_path: Path) -> None:
    """Nine good UTF-8 characters outvote one bad byte."""
    (tmp_path / "a.txt").write_bytes(WESTERN.encode() + b"Caf\xe9.")
    assert only(tmp_path / "a.txt").text == WESTERN + "Caf\ufffd."


def test_line_ends_of_all_systems_become_newlines(tmp_path: Path) -> None:
    """Windows and old Macintosh line ends."""
    (tmp_path / "a.txt").write_bytes(b"One.\r\nTwo.\rThree.\n")
    assert only(tmp_path / "a.txt").text == "One.\nTwo.\nThree.\n"


def test_a_gzipped_text_is_read_like_the_text(tmp_path: Path) -> None:
    """The suffix before .gz says what is inside."""
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(WESTERN.encode()))
    assert only(tmp_path / "a.txt.gz").text == WESTERN


@pytest.mark.parametrize(("data", "reason"), [(b"", "empty"), (b" \n\t\n", "empty"), (bytes(range(256)) * 20, "binary")])
def test_a_file_without_text_is_refused_by_name(tmp_path: Path, data: bytes, reason: str) -> None:
    """Empty, blank, binary."""
    (tmp_path / "a.txt").write_bytes(data)
    refusal = refused(tmp_path / "a.txt")
    assert refusal.origin == str(tmp_path / "a.txt")
    assert reason in refusal.reason


def test_a_file_above_the_limit_is_refused_whole_and_one_at_the_limit_is_read(tmp_path: Path) -> None:
    """Never cut off: the limit is 16 MiB, the reason says so."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"word " * (limits.MAX_ARTICLE_BYTES // 5) + b"w")
    assert path.stat().st_size == limits.MAX_ARTICLE_BYTES
    assert len(only(path).text or "") == limits.MAX_ARTICLE_BYTES
    with path.open("ab") as stream:
        stream.write(b"x")
    assert "larger than 16 MiB" in refused(path).reason


def test_a_gzip_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    """A file of 200 kB that would unpack to 200 MB."""
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a" * 200_000_000, compresslevel=1))
    assert "larger than 16 MiB" in refused(tmp_path / "a.txt.gz").reason


@pytest.mark.parametrize("damage", ["truncated", "flipped", "not gzip"])
def test_damaged_gzip_data_is_refused_whole(tmp_path: Path, damage: str) -> None:
    """Half a text is no text."""
    data = bytearray(gzip.compress(WESTERN.encode() * 100))
    if damage == "truncated":
        del data[-20:]
    elif damage == "flipped":
        data[-6] ^= 1
    else:
        data[:] = WESTERN.encode()
    (tmp_path / "a.txt.gz").write_bytes(data)
    assert "gzip data" in refused(tmp_path / "a.txt.gz").reason
