"""Pool → order, by a short list of named signals.

Cheap ones for every candidate; closer reading for the first 60; and of the first 20 the nearest sentences, read with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.caches.lexical import stems
from index.library import Library
from index.types import Passage, Vectors
from search.fuse import Column, fused, total
from search.rarity import Rarity
from search.reading import Near, Readings, nearness, read
from search.reranking.reranker import Reranker
from search.retrieve import Pool
from search.terms import meaningful, stem_set
from search.types import Query

FIRST = {"vector": 1.0, "words": 1.0, "article": 0.5, "date": 1.5}
"""For every candidate. vector: cosine; words: BM25 of the passage; article: BM25 of its article; date: agrees with the
question's dates."""

CLOSER = FIRST | {"sentence": 1.0, "coverage": 1.0, "pairs": 0.3}
"""For the first 60. sentence: cosine of the best sentence; coverage: share of the question's words, by rarity, in passage or
title; pairs: share of its neighbouring words that are neighbours here too."""

READER = 0.5
"""For what was read with the question, per unit of the best sentence's logit; what was not read counts as the worst that was."""

READ = 60
"""Candidates read closely; 100 ranks no better on the judged questions and costs a third more."""

SENTENCES_OF = 20
"""Candidates whose sentences may be read with the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What counts, and how much: by the names of the columns, for all candidates and for those read closely."""

    first: Mapping[str, float] = field(default_factory=lambda: FIRST)
    closer: Mapping[str, float] = field(default_factory=lambda: CLOSER)
    reader: float = READER


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate in its place.

    Attributes:
        place: Its position in the pool.
        score: Falls along the order.
    """

    row: int
    place: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The whole pool, best first, and what the order rests on.

    Attributes:
        parts: What each signal added, for every candidate by its place in the pool.
        closer: The same for those read closely, by place.
        passages: By row, of those read closely.
        near: By row, the sentences of the first ones.
        readings: What the reranker said of the nearest of them.
    """

    order: list[Ranked]
    parts: Mapping[str, Column]
    closer: Mapping[int, tuple[tuple[str, float], ...]]
    passages: dict[int, Passage]
    near: Mapping[int, Sequence[Near]]
    readings: Readings

    def why(self, one: Ranked) -> tuple[tuple[str, float], ...]:
        """What each signal added to one candidate."""
        return self.closer.get(one.place) or tuple((name, float(part[one.place])) for name, part in self.parts.items())


def rank(library: Library, query: Query, pool: Pool, rare: Rarity, signals: Signals, reranker: Reranker | None = None) -> Ranking:
    """Order the whole pool; equal scores by row."""
    first = fused({name: getattr(pool, name) for name in FIRST}, signals.first)
    sums = total(first, len(pool))
    order = np.lexsort((pool.rows, -sums))
    close, rest = order[:READ], order[READ:]
    rows = pool.rows[close].tolist()
    passages = library.passages(rows)
    vectors = library.sentence_vectors(rows) if pool.vector.any() else {}
    parts = fused(_closer(query, pool, close, passages, vectors, rare), signals.closer)
    scores = total(parts, len(close))
    near = _near(pool, rows, scores, passages, vectors, rare)
    readings = read(reranker, query.words, [one for found in near.values() for one in found], passages)
    if readings.logits:
        parts["reader"] = np.float32(signals.reader) * readings.column(rows)
        scores = scores + parts["reader"]
    floor = (float(scores.min()) if len(close) else 0.0) - (float(sums[rest[0]]) if len(rest) else 0.0)
    head = [Ranked(rows[at], int(close[at]), float(scores[at])) for at in np.lexsort((pool.rows[close], -scores)).tolist()]
    behind = zip(pool.rows[rest].tolist(), rest.tolist(), (sums[rest] + floor).tolist(), strict=True)
    return Ranking(
        order=head + [Ranked(*one) for one in behind],
        parts=first,
        closer={place: tuple((name, float(part[at])) for name, part in parts.items()) for at, place in enumerate(close.tolist())},
        passages=passages,
        near=near,
        readings=readings,
    )


def _closer(
    query: Query,
    pool: Pool,
    close: NDArray[np.int64],
    passages: Mapping[int, Passage],
    vectors: Mapping[int, Vectors],
    rare: Rarity,
) -> dict[str, Column]:
    rows = pool.rows[close].tolist()
    pairs = _pairs(meaningful(stems(query.words)))
    held = [_held(passages.get(row), rare, pairs) for row in rows]
    columns = {name: getattr(pool, name)[close] for name in FIRST}
    columns["sentence"] = np.array([best_sentence(vectors.get(row), pool.question) for row in rows], np.float32)
    columns["coverage"] = np.array([coverage for coverage, _ in held], np.float32)
    columns["pairs"] = np.array([shared for _, shared in held], np.float32)
    return columns


def _held(passage: Passage | None, rare: Rarity, pairs: set[tuple[str, str]]) -> tuple[float, float]:
    """Coverage and shared pairs of one passage."""
    if passage is None:
        return 0.0, 0.0
    words = stems(passage.text)
    shared = len(pairs & _pairs(meaningful(words))) / len(pairs) if pairs else 0.0
    return rare.share(frozenset(words) | stem_set(passage.article.title or "")), shared


def best_sentence(vectors: Vectors | None, question: Vectors) -> float:
    """The highest cosine of a sentence to the question; 0 without vectors."""
    return float((vectors @ question).max()) if vectors is not None and len(vectors) else 0.0


def _near(
    pool: Pool, rows: Sequence[int], scores: Column, passages: Mapping[int, Passage], vectors: Mapping[int, Vectors], rare: Rarity
) -> dict[int, list[Near]]:
    best = float(scores.max()) if len(scores) else 0.0
    first = [at for at in np.argsort(-scores, kind="stable")[:SENTENCES_OF].tolist() if rows[at] in passages]
    return {
        rows[at]: nearness(rows[at], passages[rows[at]], best - float(scores[at]), vectors.get(rows[at]), pool.question, rare)
        for at in first
    }


def _pairs(words: Sequence[str]) -> set[tuple[str, str]]:
    return set(pairwise(words))
