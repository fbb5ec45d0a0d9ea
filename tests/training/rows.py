"""A pack on a device: rows of word pieces put together there, and networks run over many of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import torch

from search.reranking.window import PIECES, QUESTION_PIECES
from tests.training.packing import Lists, Pack

CLS: Final = 101
SEP: Final = 102
"""Of the vocabulary of BERT, uncased, see `vocab.txt` of the base model."""

_ROWS = {"cuda": 2_048, "cpu": 64}
"""Rows a forward pass where nothing is learned."""


@dataclass(frozen=True, slots=True)
class Table:
    """Lists as a table on a device.

    Attributes:
        pieces: Shape (lists, most), 0 behind the end.
        lengths: Shape (lists,).
    """

    pieces: Any
    lengths: Any

    @classmethod
    def of(cls, lists: Lists, most: int, device: str) -> Table:
        """Put on a device."""
        pieces, lengths = lists.padded(most, 0)
        return cls(torch.from_numpy(pieces).to(device), torch.from_numpy(lengths).to(device).long())


Inputs = tuple[Any, Any, Any]
"""Piece ids, attention mask and segments, as `search.reranking.window.batch` makes them."""


class Rows:
    """Makes the rows of questions with windows, as `search.reranking.window.Reader.row` does."""

    def __init__(self, pack: Pack, device: str) -> None:
        self.device = device
        self.questions = Table.of(pack.questions, QUESTION_PIECES, device)
        self.windows = Table.of(pack.windows, PIECES - 3, device)
        self._function_words = torch.from_numpy(pack.function_words).to(device)

    def pairs(self, questions: Any, windows: Any, keywords: Any = None) -> Inputs:
        """Rows of questions with windows.

        Args:
            questions, windows: Their places, shape (rows,).
            keywords: Which rows have their question without its function words, shape (rows,).
        """
        asked, head = self.questions.pieces[questions], self.questions.lengths[questions]
        if keywords is not None:
            asked, head = self._shortened(asked, head, keywords)
        return _joined(asked, head, self.windows.pieces[windows], self.windows.lengths[windows])

    def alone(self, table: Table, places: Any) -> Inputs:
        """Rows of one text each."""
        nothing = torch.zeros((len(places), 1), dtype=torch.int32, device=self.device)
        ids, mask, _ = _joined(table.pieces[places], table.lengths[places], nothing, None)
        return ids, mask, torch.zeros_like(ids)

    def lengths(self, questions: Any, windows: Any) -> Any:
        """Pieces of each row, shape (rows,)."""
        return (self.questions.lengths[questions] + self.windows.lengths[windows] + 3).clamp(max=PIECES)

    def _shortened(self, asked: Any, head: Any, keywords: Any) -> tuple[Any, Any]:
        place = torch.arange(asked.shape[1], device=self.device)
        kept = (place < head[:, None]) & ~(torch.isin(asked, self._function_words) & keywords[:, None])
        kept |= (kept.sum(1, keepdim=True) == 0) & (place < head[:, None])
        order = torch.argsort((~kept).int(), dim=1, stable=True)
        return torch.gather(asked, 1, order) * (place < kept.sum(1, keepdim=True)), kept.sum(1)


def _joined(first: Any, first_length: Any, second: Any, second_length: Any) -> Inputs:
    """[CLS] first [SEP] second [SEP], or without the second where it has no length."""
    head = (first_length + 2)[:, None]
    whole = head if second_length is None else (head + second_length[:, None] + 1).clamp(max=PIECES)
    place = torch.arange(int(whole.max()), device=first.device)[None, :].expand(len(first), -1)
    ids = torch.gather(first, 1, (place - 1).clamp(0, first.shape[1] - 1)).long()
    if second_length is not None:
        behind = torch.gather(second, 1, (place - head).clamp(0, second.shape[1] - 1)).long()
        ids = torch.where(place >= head, behind, ids)
    ids = torch.where(place == 0, CLS, ids)
    ids = torch.where((place == head - 1) | (place == whole - 1), SEP, ids)
    mask = (place < whole).long()
    return ids * mask, mask, ((place >= head) & (place < whole)).long()


def autocast(device: str) -> Any:
    """bf16 where the device has units for it."""
    return torch.autocast(device, torch.bfloat16, enabled=device == "cuda")


def over(lengths: Any, made: Callable[[Any], Any]) -> Any:
    """What `made` gives for all rows, asked for those of like length together, float32; nothing is learned.

    Args:
        lengths: Shape (rows,).
        made: Places of some rows → values, shape (places, …).
    """
    order, rows = torch.argsort(lengths, stable=True), _ROWS[lengths.device.type]
    found: list[Any] = []
    with torch.inference_mode():
        found.extend(made(order[at : at + rows]).float() for at in range(0, len(order), rows))
    return torch.cat(found)[torch.argsort(order)]


def logits(network: Any, rows: Rows, questions: Any, windows: Any) -> Any:
    """Of each pair, shape (pairs,)."""

    def some(at: Any) -> Any:
        with autocast(rows.device):
            return network(*rows.pairs(questions[at], windows[at]))

    network.eval()
    return over(rows.lengths(questions, windows), some)


def parts(lengths: Any, most: int) -> Sequence[Any]:
    """Places of rows of like length, in as few parts as hold `most` rows each."""
    return torch.split(torch.argsort(lengths), most)
