"""When an answer is declined, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from index.types import Precision, Published
from search.decline import THRESHOLD, confidence, objection
from search.evidence import Sentence
from search.query import understand
from search.rarity import Rarity
from search.reading import Near
from search.types import Reason
from tests.search.articles import article, hit

TODAY = date(2023, 6, 1)
RARE = Rarity({}, {})


def _found(text: str, *, cosine: float = 0.8, day: date = date(2022, 5, 16), outlet: str = "The Daily Example") -> Sentence:
    when = Published(when=datetime(day.year, day.month, day.day, tzinfo=UTC), precision=Precision.DAY, found="given")
    source = article(text, published=when, outlet=outlet, title="What we know")
    near = Near(row=1, at=0, cosine=cosine, covered=0.5, about=0.5)
    return Sentence(hit(source), near, [near], 1.0)


def _why(question: str, *found: Sentence) -> Reason | None:
    return objection(understand(question, TODAY), found, RARE)


def test_nothing_found_is_no_match() -> None:
    """Whatever was asked."""
    assert _why("Where is it?") is Reason.NO_MATCH


def test_what_lies_far_off_in_meaning_is_declined() -> None:
    """And what lies near is not."""
    far = _found("The bakery opens at six.", cosine=0.2)
    assert confidence([far], RARE) < THRESHOLD
    assert _why("Where is the road?", far) is Reason.WEAK_EVIDENCE
    assert _why("Where is the road?", _found("The road runs west of the town.")) is None


def test_what_the_reranker_takes_for_no_answer_is_declined_however_near() -> None:
    """The words of the question are all there, but not what it asks for."""
    found = _found("The road runs west of the town.")
    assert _why("Where is the road?", replace(found, logit=-8.5)) is Reason.WEAK_EVIDENCE
    assert _why("Where is the road?", replace(found, logit=1.0)) is None
    assert confidence([replace(found, logit=1.0)], RARE) > confidence([replace(found, logit=-1.0)], RARE)


def test_the_reranker_is_believed_against_the_form_of_words_where_it_is_sure() -> None:
    """ "A handful" is a number too."""
    found = _found("They lost a handful of tanks.")
    assert _why("How many tanks were lost?", replace(found, logit=-3.0)) is Reason.NO_FIGURE
    assert _why("How many tanks were lost?", replace(found, logit=0.0)) is None


def test_of_another_time_it_must_be_surer() -> None:
    """How things stood in August may read just like May."""
    later = _found("They lost 12 tanks.", day=date(2022, 8, 16))
    assert _why("What happened in May 2022?", replace(later, logit=1.0)) is Reason.OUT_OF_DATE_RANGE
    assert _why("What happened in May 2022?", replace(later, logit=4.0)) is None


@pytest.mark.parametrize(
    ("question", "day", "reason"),
    [
        ("What happened in May 2022?", date(2022, 5, 16), None),
        ("What happened in May 2022?", date(2022, 8, 16), Reason.OUT_OF_DATE_RANGE),
        ("How many tanks were lost by 20 May 2022?", date(2022, 5, 16), None),
        ("How many tanks were lost by 24 December 2022?", date(2022, 5, 16), Reason.OUT_OF_DATE_RANGE),
    ],
)
def test_evidence_from_another_time_is_no_evidence(question: str, day: date, reason: Reason | None) -> None:
    """How things stood by some day is not told by a report from long before."""
    assert _why(question, _found("They lost 12 tanks.", day=day)) is reason


def test_a_later_report_that_looks_back_is_evidence() -> None:
    """It names the month and the year itself."""
    assert _why("What happened in May 2022?", _found("In May 2022 the road was cut.", day=date(2023, 1, 2))) is None


@pytest.mark.parametrize(
    ("question", "text", "reason"),
    [
        ("How many tanks did they lose?", "They lost tanks near the town.", Reason.NO_FIGURE),
        ("How many tanks did they lose?", "They lost 12 tanks near the town.", None),
        ("What prison term did the man receive?", "The man was arrested in Kromy.", Reason.NO_FIGURE),
        ("What was the name of the spy?", "The service caught a spy in Volyn Oblast.", Reason.NOBODY_NAMED),
        ("What was the name of the spy?", "The service caught a spy, Anton Hryb, in Volyn Oblast.", None),
        ("Who took over from Colonel Nikolaev?", "Colonel Igor Nikolaev was killed.", Reason.NOBODY_NAMED),
        ("Who took over from Colonel Nikolaev?", "Colonel Igor Nikolaev was followed by Ivan Koval.", None),
        ("Who took over from Colonel Igor Nikolaev?", "Colonel Igor Nikolaev was killed.", Reason.NOBODY_NAMED),
        ("Who wrote it?", "The plan is bad, Oleh Koval said.", None),
    ],
)
def test_what_is_asked_for_must_be_there(question: str, text: str, reason: Reason | None) -> None:
    """A figure, a term, a person whom the question does not name itself."""
    assert _why(question, _found(text)) is reason


@pytest.mark.parametrize(
    ("question", "text", "outlet", "reason"),
    [
        ("What did Clooney say about reparations?", "Experts such as Clooney are working on reparations.", "Post", None),
        ("What did Clooney say about reparations?", "Experts are working on reparations.", "Post", Reason.SOMEBODY_ELSE),
        ("What did Clooney say about reparations?", "Experts are working on reparations.", "Clooney Foundation", None),
        ("What did Clooney say about reparations?", "I think that reparations are due.", "Post", None),
        ("How did Niinistö comment on the fall of Lyman?", "Niinistö thanked his host.", "Post", Reason.SOMEBODY_ELSE),
        ("How did Niinistö comment on the fall of Lyman?", "Niinistö said Lyman would be freed.", "Post", None),
    ],
)
def test_the_words_of_somebody_else_are_no_answer(question: str, text: str, outlet: str, reason: Reason | None) -> None:
    """The passage, its outlet or its source has the name, or somebody speaks in it; and what else the question names is in it."""
    assert _why(question, _found(text, outlet=outlet)) is reason
