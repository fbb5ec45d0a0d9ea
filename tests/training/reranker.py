"""Train the reranker: `search/reranking/weights/`, from the installed encoder and the sets of `../shared/train`.

    python -m tests.training.reranker [--minutes 70] [--questions 68000] [--further] [--fresh]

Two runs made the weights that are kept: one from the encoder, on the sets alone; and one `--further`, from what the first had
learned, on as many of their questions as it had not seen and, twice over, on our own (`tests.training.written`).

Mining takes some minutes and is kept in `build/training`. The learning rate rises for a twentieth of the time and then falls to
nothing, so that the time given decides how much is learned. On two cores without matrix units 4 layers read about 4,500 word
pieces a second, forth and back.

The loss is that of choosing among a question's windows and "none of them", whose logit is 0 (softmax), and, half as heavy, that
of saying yes or no to each (logistic): the first orders, both make the number mean the same for every question, which declining
needs.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

import torch
from safetensors.torch import save_file

from api.terminal import line
from index.encoding.encoder import load_encoder
from index.encoding.model import DEFAULT_WEIGHTS, located, sha256
from search.reranking.network import LAYERS, learned, network
from search.reranking.reranker import WEIGHTS
from search.reranking.window import PIECES, Reader, Window, batch
from tests.evaluation.libraries import ROOT
from tests.training import mining, sets, written
from tests.training.mining import Choice
from tests.training.sets import Example

CARD: Final = WEIGHTS.with_name("card.json")
KEPT: Final = ROOT / "build" / "training"

NEGATIVES: Final = 4
OWN_NEGATIVES: Final = 5
OWN_WINDOWS: Final = 4
OWN_TIMES: Final = 2
"""How often each question of our own is read: there are few of them, and they are the most like those that are asked."""
ROWS: Final = 80
"""Windows a step; questions are put together by length."""
RATE: Final = 1.5e-4
RATE_FURTHER: Final = 1e-4
HELD: Final = 800
SEED: Final = 11


@dataclass(frozen=True, slots=True)
class Prepared:
    """A choice as pieces."""

    rows: list[tuple[list[int], int]]
    answerable: bool


Aside = Mapping[str, Sequence[Prepared]]
"""By where they are from: questions that are not learned from."""


def main() -> int:
    """Mine, train, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=70)
    parser.add_argument("--questions", type=int, default=100_000, help="of the sets, at most")
    parser.add_argument("--further", action="store_true", help="go on from the weights that are there, with questions of our own")
    parser.add_argument("--fresh", action="store_true", help="mine again")
    asked = parser.parse_args()
    card = json.loads(CARD.read_text("utf-8")) if asked.further else None
    held, rest = _general(card, asked.questions, asked.fresh)
    if card:
        own = written.written()
        held["written"] = _mined("aside", [one.example for one in own if one.is_aside], OWN_NEGATIVES, asked.fresh)
        rest += _often(_mined("written", [one.example for one in own if not one.is_aside], OWN_NEGATIVES, asked.fresh))
        random.Random(SEED).shuffle(rest)
    reader = Reader(located(None).folder)
    torch.manual_seed(SEED)
    made = network(located(None).folder, WEIGHTS if card else None)
    aside = {name: [_prepared(reader, one) for one in choices] for name, choices in held.items()}
    line(f"{len(rest)} questions; before: {_told(made, {name: some[:200] for name, some in aside.items()})}")
    taught = _train(made, reader, rest, aside, asked.minutes * 60, RATE_FURTHER if card else RATE)
    _keep(made, taught, card)
    return 0


def _general(card: dict[str, Any] | None, most: int, fresh: bool) -> tuple[dict[str, list[Choice]], list[Choice]]:
    """Of the sets: what is held aside, and what is to be read, from where the run before stopped."""
    examples = sets.examples(SEED)
    random.Random(SEED).shuffle(examples)
    begin = HELD + (card["runs"][0]["questions"] if card else 0)
    rest = examples[begin : begin + most]
    found = _mined("further" if card else "first", examples[:HELD] + rest, NEGATIVES, fresh)
    return {"sets": found[:HELD]}, found[HELD : HELD + most]


