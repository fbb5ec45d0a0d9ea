"""Train the reranker: `search/reranking/weights/`, from the installed encoder, `../shared/train` and questions of our own.

    python -m tests.training.packing
    python -m tests.training.reranker --minutes 8 [--layers 4] [--out FOLDER] [--device cuda]

The second command reads what the first has kept in `build/training` and needs torch, transformers and an accelerator: on two
cores the same would take weeks. Everything is read in rounds, our own questions several times in each. The learning rate rises
for a twentieth of the time and then falls to nothing, so that the time given decides how much is learned.

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
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import save_file

from index.encoding.model import sha256
from search.reranking.network import LAYERS, learned, network
from tests.training import mining, packing
from tests.training.mining import Choices
from tests.training.packing import BASE, SEED, Pack
from tests.training.rows import Rows, autocast, logits, parts

NEGATIVES: Final = 7
QUESTIONS: Final = 128
"""A step."""
ROWS: Final = 256
"""Windows put through the network together, of like length."""
RATE: Final = 2e-4
DROPOUT: Final = 0.1
KEYWORDS: Final = 0.07
"""Share of questions read as keywords, without their function words."""
OWN_TIMES: Final = 3
"""How often each question of our own is read in a round: they are the most like those that are asked."""
READ_OVER: Final = (0.2, 0.6)
"""Shares of the time after which negatives are chosen by what was learned."""

Judged = dict[str, dict[str, float]]


def main() -> int:
    """Mine, train, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--layers", type=int, default=LAYERS)
    parser.add_argument("--out", type=Path, default=Path("search/reranking/weights"))
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    asked = parser.parse_args()
    torch.manual_seed(SEED)
    torch.backends.cuda.matmul.allow_tf32 = True
    began = time.perf_counter()
    pack = packing.loaded()
    rows = Rows(pack, asked.device)
    encoder = network(BASE, layers=6).body.to(asked.device)
    choices = mining.mined(encoder, rows, pack)
    _say(f"{len(pack.source)} questions; mined after {time.perf_counter() - began:.0f} s")
    made = network(BASE, layers=asked.layers, dropout=DROPOUT).to(asked.device)
    taught = _train(made, rows, pack, choices, asked.minutes * 60)
    _keep(made, pack, taught, asked.layers, asked.out)
    return 0


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _train(made: Any, rows: Rows, pack: Pack, choices: Choices, seconds: float) -> dict[str, Any]:
    made.body.embeddings.word_embeddings.requires_grad_(False)
    parameters = [one for one in made.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.01, fused=True)
    human = torch.tensor(_human(pack), device=rows.device)
    to_read_over = list(READ_OVER)
    began, steps, round_, losses = time.perf_counter(), 0, 0, []
    share = 0.0
    while share < 1:
        _say(f"round {round_}: {share:5.1%} of the time, {steps} steps; {_told(made, rows, pack, choices)}")
        if to_read_over and share >= to_read_over[0]:
            to_read_over.pop(0)
            mining.read_over(made, rows, choices, human)
            _say(f"read over, {(time.perf_counter() - began) / seconds:5.1%} of the time")
        made.train()
        for questions in _round(pack, round_):
            share = (time.perf_counter() - began) / seconds
            if share >= 1:
                break
            for settings in optimizer.param_groups:
                settings["lr"] = RATE * min(share / 0.05, (1 - share) / 0.95)
            losses.append(_step(made, rows, choices, torch.tensor(questions, device=rows.device)))
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            steps += 1
            if steps % 500 == 0:
                _say(f"{share:5.1%} of the time, {steps} steps, loss {torch.stack(losses[-500:]).mean():.3f}")
        round_ += 1
    judged = _judged(made, rows, pack, choices)
    minutes = round((time.perf_counter() - began) / 60, 1)
    return {"questions": steps * QUESTIONS, "rounds": round_, "steps": steps, "minutes": minutes, "held": judged}


def _human(pack: Pack) -> list[int]:
    """Questions that people wrote, ours included."""
    made = [at for at, name in enumerate(pack.about["sources"]) if name.partition(" ")[0] in packing.RULE_MADE]
    return [at for at, source in enumerate(pack.source.tolist()) if source not in made and not pack.is_aside[at]]


