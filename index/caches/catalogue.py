"""The small facts of every passage, held in memory: what filters choose by and ranking looks at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.storage.codec import Row
from index.storage.store import Store
from index.types import Filters

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

NO_DAY = 0
"""Stands for an unknown date; day 1 is 0001-01-01 (`date.toordinal`)."""

_ARTICLES = "SELECT number, id, day, outlet, language, authors FROM articles"
_PASSAGES = 'SELECT "row", article, ordinal FROM passages'


@dataclass(frozen=True, slots=True)
class Facts:
    """Columns beside rows that were asked for; -1 and NO_DAY where a row is no longer known.

    Attributes:
        article: The store's number of the article, int64; equal for passages of one article.
        day: Day of publication as `date.toordinal`, NO_DAY where unknown.
        outlet: Position in `outlets`.
        ordinal: Position of the passage in its article, from 0.
        known: Whether the library still holds the row.
        ids: The article's id, by position; "" where unknown.
        outlets: Names; `None` where the article has no outlet.
    """

    article: Ints
    day: Ints
    outlet: Ints
    ordinal: Ints
    known: Mask
    ids: list[str]
    outlets: tuple[str | None, ...]


class Catalogue:
    """The facts as they stood at one generation. Never changed: `advance` makes the next one."""

    def __init__(self, generation: int, articles: dict[int, Row], passages: Ints) -> None:
        """Take the columns.

        Args:
            articles: By number: (number, id, day, outlet, language, authors as JSON).
            passages: int64, shape (n, 3): row, article number, ordinal; ascending by row.
        """
        self.generation = generation
        self._articles = articles
        self.rows: Ints = passages[:, 0]
        self._article: Ints = passages[:, 1]
        self._ordinal: Ints = passages[:, 2]

    @classmethod
    def load(cls, store: Store) -> Catalogue:
        """Everything in the store."""
        with store.snapshot():
            generation = store.generation()
            articles = {row[0]: row for row in store.query(_ARTICLES)}
            found = store.query(f'{_PASSAGES} ORDER BY "row"')
        return cls(generation, articles, _table(found))

    def advance(self, store: Store) -> Catalogue:
        """The catalogue at the store's present generation."""
        since = (self.generation,)
        with store.snapshot():
            generation = store.generation()
            articles = store.query(f"{_ARTICLES} WHERE generation > ?", since)
            passages = sorted(store.query(f"{_PASSAGES} INDEXED BY passages_by_generation WHERE generation > ?", since))
            gone = {row[0] for row in store.query("SELECT number FROM removed_articles WHERE generation > ?", since)}
        held = {number: row for number, row in self._articles.items() if number not in gone}
        held.update((row[0], row) for row in articles)
        before = np.stack([self.rows, self._article, self._ordinal], axis=1)
        if gone:
            before = before[~np.isin(self._article, _ints(gone))]
        return Catalogue(generation, held, np.concatenate([before, _table(passages)]))

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def article_count(self) -> int:
        """Articles held."""
        return len(self._articles)

    def has(self, rows: Ints) -> Mask:
        """Which of the rows are held."""
        return self._places(rows)[1]

    def facts(self, rows: Sequence[int]) -> Facts:
        """Columns for these rows, in their order."""
        asked = np.asarray(rows, dtype=np.int64).reshape(-1)
        places, known = self._places(asked)
        article = np.where(known, self._article[places], -1) if len(self.rows) else np.full(len(asked), -1)
        ordinal = np.where(known, self._ordinal[places], -1) if len(self.rows) else np.full(len(asked), -1)
        held = [self._articles.get(number) for number in article.tolist()]
        codes, names = self._outlet_codes
        return Facts(
            article=article,
            day=_ints((row[2] or NO_DAY) if row else NO_DAY for row in held),
            outlet=_ints(codes[row[3]] if row else -1 for row in held),
            ordinal=ordinal,
            known=known,
            ids=[row[1] if row else "" for row in held],
            outlets=names,
        )

    def outlets(self) -> dict[str, int]:
        """Articles an outlet, most first."""
        counts: dict[str, int] = {}
        for row in self._articles.values():
            if row[3]:
                counts[row[3]] = counts.get(row[3], 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def days(self) -> list[int]:
        """The known days of publication, one an article."""
        return [row[2] for row in self._articles.values() if row[2]]

    def articles_passing(self, filters: Filters) -> Ints:
        """Numbers of the articles that pass."""
        numbers, days = self._days_by_number
        passing = np.ones(len(numbers), dtype=bool)
        if filters.after:
            passing &= days >= filters.after.toordinal()  # an unknown day is 0 and passes neither
        if filters.before:
            passing &= (days <= filters.before.toordinal()) & (days != NO_DAY)
        rest = replace(filters, after=None, before=None)
        if not rest:
            return numbers[passing]
        tests = _Tests(rest)
        return _ints(number for number in numbers[passing].tolist() if tests.passes(self._articles[number]))

    def rows_passing(self, filters: Filters) -> Ints:
        """Rows of the passages that pass, ascending."""
        return self.rows[np.isin(self._article, self.articles_passing(filters))]

    def latest(self, k: int, filters: Filters, *, oldest: bool) -> list[int]:
        """Rows of the passages that pass, at most `k`, by the day of their article: the last or the first, undated ones last."""
        numbers, days = self._days_by_number
        passing = np.isin(numbers, self.articles_passing(filters))
        numbers, days = numbers[passing], days[passing]
        first = numbers[np.lexsort((numbers, days if oldest else -days, days == NO_DAY))][:k].tolist()
        place = {number: at for at, number in enumerate(first)}
        held = np.isin(self._article, first)
        pairs = zip(self._article[held].tolist(), self.rows[held].tolist(), strict=True)
        return [row for _, row in sorted((place[number], row) for number, row in pairs)][:k]

    def outlets_named(self, values: Sequence[str]) -> list[str]:
        """Outlets that these filter values mean."""
        patterns = [_name_pattern(value) for value in values]
        return [name for name in self._outlet_codes[1] if name and _named(name, patterns)]

    def article_id(self, number: int) -> str | None:
        """The id of an article by the store's number."""
        row = self._articles.get(number)
        return row[1] if row else None

    @cached_property
    def _outlet_codes(self) -> tuple[dict[str | None, int], tuple[str | None, ...]]:
        names = sorted({row[3] for row in self._articles.values()}, key=lambda name: (name is None, name or ""))
        return {name: code for code, name in enumerate(names)}, tuple(names)

    @cached_property
    def _days_by_number(self) -> tuple[Ints, Ints]:
        return _ints(self._articles), _ints(row[2] or NO_DAY for row in self._articles.values())

    def _places(self, rows: Ints) -> tuple[Ints, Mask]:
        if not len(self.rows):
            return np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=bool)
        places = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        return places, self.rows[places] == rows


