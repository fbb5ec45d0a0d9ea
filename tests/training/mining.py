"""Which windows each question is read with: answers, sentences around them, and those of other texts that look like answers.

At first by the encoder and by shared words; later by what the reranker has learned, so that it reads what it still gets wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import torch

from search.reranking.window import PIECES
from tests.training.packing import Pack
from tests.training.rows import Rows, Table, autocast, logits, over

POSITIVES: Final = 6
OWN: Final = 8
"""Of a question's text: answers, and windows that do not answer, at most."""
NEAR: Final = 16
SHARING: Final = 8
"""Of other texts: those nearest by cosine, and those that share the rarest words."""

_TOO_NEAR = 0.97
"""A window as near to the question as this share of the positive's cosine and of another text may well answer too."""
_TOO_SURE = 0.5
"""So much below the positive's logit another text's window may answer too; without a positive, from 0 on."""
_SOFT = 1.5
"""Of the logits that negatives are drawn by: smaller draws the hardest more often."""
_DEPTH = 64
_AT_ONCE = 512


@dataclass(slots=True)
class Choices:
    """Windows to draw from for each question, -1 where there is none, and how likely each is drawn: 0 never.

    Attributes:
        positives, own, others: Shape (questions, each kind's number).
        weights: By kind, the same shapes.
    """

    positives: Any
    own: Any
    others: Any
    weights: dict[str, Any]


def mined(body: Any, rows: Rows, pack: Pack) -> Choices:
    """By the encoder and by words.

    Args:
        body: The encoder's network.
    """
    windows = _embedded(body, rows, rows.windows)
    asked = _embedded(body, rows, rows.questions)
    near = _nearest(asked, windows, pack, rows.device, NEAR)
    sharing = _sharing(rows, pack, SHARING)
    positives = _table(pack.positives.padded(POSITIVES, -1)[0], rows.device)
    own = _table(pack.negatives.padded(4 * OWN, -1)[0], rows.device)
    others = _but(torch.cat([near, _but(sharing, near)], 1), torch.cat([positives, own], 1))
    own = _best(own, _cosines(asked, windows, own), OWN)
    right = _cosines(asked, windows, positives)
    marked = (own >= 0).any(1, keepdim=True)
    best = right.max(1, keepdim=True).values
    cosines = _cosines(asked, windows, others)
    limit = torch.where(best > -1, _TOO_NEAR * best, cosines.topk(min(9, cosines.shape[1]), 1).values[:, -1:])
    weights = {
        "positives": torch.where(marked, torch.exp(10 * (right - best)), (right >= best).float()) * (positives >= 0),
        "own": (own >= 0).float(),
        "others": ((others >= 0) & (cosines < limit)).float(),
    }
    return Choices(positives, own, others, weights)


def read_over(network: Any, rows: Rows, choices: Choices, questions: Any) -> None:
    """Weigh the choices of some questions by what the network has learned.

    Args:
        questions: Their places, shape (some,).
    """
    found = {}
    for kind in ("positives", "own", "others"):
        table = getattr(choices, kind)[questions]
        held = (table >= 0).nonzero()
        read = torch.full(table.shape, -torch.inf, device=rows.device)
        read[held[:, 0], held[:, 1]] = logits(network, rows, questions[held[:, 0]], table[held[:, 0], held[:, 1]])
        found[kind] = read
    best = found["positives"].max(1, keepdim=True).values
    limit = torch.where(best > -torch.inf, best - _TOO_SURE, 0.0)
    found["others"] = torch.where(found["others"] < limit, found["others"], -torch.inf)
    for kind, read in found.items():
        choices.weights[kind][questions] = torch.softmax(read / _SOFT, 1).nan_to_num(0.0)


