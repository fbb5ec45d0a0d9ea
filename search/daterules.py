"""What expressions of dates there are, and the days that each means; `search.datewords` chooses among readings."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from index.cleaning.dates import conflict_day

_MONTHS = {name.casefold(): at for at, name in enumerate(calendar.month_name) if at}
_MONTHS |= {name.casefold(): at for at, name in enumerate(calendar.month_abbr) if at} | {"sept": 9}
MONTH = r"(?:" + "|".join(sorted(map(str.capitalize, _MONTHS), key=len, reverse=True)) + r")\b\.?"
"""A month in print, whole or cut short; no longer word that begins like one, such as "mayor" or "separatists"."""
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b"
_YEAR = r"(?:19|20)\d\d\b(?![.,]\d|%)"
_TO = r"\s*(?:\b(?:and|to|until|till|through)\b|[-–—])\s*"
_PART = (
    r"(?:early|mid|middle|late|(?:the )?(?:very )?(?:start|beginning|middle|end) of|(?:the )?(?:first|second) half of"
    r"|(?:the )?(?:first|last) days of)(?:\s+in)?[\s-]+"
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 5}
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_COUNT = r"(?P<n>\d{1,3}|" + "|".join(_NUMBERS) + ")"
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_VERBS = frozenset(["may", "march", "mar"])
"""Months that are words of another kind as well, where they are not capitalised."""


class Days(NamedTuple):
    """First and last day of what an expression means.

    Attributes:
        rule: As in `search.types.DateWords`.
        two_ends: Whether both were named, so that "from" before it opens nothing.
    """

    first: date
    last: date
    rule: str
    two_ends: bool = False


Rule = Callable[[re.Match[str], date], "Days | None"]
"""What a match means on a given today; `None`: it is no date after all."""


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    return _MONTHS[word.strip(". ").casefold()]


def _number(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _iso(match: re.Match[str], _: date) -> Days | None:
    day = _made(int(match["y"]), int(match["m"]), int(match["d"]))
    return Days(day, day, "day") if day else None


def _day(match: re.Match[str], _: date) -> Days | None:
    day = _made(int(match["y"]), _month(match["m"]), _number(match["d"]))
    return Days(day, day, "day") if day else None


def _day_range(match: re.Match[str], _: date) -> Days | None:
    parts = match.groupdict()
    year = int(parts["y"])
    first_year = _year_of_first(parts.get("y1"), year, _month(parts.get("m1") or parts["m"]), _month(parts["m"]))
    first = _made(first_year, _month(parts.get("m1") or parts["m"]), _number(parts["d1"]))
    last = _made(year, _month(parts["m"]), _number(parts["d"]))
    return Days(first, last, "range", two_ends=True) if first and last else None


def _month_range(match: re.Match[str], _: date) -> Days:
    year, first, last = int(match["y"]), _month(match["m1"]), _month(match["m"])
    return Days(date(_year_of_first(match["y1"], year, first, last), first, 1), _last(year, last), "range", two_ends=True)


def _year_of_first(typed: str | None, year: int, first: int, last: int) -> int:
    """The year in which a range begins: "December to January 2023" begins in the year before."""
    return int(typed) if typed else year - (first > last)


def _whole_month(match: re.Match[str], _: date) -> Days | None:
    if _DAY_BEFORE.search(match.string[: match.start()]):
        return None  # "31 February 2022" is no day, and not the month either
    year, month = int(match["y"]), _month(match["m"])
    return Days(date(year, month, 1), _last(year, month), "month")


_DAY_BEFORE = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?$", re.I)


def _part_of_month(match: re.Match[str], _: date) -> Days:
    year, month = int(match["y"]), _month(match["m"])
    first, last = _days_of_part(match["p"].casefold())
    return Days(date(year, month, first), date(year, month, min(last, _last(year, month).day)), "part of month")


def _days_of_part(part: str) -> tuple[int, int]:
    if "days of" in part:
        return (1, 7) if "first" in part else (25, 31)
    if "first half" in part:
        return 1, 15
    if "second half" in part:
        return 16, 31
    if "early" in part or "start" in part or "beginning" in part:
        return 1, 10
    if "late" in part or "end" in part:
        return 20, 31
    return 10, 20


def _parts_of_months(match: re.Match[str], _: date) -> Days:
    year = int(match["y"])
    first, _end = _days_of_part(match["p1"].casefold())
    begin, month = _month(match["m1"]), _month(match["m"])
    _start, last = _days_of_part(match["p"].casefold())
    until = date(year, month, min(last, _last(year, month).day))
    return Days(date(_year_of_first(None, year, begin, month), begin, first), until, "range", two_ends=True)


def _week_of_month(match: re.Match[str], _: date) -> Days:
    year, month, week = int(match["y"]), _month(match["m"]), _ORDINALS[match["n"].casefold()]
    end = _last(year, month)
    if week == 5:
        return Days(end - timedelta(6), end, "part of month")
    return Days(date(year, month, 7 * week - 6), date(year, month, 7 * week), "part of month")


def _week_from_day(match: re.Match[str], _: date) -> Days | None:
    day = _made(int(match["y"]), _month(match["m"]), _number(match["d"]))
    return Days(day, day + timedelta(6), "range") if day else None


def _part_of_year(match: re.Match[str], _: date) -> Days:
    year, part = int(match["y"]), match["p"].casefold()
    first, last = next((months for words, months in _PARTS_OF_YEAR if any(word in part for word in words)), (5, 8))
    return Days(date(year, first, 1), _last(year, last), "range")


_PARTS_OF_YEAR = (
    (("first half",), (1, 6)),
    (("second half",), (7, 12)),
    (("first days",), (1, 1)),
    (("last days",), (12, 12)),
    (("early", "start", "beginning"), (1, 4)),
    (("late", "end"), (9, 12)),
)
"""Months, first and last, by the words that name the part; anything else is the middle."""


def _season(match: re.Match[str], _: date) -> Days:
    year, month = int(match["y"]), _SEASONS[match["s"].casefold()]
    if month == 12:  # "winter 2022" begins in December of that year and ends in the next
        return Days(date(year, 12, 1), _last(year + 1, 2), "range")
    return Days(date(year, month, 1), _last(year, month + 2), "range")


def _year(match: re.Match[str], _: date) -> Days | None:
    lead, behind = match.string[: match.start()], match.string[match.end() :]
    if not (_BEFORE_YEAR.search(lead) or (_BEFORE_YEAR_OR_COUNT.search(lead) and not _COUNTED.match(behind))):
        return None  # a bare number of four digits is more often a count than a year
    return Days(date(int(match["y"]), 1, 1), date(int(match["y"]), 12, 31), "year")


_BEFORE_YEAR = re.compile(r"\b(?:in|during|throughout|since|year)\s+$", re.I)
_BEFORE_YEAR_OR_COUNT = re.compile(r"\b(?:of|by|until|till|before|after|from|all)\s+$", re.I)
_COUNTED = re.compile(
    r"\s+(?!(?:was|is|has|does|as|this|his|its)\b)(?:[^\W\d_]+s|people|men|women|children|troops|personnel|km)\b", re.I
)
"""Words that make a count of the number before them."""


def _year_range(match: re.Match[str], _: date) -> Days | None:
    if "and" in match.group().casefold() and not _BETWEEN.search(match.string[: match.start()]):
        return None
    return Days(date(int(match["y1"]), 1, 1), date(int(match["y"]), 12, 31), "range", two_ends=True)


_BETWEEN = re.compile(r"\bbetween\s+$", re.I)


def _relative_day(match: re.Match[str], today: date) -> Days:
    day = today - timedelta(1) if match.group().casefold() == "yesterday" else today
    return Days(day, day, "relative")


def _relative_unit(match: re.Match[str], today: date) -> Days:
    first, last = _unit(match["u"].casefold(), today, -1 if match["w"].casefold() in ("last", "previous") else 0)
    return Days(first, min(last, today), "relative")


def _ago(match: re.Match[str], today: date) -> Days | None:
    number = _NUMBERS.get(match["n"].casefold()) or int(match["n"])
    return Days(*_unit(match["u"].casefold(), today, -number), "relative") if number else None


def _unit(unit: str, today: date, steps: int) -> tuple[date, date]:
    """The calendar day, week (from Monday), month or year that lies so many steps from today's."""
    if unit == "day":
        return today + timedelta(steps), today + timedelta(steps)
    if unit == "week":
        monday = today - timedelta(today.weekday()) + timedelta(weeks=steps)
        return monday, monday + timedelta(6)
    if unit == "month":
        year, month = divmod(12 * today.year + today.month - 1 + steps, 12)
        return date(year, month + 1, 1), _last(year, month + 1)
    return date(today.year + steps, 1, 1), date(today.year + steps, 12, 31)


