"""Whether a cache beside the store can be trusted: its files as they were written, and up to which generation."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_READ_BYTES = 1 << 20
_DIGEST_BYTES = 16
_LIST = ".json"
"""Files that say which others count; they keep their name when they change."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What the manifest beside a cache says.

    Attributes:
        library: The library's random name.
        generation: The store's generation that the cache shows.
        files: Name relative to the manifest's folder → (size in bytes, BLAKE2b in hexadecimal).
    """

    library: str
    generation: int
    files: dict[str, tuple[int, str]]


def read_seal(path: Path) -> Seal | None:
    """The manifest, or `None` where there is none that can be read."""
    try:
        told: Any = json.loads(path.read_bytes())
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in told["files"].items()}
        return Seal(str(told["library"]), int(told["generation"]), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_seal(path: Path, seal: Seal) -> None:
    """Write the manifest, whole or not at all."""
    told = {"library": seal.library, "generation": seal.generation, "files": seal.files}
    write_whole(path, json.dumps(told, indent=1).encode())


def faults(folder: Path, seal: Seal, *, quick: bool = False) -> list[str]:
    """What is wrong with the files: each named, with the reason; empty if they are as they were written.

    Args:
        quick: Only whether the files are those of the manifest: sizes, and the digests of the lists among them.
    """
    found = []
    for name, (size, digest) in seal.files.items():
        try:
            if (folder / name).stat().st_size != size:
                found.append(f"{name} is not as long as it was written")
            elif not (quick and not name.endswith(_LIST)) and digest_of(folder / name) != digest:
                found.append(f"{name} is not what was written")
        except FileNotFoundError:
            found.append(f"{name} is missing")
    return found


def sealed_files(folder: Path, parts: Sequence[Path], before: Seal | None) -> dict[str, tuple[int, str]]:
    """Sizes and digests of every file under `parts`; those under a name that never changes are taken from `before`."""
    known = before.files if before else {}
    files: dict[str, tuple[int, str]] = {}
    for path in sorted(path for part in parts for path in part.iterdir()):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".lock":
            continue
        size = path.stat().st_size
        kept = known.get(name)
        files[name] = kept if kept and kept[0] == size and path.suffix != _LIST else (size, digest_of(path))
    return files


def digest_of(path: Path) -> str:
    """BLAKE2b of a file."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    with path.open("rb") as file:
        while block := file.read(_READ_BYTES):
            digest.update(block)
    return digest.hexdigest()


def digest_of_bytes(data: bytes) -> str:
    """The same of what is in memory."""
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file so that it is never seen half written, also after a loss of power."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
