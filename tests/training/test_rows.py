"""What the reranker reads in training is what it reads in use, and it can learn from it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import torch

from index.encoding.model import located, sha256
from search.reranking.network import network
from search.reranking.window import PIECES, Reader, Window, batch
from tests.training import mining, reranker
from tests.training.mining import Choices
from tests.training.packing import WRITTEN, Lists, Pack
from tests.training.rows import Rows

BASE = located(None).folder
QUESTIONS = (
    "When did the bridge at Antonivka fall?",
    "Who said that grain would leave Odesa?",
    "Why?",
    "How many drones were shot down over Kyiv in the night to the second of May, and how many of them by fighters " * 3,
)
WINDOWS = (
    Window("The bridge fell on 11 November.", "Troops had left.", "Kherson", date(2022, 11, 12)),
    Window("Grain will leave Odesa, the minister said.", "", "Ports", None),
    Window("They shot down nine drones. " * 12, "Before it. " * 12, "A long night over Kyiv", date(2023, 5, 2)),
)


def pack(positives: list[list[int]], negatives: list[list[int]]) -> Pack:
    reader = Reader(BASE)
    return Pack(
        questions=Lists.of(reader.question(one) for one in QUESTIONS),
        windows=Lists.of(row[: PIECES - 3] for row in reader.windows(WINDOWS)),
        positives=Lists.of(positives),
        negatives=Lists.of(negatives),
        family=np.arange(len(QUESTIONS), dtype=np.int32),
        window_family=np.array([0, 1, 3], np.int32),
        source=np.zeros(len(QUESTIONS), np.int32),
        is_aside=np.zeros(len(QUESTIONS), np.bool_),
        function_words=np.array([reader.question(word)[0] for word in ("when", "did", "the", "at", "why", "?")], np.int32),
        about={"sources": [WRITTEN], "round": {}, "licence": "", "base": {}, "sets": {}},
    )


PACK = pack([[0], [1], [], [2]], [[1], [0], [0, 1], [0]])


@pytest.fixture(scope="module")
def rows() -> Rows:
    return Rows(PACK, "cpu")


def test_rows_are_those_of_use(rows: Rows) -> None:
    reader = Reader(BASE)
    windows = reader.windows(WINDOWS)
    for asked, text in enumerate(QUESTIONS):
        wanted = batch([reader.row(reader.question(text), one) for one in windows])
        found = rows.pairs(torch.full((3,), asked), torch.arange(3))
        for one, other in zip(wanted, found, strict=True):
            assert np.array_equal(one, other.numpy())


def test_keywords_are_the_question_without_its_function_words(rows: Rows) -> None:
    ids, mask, segments = rows.pairs(torch.tensor([0, 0, 2]), torch.tensor([0, 0, 0]), torch.tensor([True, False, True]))
    reader = Reader(BASE)
    assert ids[0][: int(mask[0].sum())].tolist()[1:5] == reader.question("bridge antonivka fall")[:4]
    assert segments.argmax(1)[0] < segments.argmax(1)[1]
    assert ids[2][1:3].tolist() == reader.question("Why?"), "a question of nothing but function words stays"


def test_what_may_answer_as_well_is_never_drawn() -> None:
    choices = Choices(
        positives=torch.tensor([[0, 1, -1], [-1, -1, -1]]),
        own=torch.tensor([[2, 3], [4, -1]]),
        others=torch.tensor([[5, 6, 7], [8, 9, 10]]),
        weights={
            "positives": torch.tensor([[0.5, 0.0, 0.0], [0.0, 0.0, 0.0]]),
            "own": torch.tensor([[1.0, 1.0], [1.0, 0.0]]),
            "others": torch.tensor([[1.0, 0.0, 1.0], [0.2, 0.2, 0.0]]),
        },
    )
    for _ in range(50):
        first, second = mining.drawn(choices, torch.tensor([0, 1]), 3).tolist()
        assert first[0] == 0
        assert second[0] == -1
        assert set(first[1:]) <= {2, 3, 5, 7}
        assert len(set(first[1:])) == 3
        assert set(second[1:]) == {4, 8, 9}


def test_negatives_are_of_other_texts(rows: Rows) -> None:
    choices = mining.mined(network(BASE, layers=6).body, rows, PACK)
    family = PACK.window_family
    own = [
        {
            *PACK.positives.flat[slice(*PACK.positives.at[at : at + 2])],
            *PACK.negatives.flat[slice(*PACK.negatives.at[at : at + 2])],
        }
        for at in range(4)
    ]
    assert all(one not in own[asked] for asked, others in enumerate(choices.others.tolist()) for one in others)
    for asked, others in enumerate(choices.others.tolist()):
        assert all(family[one] != PACK.family[asked] for one in others if one >= 0)
        assert len({one for one in others if one >= 0}) == sum(one >= 0 for one in others)


def test_a_question_without_an_answer_costs_what_is_said_yes_to() -> None:
    held = torch.tensor([[True, True], [False, True]])
    sure = reranker._loss(torch.tensor([[9.0, -9.0], [0.0, -9.0]]), held)
    wrong = reranker._loss(torch.tensor([[9.0, -9.0], [0.0, 9.0]]), held)
    assert sure < 0.01 < 1 < wrong


def test_it_learns_what_it_is_shown(rows: Rows, tmp_path: Path) -> None:
    torch.manual_seed(1)
    made = network(BASE)
    choices = mining.mined(network(BASE, layers=6).body, rows, PACK)
    optimizer = torch.optim.AdamW(made.parameters(), lr=2e-4)
    questions = torch.tensor([0, 1, 2])
    losses = []
    for _ in range(60):
        losses.append(float(reranker._step(made, rows, choices, questions)))
        optimizer.step()
        optimizer.zero_grad()
    assert losses[-1] < 0.3 * losses[0]
    reranker._keep(made, PACK, {"steps": 60, "held": {}}, 4, tmp_path)
    again = network(BASE, tmp_path / "reranker.safetensors").eval()
    assert json.loads((tmp_path / "card.json").read_text("utf-8"))["sha256"] == sha256(tmp_path / "reranker.safetensors")
    with torch.inference_mode():
        found = again(*rows.pairs(torch.tensor([0, 0, 2]), torch.tensor([0, 1, 0])))
    assert found[0] > 0 > max(found[1:])
