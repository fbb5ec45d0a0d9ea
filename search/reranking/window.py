"""What the reranker reads of a sentence: the sentence, and behind it what it leans on.

    [CLS] question [SEP] sentence [SEP] day. title. sentence before [SEP]

The sentence before is read in training only. There the sentence behind an answer is the commonest wrong one, and the network
takes an answer in front of a sentence for a sign against it; news that says a thing twice in a row would suffer for it.

What is too long loses its end first: the sentence before, then the title. Short inputs are what makes reading dozens of sentences
a question affordable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

QUESTION_PIECES = 32
PIECES = 96
"""Word pieces at most: of the question, and of everything with the special ones."""

_TITLE = 80  # characters
_BEFORE = 160  # characters
_SENTENCE = 420  # characters


@dataclass(frozen=True, slots=True)
class Window:
    """One sentence and its surroundings.

    Attributes:
        before: In training, what stands before it; its end is what counts.
    """

    sentence: str
    before: str = ""
    title: str = ""
    day: date | None = None

    def texts(self) -> tuple[str, str]:
        """The sentence, and its surroundings in one line."""
        told = f"{self.day.day} {self.day:%B %Y}" if self.day else ""
        before = self.before if len(self.before) <= _BEFORE else self.before[-_BEFORE:].partition(" ")[2]
        parts = (told, self.title[:_TITLE], before)
        return self.sentence[:_SENTENCE], ". ".join(part for part in parts if part)


Batch = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Piece ids, attention mask and segments (0 question, 1 the rest), each shape (windows, pieces)."""


class Reader:
    """Questions and windows → word pieces."""

    def __init__(self, base: Path) -> None:
        """Use the tokenizer of the encoder in `base`."""
        from tokenizers import Tokenizer

        tokenizer: Any = Tokenizer.from_file(str(base / "tokenizer.json"))
        self._tokenizer = tokenizer
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._cls, self._sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")

    def question(self, text: str) -> list[int]:
        """Its pieces, special ones not included."""
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids[:QUESTION_PIECES]

    def windows(self, windows: Sequence[Window]) -> list[list[int]]:
        """The pieces of each window, with the separator inside."""
        texts = [text for one in windows for text in one.texts()]
        found = [one.ids for one in self._tokenizer.encode_batch(texts, add_special_tokens=False)]
        return [[*found[at], self._sep, *found[at + 1]] for at in range(0, len(found), 2)]

    def row(self, question: Sequence[int], window: Sequence[int]) -> tuple[list[int], int]:
        """Pieces of both, and how many of them belong to the question."""
        head = [self._cls, *question, self._sep]
        return [*head, *window[: PIECES - 1 - len(head)], self._sep], len(head)


def batch(rows: Sequence[tuple[Sequence[int], int]]) -> Batch:
    """Rows of `Reader.row`, padded to the longest."""
    width = max(len(ids) for ids, _ in rows)
    ids = np.zeros((len(rows), width), np.int64)
    mask, segments = np.zeros_like(ids), np.zeros_like(ids)
    for at, (pieces, head) in enumerate(rows):
        ids[at, : len(pieces)] = pieces
        mask[at, : len(pieces)] = 1
        segments[at, head : len(pieces)] = 1
    return ids, mask, segments
