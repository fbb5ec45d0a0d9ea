"""What an answering sentence must hold: a number, a sum of money or a date, where the question asks for one."""

from __future__ import annotations

import re
from enum import StrEnum


class Expected(StrEnum):
    """What kind of thing is asked for."""

    NUMBER = "number"
    DATE = "date"
    MONEY = "money"


_ASKS_MONEY = re.compile(
    r"\bhow much (?:money\b|(?:did|does|was|were|has|will) .*\b(?:cost|raise|pay|paid|spent|spend|worth)\b)"
    r"|\bwhat (?:sum|price|salary|pay)\b|\b(?:cost|paid|pay|salary) .*\bin (?:dollars|euros|roubles|rubles|hryvnias?)\b",
    re.I,
)
_ASKS_NUMBER = re.compile(
    r"\b(?:how (?:many|much)|what (?:number|share|percentage|proportion|average|total|toll|target)"
    r"|estimate|tally|death toll|casualt\w+ figure|print run)\b",
    re.I,
)
_ASKS_DATE = re.compile(
    r"^(?:when\b|(?:on|from|until|by|since|to) (?:what|which) (?:dates?|days?)|what dates?|on which dates|date\b)", re.I
)

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}|\b{_MONTH}\s+\d{{1,2}}\b"
_YEAR = r"\b(?:19|20)\d\d\b"
_DATE = re.compile(rf"{_DAY}|\b{_MONTH}\s+\d{{4}}\b|{_YEAR}", re.I)
_NOT_COUNTED = re.compile(rf"\[\d+\]|(?:{_DAY})(?:,?\s+\d{{4}})?|{_YEAR}|\b[A-Z]+-?\d+\w*|\b\d+(?:st|nd|rd|th)\b", re.I)
"""Endnotes, dates, equipment such as T-72, and units such as "the 26th": figures that count nothing."""

_MONEY = re.compile(
    r"[$€£₽₴]|\b(?:dollars?|cents?|euros?|ro?ubles?|hryvnias?|pounds?|liras?|francs?|yen|yuan|USD|EUR|RUB|UAH|GBP)\b", re.I
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|half|none|all|no)\b",
    re.I,
)


def expected(question: str) -> Expected | None:
    """What the question asks for, where its words say so."""
    if _ASKS_MONEY.search(question):
        return Expected.MONEY
    if _ASKS_NUMBER.search(question):
        return Expected.NUMBER
    return Expected.DATE if _ASKS_DATE.search(question.strip()) else None


def holds(text: str, kind: Expected) -> bool:
    """Whether a text holds such a thing."""
    if kind is Expected.DATE:
        return bool(_DATE.search(text))
    if kind is Expected.MONEY:
        return bool(_MONEY.search(text))
    return bool(_NUMBER.search(_NOT_COUNTED.sub(" ", text)))
