"""Question → candidates: by meaning from FAISS, by words from Tantivy, under the same filters. One pool, before any order."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log

import numpy as np
from numpy.typing import NDArray

from index.caches.catalogue import Facts
from index.library import Library
from index.types import Filters, LexicalQuery, Vectors
from search.terms import content_words
from search.types import DateWords, Expansion, Mode, Query, Sort

Column = NDArray[np.float32]
"""One number a candidate, shape (n,)."""

NEAREST = 200
MATCHING = 400
ARTICLES = 200
"""How deep each list is read: .93 of the judged questions have a relevant passage among these candidates."""

LATE_DAYS = 2
"""Days after a date in words that still agree with it: what happened on a day is printed on that day or the next two."""

_EXCLUDED = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Candidates side by side; every column in the order of `rows`.

    Attributes:
        vector: Cosine of passage and question; 0 throughout in keyword mode.
        words: BM25 of the passage; 0 where it matched no word or stands too deep in the list.
        article: BM25 of its whole article.
        date: 1 where the article's date agrees with the dates in words, -1 where not, 0 without such words.
    """

    rows: NDArray[np.int64]
    facts: Facts
    question: Vectors
    vector: Column
    words: Column
    article: Column
    date: Column

    def __len__(self) -> int:
        return len(self.rows)


Meant = tuple[Vectors, set[int]]
"""A question's vector, and the rows nearest to it."""


def meaning(library: Library, query: Query, mode: Mode) -> Future[Meant]:
    """Begin to look up what is nearest in meaning. Encoder and FAISS leave the interpreter to others meanwhile."""
    by_meaning = mode is not Mode.KEYWORD and bool(query.words) and not query.phrases
    return _BESIDE.submit(_meant, library, query, _scopes(query) if by_meaning else [])


_BESIDE = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="nearest")


def retrieve(library: Library, query: Query, meant: Future[Meant], mode: Mode, sort: Sort = Sort.RELEVANCE) -> Pool:
    """Gather the candidates of both kinds, and those that the dates in words point to.

    Args:
        meant: From `meaning`.
        sort: Where there is nothing to match, the candidates are the newest, or for this order the oldest.
    """
    try:
        return _gathered(library, query, meant, mode, sort)
    except KeyError:  # an article was removed between being found and being read
        library.refresh()
        return _gathered(library, query, meaning(library, query, mode), mode, sort)


def _gathered(library: Library, query: Query, meant: Future[Meant], mode: Mode, sort: Sort) -> Pool:
    lexical = lexical_query(library, query)
    words: dict[int, float] = {}
    listed: set[int] = set()
    if not (query.words or query.phrases or query.without):
        listed = set(library.latest(MATCHING, query.filters, oldest=sort is Sort.OLDEST))
    elif mode is not Mode.SEMANTIC or query.phrases or not query.words:
        for scope in _scopes(query):
            words |= {one.row: one.score for one in library.matching(lexical, MATCHING, scope)}
    articles = dict(library.matching_articles(lexical, ARTICLES, query.filters)) if mode is not Mode.SEMANTIC else {}
    question, near = meant.result()
    rows = sorted(listed | set(words) | near)
    if mode is Mode.SEMANTIC:
        words = {}
    return _pool(library, query, mode, question, rows, words, articles)


def _meant(library: Library, query: Query, scopes: Sequence[Filters]) -> Meant:
    question = library.question_vector(query.words or query.typed)
    excluded = _excluded(library, query) if scopes else set()
    wanted = NEAREST + min(len(excluded), NEAREST)
    return question, {one.row for scope in scopes for one in library.nearest(question, wanted, scope)} - excluded


def _scopes(query: Query) -> list[Filters]:
    """Where candidates are looked for: everywhere, and under each date in words."""
    return [query.filters, *_dated(query)]


def lexical_query(library: Library, query: Query) -> LexicalQuery:
    """What Tantivy is asked: any of the words and their other names; each phrase; nothing of what is left out."""
    words = [(word, 1.0) for word in content_words(query.words)]
    words += [(name, weight) for one in query.expansions for name, weight in _other_names(library, one)]
    return LexicalQuery(words=tuple(words), phrases=query.phrases, without=query.without)


