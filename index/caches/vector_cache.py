"""The file with the passage vectors beside the store: read if it can be trusted, else made anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from index.caches.seals import Seal, digest_of_bytes, read_seal, write_seal, write_whole
from index.caches.vectors import Ints, VectorIndex
from index.storage.store import Store
from index.types import Vectors

NAME = "vectors.faiss"
SEAL = "vectors.json"

_UNWRITTEN_SHARE = 0.05
"""Additions up to this share of the file are left to be read from the store at the next opening (0.1 s for 10,000 passages), so
that a single article added to a large library does not cost writing all of it again."""


class VectorCache:
    """Reads, follows and writes the vectors of one store."""

    def __init__(self, folder: Path, store: Store, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._store = store
        self._say = say
        manifest = store.manifest()
        self._library = manifest.library
        self._dimension = manifest.fingerprint.dimension

    def load(self) -> tuple[VectorIndex, int]:
        """The vectors and the generation they show; none, at generation -1, where the file cannot be trusted (said in a line)."""
        seal = read_seal(self._folder / SEAL)
        try:
            return self._read(seal)
        except (OSError, ValueError) as error:
            # Another process may have put a newer file in place between the two readings.
            again = read_seal(self._folder / SEAL)
            if again != seal:
                return self.load()
            if self._store.generation():
                self._say(f"{NAME}: {error}; making it anew from the library")
            return VectorIndex(self._dimension), -1

    def follow(self, vectors: VectorIndex, since: int) -> VectorIndex:
        """The vectors as the store has them now, from those of generation `since`. Call within a snapshot of the store."""
        store = self._store
        rows, added = self._added(since)
        gone = store.query('SELECT "row" FROM removed_passages WHERE generation > ? ORDER BY 1', (since,))
        return vectors.advance(rows, added, np.array([row for (row,) in gone], dtype=np.int64))

    def save(self, vectors: VectorIndex, generation: int, *, whole: bool = False) -> VectorIndex:
        """Write the file where enough was added, or anything was taken away, or `whole` is asked; the caller is the writer.

        Returns:
            The same vectors, in one piece if they were written.
        """
        if not whole and not vectors.has_dead and vectors.pending <= len(vectors) * _UNWRITTEN_SHARE:
            return vectors
        compact = vectors.compact()
        data = compact.to_bytes()
        write_whole(self._folder / NAME, data)
        files = {NAME: (len(data), digest_of_bytes(data))}
        write_seal(self._folder / SEAL, Seal(self._library, generation, files))
        return compact

    def is_current(self, generation: int) -> bool:
        """Whether the file shows this generation."""
        seal = read_seal(self._folder / SEAL)
        return seal is not None and seal.generation == generation

    def faults(self) -> list[str]:
        """What is wrong with the file on disk."""
        try:
            self._read(read_seal(self._folder / SEAL))
        except (OSError, ValueError) as error:
            return [f"{NAME}: {error}"]
        return []

    def _read(self, seal: Seal | None) -> tuple[VectorIndex, int]:
        if seal is None:
            raise ValueError("its manifest is missing or damaged")
        if seal.library != self._library or seal.generation > self._store.generation():
            raise ValueError("it belongs to another state of the library")
        if not (self._folder / NAME).exists():
            raise ValueError("it is missing")
        data = (self._folder / NAME).read_bytes()
        if (len(data), digest_of_bytes(data)) != seal.files.get(NAME):
            raise ValueError("it is not what was written")
        return VectorIndex.from_bytes(data, self._dimension), seal.generation

    def _added(self, since: int) -> tuple[Ints, Vectors]:
        new = 'SELECT "row" FROM passages INDEXED BY passages_by_generation WHERE generation > ?'
        rows = np.array(sorted(row for (row,) in self._store.query(new, (since,))), dtype=np.int64)
        vectors = np.empty((len(rows), self._dimension), dtype=np.float32)
        blobs = self._store.stream(f'SELECT passage FROM vectors WHERE "row" IN ({new}) ORDER BY "row"', (since,))
        for at, (blob,) in enumerate(blobs):
            vectors[at] = np.frombuffer(blob, dtype="<f4")
        return rows, vectors
