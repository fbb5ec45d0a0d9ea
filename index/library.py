"""The one door to a library: open, add, remove, get, nearest, matching, check."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from index.caches.catalogue import Facts
from index.caches.lexical import FieldWeights, stems
from index.cleaning.identity import canonical_url
from index.cutting.passages import PassageRules
from index.storage import adding, check, current, figures, reading, rebuild, writing
from index.storage.edition import Edition
from index.storage.lock import WriterLock
from index.storage.store import Store, require_same
from index.types import Added, Article, Candidate, Encoder, Filters, LexicalQuery, Passage, Status, Vectors

_ALL = Filters()
_WEIGHTS = FieldWeights()


def _silent(_told: object) -> None:
    """Say nothing."""


class Library:
    """Articles on disk and the passages found in them. Safe to use from many threads; one process at a time writes."""

    def __init__(self, folder: Path, encoder: Encoder, rules: PassageRules, lock: WriterLock, say: Callable[[str], None]) -> None:
        """Use `Library.open`."""
        self.folder = folder
        self.rules = rules
        self._encoder = encoder
        self._say = say
        self._lock = lock
        self._wrote = False
        self._switching = threading.Lock()
        self._stamp = current.stamp(folder)
        self._edition = self._opened()

    @classmethod
    def open(
        cls,
        folder: Path,
        encoder: Encoder,
        *,
        rules: PassageRules,
        create: bool = False,
        say: Callable[[str], None] = _silent,
    ) -> Library:
        """Open a library; its caches are checked, and made anew where they cannot be trusted.

        Args:
            create: Make an empty one where none is.
            say: Told one line for every cache that had to be made anew.

        Raises:
            LibraryMissing: If there is none and `create` is false.
            LibraryIncompatible: If it was made with another encoder, other passage rules or another schema.
            LibraryCorrupt: If the SQLite file itself is damaged.
        """
        folder = folder.expanduser().absolute()
        lock = WriterLock(folder)
        if create and not (folder / current.NAME).exists():
            folder.mkdir(parents=True, exist_ok=True)
            with lock.hold("making the library"):
                rebuild.create(folder, encoder, rules)
        current.read(folder)
        return cls(folder, encoder, rules, lock, say)

    def add(self, articles: Iterable[Article], *, batch: int = 32) -> Iterator[Added]:
        """Add articles, as the returned iterator is followed; each is given back once it is safe on disk.

        The same article again does nothing; a changed one replaces what was there under its id.

        Args:
            batch: Articles a transaction, at least 1.

        Raises:
            LibraryBusy: If another process is writing.
        """
        with self._lock.hold("adding articles"):
            self.refresh()
            current.sweep(self.folder)
            try:
                yield from adding.add(self._edition, articles, self._encoder, self.rules, batch)
            finally:
                self._settle()

    def remove(self, article_id: str) -> bool:
        """Take an article away: when this returns, no search, no file and no cache gives it back. Whether it was there.

        Raises:
            LibraryBusy: If another process is writing.
        """
        with self._lock.hold("removing an article"):
            self.refresh()
            current.sweep(self.folder)
            gone = writing.remove(self._edition.store, article_id)
            self._settle()
            self._edition.store.checkpoint()
        return gone

    def get(self, article_id: str) -> Article | None:
        """The article of that id."""
        return reading.article(self._store, article_id)

    def at_url(self, url: str) -> list[str]:
        """Ids of the articles whose address this is, as given or in its canonical form."""
        return reading.at_url(self._store, [one for one in (url, canonical_url(url)) if one])

    def articles(self, *, after_id: str | None = None, limit: int = 50) -> list[Article]:
        """Articles in the order of their ids, at most `limit`, from behind `after_id`."""
        return reading.articles(self._store, after_id, limit)

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Passages by row, with their articles; a row that is gone is left out."""
        return reading.passages(self._store, rows)

    def passages_of(self, article_id: str) -> list[tuple[int, Passage]]:
        """The article's passages in order, with their rows."""
        return reading.passages_of(self._store, article_id)

    def sentence_vectors(self, rows: Sequence[int]) -> dict[int, Vectors]:
        """By row: float32 unit rows, shape (sentences of the passage, dimension). A row that is gone is left out."""
        return reading.sentence_vectors(self._store, rows, self._encoder.fingerprint.dimension)

    def question_vector(self, text: str) -> Vectors:
        """A question's unit vector, shape (dimension,), by the encoder that the passages were encoded with."""
        return self._encoder.encode_question(text)

    def nearest(self, vector: Vectors, k: int, filters: Filters = _ALL) -> list[Candidate]:
        """Passages by cosine to the vector, descending, equal ones by row: `k`, or as many as pass the filters."""
        self.refresh()
        return self._edition.nearest(vector, k, filters)

    def cosines(self, vector: Vectors, rows: Sequence[int]) -> Vectors:
        """Of these passages to the vector, float32, shape (rows,), in their order.

        Args:
            rows: Ascending.

        Raises:
            KeyError: If a row is gone.
        """
        return self._edition.cosines(vector, np.asarray(rows, dtype=np.int64).reshape(-1))

    def matching(
        self, query: LexicalQuery, k: int, filters: Filters = _ALL, *, weights: FieldWeights = _WEIGHTS
    ) -> list[Candidate]:
        """Passages by BM25, descending, equal ones by row: `k`, or as many as match and pass."""
        self.refresh()
        edition = self._edition
        return [Candidate(*pair) for pair in edition.lexical.passages.matching(query, k, edition.choice(filters), weights)]

    def matching_articles(
        self, query: LexicalQuery, k: int, filters: Filters = _ALL, *, weights: FieldWeights = _WEIGHTS
    ) -> list[tuple[str, float]]:
        """Ids of articles and the BM25 of their whole texts, descending."""
        self.refresh()
        edition = self._edition
        found = edition.lexical.articles.matching(query, k, edition.choice(filters, articles=True), weights)
        ids = ((edition.view.catalogue.article_id(number), score) for number, score in found)
        return [(key, score) for key, score in ids if key is not None]

    def latest(self, k: int, filters: Filters = _ALL, *, oldest: bool = False) -> list[int]:
        """Rows of the passages that pass, of the articles published last (or first), `k` at most; undated ones come last."""
        self.refresh()
        return self._edition.view.catalogue.latest(k, filters, oldest=oldest)

    def count_matching(self, query: LexicalQuery, filters: Filters = _ALL) -> int:
        """How many passages match and pass."""
        self.refresh()
        return self._edition.lexical.passages.count(query, self._edition.choice(filters))

    def frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """How many passages hold each term, stemmed, in their text; beside `len(library)`, what inverse frequencies need."""
        return {term: self._edition.lexical.passages.frequency(term) for term in terms}

    def vocabulary(self, prefix: str) -> list[tuple[str, int]]:
        """Words of the passages that begin so (case and diacritics folded), and how many passages hold each; most first."""
        return self._edition.lexical.passages.vocabulary(prefix)

    def stems(self, text: str) -> list[str]:
        """The terms that a text is matched by."""
        return stems(text)

    def facts(self, rows: Sequence[int]) -> Facts:
        """What ranking looks at, from memory; rows that are gone are marked."""
        return self._edition.view.catalogue.facts(rows)

    def outlets(self) -> dict[str, int]:
        """Articles an outlet, most first."""
        return self._edition.view.catalogue.outlets()

    def status(self) -> Status:
        """The library in figures."""
        self.refresh()
        return figures.status(self._edition, self.folder)

    def __len__(self) -> int:
        """Passages held."""
        return len(self._edition.view.catalogue)

    @property
    def generation(self) -> int:
        """The generation that is seen at present; rises with every change, also across a rebuild."""
        return self._edition.view.generation

    def refresh(self) -> bool:
        """See what other processes have written since; whether anything changed. Cheap enough for the start of every search."""
        stamp = current.stamp(self.folder)
        if stamp == self._stamp:
            return self._edition.refresh()
        with self._switching:
            if stamp != self._stamp:
                self._edition, self._stamp = self._opened(), stamp
        return True

    def check(self) -> list[str]:
        """Everything that is not as it should be, a line each; empty if the library is sound."""
        self.refresh()
        return check.faults(self._edition)

    def rebuild(self, encoder: Encoder, rules: PassageRules, *, each: Callable[[Added], None] = _silent) -> None:
        """Make a new generation from the library's own articles, beside the old one, and switch to it when it is whole.

        Args:
            each: Told of every article that was made anew.

        Raises:
            LibraryBusy: If another process is writing.
        """
        self.rebuild_at(self.folder, encoder, rules, each=each)
        self._encoder, self.rules = encoder, rules
        self.refresh()

    @staticmethod
    def rebuild_at(folder: Path, encoder: Encoder, rules: PassageRules, *, each: Callable[[Added], None] = _silent) -> None:
        """The same for a library that cannot be opened, because it was made with another encoder or other rules."""
        folder = folder.expanduser().absolute()
        current.read(folder)
        lock = WriterLock(folder)
        with lock.hold("rebuilding the library"):
            rebuild.rebuild(folder, encoder, rules, lock, each)

    def backup(self, folder: Path) -> None:
        """Copy the library, as it stands, to another folder, where it opens; others may read and write meanwhile.

        Raises:
            FileExistsError: If that folder holds anything.
        """
        rebuild.backup(self._store, folder)

    def close(self) -> None:
        """Write what is still to be written and let go of the files."""
        if self._wrote and current.stamp(self.folder) == self._stamp:
            with self._lock.try_hold("writing the vectors") as held:
                if held:
                    self._edition.refresh(writing=True)
                    self._edition.save(whole=True)
        self._wrote = False
        self._edition.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def _store(self) -> Store:
        """The store in force, also when another process has switched to a rebuilt one and deleted ours."""
        if current.stamp(self.folder) != self._stamp:
            self.refresh()
        return self._edition.store

    def _settle(self) -> None:
        self._wrote = True
        self._edition.refresh(writing=True)
        self._edition.save()

    def _opened(self) -> Edition:
        folder = current.read(self.folder)
        require_same(Store(folder).manifest(), self._encoder.fingerprint, self.rules.as_json())
        return Edition(folder, self._lock, self._say)
