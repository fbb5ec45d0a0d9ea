"""Hard negatives: for every question the windows of other texts that the encoder takes for answers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import faiss
import numpy as np

from index.types import Encoder, Vectors
from search.reranking.window import Window
from tests.training.sets import Example

_DEPTH = 40
"""Nearest windows that negatives are drawn from."""

_TOO_NEAR = 0.97
"""A window as near to the question as this share of the positive's cosine and of another text may well answer too."""

_WINDOW_CHARACTERS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A question with its windows: the positive first where `answerable`, then negatives, hardest kinds mixed."""

    question: str
    windows: tuple[Window, ...]
    answerable: bool


def mined(encoder: Encoder, examples: Sequence[Example], *, negatives: int, seed: int) -> list[Choice]:
    """Choose each example's positive and its negatives, in the order of the examples."""
    draw = random.Random(seed)
    pool = list(dict.fromkeys(window for one in examples for window in (*one.positives, *one.negatives)))
    place = {window: at for at, window in enumerate(pool)}
    family = [""] * len(pool)
    for one in examples:
        for window in (*one.positives, *one.negatives):
            family[place[window]] = one.family
    vectors = _encoded(encoder, [window.sentence[:_WINDOW_CHARACTERS] for window in pool])
    questions = _encoded(encoder, [one.question[:_WINDOW_CHARACTERS] for one in examples])
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    _, nearest = index.search(questions, _DEPTH)
    return [
        _choice(one, questions[at], nearest[at].tolist(), pool, place, family, vectors, negatives, draw)
        for at, one in enumerate(examples)
    ]


def _choice(
    one: Example,
    question: Vectors,
    nearest: list[int],
    pool: Sequence[Window],
    place: dict[Window, int],
    family: Sequence[str],
    vectors: Vectors,
    negatives: int,
    draw: random.Random,
) -> Choice:
    cosines = {window: float(vectors[place[window]] @ question) for window in (*one.positives, *one.negatives)}
    positive = max(one.positives, key=lambda window: cosines[window]) if one.positives else None
    limit = _TOO_NEAR * cosines[positive] if positive else 2.0
    own = sorted(one.negatives, key=lambda window: -cosines[window])
    near = [pool[at] for at in nearest if family[at] != one.family and float(vectors[at] @ question) < limit]
    far = [pool[at] for at in nearest if family[at] != one.family]
    kept = own[: negatives - negatives // 2] if positive else own[: negatives + 1]
    wanted = negatives + (0 if positive else 1) - len(kept)
    others = near if len(near) >= wanted else far
    weights = others[: 3 * wanted]
    kept += draw.sample(weights, min(wanted, len(weights)))
    return Choice(question=one.question, windows=(positive, *kept) if positive else tuple(kept), answerable=positive is not None)


def _encoded(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    step = 512
    found = [
        one.vector
        for at in range(0, len(texts), step)
        for one in encoder.encode_passages(texts[at : at + step], [()] * len(texts[at : at + step]))
    ]
    return np.stack(found).astype(np.float32)
