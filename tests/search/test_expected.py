"""What an answer must hold: a number, a sum, a term, a date or a person."""

from __future__ import annotations

import pytest

from search.expected import Expected, Sought, expected, sought
from search.types import Expansion, Query


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many tanks were lost?", Expected.NUMBER),
        ("What share of voters backed it?", Expected.NUMBER),
        ("When did the bridge fall?", Expected.DATE),
        ("On what date did they leave?", Expected.DATE),
        ("How much did the mission cost in dollars?", Expected.MONEY),
        ("How much money was paid for her release?", Expected.MONEY),
        ("What fine did the court impose?", Expected.MONEY),
        ("How much of the city is held?", Expected.NUMBER),
        ("What prison term did the couple receive?", Expected.TERM),
        ("What sentence was handed down?", Expected.TERM),
        ("Who said so?", Expected.PERSON),
        ("Who destroyed the dam: what did Kyiv say, and what did Moscow say?", None),
        ("In October 2022, who took over the brigade?", Expected.PERSON),
        ("What was the name of the Belarusian spy?", Expected.PERSON),
        ("Which two generals died at the command post?", Expected.PERSON),
        ("Which regional governor resigned?", Expected.PERSON),
        ("Which brigade’s commander asked his men?", None),
        ("Which town fell first?", None),
        ("Whose policy did he blame?", None),
        ("What is the name of the street?", None),
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
        ("Ukraine said 30 separatists and 12 marines were killed.", Expected.NUMBER, True),
        ("Some 2000 troops left.", Expected.NUMBER, True),
        ("They left in 2022.", Expected.NUMBER, False),
        ("Ukraine said 30 separatists were killed.", Expected.DATE, False),
        ("It fell on 28 February.", Expected.DATE, True),
        ("It fell on Sept. 5.", Expected.DATE, True),
        ("It fell in 2014.", Expected.DATE, True),
        ("It fell on Monday.", Expected.DATE, True),
        ("It fell.", Expected.DATE, False),
        ("It cost 12 million rubles.", Expected.MONEY, True),
        ("It cost 300 lives.", Expected.MONEY, False),
        ("The court gave him twelve years.", Expected.TERM, True),
        ("He was arrested in Kromy.", Expected.TERM, False),
        ("The order was signed by Oleh Vasylenko.", Expected.PERSON, True),
        ("The order was signed by General Vasylenko.", Expected.PERSON, True),
        ("Russian forces left Kherson Oblast on Monday.", Expected.PERSON, False),
        ("The Ukrainian General Staff reported two generals killed.", Expected.PERSON, False),
    ],
)
def test_a_figure_is_a_figure_a_date_a_date_and_a_person_a_person(text: str, kind: Expected, held: bool) -> None:
    """Units, equipment, endnotes and dates count nothing; places and bodies are nobody."""
    assert Sought(kind).held_by(text) is held


def test_what_the_question_says_itself_is_no_answer() -> None:
    """Neither the person it names, under any spelling, nor the month it names."""
    names = (Expansion(text="Vasylenko", names=("Vasilenko",), kind="spelling"),)
    who = sought(Query(typed="", words="Who took over from Colonel Oleh Vasylenko in May 2022?", expansions=names))
    assert who is not None
    assert not who.held_by("Colonel Oleh Vasilenko died in May.")
    assert who.held_by("Colonel Oleh Vasilenko was followed by Ivan Koval.")
    when = sought(Query(typed="", words="On what day in May 2022 did they leave?"))
    assert when is not None
    assert not when.held_by("They left in May 2022.")
    assert when.held_by("They left on May 12, 2022.")


def test_nothing_is_sought_where_nothing_is_asked_for() -> None:
    """A statement, keywords."""
    assert sought(Query(typed="", words="Bakhmut supply routes")) is None