def drawn(choices: Choices, questions: Any, negatives: int) -> Any:
    """Windows of each question, shape (questions, 1 + negatives): a positive first; -1 where there is none.

    About half of the negatives are of the question's own text, where it has so many.
    """
    positive, _ = _draw(choices.positives[questions], choices.weights["positives"][questions], 1)
    own, weight = _draw(choices.own[questions], choices.weights["own"][questions], negatives)
    others, other_weight = _draw(choices.others[questions], choices.weights["others"][questions], negatives)
    half = torch.arange(negatives, device=questions.device)
    first = torch.where(half < negatives - negatives // 2, 2.0, 1.0)
    second = torch.where(half < negatives // 2, 2.0, 1.0)
    table = torch.cat([own, others], 1)
    order = torch.cat([(weight > 0) * first[: own.shape[1]], (other_weight > 0) * second[: others.shape[1]]], 1)
    chosen = torch.topk(order, min(negatives, order.shape[1]), 1)
    kept = torch.where(chosen.values > 0, torch.gather(table, 1, chosen.indices), -1)
    return torch.cat([positive, kept], 1)


def _draw(table: Any, weights: Any, number: int) -> tuple[Any, Any]:
    """Some of each row without putting back (Gumbel top-k), and their weights; those of weight 0 last, as -1."""
    number = min(number, table.shape[1])
    noise = -torch.log(-torch.log(torch.rand_like(weights).clamp(1e-9, 1 - 1e-7)))
    keys = torch.where(weights > 0, torch.log(weights.clamp(min=1e-30)) + noise, -torch.inf)
    at = torch.topk(keys, number, 1).indices
    kept = torch.gather(weights, 1, at)
    return torch.where(kept > 0, torch.gather(table, 1, at), -1), kept


def _table(table: Any, device: str) -> Any:
    return torch.from_numpy(table).to(device).long()


def _embedded(body: Any, rows: Rows, table: Table) -> Any:
    """Unit vectors, the mean over the pieces, as the encoder makes them; shape (lists, dimension)."""

    def some(at: Any) -> Any:
        ids, mask, segments = rows.alone(table, at)
        with autocast(rows.device):
            states = body(input_ids=ids, attention_mask=mask, token_type_ids=segments).last_hidden_state
        summed = (states.float() * mask[:, :, None]).sum(1)
        return torch.nn.functional.normalize(summed, dim=1)

    body.eval()
    return over(table.lengths.clamp(max=PIECES), some)


def _nearest(asked: Any, windows: Any, pack: Pack, device: str, number: int) -> Any:
    """Of other families."""
    family, window_family = _table(pack.family, device), _table(pack.window_family, device)
    found = []
    for at in range(0, len(asked), _AT_ONCE):
        top = torch.topk(asked[at : at + _AT_ONCE] @ windows.T, min(_DEPTH, len(windows)), 1).indices
        found.append(_first(top, window_family[top] != family[at : at + _AT_ONCE, None], number))
    return torch.cat(found)


def _sharing(rows: Rows, pack: Pack, number: int) -> Any:
    """Of other families, by the summed squared rarity of shared pieces over the root of the window's length."""
    device, words = rows.device, 30_522
    family, window_family = _table(pack.family, device), _table(pack.window_family, device)
    held = torch.zeros(words, device=device)
    table = rows.windows
    inside = torch.arange(table.pieces.shape[1], device=device) < table.lengths[:, None]
    place = torch.arange(len(table.lengths), device=device)[:, None].expand_as(table.pieces)[inside]
    pieces = table.pieces[inside].long()
    held.index_add_(0, pieces, torch.ones_like(pieces, dtype=torch.float32))
    rarity = torch.log(len(pieces) / (held + 1)).clamp(min=0)
    values = rarity[pieces] / table.lengths[place].sqrt()
    matrix = torch.sparse_coo_tensor(torch.stack([place, pieces]), values, (len(table.lengths), words)).coalesce().to_sparse_csr()
    found = []
    for at in range(0, len(rows.questions.lengths), _AT_ONCE):
        asked = rows.questions.pieces[at : at + _AT_ONCE].long()
        dense = torch.zeros((len(asked), words), device=device).scatter_(1, asked, rarity[asked])
        dense[:, 0] = 0
        top = torch.topk((matrix @ dense.T).T, min(_DEPTH, len(table.lengths)), 1).indices
        found.append(_first(top, window_family[top] != family[at : at + _AT_ONCE, None], number))
    return torch.cat(found)


def _first(table: Any, good: Any, number: int) -> Any:
    """The first good ones of each row, in order; -1 where there are too few."""
    order = torch.argsort((~good).int(), dim=1, stable=True)[:, :number]
    return torch.where(torch.gather(good, 1, order), torch.gather(table, 1, order), -1)


def _but(table: Any, known: Any) -> Any:
    """Without what stands in the same row of the other table."""
    return torch.where((table[:, :, None] == known[:, None, :]).any(2), -1, table)


def _cosines(asked: Any, windows: Any, table: Any) -> Any:
    """Of each question with the windows of its row; -1 where there is none."""
    found = torch.full(table.shape, -1.0, device=table.device)
    for at in range(0, len(table), _AT_ONCE):
        some = table[at : at + _AT_ONCE]
        cosines = torch.einsum("qd,qwd->qw", asked[at : at + _AT_ONCE], windows[some.clamp(min=0)])
        found[at : at + _AT_ONCE] = torch.where(some >= 0, cosines, -1.0)
    return found


def _best(table: Any, cosines: Any, number: int) -> Any:
    return torch.gather(table, 1, torch.topk(cosines, min(number, table.shape[1]), 1).indices)
