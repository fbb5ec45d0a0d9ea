"""A library in figures, while others write to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.storage.figures import bytes_in


def test_a_file_that_vanishes_while_it_is_counted_counts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "kept").write_bytes(b"12345")
    (tmp_path / "old" / "gone").write_bytes(b"123")
    walk = os.walk

    def vanishing(folder: Path) -> object:
        found = list(walk(folder))
        (tmp_path / "old" / "gone").unlink()
        return iter(found)

    assert bytes_in(tmp_path) == 8
    monkeypatch.setattr("index.storage.figures.os.walk", vanishing)
    assert bytes_in(tmp_path) == 5
