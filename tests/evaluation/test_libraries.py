"""When a library that was made before may be used again, and what is never deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.evaluation import libraries


def test_a_folder_that_no_evaluation_made_is_left_alone(tmp_path: Path) -> None:
    """Someone's own library, named by mistake, is not made anew."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "CURRENT").write_text("g000001\n", "utf-8")
    asked = libraries.arguments(None, "x").parse_args(["--library", str(folder)])
    with pytest.raises(SystemExit, match="no evaluation made"):
        libraries.engine(asked, [], lambda: iter(()))
    assert (folder / "CURRENT").read_text("utf-8") == "g000001\n"


def test_what_a_library_was_made_from_decides_whether_it_is_used_again(tmp_path: Path) -> None:
    """Another number of articles or other bytes in a file of articles; the same bytes make the same."""
    articles = tmp_path / "articles.jsonl"
    articles.write_text("{}\n", "utf-8")
    stamp = libraries.stamp_of([articles], None)
    assert libraries.stamp_of([articles], None) == stamp
    assert libraries.stamp_of([articles], 60) != stamp
    articles.write_text("{} \n", "utf-8")
    assert libraries.stamp_of([articles], None) != stamp


def test_a_library_that_was_not_finished_is_not_used_as_it_is(tmp_path: Path) -> None:
    """Only one that is told as whole, from the same sources."""
    folder, told = tmp_path / "library", tmp_path / "library.made.json"
    folder.mkdir()
    stamp = {"articles": "60"}
    assert not libraries.is_made(folder, stamp)
    told.write_text(json.dumps({"stamp": stamp, "whole": False}), "utf-8")
    assert not libraries.is_made(folder, stamp)
    told.write_text(json.dumps({"stamp": stamp, "whole": True}), "utf-8")
    assert libraries.is_made(folder, stamp)
    assert not libraries.is_made(folder, {"articles": "61"})
    folder.rmdir()
    assert not libraries.is_made(folder, stamp)
