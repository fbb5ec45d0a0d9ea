"""Train the reranker: `search/reranking/weights/`, from the installed encoder and the sets of `../shared/train`.

    python -m tests.training.reranker [--minutes 70] [--fresh]

Mining takes some minutes and is kept in `build/training`. Each example is seen once; the learning rate rises for a twentieth of
the time and then falls to nothing, so that the time given decides how much is learned. On two cores without matrix units 4 layers
read about 4,500 word pieces a second, forth and back.

The loss is that of choosing (softmax over a question's windows) and, half as heavy, that of saying yes or no to each (logistic):
the first orders, the second makes the number mean the same for every question, which declining needs.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

import torch
from safetensors.torch import save_file

from api.terminal import line
from index.encoding.encoder import load_encoder
from index.encoding.model import DEFAULT_WEIGHTS, located, sha256
from search.reranking.network import LAYERS, learned, network
from search.reranking.window import PIECES, Reader, Window, batch
from tests.evaluation.libraries import ROOT
from tests.training import mining, sets
from tests.training.mining import Choice

WEIGHTS: Final = ROOT / "search" / "reranking" / "weights"
KEPT: Final = ROOT / "build" / "training" / "choices.jsonl"

NEGATIVES: Final = 4
ROWS: Final = 80
"""Windows a step; questions are put together by length."""
RATE: Final = 1.5e-4
HELD: Final = 800
SEED: Final = 11


@dataclass(frozen=True, slots=True)
class Prepared:
    """A choice as pieces."""

    rows: list[tuple[list[int], int]]
    answerable: bool


def main() -> int:
    """Mine, train, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=70)
    parser.add_argument("--fresh", action="store_true", help="mine again")
    asked = parser.parse_args()
    choices = _choices(asked.fresh)
    random.Random(SEED).shuffle(choices)
    reader = Reader(located(None).folder)
    held, rest = choices[:HELD], choices[HELD:]
    torch.manual_seed(SEED)
    made = network(located(None).folder)
    taught = _train(made, reader, rest, [_prepared(reader, one) for one in held], asked.minutes * 60)
    _keep(made, taught, asked.minutes)
    return 0


def _choices(fresh: bool) -> list[Choice]:
    if fresh or not KEPT.exists():
        found = mining.mined(load_encoder(), sets.examples(SEED), negatives=NEGATIVES, seed=SEED)
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        with KEPT.open("w", encoding="utf-8") as file:
            for one in found:
                file.write(json.dumps(asdict(one), default=str) + "\n")
    with KEPT.open(encoding="utf-8") as lines:
        return [_choice(json.loads(text)) for text in lines]


def _choice(fields: dict[str, Any]) -> Choice:
    windows = tuple(Window(**{**one, "day": date.fromisoformat(one["day"]) if one["day"] else None}) for one in fields["windows"])
    return Choice(question=fields["question"], windows=windows, answerable=fields["answerable"])


def _prepared(reader: Reader, one: Choice) -> Prepared:
    question = reader.question(one.question)
    return Prepared([reader.row(question, window) for window in reader.windows(one.windows)], one.answerable)


def _train(made: Any, reader: Reader, rest: Sequence[Choice], held: Sequence[Prepared], seconds: float) -> dict[str, Any]:
    made.body.embeddings.word_embeddings.requires_grad_(False)
    parameters = [one for one in made.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.01, fused=True)
    began, seen, steps = time.perf_counter(), 0, 0
    told = began
    losses: list[float] = []
    made.train()
    for group in _grouped(reader, rest):
        share = (time.perf_counter() - began) / seconds
        if share >= 1:
            break
        for settings in optimizer.param_groups:
            settings["lr"] = RATE * min(share / 0.05, (1 - share) / 0.95)
        loss = _loss(made, group)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(float(loss.detach()))
        seen, steps = seen + len(group), steps + 1
        if time.perf_counter() - told > 120:
            told = time.perf_counter()
            mean = sum(losses[-100:]) / len(losses[-100:])
            line(
                f"{share:5.1%} of the time, {seen} of {len(rest)} questions, loss {mean:.3f}, {_words(_judged(made, held[:200]))}"
            )
            made.train()
    judged = _judged(made, held)
    line(f"held aside ({len(held)} questions): {_words(judged)}")
    return {"questions": seen, "steps": steps, "minutes": round((time.perf_counter() - began) / 60, 1), "held": judged}


def _grouped(reader: Reader, choices: Sequence[Choice]) -> Iterator[list[Prepared]]:
    """Batches of about `ROWS` windows of like length, in a mixed order."""
    draw = random.Random(SEED)
    chunk = 40 * ROWS // NEGATIVES
    for at in range(0, len(choices), chunk):
        ready = sorted(
            (_prepared(reader, one) for one in choices[at : at + chunk]), key=lambda one: max(len(ids) for ids, _ in one.rows)
        )
        groups: list[list[Prepared]] = [[]]
        for one in ready:
            if sum(len(other.rows) for other in groups[-1]) + len(one.rows) > ROWS:
                groups.append([])
            groups[-1].append(one)
        draw.shuffle(groups)
        yield from groups


def _logits(made: Any, group: Sequence[Prepared]) -> list[Any]:
    rows = [row for one in group for row in one.rows]
    found = made(*(torch.from_numpy(part) for part in batch(rows)))
    return list(torch.split(found, [len(one.rows) for one in group]))


def _loss(made: Any, group: Sequence[Prepared]) -> Any:
    choosing, telling = [], []
    for one, logits in zip(group, _logits(made, group), strict=True):
        target = torch.zeros_like(logits)
        if one.answerable:
            target[0] = 1
            choosing.append(torch.nn.functional.cross_entropy(logits[None], torch.zeros(1, dtype=torch.long)))
        weight = torch.where(target > 0, 2.0, 1.0)
        telling.append(torch.nn.functional.binary_cross_entropy_with_logits(logits, target, weight))
    chosen = torch.stack(choosing).mean() if choosing else torch.zeros(())
    return chosen + 0.5 * torch.stack(telling).mean()


def _judged(made: Any, held: Sequence[Prepared]) -> dict[str, float]:
    """hit@1 among each question's windows; and how well the highest logit tells answerable questions from others (AUC)."""
    made.eval()
    tops: dict[bool, list[float]] = {True: [], False: []}
    right = []
    with torch.inference_mode():
        for at in range(0, len(held), 16):
            group = held[at : at + 16]
            for one, logits in zip(group, _logits(made, group), strict=True):
                tops[one.answerable].append(float(logits.max()))
                if one.answerable:
                    right.append(int(logits.argmax()) == 0)
    pairs = [(high > low) + 0.5 * (high == low) for high in tops[True] for low in tops[False]]
    return {"hit@1": round(sum(right) / len(right), 3), "auc": round(sum(pairs) / len(pairs), 3) if pairs else math.nan}


def _words(judged: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in judged.items())


def _keep(made: Any, taught: dict[str, Any], minutes: float) -> None:
    WEIGHTS.mkdir(parents=True, exist_ok=True)
    file = WEIGHTS / "reranker.safetensors"
    save_file(learned(made), file)
    card = {
        "command": f"python -m tests.training.reranker --minutes {minutes:g}",
        "licence": "CC BY-SA 4.0: several of the sets are share-alike",
        "base": {"model": "all-MiniLM-L6-v2", "weights": DEFAULT_WEIGHTS, "layers": LAYERS, "pieces": PIECES},
        "sets": sets.LICENCES,
        "trained": taught,
        "sha256": sha256(file),
    }
    (WEIGHTS / "card.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")
    line(f"kept {file.relative_to(ROOT)}, {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
