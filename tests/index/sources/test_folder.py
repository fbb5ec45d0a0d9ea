"""Files and folders: order, what is passed over, what is refused."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.index.sources.reading import both, refused

NOBODY = 65534


def _write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"The text of {name}.")


def test_a_folder_is_read_recursively_sorted_without_hidden_files(tmp_path: Path) -> None:
    """By name at every level; what systems leave behind is passed over in silence."""
    _write(tmp_path, "b.txt", "a/2.md", "a/1.txt", ".hidden.txt", ".git/x.txt", "a/.DS_Store", "Thumbs.db", "~$b.txt")
    articles, refusals = both(tmp_path)
    assert [article.origin for article in articles] == [f"{tmp_path}/a/1.txt", f"{tmp_path}/a/2.md", f"{tmp_path}/b.txt"]
    assert refusals == []


def test_an_unknown_kind_of_file_is_refused_by_name_and_the_rest_is_read(tmp_path: Path) -> None:
    """In a folder and alone; a .gz must say what is inside."""
    _write(tmp_path, "a.docx", "b.txt", "c.gz", "d")
    articles, refusals = both(tmp_path)
    assert len(articles) == 1
    assert [Path(refusal.origin).name for refusal in refusals] == ["a.docx", "c.gz", "d"]
    assert "unknown kind of file (.docx)" in refusals[0].reason
    assert "no suffix" in refused(tmp_path / "d").reason


def test_a_suffix_in_capitals_is_known(tmp_path: Path) -> None:
    """As cameras and old systems write it."""
    _write(tmp_path, "A.TXT")
    assert len(both(tmp_path)[0]) == 1


def test_a_place_that_does_not_exist_or_holds_nothing_is_refused(tmp_path: Path) -> None:
    """Nothing is silently nothing."""
    assert "no such file" in refused(tmp_path / "missing.txt").reason
    (tmp_path / "empty").mkdir()
    assert "holds nothing" in refused(tmp_path / "empty").reason
    assert "null" in refused("a\0b.txt").reason
    assert "no place" in refused(" ").reason


def test_links_are_followed_but_not_round_and_round(tmp_path: Path) -> None:
    """A link to the folder above, one that dangles, and one to a file elsewhere in the folder."""
    _write(tmp_path, "in/a.txt", "in/other/b.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "dangling.txt").symlink_to("nowhere.txt")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "in" / "other" / "b.txt")
    articles, refusals = both(tmp_path / "in")
    assert [Path(article.origin).name for article in articles] == ["a.txt", "link.txt", "b.txt"]
    reasons = {Path(refusal.origin).name: refusal.reason for refusal in refusals}
    assert set(reasons) == {"loop", "dangling.txt"}
    assert "round and round" in reasons["loop"]
    assert "a link to nowhere.txt" in reasons["dangling.txt"]


def test_links_out_of_the_folder_are_refused_by_name(tmp_path: Path) -> None:
    """To a file, to a folder, to the folder above, and to one whose name begins alike."""
    _write(tmp_path, "in/a.txt", "in/deep/b.txt", "in-side/c.txt", "secret.txt")
    (tmp_path / "in" / "file.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "deep" / "up.txt").symlink_to("../../secret.txt")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "in-side")
    (tmp_path / "in" / "parent").symlink_to("..")
    articles, refusals = both(tmp_path / "in")
    assert [Path(article.origin).name for article in articles] == ["a.txt", "b.txt"]
    assert sorted(Path(refusal.origin).name for refusal in refusals) == ["file.txt", "folder", "parent", "up.txt"]
    assert all("leads out of the folder" in refusal.reason for refusal in refusals)


def test_a_link_given_as_the_place_is_followed(tmp_path: Path) -> None:
    """To a file and to a folder; in the folder, links within it still are."""
    _write(tmp_path, "real/a.txt")
    (tmp_path / "real" / "b.txt").symlink_to(tmp_path / "real" / "a.txt")
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    (tmp_path / "file.txt").symlink_to(tmp_path / "real" / "a.txt")
    articles, refusals = both(tmp_path / "folder")
    assert ([Path(article.origin).name for article in articles], refusals) == (["a.txt", "b.txt"], [])
    assert len(both(tmp_path / "file.txt")[0]) == 1


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    """Opening it would block for ever."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert "neither a file nor a folder" in refused(tmp_path / "pipe.txt").reason


def test_folders_nested_without_end_are_refused(tmp_path: Path) -> None:
    """65 levels; the file at the top is still read."""
    deepest = tmp_path.joinpath(*["d"] * 65)
    deepest.mkdir(parents=True)
    _write(tmp_path, "z.txt")
    articles, refusals = both(tmp_path)
    assert len(articles) == 1
    assert ["folders deep" in refusal.reason for refusal in refusals] == [True]


def test_a_name_that_is_no_utf8_can_be_printed(tmp_path: Path) -> None:
    """Its odd byte is escaped in messages."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as stream:  # noqa: PTH123 - a Path cannot be made from these bytes portably
        stream.write(b"A text.")
    assert [article.origin for article in both(tmp_path)[0]] == [f"{tmp_path}/caf\\xe9.txt"]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that a user without rights may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_what_may_not_be_read_is_refused_and_the_rest_is_read(open_folder: Path) -> None:
    """A file and a folder without permissions, as a user who is not root."""
    _write(open_folder, "a.txt", "locked/b.txt", "c.txt")
    (open_folder / "a.txt").chmod(0)
    (open_folder / "locked").chmod(0)
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        articles, refusals = both(open_folder)
    finally:
        os.seteuid(was)
    (open_folder / "locked").chmod(0o755)
    assert [Path(article.origin).name for article in articles] == ["c.txt"]
    assert [Path(refusal.origin).name for refusal in refusals] == ["a.txt", "locked"]
    assert all("permission denied" in refusal.reason for refusal in refusals)
