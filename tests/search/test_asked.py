"""Whom a question asks about."""

from __future__ import annotations

import pytest

from search.asked import is_broad, names, speaker_asked
from search.terms import stem_set


@pytest.mark.parametrize(
    ("question", "whose"),
    [
        ("What did Putin say about Bucha?", "Putin"),
        ("What did President Vladimir Putin say about Bucha?", "Putin"),
        ("How did Admiral Yevmenov explain the removal of Avakyants?", "Yevmenov"),
        ("What did General Gerasimov himself answer to Prigozhin?", "Gerasimov"),
        ("Irkutsk governor Kobzev statement after the storm", "Kobzev"),
        ("Sergey Mironov reaction to the bombing", "Mironov"),
        ("What did Moscow claim about the ship?", ""),
        ("What did the Russian military say?", ""),
        ("What did Putin tell Erdogan, and what did Zelensky report?", ""),
        ("Which road did the soldiers take?", ""),
        ("What buildings were hit according to the governor?", ""),
    ],
)
def test_whose_words_are_asked_for(question: str, whose: str) -> None:
    """The last name before the verb; no government, which has too many names, and nobody where two are asked about."""
    assert speaker_asked(question) == stem_set(whose)


def test_names_are_the_capitalised_words_but_for_the_first_and_days_and_months() -> None:
    """As typed, possessives taken off."""
    assert names("What happened on Monday in Bakhmut?") == ("Bakhmut",)
    assert names("Which of Wagner’s units left Bakhmut in April?") == ("Wagner", "Bakhmut")


@pytest.mark.parametrize(
    ("question", "broad"),
    [
        ("what was said about Bakhmut supply routes", True),
        ("What has been reported recently about the bridge at Antonivka?", True),
        ("What is known of the crew?", True),
        ("What was the bridge said to have cost?", False),
        ("What did Stoltenberg say about the bridge?", False),
        ("Who said what about the bridge?", False),
    ],
)
def test_what_was_said_about_a_subject_has_many_answers(question: str, broad: bool) -> None:
    assert is_broad(question) is broad
