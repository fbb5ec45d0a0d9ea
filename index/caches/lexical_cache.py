"""The two keyword indexes beside the store, of passages and of whole articles: opened if they can be trusted, else made anew."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

from index.caches.lexical import Entry, LexicalIndex
from index.caches.seals import Seal, faults, read_seal, sealed_files, write_seal
from index.errors import CacheDamaged
from index.storage.lock import WriterLock
from index.storage.store import Store

FOLDER = "lexical"
SEAL = "lexical.json"
REBUILDING = "bringing the keyword index up to date"

_ATTEMPTS = 40
_PAUSE = 0.05
"""Seconds. Another process between its commit and its manifest looks like damage; together with `_ATTEMPTS` that is 2 s."""

_FACTS = "a.number, a.day, a.outlet, a.language, a.title"


class LexicalCache:
    """Keeps the keyword indexes of one store; on disk, or in memory while another process has the damaged files in its hands."""

    def __init__(self, folder: Path, store: Store, lock: WriterLock, say: Callable[[str], None], *, writing: bool) -> None:
        self._folder = folder
        self._store = store
        self._lock = lock
        self._say = say
        self._library = store.manifest().library
        self._places: tuple[Path, ...] = (folder / FOLDER / "passages", folder / FOLDER / "articles")
        self._private = False
        self.generation = -1
        self.passages: LexicalIndex
        self.articles: LexicalIndex
        self._open(writing)

    def follow(self, *, writing: bool = False) -> None:
        """Come as near to the store's generation as possible without waiting.

        Args:
            writing: The caller is the writer already.
        """
        if not self._private:
            self._reread()
        if self.generation >= self._store.generation():
            return
        if self._private:
            self._catch_up()
            return
        with nullcontext(True) if writing else self._lock.try_hold(REBUILDING) as held:
            if held:
                self._take_over()

    def faults(self) -> list[str]:
        """What is wrong with the files on disk."""
        fault = None if self._private else self._fault(read_seal(self._folder / SEAL))
        return [f"{FOLDER}: {fault}"] if fault else []

    def _open(self, writing: bool) -> None:
        for _ in range(_ATTEMPTS):
            seal = read_seal(self._folder / SEAL)
            fault = self._fault(seal) or self._opened(seal)
            if not fault:
                return
            with nullcontext(True) if writing else self._lock.try_hold(REBUILDING) as held:
                if held:
                    self._repair()
                    return
            time.sleep(_PAUSE)
        self._say(f"{FOLDER}: {fault}; another process is writing, so it is made anew in memory")
        self._private = True
        self._begin()

    def _repair(self) -> None:
        """As the writer: look once more, for the one before may just have finished, then make the files anew."""
        seal = read_seal(self._folder / SEAL)
        fault = self._fault(seal) or self._opened(seal)
        if fault:
            if self._store.generation():
                self._say(f"{FOLDER}: {fault}; making it anew from the library")
            self._begin()

    def _take_over(self) -> None:
        """As the writer: go on from where the last one came to, if it left the files whole; it may have been another process."""
        fault = self._fault(read_seal(self._folder / SEAL), quick=True)
        try:
            if not fault:
                self._reread()
                self._catch_up()
                return
        except CacheDamaged as error:
            fault = str(error)
        self._say(f"{FOLDER}: {fault}; making it anew from the library")
        self._begin()

    def _begin(self) -> None:
        if not self._private:
            (self._folder / SEAL).unlink(missing_ok=True)
            for place in self._places:
                shutil.rmtree(place, ignore_errors=True)
                place.mkdir(parents=True)
        where = [None, None] if self._private else self._places
        self.passages, self.articles = (LexicalIndex(place) for place in where)
        self.generation = -1
        self._catch_up()

    def _opened(self, seal: Seal | None) -> str | None:
        try:
            self.passages, self.articles = (LexicalIndex(place) for place in self._places)
        except CacheDamaged as error:
            return str(error)
        self.generation = seal.generation if seal else -1
        return None

    def _fault(self, seal: Seal | None, *, quick: bool = False) -> str | None:
        if seal is None:
            return "its manifest is missing or damaged"
        if seal.library != self._library or seal.generation > self._store.generation():
            return "it belongs to another state of the library"
        return next(iter(faults(self._folder, seal, quick=quick)), None)

    def _reread(self) -> None:
        seal = read_seal(self._folder / SEAL)
        if seal and seal.library == self._library and seal.generation > self.generation:
            self.passages.reload()
            self.articles.reload()
            self.generation = seal.generation

    def _catch_up(self) -> None:
        """Bring in what the store has since; on any failure forget the files, for they may hold half of it."""
        since = self.generation
        try:
            with self._store.snapshot():
                now = self._store.generation()
                self.passages.change(self._passages(since), self._gone("removed_passages", '"row"', since))
                self.articles.change(self._articles(since), self._gone("removed_articles", "number", since))
        except BaseException:
            if not self._private:
                (self._folder / SEAL).unlink(missing_ok=True)
            raise
        if not self._private:
            files = sealed_files(self._folder, self._places, read_seal(self._folder / SEAL))
            write_seal(self._folder / SEAL, Seal(self._library, now, files))
        self.generation = now

    def _gone(self, table: str, column: str, since: int) -> list[int]:
        return [row[0] for row in self._store.query(f"SELECT {column} FROM {table} WHERE generation > ?", (since,))]

    def _passages(self, since: int) -> Iterator[Entry]:
        columns = f'p."row", substr(a.text, p.start + 1, p."end" - p.start), p.heading, {_FACTS}'
        rows = self._store.stream(
            f"SELECT {columns} FROM passages p JOIN articles a ON p.article = a.number WHERE p.generation > ?", (since,)
        )
        for row, text, heading, number, day, outlet, language, title in rows:
            yield Entry(
                number=row,
                article=number,
                day=day,
                outlet=outlet,
                language=language,
                body=text,
                title=title or "",
                heading=heading or "",
            )

    def _articles(self, since: int) -> Iterator[Entry]:
        rows = self._store.stream(f"SELECT a.text, {_FACTS} FROM articles a WHERE a.generation > ?", (since,))
        for text, number, day, outlet, language, title in rows:
            yield Entry(
                number=number, article=number, day=day, outlet=outlet, language=language, body=text, title=title or "", heading=""
            )
