"""How good a ranking is, as plain numbers. Pure: judgements in, figures out; nothing here knows where they came from.

A ranking is judged as flags, best first: `True` where the hit is relevant. All figures lie in 0..1, higher is better.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Sequence


def first_relevant(flags: Sequence[bool]) -> int | None:
    """The rank, from 1, of the first relevant hit; `None` where there is none."""
    return next((rank for rank, relevant in enumerate(flags, 1) if relevant), None)


def hit_at(flags: Sequence[bool], k: int) -> bool:
    """Whether one of the first `k` is relevant."""
    return any(flags[:k])


def reciprocal_rank(flags: Sequence[bool], k: int = 10) -> float:
    """One over the rank of the first relevant hit; 0 where none of the first `k` is. Its mean over questions is MRR@k."""
    rank = first_relevant(flags[:k])
    return 1 / rank if rank else 0.0


def recall_at(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Share of what is relevant that stands among the first `k`; what stands there twice counts once.

    Raises:
        ValueError: If nothing is relevant: the share is not defined.
    """
    wanted = set(relevant)
    if not wanted:
        raise ValueError("recall is not defined where nothing is relevant")
    return len(wanted.intersection(ranked[:k])) / len(wanted)


def average_precision(flags: Sequence[bool], relevant: int) -> float:
    """Mean, over the relevant items, of the precision at the rank where each stands.

    Args:
        relevant: How many there are in all, at least 1. Those that the ranking does not hold count as precision 0.

    Raises:
        ValueError: If `relevant` is less than 1, or less than the ranking holds.
    """
    if relevant < max(1, sum(flags)):
        raise ValueError(f"{relevant} relevant in all cannot be: the ranking holds {sum(flags)}")
    found, total = 0, 0.0
    for rank, flag in enumerate(flags, 1):
        if flag:
            found += 1
            total += found / rank
    return total / relevant


def ndcg_at(gains: Sequence[float], k: int, ideal: Sequence[float] | None = None) -> float:
    """Discounted gain of the first `k`, as a share of the best order's (Järvelin & Kekäläinen 2002, logarithm of base 2).

    Args:
        gains: Of the hits, best first, from 0 up.
        ideal: Gains of everything that could be found, in any order; default: of the hits themselves.

    Returns:
        0 where nothing could be gained.
    """
    best = _discounted(sorted(gains if ideal is None else ideal, reverse=True)[:k])
    return _discounted(gains[:k]) / best if best > 0 else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean; `None` of nothing, which is not 0."""
    return math.fsum(values) / len(values) if values else None


def percentile(values: Sequence[float], share: float) -> float:
    """The value that has at most `share` (0..1) of the others below it: always one that was measured, never one in between.

    Raises:
        ValueError: If there are no values.
    """
    if not values:
        raise ValueError("no values")
    return sorted(values)[int(share * (len(values) - 1))]
