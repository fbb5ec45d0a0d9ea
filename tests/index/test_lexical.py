"""Matching by words: what is the same word, what must and must not stand there, and whose score is higher."""

from __future__ import annotations

from math import log

import pytest

from index.caches.lexical import Choice, Entry, FieldWeights, LexicalIndex, stems
from index.types import LexicalQuery

WEIGHTS = FieldWeights()
BODY_ONLY = FieldWeights(body=1.0, title=0.0, heading=0.0)


def entry(number: int, body: str, *, title: str = "", day: int | None = None) -> Entry:
    return Entry(number=number, article=number // 10, day=day, outlet=None, language=None, body=body, title=title, heading="")


def held(*entries: Entry) -> LexicalIndex:
    made = LexicalIndex(None)
    made.change(entries, [])
    return made


def numbers(made: LexicalIndex, query: LexicalQuery, choice: Choice = Choice()) -> list[int]:  # noqa: B008 (frozen)
    return [number for number, _ in made.matching(query, 100, choice, WEIGHTS)]


def words(*wanted: str) -> LexicalQuery:
    return LexicalQuery(words=tuple((word, 1.0) for word in wanted))


def test_the_score_is_bm25() -> None:
    """Two texts of one word each: idf ln(1 + (2 - 1 + .5) / (1 + .5)) = ln 2, times tf (1 + 1.2) / (1 + 1.2 · 1) = 1."""
    made = held(entry(1, "grain"), entry(2, "bridges"))
    [(number, score)] = made.matching(words("grain"), 10, Choice(), BODY_ONLY)
    assert number == 1
    assert score == pytest.approx(log(2), abs=1e-6)


def test_weights_of_words_and_fields_multiply() -> None:
    """A word of weight 3 counts three times; a title of weight 2 twice what the same text counts as body of weight 1."""
    made = held(entry(1, "grain", title="bridges"), entry(2, "bridges", title="grain"))
    [(_, plain)] = made.matching(words("grain"), 10, Choice(), BODY_ONLY)
    [(_, triple)] = made.matching(LexicalQuery(words=(("grain", 3.0),)), 10, Choice(), BODY_ONLY)
    assert triple == pytest.approx(3 * plain)
    both = dict(made.matching(words("grain"), 10, Choice(), FieldWeights(body=1.0, title=2.0, heading=0.0)))
    assert both[2] == pytest.approx(2 * both[1])


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("Troops were shelling the town", "shelled"),
        ("President Sauli Niinistö spoke", "niinisto"),
        ("Kyiv’s forces advanced", "Kyiv"),
        ("Kyiv forces advanced", "Kyiv's"),
        ("The U.S. sent help", "US"),
        ("The US sent help", "U.S."),
        ("lost 1,228 tanks", "1228"),
        ("lost 1228 tanks", "1,228"),
        ("a T-90 burned", "T-90"),
        ("co\u00adoperation", "cooperation"),
        ("Nin\u0303o", "Niño"),
    ],
)
def test_the_same_word_is_found_however_it_is_printed(printed: str, typed: str) -> None:
    """Stems, diacritics, apostrophes, initials, big numbers, soft hyphens, composed and decomposed letters."""
    made = held(entry(1, printed), entry(2, "nothing of the kind"))
    assert numbers(made, words(typed)) == [1]


def test_a_word_of_several_parts_is_matched_as_a_whole() -> None:
    """T-90 is not any 90."""
    assert numbers(held(entry(1, "a T-90 burned"), entry(2, "at 90 degrees")), words("T-90")) == [1]


def test_a_phrase_must_stand_there_word_for_word() -> None:
    """Not stemmed, in order; quotation marks, apostrophes and case do not matter."""
    made = held(entry(1, "He said: “We don’t retreat,” twice."), entry(2, "We don't retreating"), entry(3, "retreat don't we"))
    assert numbers(made, LexicalQuery(phrases=('"we DON\'T retreat"',))) == [1]
    assert sorted(numbers(made, LexicalQuery(words=(("retreat", 1.0),), phrases=("we don't",)))) == [1, 2]
    assert numbers(made, LexicalQuery(phrases=("we don't", "twice"))) == [1]


def test_what_must_not_stand_there_does_not() -> None:
    """A word as printed, and a phrase."""
    made = held(entry(1, "grain ship"), entry(2, "grain ships sail"), entry(3, "grain train"))
    assert sorted(numbers(made, LexicalQuery(words=(("grain", 1.0),), without=("ship",)))) == [2, 3]
    assert numbers(made, LexicalQuery(words=(("grain", 1.0),), without=("ships sail", "train"))) == [1]


def test_one_of_each_group_must_stand_there() -> None:
    """Bakhmut under either name, and a road under either word."""
    made = held(entry(1, "Artemivsk road"), entry(2, "Bakhmut highway"), entry(3, "Bakhmut church"))
    query = LexicalQuery(words=(("Bakhmut", 1.0),), any_of=(("Bakhmut", "Artemivsk"), ("road", "highway")))
    assert numbers(made, query) == [2]
    assert sorted(numbers(made, LexicalQuery(any_of=query.any_of))) == [1, 2]


def test_without_words_everything_else_matches_by_number() -> None:
    """Score 0, in the order of the numbers; punctuation alone is no word."""
    made = held(entry(3, "wells"), entry(1, "grain"), entry(2, "ships"))
    assert made.matching(LexicalQuery(without=("grain",)), 10, Choice(), WEIGHTS) == [(2, 0.0), (3, 0.0)]
    assert made.matching(LexicalQuery(), 2, Choice(), WEIGHTS) == [(1, 0.0), (2, 0.0)]
    assert numbers(made, LexicalQuery(phrases=("…",))) == [1, 2, 3]


def test_words_that_are_only_punctuation_match_nothing() -> None:
    """A query of such words has nothing to match by."""
    made = held(entry(1, "grain"))
    assert numbers(made, words("—")) == []
    assert made.count(words("—"), Choice()) == 0


def test_the_dead_and_those_not_chosen_neither_match_nor_count() -> None:
    """By number, by article, by day; the count agrees."""
    made = held(*(entry(number, "grain", day=number) for number in range(1, 31)))
    for choice, expected in (
        (Choice(dead=[1, 2]), 28),
        (Choice(articles=[0]), 9),
        (Choice(articles=[]), 0),
        (Choice(after=5, before=7), 3),
        (Choice(after=29), 2),
        (Choice(outlets=["Post"]), 0),
    ):
        assert len(numbers(made, words("grain"), choice)) == made.count(words("grain"), choice) == expected


def test_frequency_counts_texts_that_hold_the_stem_now() -> None:
    """Not titles, not what was taken away."""
    made = held(entry(1, "shelling"), entry(2, "shelled twice, shells"), entry(3, "grain", title="shelling"))
    assert made.frequency("shell") == 2
    made.change([], [2])
    assert (made.frequency("shell"), made.frequency("absent"), made.frequency("—"), len(made)) == (1, 0, 0, 2)


def test_stems_are_the_terms_words_are_matched_by() -> None:
    """Lower case, stemmed, folded."""
    assert stems("Niinistö’s U.S. shelling of 1,228 T-90s") == ["niinisto", "us", "shell", "of", "1228", "t", "90s"]