def _often(choices: Sequence[Choice]) -> list[Choice]:
    """Each `OWN_TIMES`, with other negatives every time."""
    draw = random.Random(SEED)
    return [
        replace(one, windows=_some(one, draw)) for _ in range(OWN_TIMES) for one in choices if len(one.windows) >= OWN_WINDOWS
    ]


def _some(one: Choice, draw: random.Random) -> tuple[Window, ...]:
    right = one.windows[: int(one.answerable)]
    return (*right, *draw.sample(one.windows[len(right) :], OWN_WINDOWS - len(right)))


def _mined(name: str, examples: Sequence[Example], negatives: int, fresh: bool) -> list[Choice]:
    kept = KEPT / f"{name}.jsonl"
    if fresh or not kept.exists():
        found = mining.mined(load_encoder(), examples, negatives=negatives, seed=SEED)
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.open("w", encoding="utf-8") as file:
            for one in found:
                file.write(json.dumps(asdict(one), default=str) + "\n")
    with kept.open(encoding="utf-8") as lines:
        return [_choice(json.loads(text)) for text in lines]


def _choice(fields: dict[str, Any]) -> Choice:
    windows = tuple(Window(**{**one, "day": date.fromisoformat(one["day"]) if one["day"] else None}) for one in fields["windows"])
    return Choice(question=fields["question"], windows=windows, answerable=fields["answerable"])


def _prepared(reader: Reader, one: Choice) -> Prepared:
    question = reader.question(one.question)
    return Prepared([reader.row(question, window) for window in reader.windows(one.windows)], one.answerable)


def _train(made: Any, reader: Reader, rest: Sequence[Choice], held: Aside, seconds: float, rate: float) -> dict[str, Any]:
    made.body.embeddings.word_embeddings.requires_grad_(False)
    parameters = [one for one in made.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01, fused=True)
    began, seen, steps = time.perf_counter(), 0, 0
    told = began
    losses: list[float] = []
    made.train()
    for group in _grouped(reader, rest):
        share = (time.perf_counter() - began) / seconds
        if share >= 1:
            break
        for settings in optimizer.param_groups:
            settings["lr"] = rate * min(share / 0.05, (1 - share) / 0.95)
        loss = _loss(made, group)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(float(loss.detach()))
        seen, steps = seen + len(group), steps + 1
        if time.perf_counter() - told > 300:
            told = time.perf_counter()
            mean = sum(losses[-100:]) / len(losses[-100:])
            few = {name: some[:200] for name, some in held.items()}
            line(f"{share:5.1%} of the time, {seen} of {len(rest)} questions, loss {mean:.3f}; {_told(made, few)}")
            made.train()
    line(f"after: {_told(made, held)}")
    judged = {name: _judged(made, some) for name, some in held.items()}
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
        right = torch.tensor([0 if one.answerable else len(logits)])
        choosing.append(torch.nn.functional.cross_entropy(torch.cat([logits, logits.new_zeros(1)])[None], right))
        weight = torch.where(target > 0, 2.0, 1.0)
        telling.append(torch.nn.functional.binary_cross_entropy_with_logits(logits, target, weight))
    return torch.stack(choosing).mean() + 0.5 * torch.stack(telling).mean()


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


def _told(made: Any, held: Aside) -> str:
    judged = {name: _judged(made, some) for name, some in held.items()}
    return "; ".join(f"{name} {key} {value:.3f}" for name, found in judged.items() for key, value in found.items())


def _keep(made: Any, taught: dict[str, Any], card: dict[str, Any] | None) -> None:
    save_file(learned(made), WEIGHTS)
    told = {
        "licence": "CC BY-SA 4.0: several of the sets are share-alike",
        "base": {"model": "all-MiniLM-L6-v2", "weights": DEFAULT_WEIGHTS, "layers": LAYERS, "pieces": PIECES},
        "sets": sets.LICENCES,
        "runs": [
            *(card["runs"] if card else ()),
            {"command": " ".join(("python -m tests.training.reranker", *sys.argv[1:]))} | taught,
        ],
        "sha256": sha256(WEIGHTS),
    }
    CARD.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    line(f"kept {WEIGHTS.relative_to(ROOT)}, {WEIGHTS.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
