"""Floors catch what falls, and only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.evaluation import floors
from tests.evaluation.floors import Floors, FloorsError
from tests.shared import shared

MINE = Floors(questions="abc", floors={"hit@1": 0.5, "verbatim": 1.0}, slack={"hit@1": 0.01})


def test_a_figure_may_lie_one_question_below_its_floor_and_no_more() -> None:
    """The slack is .01: .49 holds, .4899 as rounded from .48995 does not."""
    assert MINE.faults({"hit@1": 0.49, "verbatim": 1.0}, "abc") == []
    assert MINE.faults({"hit@1": 0.4899, "verbatim": 1.0}, "abc") == ["hit@1 is 0.4899, below its floor of 0.5000"]


def test_a_figure_without_slack_may_not_fall_at_all() -> None:
    """One quote in a thousand is a fault."""
    assert MINE.faults({"hit@1": 0.6, "verbatim": 0.999}, "abc") == ["verbatim is 0.9990, below its floor of 1.0000"]


def test_a_figure_that_is_missing_breaks_its_floor() -> None:
    """What is not measured cannot be said to hold."""
    assert MINE.faults({"hit@1": float("nan")}, "abc") == [
        "hit@1 was not measured; its floor is 0.5000",
        "verbatim was not measured; its floor is 1.0000",
    ]


def test_floors_are_for_the_questions_they_were_reached_on() -> None:
    """Good figures on other questions do not count."""
    (fault,) = MINE.faults({"hit@1": 0.9, "verbatim": 1.0}, "abd")
    assert "the questions changed" in fault


def test_raising_keeps_the_higher_of_floor_and_figure() -> None:
    """.6789123 is kept as .6789; a figure within the slack leaves its floor where it was."""
    assert MINE.raised({"hit@1": 0.6789123, "verbatim": 1.0}, "abc").floors == {"hit@1": 0.6789, "verbatim": 1.0}
    assert MINE.raised({"hit@1": 0.495, "verbatim": 1.0}, "abc").floors == MINE.floors


def test_raising_refuses_to_lower() -> None:
    """Neither by a figure that fell nor by other questions."""
    with pytest.raises(FloorsError, match=r"hit@1 is 0\.3000"):
        MINE.raised({"hit@1": 0.3, "verbatim": 1.0}, "abc")
    with pytest.raises(FloorsError, match="questions changed"):
        MINE.raised({"hit@1": 0.9, "verbatim": 1.0}, "abd")


def test_the_file_is_raised_by_an_update_and_left_alone_by_a_fall(tmp_path: Path) -> None:
    """The exit status tells the two apart, and each fault is told."""
    questions, path = tmp_path / "questions.jsonl", tmp_path / "floors.json"
    questions.write_text("{}", "utf-8")
    mine = Floors(questions=floors.sha256(questions), floors={"hit@1": 0.5}, slack={})
    floors.write({"a": mine, "b": MINE}, path)
    said: list[str] = []

    assert floors.settle("a", {"hit@1": 0.7}, questions, update=False, say=said.append, path=path) == 0
    assert floors.read(path)["a"].floors == {"hit@1": 0.5}
    assert floors.settle("a", {"hit@1": 0.7}, questions, update=True, say=said.append, path=path) == 0
    assert floors.read(path) == {"a": Floors(questions=mine.questions, floors={"hit@1": 0.7}, slack={}), "b": MINE}
    assert floors.settle("a", {"hit@1": 0.6}, questions, update=True, say=said.append, path=path) == 1
    assert floors.read(path)["a"].floors == {"hit@1": 0.7}
    assert said[-1] == "FLOOR BROKEN  a: hit@1 is 0.6000, below its floor of 0.7000"


@pytest.mark.parametrize(
    ("name", "questions"),
    [
        ("corpus", "eval/questions_dev.jsonl"),
        ("police", "corpora/indiapoliceevents/sents.jsonl.gz"),
        ("multihop", "corpora/multihop_facts/queries.jsonl.gz"),
    ],
)
def test_the_floors_kept_here_are_for_the_questions_at_hand(name: str, questions: str) -> None:
    """Otherwise every evaluation fails, and better here, at once."""
    assert floors.read()[name].questions == floors.sha256(shared(questions))


def test_the_seeds_floors_are_for_the_seeds_questions() -> None:
    """Whoever changes a sample question sets the floors anew."""
    seeds = Path(__file__).resolve().parents[2] / "seeds" / "questions.jsonl"
    assert floors.read()["seeds"].questions == floors.sha256(seeds)


def test_the_slack_is_the_weight_of_one_question() -> None:
    """Of as many as the figure is counted over; and no quote may differ from its source."""
    kept = floors.read()
    answerable = [json.loads(line)["answerable"] for line in shared("eval/questions_dev.jsonl").read_text("utf-8").splitlines()]
    weight = {True: 1 / answerable.count(True), False: 1 / answerable.count(False)}
    assert set(kept["corpus"].slack) == set(kept["corpus"].floors) - {"verbatim"}
    for name, slack in kept["corpus"].slack.items():
        assert slack == pytest.approx(weight[name != "abstain_recall"], abs=1e-4), name
    for entry in kept.values():
        assert all(0 < slack <= 0.15 for slack in entry.slack.values())
        assert "verbatim" not in entry.slack