def _round(pack: Pack, number: int) -> Iterator[list[int]]:
    """Steps of a round, each `QUESTIONS` places of questions."""
    draw = random.Random(SEED + number)
    by_source: dict[str, list[int]] = {}
    for at, source in enumerate(pack.source.tolist()):
        if not pack.is_aside[at]:
            by_source.setdefault(pack.about["sources"][source], []).append(at)
    chosen: list[int] = []
    for name, places in by_source.items():
        most = pack.about["round"].get(name, len(places))
        chosen += draw.sample(places, min(most, len(places))) if name != packing.WRITTEN else places * OWN_TIMES
    draw.shuffle(chosen)
    return (chosen[at : at + QUESTIONS] for at in range(0, len(chosen) - QUESTIONS + 1, QUESTIONS))


def _step(made: Any, rows: Rows, choices: Choices, questions: Any) -> Any:
    """Loss of some questions, its gradients added to the parameters'."""
    windows = mining.drawn(choices, questions, NEGATIVES)
    held = windows >= 0
    asked = questions[:, None].expand_as(windows)[held]
    keywords = (torch.rand(len(questions), device=rows.device) < KEYWORDS)[:, None].expand_as(windows)[held]
    found = torch.zeros(len(asked), device=rows.device)
    for part in parts(rows.lengths(asked, windows[held]), ROWS):
        with autocast(rows.device):
            read = made(*rows.pairs(asked[part], windows[held][part], keywords[part]))
        found = found.index_put((part,), read.float())
    loss = _loss(torch.zeros(windows.shape, device=rows.device).masked_scatter(held, found), held)
    loss.backward()
    return loss.detach()


def _loss(found: Any, held: Any) -> Any:
    """Of logits, shape (questions, windows); where there is a positive, it stands first."""
    none = torch.zeros(len(found), 1, device=found.device)
    right = torch.where(held[:, 0], 0, found.shape[1])
    choosing = torch.nn.functional.cross_entropy(torch.cat([found.masked_fill(~held, -torch.inf), none], 1), right)
    target = torch.zeros_like(found)
    target[:, 0] = 1
    weight = (1 + target) * held
    telling = torch.nn.functional.binary_cross_entropy_with_logits(found, target, weight, reduction="none")
    return choosing + 0.5 * (telling.sum(1) / held.sum(1).clamp(min=1)).mean()


def _judged(made: Any, rows: Rows, pack: Pack, choices: Choices) -> Judged:
    """Of the questions kept aside, from the sets and our own, among their likeliest windows: hit@1, and how well the highest
    logit tells answerable questions from others (AUC).
    """
    own = pack.about["sources"].index(packing.WRITTEN)
    aside = torch.from_numpy(pack.is_aside).to(rows.device)
    written = torch.from_numpy(pack.source).to(rows.device) == own
    return {
        name: _figures(made, rows, choices, (aside & which).nonzero()[:, 0])
        for name, which in (("sets", ~written), ("written", written))
    }


def _figures(made: Any, rows: Rows, choices: Choices, questions: Any) -> dict[str, float]:
    answerable = (choices.positives[questions] >= 0).any(1)
    best = torch.gather(choices.positives[questions], 1, choices.weights["positives"][questions].argmax(1, keepdim=True))
    windows = torch.cat([best, choices.own[questions][:, :4], choices.others[questions][:, :3]], 1)
    held = windows >= 0
    read = logits(made, rows, questions[:, None].expand_as(windows)[held], windows[held])
    found = torch.full(windows.shape, -math.inf, device=rows.device).masked_scatter(held, read)
    top = found.max(1).values
    pairs = top[answerable][:, None] - top[~answerable][None, :]
    auc = ((pairs > 0).float() + 0.5 * (pairs == 0)).mean() if pairs.numel() else torch.tensor(math.nan)
    hit = (found[answerable][:, 0] > found[answerable][:, 1:].max(1).values).float().mean()
    return {"hit@1": round(float(hit), 3), "auc": round(float(auc), 3)}


def _told(made: Any, rows: Rows, pack: Pack, choices: Choices) -> str:
    judged = _judged(made, rows, pack, choices)
    return "; ".join(f"{name} {key} {value:.3f}" for name, found in judged.items() for key, value in found.items())


def _keep(made: Any, pack: Pack, taught: dict[str, Any], layers: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / "reranker.safetensors"
    save_file(learned(made), weights)
    command = " ".join(("python -m tests.training.reranker", *sys.argv[1:]))
    known = {key: pack.about[key] for key in ("licence", "base", "sets")}
    card = known | {"layers": layers, "command": command} | taught | {"sha256": sha256(weights)}
    (folder / "card.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")
    _say(f"kept {weights}, {weights.stat().st_size / 1e6:.1f} MB; {json.dumps(taught['held'])}")


if __name__ == "__main__":
    sys.exit(main())
