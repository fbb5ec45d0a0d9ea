"""Which passages answer a judged question."""

from __future__ import annotations

from datetime import date

import pytest

from index.errors import SourceError
from search.judging import Judge, Question, folded, holds, question, stands_in

QUOTE = "The bridge was closed at noon."
FIELDS = {
    "id": "d012",
    "question": "When was the bridge closed?",
    "kind": "when",
    "answerable": True,
    "evidence": [{"doc": "a", "quote": QUOTE}, {"doc": "b", "quote": "Noon, said the mayor."}],
    "accept": ["closed.{0,9}at noon"],
    "filters": {"after": "2023-04-01", "before": "2023-04-30"},
}
APRIL, MAY = date(2023, 4, 30), date(2023, 5, 1)


def _asked(**fields: object) -> Question:
    return question(FIELDS | fields, "questions.jsonl:1")


def test_sixty_per_cent_of_a_quote_in_one_run_is_enough() -> None:
    """Six of ten characters are, five are not, and two runs of three are not six."""
    assert holds("xx abcdef", "abcdefghij")
    assert not holds("xx abcde", "abcdefghij")
    assert not holds("abc xx def", "abcdefghij")
    assert holds("efghij xx", "abcdefghij")


def test_typography_white_space_and_case_are_folded() -> None:
    """Curly quotation marks, dashes, no-break spaces and ligatures come out plain."""
    assert folded(" “Kyiv’s”\u00a0 oﬃce –\nSTRAßE ") == '"kyiv\'s" office - strasse'


def test_evidence_counts_in_its_own_article_only() -> None:
    """The same words in another article are no evidence."""
    judge = Judge(_asked(accept=[]))
    assert judge.found("a", "Police said: the bridge was closed at noon.") == {0}
    assert judge.found("b", QUOTE) == set()
    assert judge.relevant("a", QUOTE, None)
    assert not judge.relevant("b", QUOTE, APRIL)


def test_an_accepted_pattern_counts_only_within_the_dates_that_are_meant() -> None:
    """Both ends are included; an article without a date lies outside."""
    judge = Judge(_asked(evidence=[]))
    words = "It was CLOSED\nat noon, they said."
    days = {APRIL: True, date(2023, 4, 1): True, MAY: False, date(2023, 3, 31): False, None: False}
    assert {day: judge.relevant("z", words, day) for day in days} == days
    assert Judge(_asked(evidence=[], filters={})).relevant("z", words, None)


def test_evidence_counts_whatever_its_date() -> None:
    """It was judged by hand."""
    assert Judge(_asked()).relevant("a", QUOTE, MAY)


def test_a_pattern_is_tried_on_the_words_as_printed_and_as_folded() -> None:
    """A pattern with a straight apostrophe finds a curly one, and the other way round."""
    assert Judge(_asked(accept=["kyiv's army"], filters={})).relevant("z", "Kyiv’s army", None)
    assert Judge(_asked(accept=["Kyiv’s army"], filters={})).relevant("z", "Kyiv’s army", None)


def test_a_third_of_the_questions_is_kept_aside_by_number() -> None:
    """Divisible by three is aside; an id without a number is not."""
    assert [_asked(id=name).aside for name in ("d001", "d002", "d003", "d012", "d100", "other")] == [
        False, False, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [{"question": "Why?"}, FIELDS | {"accept": ["("]}, FIELDS | {"filters": {"after": "May"}}, FIELDS | {"evidence": ["a"]}, []],
)
def test_a_line_that_is_no_judged_question_is_named(fields: object) -> None:
    """Missing id, broken pattern, broken date, evidence without an article, no object at all."""
    with pytest.raises(SourceError, match=r"questions\.jsonl:7: ") as caught:
        question(fields, "questions.jsonl:7")  # type: ignore[arg-type]
    assert caught.value.origin == "questions.jsonl:7"


def test_a_quote_stands_in_its_article_character_for_character() -> None:
    """Only the amount of white space may differ: not case, not typography."""
    text = "He said:\n\n“We hold  the road.”"
    assert stands_in("“We hold  the road.”", text)
    assert stands_in("said: “We hold the road.”", text)
    assert not stands_in('"We hold the road."', text)
    assert not stands_in("“we hold the road.”", text)
