"""The sentences that come nearest, read together with the question by the reranker: a few, because each costs a millisecond."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from index.types import Passage, Vectors
from search.rarity import Rarity
from search.reranking.reranker import Reranker
from search.reranking.window import Window

COSINE, COVERED, ABOUT = 1.0, 0.3, 0.6
"""How near a sentence comes, per unit: its cosine; the question's words in it; those in it, the sentence before or the title."""

BEHIND = 0.08
"""What is taken off, per unit of the fused score that its passage stands behind the first."""

AT_FIRST, SENTENCES = 2, 16
"""Sentences read a question: the first few, and where none of them surely answers the others too, as a bound on its time. With
more the right passage comes no more often first."""

EACH, _REACH = 2, 4.0
"""Of a passage the nearest sentences, and only where it stands no further behind the first, in fused score: a third sentence of
one passage, or the first of one so far off, hardly ever turns the order."""

_SURE = 2.0
"""The logit from which a sentence surely answers."""


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence of a candidate, and how near it comes to the question.

    Attributes:
        row: Of its passage.
        at: Its position among the passage's sentences.
        cosine, covered, about: Its parts, 0..1 (cosine -1..1).
    """

    row: int
    at: int
    cosine: float
    covered: float
    about: float

    @property
    def nearness(self) -> float:
        """Their weighted sum; comparable within one question."""
        return COSINE * self.cosine + COVERED * self.covered + ABOUT * self.about


@dataclass(frozen=True, slots=True)
class Readings:
    """What the reranker said.

    Attributes:
        logits: By row and position of the sentence: whether it answers, see `search.reranking.reranker`.
    """

    logits: Mapping[tuple[int, int], float] = field(default_factory=dict)

    @property
    def worst(self) -> float:
        """The lowest logit: what is thought of a sentence that was not read, because it did not come as near."""
        return min(self.logits.values(), default=0.0)

    def column(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """The highest logit of a sentence of each passage, shape (rows,); the worst of all where none was read."""
        best: dict[int, float] = {}
        for (row, _), logit in self.logits.items():
            best[row] = max(logit, best.get(row, logit))
        return np.array([best.get(row, self.worst) for row in rows], np.float32)


def nearness(
    row: int, found: Sequence[frozenset[str]], title: frozenset[str], vectors: Vectors | None, question: Vectors, rare: Rarity
) -> list[Near]:
    """Every sentence of a passage.

    Args:
        found: The question's words in each sentence (`Rarity.found`).
        title: Those in the title.
        vectors: Of each sentence, unit rows; without them cosines are 0.
    """
    cosines = (vectors @ question).tolist() if vectors is not None else [0.0] * len(found)
    before = (frozenset[str](), *found)
    return [
        Near(row, at, cosines[at], rare.share(words), rare.share(words | before[at] | title)) for at, words in enumerate(found)
    ]


def read(
    reranker: Reranker | None,
    question: str,
    near: Mapping[int, Sequence[Near]],
    behind: Mapping[int, float],
    passages: Mapping[int, Passage],
) -> Readings:
    """Have the nearest sentences read, no more than it takes.

    Args:
        near: By row, the sentences of the passages.
        behind: By row, how far it stands behind the first.
    """
    if reranker is None:
        return Readings()
    within = [found for row, found in near.items() if behind[row] <= _REACH]
    every = [one for found in within for one in nlargest(EACH, found, key=lambda one: one.nearness)]
    chosen = sorted(every, key=lambda one: BEHIND * behind[one.row] - one.nearness)[:SENTENCES]
    logits: dict[tuple[int, int], float] = {}
    for some in (chosen[:AT_FIRST], chosen[AT_FIRST:]):
        found = reranker.scores(question, [window(passages[one.row], one.at) for one in some])
        logits |= {(one.row, one.at): float(logit) for one, logit in zip(some, found, strict=True)}
        if max(logits.values(), default=0.0) >= _SURE:
            break
    return Readings(logits)


def window(passage: Passage, at: int) -> Window:
    """What the reranker reads of a sentence: not the one before, see `Window`."""
    text, spans = passage.article.text, passage.sentences
    return Window(
        sentence=text[slice(*spans[at])],
        title=passage.article.title or "",
        day=_day(passage),
    )


def _day(passage: Passage) -> date | None:
    published = passage.article.published
    return published.when.date() if published else None
