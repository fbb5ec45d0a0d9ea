"""Files and folders on this machine."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from index.errors import SourceError
from index.sources import opened
from index.sources.gz import readable, unpacked
from index.sources.kinds import READABLE, by_name
from index.sources.url import Fetcher
from index.types import RawArticle, Refusal

MAX_DEPTH = 64
"""Folders within folders. Deeper ones are refused: every level costs open generators."""

_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
"""What systems leave in folders by themselves; passed over in silence, like hidden files."""

_Identity = tuple[int, int]


def articles(path: Path, fetch: Fetcher) -> Iterator[RawArticle | Refusal]:
    """Everything in a file, or in a folder and the folders in it, sorted by name at every level.

    Hidden files are passed over. What cannot be read is refused by name; the rest is read. Links are followed within the folder
    only: who fills a folder must not choose what else of this machine is read. `path` may itself be a link to anywhere.

    Args:
        fetch: Fetches the articles that a feed among the files points to.
    """
    anything = False
    for read in _entered(path, (), fetch, None):
        anything = True
        yield read
    if not anything:
        reason = f"holds nothing that is read: {READABLE}" if path.is_dir() else "holds no article"
        yield Refusal(origin=shown(path), reason=reason)


def shown(path: Path) -> str:
    """A path as it can be printed, whatever bytes its name is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _entered(path: Path, above: tuple[_Identity, ...], fetch: Fetcher, top: Path | None) -> Iterator[RawArticle | Refusal]:
    """What is at a path within `top`, the folder given; none when `path` is what was given."""
    try:
        status = _status(path)
        if top is not None and path.is_symlink() and not path.resolve().is_relative_to(top):
            raise SourceError(shown(path), "a link that leads out of the folder: not followed")
        if stat.S_ISDIR(status.st_mode):
            for name in _names(path, status, above):
                yield from _entered(path / name, (*above, (status.st_dev, status.st_ino)), fetch, top or path.resolve())
        elif stat.S_ISREG(status.st_mode):
            yield from _file(path, fetch)
        else:
            raise SourceError(shown(path), "neither a file nor a folder")
    except SourceError as error:
        yield Refusal(origin=error.origin, reason=error.reason)


def _names(folder: Path, status: os.stat_result, above: tuple[_Identity, ...]) -> list[str]:
    if (status.st_dev, status.st_ino) in above:
        raise SourceError(shown(folder), "a link to a folder that holds it: not followed round and round")
    if len(above) >= MAX_DEPTH:
        raise SourceError(shown(folder), f"more than {MAX_DEPTH} folders deep")
    with readable(shown(folder)):
        names = sorted(entry.name for entry in folder.iterdir())
    return [name for name in names if not name.startswith((".", "~$")) and name.lower() not in _LITTER]


def _file(path: Path, fetch: Fetcher) -> Iterator[RawArticle | Refusal]:
    origin = shown(path)
    kind = by_name(path.name)
    if kind is None:
        suffix = "".join(path.suffixes[-2 if path.suffix.lower() == ".gz" else -1 :])
        raise SourceError(origin, f"an unknown kind of file ({suffix or 'no suffix'}): read are {READABLE}")
    with readable(origin), path.open("rb") as stream:
        yield from opened.articles(kind[0], unpacked(stream) if kind[1] else stream, origin, fetch)


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError as error:
        reason = f"a link to {path.readlink()}, which does not exist" if path.is_symlink() else "no such file or folder"
        raise SourceError(shown(path), reason) from error
    except OSError as error:
        raise SourceError(shown(path), f"cannot be read: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        raise SourceError(repr(str(path)), f"no path: {error}") from error
