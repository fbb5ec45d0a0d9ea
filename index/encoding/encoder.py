"""Text → unit vectors.

A tokenizer and a forward pass (`runtime`), and between them what a search engine needs: nothing cut off unseen, and the
vectors of sentences from the same pass as their passage's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.encoding.hidden import hidden_states
from index.encoding.model import located
from index.encoding.runtime import Forward, Integers, forward_pass
from index.errors import EncoderError, EncoderUnavailable, TextTooLong
from index.types import Encoded, EncoderFingerprint, Span, Vectors

_BATCH = 16
"""Texts a forward pass; 8 to 32 measured alike on two cores, more only costs memory."""


def _quiet(_: str) -> None:
    return None


def load_encoder(
    model: str | None = None, runtime: str = "auto", cache: Path | None = None, say: Callable[[str], None] = _quiet
) -> SentenceEncoder:
    """Load a model.

    Args:
        model: A sentence-transformers name or folder; default the installed all-MiniLM-L6-v2, whose weights are checked.
        runtime: "auto", "openvino" or "torch".
        cache: Folder where a converted model is kept; without one it is converted at each start.
        say: Told in one line what computes the vectors.

    Raises:
        EncoderUnavailable: If the model is not there, is damaged, or cannot be averaged by token.
    """
    found = located(model)
    forward, words = forward_pass(hidden_states(found), runtime, cache)
    say(f"encoder: {found.fingerprint.model} on {words}")
    return SentenceEncoder(found.folder, found.fingerprint, forward)


class SentenceEncoder:
    """`index.types.Encoder` over a transformer whose sentence vector is the mean of its token vectors. Threads may share it."""

    def __init__(self, folder: Path, fingerprint: EncoderFingerprint, forward: Forward) -> None:
        from tokenizers import Tokenizer

        self.fingerprint = fingerprint
        if not (folder / "tokenizer.json").is_file():
            raise EncoderUnavailable(f"{folder} has no tokenizer.json: save the model with a fast tokenizer")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._forward = forward

    def count(self, text: str) -> int:
        """Word pieces of `text`, special ones not included."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Encoded]:
        """See `index.types.Encoder`."""
        pieces = self._tokenizer.encode_batch(list(texts))
        for one in pieces:
            if len(one.ids) > self.fingerprint.window:
                raise TextTooLong(len(one.ids), self.fingerprint.window)
        order = sorted(range(len(texts)), key=lambda at: -len(pieces[at].ids))
        groups = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
        encoded: list[Encoded | None] = [None] * len(texts)

        def keep(number: int, hidden: Vectors) -> None:
            for row, at in enumerate(groups[number]):
                encoded[at] = _pooled(hidden[row, : len(pieces[at].ids)], pieces[at].offsets, spans[at])

        self._forward([_batch([pieces[at].ids for at in group]) for group in groups], keep)
        whole = [one for one in encoded if one is not None]
        if len(whole) != len(texts):
            raise EncoderError(f"the runtime gave back {len(whole)} of {len(texts)} texts")
        return whole

    def encode_question(self, text: str) -> Vectors:
        """See `index.types.Encoder`."""
        piece = self._tokenizer.encode(text)
        window = self.fingerprint.window
        ids = piece.ids if len(piece.ids) <= window else [*piece.ids[: window - 1], piece.ids[-1]]
        found: list[Vectors] = []
        self._forward([_batch([ids])], lambda _, hidden: found.append(_unit(hidden[0].mean(axis=0))))
        return found[0]


def _batch(rows: list[list[int]]) -> tuple[Integers, Integers]:
    width = max(len(row) for row in rows)
    ids = np.zeros((len(rows), width), np.int64)
    mask = np.zeros((len(rows), width), np.int64)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = row
        mask[at, : len(row)] = 1
    return ids, mask


def _pooled(hidden: Vectors, offsets: Sequence[Span], spans: Sequence[Span]) -> Encoded:
    """One matrix product: a row of ones over everything, then for each span ones over its pieces."""
    starts = np.array([start for start, _ in offsets[1:-1]], np.int64)  # the special pieces at both ends have no place
    members = np.zeros((1 + len(spans), len(hidden)), np.float32)
    members[0] = 1
    for row, span in enumerate(spans, 1):
        first, last = np.searchsorted(starts, span) + 1
        members[row, first:last] = 1
    sums = members @ hidden
    sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return Encoded(sums[0], sums[1:])


def _unit(vector: Vectors) -> Vectors:
    length = float(np.linalg.norm(vector))
    return (vector / length if length > 0 else vector).astype(np.float32)
