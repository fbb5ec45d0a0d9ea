"""Stand-ins that are deterministic and quick; what they give can be worked out by hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.errors import TextTooLong
from index.types import Encoded, EncoderFingerprint, Span, Vectors

_WORD = re.compile(r"\w+")


class HashEncoder:
    """Implements `index.types.Encoder`: a text is the sum of one pseudo-random unit vector a word, scaled to unit length.

    Texts of the same words have cosine 1; texts without a common word have a cosine near 0.
    """

    def __init__(self, dimension: int = 64, window: int = 256, model: str = "hash-of-words") -> None:
        self._dimension = dimension
        self._window = window
        self._model = model
        self._words: dict[str, Vectors] = {}
        self.encoded = 0

    @property
    def fingerprint(self) -> EncoderFingerprint:
        model, dimension, window = self._model, self._dimension, self._window
        return EncoderFingerprint(model=model, revision="1", weights="0" * 64, dimension=dimension, window=window)

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Encoded]:
        self.encoded += len(texts)
        for text in texts:
            if self.count(text) + 2 > self._window:
                raise TextTooLong(self.count(text) + 2, self._window)
        return [
            Encoded(self._vector(text), np.array([self._vector(text[a:b]) for a, b in wanted]).reshape(-1, self._dimension))
            for text, wanted in zip(texts, spans, strict=True)
        ]

    def encode_question(self, text: str) -> Vectors:
        return self._vector(text)

    def count(self, text: str) -> int:
        return len(_WORD.findall(text))

    def _vector(self, text: str) -> Vectors:
        words = _WORD.findall(text.casefold()) or [""]
        total = np.sum([self._word(word) for word in words], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def _word(self, word: str) -> Vectors:
        if word not in self._words:
            seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
            drawn = np.random.default_rng(seed).standard_normal(self._dimension)
            self._words[word] = (drawn / np.linalg.norm(drawn)).astype(np.float32)
        return self._words[word]
