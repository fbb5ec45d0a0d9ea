"""How long one search takes as a library grows: where `index.caches.vectors.EXACT_ROWS` comes from.

python -m tests.index.measure_vectors
"""

from __future__ import annotations

import sys
from time import perf_counter

import numpy as np

from index.caches.vectors import Ints, VectorIndex
from index.types import Vectors

DIMENSION = 384
NONE: Ints = np.empty(0, dtype=np.int64)


def milliseconds(held: VectorIndex, question: Vectors, allowed: Ints | None, times: int = 21) -> str:
    """Least and median."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        held.nearest(question, 200, allowed)
        taken.append((perf_counter() - begun) * 1e3)
    return f"{min(taken):6.1f} {sorted(taken)[times // 2]:6.1f}"


def main() -> None:
    """Print a line a size: all rows, half of them allowed, one in a hundred allowed."""
    sys.stdout.write("     rows | all: least, median ms | half | one in a hundred\n")
    for count in (30_000, 100_000, 150_000, 200_000, 300_000):
        vectors = np.random.default_rng(0).standard_normal((count, DIMENSION), dtype=np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        held = VectorIndex(DIMENSION, exact_rows=count).advance(np.arange(count), vectors, NONE)
        allowed = (None, np.arange(0, count, 2), np.arange(0, count, 100))
        figures = [milliseconds(held, vectors[5], these) for these in allowed]
        sys.stdout.write(f"{count:9,} | " + " | ".join(figures) + "\n")


if __name__ == "__main__":
    main()