class _Tests:
    """Filters, but for dates, made ready to be asked of many articles."""

    def __init__(self, filters: Filters) -> None:
        self._outlets = [_name_pattern(value) for value in filters.outlets]
        self._without = [_name_pattern(value) for value in filters.without_outlets]
        self._authors = [_name_pattern(value) for value in filters.authors]
        self._ids = frozenset(filters.articles)
        self._languages = frozenset(value.casefold() for value in filters.languages)
        self._seen: dict[str | None, bool] = {}

    def passes(self, row: Row) -> bool:
        _, key, _, outlet, language, authors = row
        return (
            (not self._ids or key in self._ids)
            and (not self._languages or (language or "").casefold() in self._languages)
            and self._outlet_passes(outlet)
            and (not self._authors or any(_named(author, self._authors) for author in json.loads(authors)))
        )

    def _outlet_passes(self, outlet: str | None) -> bool:
        if outlet not in self._seen:
            wanted = not self._outlets or _named(outlet, self._outlets)
            self._seen[outlet] = wanted and not _named(outlet, self._without)
        return self._seen[outlet]


def _name_pattern(value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(value.strip().casefold())}(?!\w)")


def _named(name: str | None, patterns: Sequence[re.Pattern[str]]) -> bool:
    folded = (name or "").casefold()
    return bool(folded) and any(pattern.search(folded) for pattern in patterns)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _table(rows: Sequence[Row]) -> Ints:
    return np.asarray(rows, dtype=np.int64).reshape(-1, 3)
