"""Sentences that can be quoted alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from index.cutting.sentences import sentences
from index.types import Article, Passage
from search.evidence import Sentence as Found
from search.evidence import _whole, distinct
from search.reading import Near
from search.types import Hit


def _hit(text: str, key: str = "a") -> Hit:
    article = Article(
        id=key,
        url=None,
        title=None,
        outlet=None,
        authors=(),
        published=None,
        language=None,
        text=text,
        added_at=datetime.now(UTC),
    )
    spans = tuple(sentences(text))
    return Hit(
        passage=Passage(article=article, ordinal=0, start=0, end=len(text), heading=None, sentences=spans), score=1.0, rank=1
    )


def _quoted(text: str, at: int, cosines: tuple[float, ...] = ()) -> str:
    """What is quoted of the sentence at `at`, whose own cosine is far above all others unless `cosines` are given."""
    hit = _hit(text)
    given = cosines or tuple(0.9 if one == at else 0.0 for one in range(len(hit.passage.sentences)))
    near = [Near(row=1, at=one, cosine=cosine, covered=0.0, about=0.0) for one, cosine in enumerate(given)]
    start, end = _whole(hit, near, at)
    return hit.article.text[start:end]


@pytest.mark.parametrize(
    ("text", "at", "quoted"),
    [
        ("The minister spoke. He denied it.", 1, "The minister spoke. He denied it."),
        ("The minister spoke. Troops left Kyiv.", 1, "Troops left Kyiv."),
        ("He denied it.", 0, "He denied it."),
        ("She said “the talk was direct. It was calm.” Then she left.", 0, "She said “the talk was direct. It was calm.”"),
        ("“We held. The road is open,” he said.", 1, "“We held. The road is open,” he said."),
        (
            "A road led west. Together with the other it is the last.",
            1,
            "A road led west. Together with the other it is the last.",
        ),
    ],
)
def test_a_quote_is_widened_until_it_stands_alone(text: str, at: int, quoted: str) -> None:
    """By what a pronoun hangs on, and to both marks of a quotation."""
    assert _quoted(text, at) == quoted


def test_a_quote_is_never_widened_across_a_paragraph() -> None:
    """Another paragraph may be another speaker."""
    assert _quoted("The minister spoke.\n\nHe denied it.", 1) == "He denied it."
    assert _quoted("The minister spoke.\n\nTroops left Kyiv.", 1, cosines=(0.5, 0.5)) == "Troops left Kyiv."


@pytest.mark.parametrize(
    ("cosines", "quoted"),
    [
        ((0.1, 0.6, 0.1), "Spies saw three stations."),
        ((0.5, 0.6, 0.1), "A ship passed. Spies saw three stations."),
        ((0.1, 0.6, 0.5), "Spies saw three stations. One held 400 missiles."),
        ((0.5, 0.6, 0.5), "A ship passed. Spies saw three stations. One held 400 missiles."),
    ],
)
def test_a_neighbour_as_near_to_the_question_is_quoted_too(cosines: tuple[float, ...], quoted: str) -> None:
    """Many facts are told in two sentences; one that is further behind is left out."""
    assert _quoted("A ship passed. Spies saw three stations. One held 400 missiles.", 1, cosines) == quoted


def _found(hit: Hit, at: int, score: float) -> Found:
    near = Near(row=1, at=at, cosine=0.5, covered=0.5, about=0.5)
    return Found(hit, near, (), score)


def test_the_same_words_in_two_articles_count_once() -> None:
    """The second goes with the first, a different fact stands for itself."""
    one, other = (
        _hit("Twelve soldiers died near the bridge on Monday.", "a"),
        _hit("Twelve soldiers died near the bridge on Monday.", "b"),
    )
    third = _hit("The harbour was closed to all shipping.", "c")
    kept = distinct([_found(one, 0, 3.0), _found(other, 0, 2.0), _found(third, 0, 1.0)], lambda one: one.score != 2.0, 5)
    assert [(best.hit.article.id, [same.hit.article.id for same in others]) for best, others in kept] == [("a", ["b"]), ("c", [])]
