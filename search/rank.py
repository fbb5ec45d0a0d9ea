"""Pool → order, by a short list of named signals.

Cheap ones for every candidate; closer reading for the first 60; and of those close together the nearest sentences, read with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.library import Library
from index.types import Passage
from search.expected import Expected, Sought, sought
from search.fuse import Column, fused, total
from search.rarity import Rarity
from search.reading import Near, Readings, nearness, read
from search.reranking.reranker import Reranker
from search.retrieve import Pool
from search.types import Query

FIRST = {"vector": 1.0, "words": 1.0, "article": 0.5, "date": 1.5}
"""For every candidate. vector: cosine; words: BM25 of the passage; article: BM25 of its article; date: agrees with the
question's dates."""

CLOSER = {
    "vector": 0.3,
    "words": 0.2,
    "date": 2.0,
    "sentence": 0.8,
    "coverage": 0.5,
    "near": 0.8,
    "reader": 0.8,
    "expected": 0.9,
    "lead": 0.6,
}
"""For those read closely. sentence: cosine of the best sentence; coverage: share of the question's words, by rarity, in passage
or title; near: nearness of the best sentence (`search.reading`); reader: the best logit of its sentences that were read with the
question, the worst of all for what was not read; expected: a near sentence holds the number or date that is asked for, 0 or 1;
lead: it stands at the head of its article, where news says what matters, 0 or 1. Weights by softmax regression on the dev
questions but for the third kept aside, rounded; of reader and sentence by hand, on those and our own."""

PLAIN = ("expected", "lead")
"""Taken as they are; all others are standardised."""

READ, NEAREST = 60, 20
"""Candidates read closely: the first by the cheap signals, and the nearest by vector alone, which paraphrases need."""

_DOUBT = 2.0
"""Behind the first. Where the second is further off, reading, which costs most of the time, hardly ever puts another first."""

_IN_FRONT = 3
"""Places that go by what was read, whether or not it answers."""

_LEAD = 600  # characters
_AS_NEAR = 0.25  # behind the passage's nearest sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What counts, and how much: by the names of the columns, for all candidates and for those read closely."""

    first: Mapping[str, float] = field(default_factory=lambda: FIRST)
    closer: Mapping[str, float] = field(default_factory=lambda: CLOSER)


class Ranked(NamedTuple):
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
        near: By row, their sentences.
        behind: By row, how far each stands behind the first before anything was read with the question.
        readings: What the reranker said of the nearest of them.
    """

    order: list[Ranked]
    parts: Mapping[str, Column]
    closer: Mapping[int, tuple[tuple[str, float], ...]]
    passages: dict[int, Passage]
    near: Mapping[int, Sequence[Near]]
    behind: Mapping[int, float]
    readings: Readings

    def why(self, one: Ranked) -> tuple[tuple[str, float], ...]:
        """What each signal added to one candidate."""
        return self.closer.get(one.place) or tuple((name, float(part[one.place])) for name, part in self.parts.items())


def rank(library: Library, query: Query, pool: Pool, rare: Rarity, signals: Signals, reranker: Reranker | None = None) -> Ranking:
    """Order the whole pool; equal scores by row."""
    first = fused({name: getattr(pool, name) for name in FIRST}, signals.first)
    sums = total(first, len(pool))
    order = np.lexsort((pool.rows, -sums))
    close, rest = _close(pool, order)
    rows = pool.rows[close].tolist()
    passages = library.passages(rows)
    columns, near = _closer(library, query, pool, close, passages, rare)
    plain = total(_parts(columns, signals.closer), len(close))
    behind = dict(zip(rows, (plain.max() - plain).tolist(), strict=True)) if rows else {}
    readings = read(reranker if _in_doubt(plain) else None, query.words, near, behind, passages)
    if readings.logits:
        columns["reader"] = readings.column(rows)
    parts = _parts(columns, signals.closer)
    is_in_front = np.ones(len(close), np.bool_)
    if readings.logits and reranker is not None and reranker.tells:
        is_in_front = _is_in_front(total(parts, len(close)), columns["reader"])
        parts["reader"] = np.where(is_in_front, parts["reader"], np.float32(0))
    best, scores = _ordered(pool.rows[close], total(parts, len(close)), is_in_front)
    places, falling = np.concatenate([close[best], rest]), np.concatenate([scores, _under(scores, sums[rest])])
    return Ranking(
        order=list(map(Ranked, pool.rows[places].tolist(), places.tolist(), falling.tolist())),
        parts=first,
        closer={place: tuple((name, float(part[at])) for name, part in parts.items()) for at, place in enumerate(close.tolist())},
        passages=passages,
        near=near,
        behind=behind,
        readings=readings,
    )


def _is_in_front(scores: Column, logits: Column) -> NDArray[np.bool_]:
    """Where reading decides: the first few, and whatever answers.

    Below them the order is that of the other signals. A passage that does not answer by itself may be part of an answer, and what
    reading takes off would move it behind the first ten.
    """
    front: NDArray[np.bool_] = (logits > 0) | (scores >= np.sort(scores)[-_IN_FRONT:][0])
    return front


def _ordered(rows: NDArray[np.int64], scores: Column, is_in_front: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Column]:
    """The order, those in front before the others, and falling scores along it; equal ones by row."""
    best = np.lexsort((rows, -scores, ~is_in_front))
    ranked, ahead = scores[best], int(is_in_front.sum())
    return best, np.concatenate([ranked[:ahead], _under(ranked[:ahead], ranked[ahead:])])


def _under(above: Column, below: Column) -> Column:
    """Scores, shifted so that they go on where those above end."""
    return below + (above[-1] - below[0]) if len(above) and len(below) else below


def _close(pool: Pool, order: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of the candidates that are read closely, and of the others, both in order."""
    nearest = np.lexsort((pool.rows, -pool.vector))[:NEAREST] if pool.vector.any() else order[:0]
    chosen = np.isin(order, np.concatenate([order[:READ], nearest]))
    return order[chosen], order[~chosen]


