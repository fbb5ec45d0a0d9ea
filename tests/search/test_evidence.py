"""Sentences that can be quoted alone, and what an answer must hold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from index.cutting.sentences import sentences
from index.types import Article, Passage
from search.evidence import Sentence as Found
from search.evidence import _whole, distinct
from search.expected import Expected, expected, holds
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
    start, end = _whole(_hit(text), at)
    assert text[start:end] == quoted


def test_a_quote_is_never_widened_across_a_paragraph() -> None:
    """Another paragraph may be another speaker."""
    text = "The minister spoke.\n\nHe denied it."
    start, end = _whole(_hit(text), 1)
    assert text[start:end] == "He denied it."


def _found(hit: Hit, at: int, score: float) -> Found:
    near = Near(row=1, at=at, cosine=0.5, covered=0.5, about=0.5)
    return Found(hit, near, hit.passage.sentences[at], score)


def test_the_same_words_in_two_articles_count_once() -> None:
    """The second goes with the first, a different fact stands for itself."""
    one, other = (
        _hit("Twelve soldiers died near the bridge on Monday.", "a"),
        _hit("Twelve soldiers died near the bridge on Monday.", "b"),
    )
    third = _hit("The harbour was closed to all shipping.", "c")
    kept = distinct([_found(one, 0, 3.0), _found(other, 0, 2.0), _found(third, 0, 1.0)], lambda one: one.score != 2.0, 5)
    assert [(best.hit.article.id, [same.hit.article.id for same in others]) for best, others in kept] == [("a", ["b"]), ("c", [])]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many tanks were lost?", Expected.NUMBER),
        ("What share of voters backed it?", Expected.NUMBER),
        ("When did the bridge fall?", Expected.DATE),
        ("On what date did they leave?", Expected.DATE),
        ("How much did the mission cost in dollars?", Expected.MONEY),
        ("How much money was paid for her release?", Expected.MONEY),
        ("How much of the city is held?", Expected.NUMBER),
        ("Who said so?", None),
        ("What did he say when asked?", None),
    ],
)
def test_what_is_asked_for_is_read_from_the_question(question: str, kind: Expected | None) -> None:
    """Only where its words say so."""
    assert expected(question) is kind


@pytest.mark.parametrize(
    ("text", "kind", "held"),
    [
        ("They lost 1,228 tanks.", Expected.NUMBER, True),
        ("They lost dozens of tanks.", Expected.NUMBER, True),
        ("On April 24, 2022 the 26th Regiment lost its T-72.[14]", Expected.NUMBER, False),
        ("It fell on 28 February.", Expected.DATE, True),
        ("It fell in 2014.", Expected.DATE, True),
        ("It fell.", Expected.DATE, False),
        ("It cost 12 million rubles.", Expected.MONEY, True),
        ("It cost 300 lives.", Expected.MONEY, False),
    ],
)
def test_a_figure_is_a_figure_and_a_date_a_date(text: str, kind: Expected, held: bool) -> None:
    """Units, equipment, endnotes and dates count nothing."""
    assert holds(text, kind) is held