def _other_names(library: Library, one: Expansion) -> list[tuple[str, float]]:
    """Each with a weight under which its rarity cannot make it count more than the word that was typed."""
    counts = library.frequency([one.text, *one.names])
    typed = _rarity(len(library), counts.pop(one.text))
    return [(name, _OTHER_NAME * min(1.0, typed / _rarity(len(library), count))) for name, count in counts.items()]


def _rarity(size: int, count: int) -> float:
    return log(1 + (size - count + 0.5) / (count + 0.5))


_OTHER_NAME = 0.7


def agrees(day: int, wanted: tuple[DateWords, ...]) -> bool:
    """Whether a publication day (`date.toordinal`, 0 unknown) lies in one of the ranges, or shortly behind it."""
    return day > 0 and any(_inside(day, one.after, one.before) for one in wanted)


def _inside(day: int, after: date | None, before: date | None) -> bool:
    return (after is None or day >= after.toordinal()) and (before is None or day <= before.toordinal() + LATE_DAYS)


def _dated(query: Query) -> list[Filters]:
    """Narrower filters, one for each date in words: their candidates would drown among all other days'."""
    scopes = []
    for one in query.dates:
        after = max((day for day in (one.after, query.filters.after) if day), default=None)
        late = one.before + timedelta(LATE_DAYS) if one.before else None
        before = min((day for day in (late, query.filters.before) if day), default=None)
        if not (after and before and after > before):
            scopes.append(replace(query.filters, after=after, before=before))
    return scopes


def _excluded(library: Library, query: Query) -> set[int]:
    return {
        one.row for phrase in query.without for one in library.matching(LexicalQuery(phrases=(phrase,)), _EXCLUDED, query.filters)
    }


def matching(pool: Pool, query: Query) -> NDArray[np.bool_]:
    """Which candidates are shown and counted: close in meaning, or in words not far behind the best.

    In a small library everything is a candidate; that alone is no reason to be shown.
    """
    if query.phrases or not query.words:
        return np.ones(len(pool), np.bool_)
    enough = _WORDS_SHARE * float(np.quantile(pool.words[pool.words > 0], 0.95)) if (pool.words > 0).any() else 0.0
    kept: NDArray[np.bool_] = (pool.vector >= _CLOSE) | ((pool.words > 0) & (pool.words >= enough))
    return kept


_CLOSE = 0.3
"""Cosine: unrelated passages of the corpus lie below .2, a passage on the same subject above .35."""

_WORDS_SHARE = 0.35  # of the BM25 that one in twenty surpasses: a single outlier does not set the measure


def _pool(
    library: Library,
    query: Query,
    mode: Mode,
    question: Vectors,
    rows: list[int],
    words: Mapping[int, float],
    articles: Mapping[str, float],
) -> Pool:
    facts = library.facts(rows)
    if not facts.known.all():
        rows = [row for row, held in zip(rows, facts.known.tolist(), strict=True) if held]
        facts = library.facts(rows)
    zeros = np.zeros(len(rows), np.float32)
    near = mode is not Mode.KEYWORD and bool(query.words) and bool(rows)
    return Pool(
        rows=np.array(rows, np.int64),
        facts=facts,
        question=question,
        vector=library.cosines(question, rows) if near else zeros,
        words=np.array([words.get(row, 0.0) for row in rows], np.float32),
        article=np.array([articles.get(key, 0.0) for key in facts.ids], np.float32),
        date=np.array([_agreement(day, query.dates) for day in facts.day.tolist()], np.float32) if query.dates else zeros,
    )


def _agreement(day: int, wanted: tuple[DateWords, ...]) -> float:
    return max(_fits(day, one) for one in wanted)


def _fits(day: int, one: DateWords) -> float:
    """-1..1. 1 for the days that are meant, less for the two behind them, -1 for all others.

    "by 7 August" means the report of that day before those of the days just before it, and these before all earlier ones.
    """
    if not agrees(day, (one,)):
        return -1.0
    if one.before is not None and day > one.before.toordinal():
        return _LATE
    if one.after is None and one.before is not None:
        ago = one.before.toordinal() - day
        return _LONG_BEFORE if ago > _JUST_BEFORE.get(one.rule, 31) else 1.0 if not ago else _BEFORE
    return 1.0


_LATE = 0.8
_BEFORE = 0.8

_JUST_BEFORE = {"day": 3, "conflict day": 3, "part of month": 10, "year": 366}
"""Days that count as shortly before, by what was named; a month for all else."""

_LONG_BEFORE = -0.5
