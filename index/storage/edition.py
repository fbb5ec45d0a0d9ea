"""One generation folder of a library at work: the store, its caches, and what is in memory of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from index.caches.catalogue import Catalogue
from index.caches.lexical import Choice
from index.caches.lexical_cache import LexicalCache
from index.caches.vector_cache import VectorCache
from index.caches.vectors import Ints, VectorIndex
from index.storage.lock import WriterLock
from index.storage.store import Store
from index.types import Candidate, Filters, Vectors

_RETRY = 0.1
"""Seconds between two looks at a keyword index that lags because another process is writing."""


@dataclass(frozen=True, slots=True)
class View:
    """What is searched: the state of one generation. Replaced as a whole, so that a search under way is never disturbed.

    Attributes:
        dead_passages, dead_articles: Numbers that the keyword indexes still hold though the store has let them go.
    """

    catalogue: Catalogue
    vectors: VectorIndex
    lexical_generation: int
    dead_passages: tuple[int, ...]
    dead_articles: tuple[int, ...]

    @property
    def generation(self) -> int:
        """The store's generation that is seen."""
        return self.catalogue.generation


class Edition:
    """Opens the caches of a folder (repairing what needs it) and follows the store."""

    def __init__(self, folder: Path, lock: WriterLock, say: Callable[[str], None], *, writing: bool = False) -> None:
        """Open; `writing` says that the caller is the writer."""
        self.folder = folder
        self.store = Store(folder)
        self.manifest = self.store.manifest()
        self.lexical = LexicalCache(folder, self.store, lock, say, writing=writing)
        self._cache = VectorCache(folder, self.store, say)
        self._advancing = threading.Lock()
        self._looked = 0.0
        vectors, since = self._cache.load()
        with self.store.snapshot():
            catalogue = Catalogue.load(self.store)
            self.view = self._viewed(catalogue, self._cache.follow(vectors, since))
        if since < 0:
            with nullcontext(True) if writing else lock.try_hold("writing the vectors") as held:
                if held:
                    self.save(whole=True)
        self.refresh(writing=writing)

    def refresh(self, *, writing: bool = False) -> bool:
        """See the store's present generation; whether anything changed. 20 µs when nothing did."""
        now = self.store.generation()
        view = self.view
        lagging = view.lexical_generation < now
        if view.generation == now and not (lagging and (writing or time.monotonic() - self._looked > _RETRY)):
            return False
        with self._advancing:
            self.lexical.follow(writing=writing)
            self._looked = time.monotonic()
            with self.store.snapshot():
                since = self.view.generation
                catalogue, vectors = self.view.catalogue, self.view.vectors
                if self.store.generation() != since:
                    catalogue = catalogue.advance(self.store)
                    vectors = self._cache.follow(vectors, since)
                self.view = self._viewed(catalogue, vectors)
        return (self.view.generation, self.view.lexical_generation) != (view.generation, view.lexical_generation)

    def save(self, *, whole: bool = False) -> None:
        """Write the vectors' file; the caller is the writer."""
        with self._advancing:
            view = self.view
            if whole and self._cache.is_current(view.generation) and not self._cache.faults():
                return
            vectors = self._cache.save(view.vectors, view.generation, whole=whole)
            self.view = View(view.catalogue, vectors, view.lexical_generation, view.dead_passages, view.dead_articles)

    def nearest(self, vector: Vectors, k: int, filters: Filters) -> list[Candidate]:
        """See `Library.nearest`."""
        view = self.view
        allowed = view.catalogue.rows_passing(filters) if filters else None
        return view.vectors.nearest(vector, k, allowed)

    def cosines(self, vector: Vectors, rows: Ints) -> Vectors:
        """See `Library.cosines`."""
        return self.view.vectors.cosines(vector, rows)

    def choice(self, filters: Filters, *, articles: bool = False) -> Choice:
        """The filters as the keyword indexes apply them."""
        view = self.view
        catalogue = view.catalogue
        by_number = Filters(articles=filters.articles, authors=filters.authors)
        return Choice(
            after=filters.after.toordinal() if filters.after else None,
            before=filters.before.toordinal() if filters.before else None,
            outlets=catalogue.outlets_named(filters.outlets) if filters.outlets else None,
            without_outlets=catalogue.outlets_named(filters.without_outlets),
            languages=[value.casefold() for value in filters.languages] if filters.languages else None,
            articles=catalogue.articles_passing(by_number).tolist() if by_number else None,
            dead=view.dead_articles if articles else view.dead_passages,
        )

    def cache_faults(self) -> list[str]:
        """What is wrong with the caches' files on disk."""
        return self._cache.faults() + self.lexical.faults()

    def close(self) -> None:
        """Let go of the files."""
        self.store.close()

    def _viewed(self, catalogue: Catalogue, vectors: VectorIndex) -> View:
        seen = self.lexical.generation
        if seen >= catalogue.generation:
            return View(catalogue, vectors, seen, (), ())
        passages = self.store.query('SELECT "row" FROM removed_passages WHERE generation > ?', (seen,))
        articles = self.store.query("SELECT number FROM removed_articles WHERE generation > ?", (seen,))
        return View(catalogue, vectors, seen, tuple(row for (row,) in passages), tuple(number for (number,) in articles))
