"""The sample questions on the sample articles, with the real encoder: the parts work together, and nothing reached is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.evaluate import evaluate, read_questions
from search import scoring
from search.scoring import Outcome
from tests.conftest import SEEDS
from tests.evaluation import floors

if TYPE_CHECKING:
    from index.library import Library
    from search.reranking.reranker import Reranker

QUESTIONS = SEEDS / "questions.jsonl"


@pytest.fixture(scope="module")
def outcomes(seed_library: Library, reranker: Reranker) -> list[Outcome]:
    """Every sample question, judged."""
    from search.engine import Engine

    return evaluate(Engine(seed_library, reranker=reranker), read_questions(QUESTIONS))


def test_the_floors_of_the_samples_hold(outcomes: list[Outcome]) -> None:
    """`python -m tests.evaluation.seeds --update` raises them."""
    faults = floors.read()["seeds"].faults(scoring.figures(outcomes), floors.sha256(QUESTIONS))
    assert faults == [], scoring.misses(outcomes)


def test_every_quote_stands_in_its_article(outcomes: list[Outcome]) -> None:
    """Not one differs, and there are some."""
    quotes = [flag for one in outcomes for flag in one.verbatim]
    assert len(quotes) > 0
    assert all(quotes)


def test_every_question_has_an_outcome_within_a_second(outcomes: list[Outcome]) -> None:
    """Twenty-two articles are no reason to wait."""
    assert len(outcomes) == 30
    assert scoring.figures(outcomes)["search_ms_p50"] < 1000
    assert scoring.figures(outcomes)["ask_ms_p50"] < 1000
