"""Dates as people write them in a question: "in mid-November 2022", "by 24 December 2022", "on day 82 of the invasion".

A grammar of its own (`search.daterules`) rather than a general date parser: those guess a missing year and read "May", "March"
or a bare number as a date, and a guessed date would silently hide articles. Here a month needs its year, or a word like "last".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from index.cleaning.dates import conflict_day
from search.daterules import RULES, Days
from search.types import DateWords

_AROUND = 2  # days to either side of "around 20 March 2022"
_OPEN_START = re.compile(
    r"\b(?:by|until|till|(?P<excluded>before|prior\s+to)|up\s+to|no\s+later\s+than|as\s+of)(?:\s+the)?(?P<end>\s+end\s+of)?\s+$",
    re.I,
)
_OPEN_END = re.compile(
    r"\b(?:since|(?P<excluded>after)|starting|beginning|from)(?:\s+the)?(?:\s+(?:start|beginning)\s+of)?\s+$", re.I
)
_AROUND_WORDS = re.compile(r"\b(?:around|about|circa)(?:\s+the)?\s+$", re.I)
_JOINING = re.compile(
    r"\b(?:in|on|at|during|between|from|around|about|circa|throughout|over|within|of|for|through)(?:\s+the)?\s+$", re.I
)


def date_words(text: str, today: date) -> tuple[DateWords, ...]:
    """Every date expression, in the order of the text; overlapping readings are settled for the longer one.

    Args:
        today: What "yesterday" and "last month" count from.
    """
    found: list[DateWords] = []
    for start, end, days in sorted(_readings(text, today), key=lambda one: (one[0] - one[1], one[0])):
        if all(end <= other.span[0] or start >= other.span[1] for other in found):
            found.append(_bounded(text, start, end, days))
    return tuple(sorted(found, key=lambda one: one.span))


def _readings(text: str, today: date) -> Iterator[tuple[int, int, Days]]:
    for pattern, rule in RULES:
        for match in pattern.finditer(text):
            try:
                days = rule(match, today)
            except (OverflowError, ValueError):
                continue  # before the year 1: no article is
            if days is not None and days.first <= days.last:
                end = match.end() + (_needed(match, days.first) if days.rule == "conflict day" else 0)
                yield match.start(), end, days


def _needed(match: re.Match[str], day: date) -> int:
    """How much of what follows it takes to know the day: of "day 82 of the invasion what was said" up to "invasion"."""
    ends = (word.end() for word in re.finditer(r"\w+", match["tail"]))
    return next((end for end in ends if conflict_day(match.group() + match["tail"][:end]) == day), 0)


def _bounded(text: str, start: int, end: int, days: Days) -> DateWords:
    """The expression with the preposition before it, which may open it to one side."""
    lead = text[:start]
    after: date | None = days.first
    before: date | None = days.last
    if match := _OPEN_START.search(lead):
        ends = match["end"] or re.match(r"(?:the\s+)?(?:very\s+)?end\b", text[start:end], re.I)
        after, before = None, days.first - timedelta(1) if match["excluded"] and not ends else days.last
    elif not days.two_ends and (match := _OPEN_END.search(lead)):
        whole = match["excluded"] and days.rule not in ("day", "conflict day")  # "after May 2022", but "after 5 May 2022"
        after, before = days.last + timedelta(1) if whole else days.first, None
    elif (match := _JOINING.search(lead)) and days.first == days.last and _AROUND_WORDS.search(lead):
        after, before = days.first - timedelta(_AROUND), days.last + timedelta(_AROUND)
    begin = match.start() if match else start
    return DateWords(span=(begin, end), text=text[begin:end], after=after, before=before, rule=days.rule)
