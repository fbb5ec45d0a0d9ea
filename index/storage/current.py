"""Which generation folder of a library is in force: the file CURRENT, switched as a whole."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from index.caches.seals import write_whole
from index.errors import LibraryCorrupt, LibraryMissing

NAME = "CURRENT"
_FOLDER = re.compile(r"g\d{6}")


def read(folder: Path) -> Path:
    """The folder in force.

    Raises:
        LibraryMissing: If this is no library.
        LibraryCorrupt: If CURRENT names nothing that is there.
    """
    try:
        name = (folder / NAME).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise LibraryMissing(folder) from None
    if not _FOLDER.fullmatch(name) or not (folder / name).is_dir():
        raise LibraryCorrupt(f"{folder / NAME} names {name!r}, which is not there: restore a backup")
    return folder / name


def switch(folder: Path, target: Path) -> None:
    """Put another generation folder in force, at once and for good."""
    write_whole(folder / NAME, f"{target.name}\n".encode())


def stamp(folder: Path) -> tuple[int, int]:
    """Differs when CURRENT was switched; cheap."""
    try:
        told = (folder / NAME).stat()
    except FileNotFoundError:
        raise LibraryMissing(folder) from None
    return told.st_mtime_ns, told.st_ino


def following(folder: Path) -> Path:
    """A new generation folder, not yet in force."""
    taken = [int(path.name[1:]) for path in folder.iterdir() if _FOLDER.fullmatch(path.name)]
    path = folder / f"g{max(taken, default=0) + 1:06}"
    path.mkdir()
    return path


def sweep(folder: Path) -> None:
    """Delete generation folders that are not in force: what an interrupted rebuild left. The caller is the writer."""
    kept = read(folder)
    for path in folder.iterdir():
        if _FOLDER.fullmatch(path.name) and path != kept:
            shutil.rmtree(path)