def _relative_span(match: re.Match[str], today: date) -> Days:
    word = match["n"]
    number = 1 if word is None else _NUMBERS.get(word.casefold()) or int(word)
    days = {"day": 1, "week": 7, "month": 30, "year": 365}[match["u"].casefold()] * number
    return Days(today - timedelta(days), today, "relative")


def _relative_month(match: re.Match[str], today: date) -> Days | None:
    """ "last November": the latest one that is over; "this May" is the present year's."""
    if match["m"].strip(".") in _VERBS:
        return None  # "the last may have left"
    month = _month(match["m"])
    year = today.year - (match["w"].casefold() == "last" and month >= today.month)
    return Days(date(year, month, 1), _last(year, month), "relative")


def _conflict(match: re.Match[str], _: date) -> Days | None:
    day = conflict_day(match.group() + match["tail"])
    if day is None and len(_DAY_COUNT.findall(match.string)) == 1:
        day = conflict_day(match.string)  # "Ukraine war day 408"
    return Days(day, day, "conflict day") if day else None


_DAY_COUNT = re.compile(r"\bday\s+\d|\d(?:st|nd|rd|th)\s+day\b", re.I)


def _compiled(*rules: tuple[str, Rule]) -> tuple[tuple[re.Pattern[str], Rule], ...]:
    return tuple((re.compile(pattern, re.I), rule) for pattern, rule in rules)