def _parts(columns: Mapping[str, Column], weights: Mapping[str, float]) -> dict[str, Column]:
    plain = {name: columns[name] * np.float32(weight) for name, weight in weights.items() if name in PLAIN}
    return fused({name: column for name, column in columns.items() if name not in PLAIN}, weights) | plain


def _closer(
    library: Library, query: Query, pool: Pool, close: NDArray[np.int64], passages: Mapping[int, Passage], rare: Rarity
) -> tuple[dict[str, Column], dict[int, list[Near]]]:
    """The columns of those read closely, and all their sentences."""
    rows = pool.rows[close].tolist()
    vectors = library.sentence_vectors(rows) if pool.vector.any() else {}
    wanted = sought(query)
    if wanted and wanted.kind is Expected.PERSON:
        wanted = None  # nearly every sentence of a report names somebody
    words = _words(passages, rare)
    near: dict[int, list[Near]] = {}
    found = []
    for row in rows:
        if (passage := passages.get(row)) is None:
            found.append((0.0, 0.0, 0.0, 0.0, 0.0))
            continue
        title, *sentences = words[row]
        near[row] = nearness(row, sentences, title, vectors.get(row), pool.question, rare)
        best = max((one.nearness for one in near[row]), default=0.0)
        cosine = max((one.cosine for one in near[row]), default=0.0)
        is_held = _is_held(wanted, passage, near[row], best - _AS_NEAR)
        found.append((cosine, best, rare.share(title.union(*sentences)), float(is_held), float(passage.start < _LEAD)))
    table = np.array(found, np.float32).reshape(-1, 5)
    columns = {name: getattr(pool, name)[close] for name in FIRST}
    return columns | dict(zip(("sentence", "near", "coverage", "expected", "lead"), table.T, strict=True)), near


def _words(passages: Mapping[int, Passage], rare: Rarity) -> dict[int, list[frozenset[str]]]:
    """The question's words in the title and in each sentence of every passage, by row."""
    texts: list[str] = []
    for passage in passages.values():
        text = passage.article.text
        texts += [passage.article.title or "", *(text[start:end] for start, end in passage.sentences)]
    found = iter(rare.found(texts))
    return {row: list(islice(found, 1 + len(passage.sentences))) for row, passage in passages.items()}


def _is_held(wanted: Sought | None, passage: Passage, near: Sequence[Near], enough: float) -> bool:
    """Whether a sentence about as near as the nearest holds what is asked for."""
    if wanted is None:
        return False
    text, spans = passage.article.text, passage.sentences
    return any(one.nearness >= enough and wanted.held_by(text[slice(*spans[one.at])]) for one in near)


def _in_doubt(scores: Column) -> bool:
    """Whether the second lies so close behind the first that reading may turn them."""
    first, second = np.sort(scores)[::-1][:2] if len(scores) > 1 else (_DOUBT, 0.0)
    return bool(first - second < _DOUBT)
