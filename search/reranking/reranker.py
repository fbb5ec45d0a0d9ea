"""Question and sentences → how well each answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoding.model import located, sha256
from index.encoding.runtime import Forward, Network, forward_pass
from search.reranking.network import network
from search.reranking.window import Reader, Window, batch

WEIGHTS = Path(__file__).with_name("weights") / "reranker.safetensors"

Scores = NDArray[np.float32]


class Reranker(Protocol):
    """Reads question and sentence together. Implemented here; a deterministic fake stands in `tests/search/test_reading.py`."""

    @property
    def tells(self) -> bool:
        """Whether its numbers mean the same for every question, so that silence may go by them."""
        ...

    def scores(self, question: str, windows: Sequence[Window]) -> Scores:
        """Logits that each window answers the question, shape (windows,).

        Unbounded, mostly -8..6; above 0 it is more likely than not that it does.
        """
        ...


def load_reranker(runtime: str = "auto", cache: Path | None = None) -> Reranker:
    """The reranker whose weights lie beside this file.

    Args:
        runtime, cache: As for the encoder, see `index.encoding.runtime`.

    Raises:
        EncoderUnavailable: If the installed encoder, whose word embeddings it shares, is missing or damaged.
    """
    base = located(None).folder
    made = Network(f"reranker-{sha256(WEIGHTS)[:16]}-first", ("ids", "mask", "segments"), lambda: network(base, WEIGHTS))
    forward, _ = forward_pass(made, runtime, cache)
    return CrossEncoder(Reader(base), forward)


class CrossEncoder:
    """The reranker on a runtime. Threads may share it."""

    tells = True

    def __init__(self, reader: Reader, forward: Forward) -> None:
        self._reader = reader
        self._forward = forward

    def scores(self, question: str, windows: Sequence[Window]) -> Scores:
        """See `Reranker`."""
        scores = np.zeros(len(windows), np.float32)
        if not windows:
            return scores
        asked = self._reader.question(question)
        rows = [self._reader.row(asked, one) for one in self._reader.windows(windows)]
        order = sorted(range(len(rows)), key=lambda at: len(rows[at][0]))
        groups = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]

        def keep(number: int, found: Scores) -> None:
            scores[groups[number]] = found

        self._forward([batch([rows[at] for at in group]) for group in groups], keep)
        return scores


_BATCH = 6
"""Windows a forward pass: few, so that those of like length stand together and all cores are busy."""
