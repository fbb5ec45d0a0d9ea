"""What an answering sentence must hold: a number, a sum of money, a term, a date or a person, where the question asks for one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from search.daterules import MONTH
from search.people import names_person
from search.terms import stem_set
from search.types import Query


class Expected(StrEnum):
    """What kind of thing is asked for."""

    NUMBER = "number"
    DATE = "date"
    MONEY = "money"
    TERM = "term"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked for.

    Attributes:
        known: Stems of the question and of other names for what it names. A person whom it names itself is no answer.
    """

    kind: Expected
    known: frozenset[str] = frozenset()

    def held_by(self, text: str) -> bool:
        """Whether a text holds such a thing."""
        if self.kind is Expected.PERSON:
            return names_person(text, self.known)
        if self.kind is Expected.NUMBER:
            return bool(_NUMBER.search(text) and _NUMBER.search(_NOT_COUNTED.sub(" ", text)))
        return any(self.kind is not Expected.DATE or self._is_new(found.group()) for found in _FORMS[self.kind].finditer(text))

    def _is_new(self, words: str) -> bool:
        return not stem_set(words) <= self.known


_PEOPLE = (
    r"(?:generals?|colonels?|captains?|lieutenants?|majors?|officers?|commanders?|officials?|ministers?|m[ae]n|wom[ae]n|person|people|"
    r"pilots?|politicians?|diplomats?|ambassadors?|envoys?|leaders?|mayors?|governors?|journalists?|advis[eo]rs?|aides?|spokes\w+|"
    r"lawmakers?|deput(?:y|ies)|(?:mil)?bloggers?|bishop|priest|soldiers?|students?|teachers?|doctors?|medics?|judges?|lawyers?|"
    r"actors?|singers?|directors?|heads?|chiefs?|managers?|analysts?|bankers?|oligarchs?|attackers?|suspects?|sp(?:y|ies)|convicts?|"
    r"civilians?|pensioners?|teenagers?|boys?|girls?|child(?:ren)?|victims?|authors?|writers?)"
)
_ASKS = {
    Expected.PERSON: re.compile(
        r"(?:^|[.,:;]\s)who(?:m|se)?\b(?!\s+(?:policy|fault|side|forces|army|troops)|.*\bwhat (?:did|do|does)\b)"
        r"|\bnames did\b|[’']s name\b"
        rf"|\bnames? of (?:[\w’'-]+ ){{0,3}}?{_PEOPLE}\b|(?:^|[.,:;]\s)which (?:[\w-]+ ){{0,3}}?{_PEOPLE}\b(?![’']s)",
        re.I,
    ),
    Expected.TERM: re.compile(
        r"\b(?:what|which|how long a) (?:prison |jail )?(?:sentence|term)s? (?:was|were|did|is)\b|\bprison (?:term|sentence)\b"
        r"|\bwhat verdict\b|\bwhat sentence\b",
        re.I,
    ),
    Expected.MONEY: re.compile(
        r"\bhow much (?:money\b|(?:did|does|was|were|has|will) .*\b(?:cost|raise|pay|paid|spent|spend|worth)\b)"
        r"|\b(?:what|which) (?:\w+ )?(?:sum|price|salary|pay|fine|cost)\b|\bestimated cost\b"
        r"|\b(?:cost|paid|pay|salary) .*\bin (?:dollars|euros|roubles|rubles|hryvnias?)\b",
        re.I,
    ),
    Expected.NUMBER: re.compile(
        r"\b(?:how (?:many|much)|what (?:number|share|percentage|proportion|average|total|toll|target)"
        r"|estimate|tally|death toll|casualt\w+ figure|print run)\b",
        re.I,
    ),
    Expected.DATE: re.compile(
        r"^(?:when\b|(?:on|from|until|by|since|to) (?:what|which) (?:dates?|days?)|what dates?|on which dates|date\b)", re.I
    ),
}
"""How a question asks for each, the first that fits counts."""

_MONTH = f"(?-i:{MONTH})"
_DAY = rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}|\b{_MONTH}\s+\d{{1,2}}\b"
_YEAR = (
    r"\b(?:19|20)\d\d\b(?!\s+(?:troops|soldiers|fighters|people|men|women|children|civilians|personnel|prisoners|tanks|vehicles"
    r"|missiles|drones|shells|rounds|tons|tonnes|kilomet\w+|km)\b)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NOT_COUNTED = re.compile(rf"\[\d+\]|(?:{_DAY})(?:,?\s+\d{{4}})?|{_YEAR}|\b[A-Z]+-?\d+\w*|\b\d+(?:st|nd|rd|th)\b", re.I)
"""Endnotes, dates, equipment such as T-72, and units such as "the 26th": figures that count nothing."""

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|half|none|all|no)\b",
    re.I,
)
_FORMS = {
    Expected.DATE: re.compile(rf"{_DAY}|\b{_MONTH}\s+\d{{4}}\b|{_YEAR}|\b\d\d\.\d\d\b|\b{_WEEKDAY}\b|\byesterday\b", re.I),
    Expected.MONEY: re.compile(
        r"[$€£₽₴]|\b(?:dollars?|cents?|euros?|ro?ubles?|hryvnias?|pounds?|liras?|francs?|yen|yuan|USD|EUR|RUB|UAH|GBP)\b", re.I
    ),
    Expected.TERM: re.compile(
        r"\b(?:sentenc\w*|years?|months?|life|jail\w*|prison|convict\w*|acquit\w*|guilty|death penalty|execut\w*)\b", re.I
    ),
}


def expected(question: str) -> Expected | None:
    """What the question asks for, where its words say so."""
    return next((kind for kind, asks in _ASKS.items() if asks.search(question.strip())), None)


def sought(query: Query) -> Sought | None:
    """The same, with what does not count as an answer because the question says it."""
    if (kind := expected(query.words)) is None:
        return None
    names = " ".join(name for one in query.expansions for name in one.names)
    return Sought(kind, stem_set(query.words) | stem_set(names))
