"""The publication date in a page's own words, where no source and no markup gives one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.cleaning.dates import conflict_day, day_without_year, from_day, full_date, is_date_line, month
from index.types import Published

_LONGEST_DATE_LINE = 120
"""Characters: a byline with its date and reading time; a longer line is a sentence with a date in it."""
_DAY_REACH = 1500
"""Characters from the beginning in which "day 82 of the war" is today; further down it may be looking back."""
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_NO_PLACE = r"(?!(?:on|in|by|at|as|it|since|until|till|from|the|an?|after|before|when|last|this|that|early|late)\b)"
_PLACE = _NO_PLACE + r"(?:(?-i:[^\W\d_a-z])[^.!?:;\d(]{1,50}?(?:,|\s[(—–-]|\s*:)\s*(?:[^\W\d_]{2,12}\s*[,:–—-]\s*)?)?"
_LABEL = re.compile(
    rf"(?:(?:first\s+)?(?:published|posted|issued|date|last\s+(?:updated|modified)|updated)(?:\s+(?:on|at))?:?\s+|{_PLACE})"
    rf"\(?{_WEEKDAY}",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"(?:first |originally )?(?:published|posted|issued)\b", re.IGNORECASE)
_YEAR_IN_URL = re.compile(r"[/_-]((?:19|20)\d\d)(?=[/_-]|$)")
_DATE_WIDTH = 28
_SHORT_LINE = 60  # characters


_LOOKING_BACK = re.compile(
    r"\bday\s+(?:one|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s+day\b"
    r"|\b(?:since|until|from|before|after)\s+day\s+\d+",
    re.IGNORECASE,
)
"""Days of the war in words, or behind "since": a report looks back on them; one that is counted by its day prints the number."""


def in_page(title: str | None, opening: Sequence[str], body: Sequence[str], url: str | None = None) -> Published | None:
    """The date above the reporting, at its very beginning, in the headline, or by the day of the war.

    Dates inside sentences are those of events and are not taken.

    Args:
        opening: The lines above the reporting.
        body: The reporting's paragraphs.
        url: Gives the year to a date that is printed without one.
    """
    lines = [line for line in opening if len(line) <= _LONGEST_DATE_LINE and line != title]
    labelled = [line for paragraph in body for line in paragraph.split("\n") if _PUBLISHED.match(line) and is_date_line(line)]
    known = next(filter(None, (full_date(line, "text") for line in (*lines, *labelled))), None)
    known = known or _leading(_first_sentence(body), title) or full_date(title or "", "text")
    if known:
        return known
    if year := _YEAR_IN_URL.search(url or ""):
        short = (day_without_year(line, int(year[1]), "text") for line in lines if is_date_line(line))
        known = next(filter(None, short), None)
    day = conflict_day(_LOOKING_BACK.sub(" ", "\n\n".join([*opening, *body])[:_DAY_REACH]))
    return known or (from_day(day, "conflict day") if day else None) or _month_above(lines)


def _first_sentence(body: Sequence[str]) -> str:
    """The first paragraph long enough to report something: an outlet's name or a section may stand above it."""
    return next((paragraph for paragraph in body[:3] if len(paragraph) > _SHORT_LINE), body[0] if body else "")


def _leading(start: str, title: str | None) -> Published | None:
    """The date with which a text begins, behind its headline, "Published", a place or a weekday at most."""
    rest = start.removeprefix(title or "").lstrip(" .")
    label = _LABEL.match(rest)
    first = rest[label.end() if label else 0 :].removeprefix("0")[:_DATE_WIDTH]
    known = full_date(first, "text")
    # The date must begin right here: without its first letters it is none, or another one.
    return known if known and full_date(first[1:], "text") != known else None


def _month_above(lines: Sequence[str]) -> Published | None:
    return next(filter(None, (month(line, "text") for line in lines if is_date_line(line))), None)