RULES = _compiled(
    (r"\b(?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)\b", _iso),
    (rf"(?<![\d.])(?P<d>[0-3]?\d)\.(?P<m>[01]?\d)\.(?P<y>{_YEAR})", _iso),
    (
        rf"\bweek\s+(?:of|from|beginning|starting)\s+(?:the\s+)?(?P<d>{_DAY})(?:\s+of)?\s+(?P<m>{MONTH}),?\s+(?P<y>{_YEAR})",
        _week_from_day,
    ),
    (rf"\bweek\s+(?:of|from|beginning|starting)\s+(?P<m>{MONTH})\s+(?P<d>{_DAY})(?:,\s*|\s+)(?P<y>{_YEAR})", _week_from_day),
    (rf"\b(?P<d>{_DAY})(?:\s+of)?\s+(?P<m>{MONTH}),?\s+(?P<y>{_YEAR})", _day),
    (rf"\b(?P<m>{MONTH})\s+(?:the\s+)?(?P<d>{_DAY})(?:,\s*|\s+)(?P<y>{_YEAR})", _day),
    (rf"\b(?P<d1>{_DAY}){_TO}(?P<d>{_DAY})(?:\s+of)?\s+(?P<m>{MONTH}),?\s+(?P<y>{_YEAR})", _day_range),
    (
        rf"\b(?P<d1>{_DAY})\s+(?P<m1>{MONTH})(?:,?\s+(?P<y1>{_YEAR}))?{_TO}(?P<d>{_DAY})\s+(?P<m>{MONTH}),?\s+(?P<y>{_YEAR})",
        _day_range,
    ),
    (rf"\b(?P<m>{MONTH})\s+(?P<d1>{_DAY}){_TO}(?P<d>{_DAY})(?:,\s*|\s+)(?P<y>{_YEAR})", _day_range),
    (
        rf"\b(?P<m1>{MONTH})\s+(?P<d1>{_DAY})(?:,?\s+(?P<y1>{_YEAR}))?{_TO}(?P<m>{MONTH})\s+(?P<d>{_DAY})(?:,\s*|\s+)(?P<y>{_YEAR})",
        _day_range,
    ),
    (rf"\b(?P<m1>{MONTH})(?:\s+(?P<y1>{_YEAR}))?{_TO}(?P<m>{MONTH})\s+(?:of\s+)?(?P<y>{_YEAR})", _month_range),
    (rf"\b(?P<m>{MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})", _whole_month),
    (rf"\b(?P<p>{_PART})(?P<m>{MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})", _part_of_month),
    (rf"\b(?P<p1>{_PART})(?P<m1>{MONTH}){_TO}(?P<p>{_PART})(?P<m>{MONTH}),?\s+(?P<y>{_YEAR})", _parts_of_months),
    (rf"\b(?:the\s+)?(?P<n>{'|'.join(_ORDINALS)})\s+week\s+(?:of|in)\s+(?P<m>{MONTH}),?\s+(?P<y>{_YEAR})", _week_of_month),
    (rf"\b(?P<p>{_PART})(?P<y>{_YEAR})", _part_of_year),
    (rf"\b(?P<s>{'|'.join(_SEASONS)})\s+(?:of\s+|in\s+)?(?P<y>{_YEAR})(?:\s?[-–/]\s?(?:20)?\d\d\b)?", _season),
    (rf"(?<![\d.,$€£])\b(?P<y>{_YEAR})", _year),
    (rf"\b(?P<y1>{_YEAR}){_TO}(?P<y>{_YEAR})", _year_range),
    (r"\b(?:today|yesterday)\b", _relative_day),
    (r"\b(?P<w>this|last|previous)\s+(?P<u>week|month|year)\b", _relative_unit),
    (rf"\b(?P<w>this|last)\s+(?P<m>{MONTH})(?!\s*\d)", _relative_month),
    (rf"\b{_COUNT}\s+(?P<u>day|week|month|year)s?\s+ago\b", _ago),
    (rf"\b(?:the\s+)?(?:past|last|previous)\s+{_COUNT}\s+(?P<u>day|week|month|year)s\b", _relative_span),
    (r"\b(?:the\s+)?past\s+(?P<n>(?!))?(?P<u>day|week|month|year)\b", _relative_span),
    (r"\b(?:the\s+)?day\s+(?:number\s+)?\d[\d,]{0,4}\b(?=(?P<tail>[^?.,;:!\n\x00]{0,80}))", _conflict),
    (r"\b(?:the\s+)?\d{1,4}(?:st|nd|rd|th)\s+day\b(?=(?P<tail>[^?.,;:!\n\x00]{0,80}))", _conflict),
)
