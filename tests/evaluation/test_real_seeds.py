"""Two real articles, copied from a news site with its clutter: the questions that Sitrep must answer at the very least."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from search.judging import stands_in
from tests.shared import shared

if TYPE_CHECKING:
    from index.library import Library
    from search.reranking.reranker import Reranker
    from search.types import Answer


def _asked(library: Library, reranker: Reranker, question: str) -> Answer:
    from search.engine import Engine

    return Engine(library, reranker=reranker).ask(question)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("what was said about Bakhmut supply routes", "0506 supply route"),
        ("how many Russian tanks did Ukraine say were destroyed by May 2022", "1,228 tanks"),
        ("what did Niinistö say about the conversation with Putin", "direct and straight-forward"),
    ],
)
def test_the_first_citation_holds_the_answer_word_for_word(
    real_seed_library: Library, reranker: Reranker, question: str, words: str
) -> None:
    """And stands in one of the files as its outlet printed it, white space aside: a no-break space is read as a space."""
    answer = _asked(real_seed_library, reranker, question)
    assert answer.answered
    quote = answer.citations[0].quote
    assert words in quote
    assert any(stands_in(quote, path.read_text("utf-8")) for path in shared("seeds").iterdir())


def test_a_question_beyond_the_two_articles_is_declined(real_seed_library: Library, reranker: Reranker) -> None:
    """Kyiv is mentioned in both, football in neither."""
    answer = _asked(real_seed_library, reranker, "who won the football match in Kyiv")
    assert not answer.answered
    assert answer.citations == ()
