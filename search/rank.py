"""Pool → order, by a short list of named signals: cheap ones for every candidate, closer reading for the first 60."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from index.caches.lexical import stems
from index.library import Library
from index.types import Passage, Vectors
from search.fuse import Column, fused, total
from search.retrieve import Pool
from search.terms import content_words, meaningful, simple_words, stem, stem_set
from search.types import Query

FIRST = {"vector": 1.0, "words": 1.0, "article": 0.5, "date": 1.5}
"""For every candidate. vector: cosine; words: BM25 of the passage; article: BM25 of its article; date: agrees with the
question's dates."""

CLOSER = FIRST | {"sentence": 1.0, "coverage": 1.0, "pairs": 0.3}
"""For the first 60. sentence: cosine of the best sentence; coverage: share of the question's words, by rarity, in passage or
title; pairs: share of its neighbouring words that are neighbours here too."""

READ = 60
"""Candidates read closely; 100 ranks no better on the judged questions and costs a third more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What counts, and how much: by the names of the columns, for all candidates and for those read closely."""

    first: Mapping[str, float] = field(default_factory=lambda: FIRST)
    closer: Mapping[str, float] = field(default_factory=lambda: CLOSER)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate in its place.

    Attributes:
        place: Its position in the pool.
        score: Falls along the order.
        parts: What each signal added.
    """

    row: int
    place: int
    score: float
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Rarity:
    """The question's words and how rare each is (ln of inverse frequency, BM25's own formula).

    Attributes:
        weights: By stem.
        others: By stem, what stands for it as well: the stems of each other name of a place or actor, all of them needed.
    """

    weights: dict[str, float]
    others: dict[str, tuple[frozenset[str], ...]]

    def share(self, held: frozenset[str]) -> float:
        """0..1: how much of the question, by rarity, is among the stems held."""
        whole = sum(self.weights.values())
        return sum(weight for word, weight in self.weights.items() if self.holds(held, word)) / whole if whole else 0.0

    def holds(self, held: frozenset[str], word: str) -> bool:
        """Whether a stem, or another name for it, is among those held."""
        return word in held or any(name <= held for name in self.others.get(word, ()))


def rarity(library: Library, query: Query) -> Rarity:
    """Weigh the content words of a query by the library's own frequencies."""
    words = {stem(part): part for word in content_words(query.words) for part in simple_words(word)}
    size = len(library)
    counts = library.frequency(list(words.values()))
    weights = {key: log(1 + (size - counts[word] + 0.5) / (counts[word] + 0.5)) for key, word in words.items() if key}
    others: dict[str, tuple[frozenset[str], ...]] = {}
    for one in query.expansions:
        for key in stem_set(one.text) & weights.keys():
            others[key] = others.get(key, ()) + tuple(stem_set(name) for name in one.names)
    return Rarity(weights, others)


def rank(library: Library, query: Query, pool: Pool, rare: Rarity, signals: Signals) -> list[Ranked]:
    """Order the whole pool, best first; equal scores by row."""
    first = fused({name: getattr(pool, name) for name in FIRST}, signals.first)
    sums = total(first, len(pool))
    order = np.lexsort((pool.rows, -sums))
    near, rest = order[:READ], order[READ:]
    closer = fused(_closer(library, query, pool, near, rare), signals.closer)
    scores = total(closer, len(near))
    floor = (float(scores.min()) if len(near) else 0.0) - (float(sums[rest[0]]) if len(rest) else 0.0)
    head = [_ranked(pool, int(near[at]), float(scores[at]), closer, int(at)) for at in np.lexsort((pool.rows[near], -scores))]
    tail = [_ranked(pool, int(at), floor + float(sums[at]), first, int(at)) for at in rest]
    return head + tail


def _ranked(pool: Pool, place: int, score: float, parts: Mapping[str, Column], at: int) -> Ranked:
    return Ranked(int(pool.rows[place]), place, score, tuple((name, float(part[at])) for name, part in parts.items()))


def _closer(library: Library, query: Query, pool: Pool, near: NDArray[np.int64], rare: Rarity) -> dict[str, Column]:
    rows = pool.rows[near].tolist()
    passages = library.passages(rows)
    vectors = library.sentence_vectors(rows) if pool.vector.any() else {}
    pairs = _pairs(meaningful(stems(query.words)))
    read = [_read(passages.get(row), rare, pairs) for row in rows]
    columns = {name: getattr(pool, name)[near] for name in FIRST}
    columns["sentence"] = np.array([best_sentence(vectors.get(row), pool.question) for row in rows], np.float32)
    columns["coverage"] = np.array([coverage for coverage, _ in read], np.float32)
    columns["pairs"] = np.array([shared for _, shared in read], np.float32)
    return columns


def _read(passage: Passage | None, rare: Rarity, pairs: set[tuple[str, str]]) -> tuple[float, float]:
    """Coverage and shared pairs of one passage."""
    if passage is None:
        return 0.0, 0.0
    words = stems(passage.text)
    shared = len(pairs & _pairs(meaningful(words))) / len(pairs) if pairs else 0.0
    return rare.share(frozenset(words) | stem_set(passage.article.title or "")), shared


def best_sentence(vectors: Vectors | None, question: Vectors) -> float:
    """The highest cosine of a sentence to the question; 0 without vectors."""
    return float((vectors @ question).max()) if vectors is not None and len(vectors) else 0.0


def _pairs(words: Sequence[str]) -> set[tuple[str, str]]:
    return set(pairwise(words))
