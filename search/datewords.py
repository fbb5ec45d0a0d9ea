"""Dates as people write them in a question: "in mid-November 2022", "by 24 December 2022", "on day 82 of the invasion", "last week".

A grammar of its own rather than a general date parser: those guess a missing year and read "May", "March" or a bare number as a
date, and a guessed date would silently hide articles. Here a month needs its year, or a word such as "last".
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from index.dates import conflict_day
from search.types import DateWords

_MONTHS = {name.casefold(): at for at, name in enumerate(calendar.month_name) if at}
_MONTHS |= {name.casefold(): at for at, name in enumerate(calendar.month_abbr) if at} | {"sept": 9}
_MONTH = r"(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d\b"
_TO = r"\s*(?:and|to|until|till|through|[-–—])\s*"  # noqa: RUF001
_PART = r"(?:early|mid|middle|late|the (?:start|beginning|middle|end) of|the (?:first|second) half of)(?:\s+in)?[\s-]+"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 5}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "twelve": 12}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

_Days = tuple[date, date, str]
_Rule = Callable[[re.Match[str], date], "_Days | None"]


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


def _readings(text: str, today: date) -> Iterator[tuple[int, int, _Days]]:
    for pattern, rule in _RULES:
        for match in pattern.finditer(text):
            days = rule(match, today)
            if days is not None and days[0] <= days[1]:
                yield match.start(), match.end(), days


_AROUND = 2  # days to either side of "around 20 March 2022"
_OPEN_START = re.compile(r"\b(?:by|until|till|before|up to|no later than|as of|prior to)(?: the)?(?: end of)?\s+$", re.I)
_OPEN_END = re.compile(r"\b(?:since|after|starting|beginning|from)(?: the)?\s+$", re.I)
_BEFORE_YEAR = re.compile(r"\b(?:in|during|throughout|of|by|since|until|till|before|after|from|all|year)\s+$", re.I)
_JOINING = re.compile(r"\b(?:in|on|at|during|between|from|around|about|throughout|over|within|of|for|through)(?: the)?\s+$", re.I)


def _bounded(text: str, start: int, end: int, days: _Days) -> DateWords:
    after: date | None
    before: date | None
    after, before, rule = days
    lead = text[:start]
    if match := _OPEN_START.search(lead):
        after = None
        before = before if "before" not in match.group().casefold() and "prior" not in match.group().casefold() else days[0] - timedelta(1)
    elif rule != "range" and (match := _OPEN_END.search(lead)):
        after, before = (days[1] + timedelta(1) if "after" in match.group().casefold() and rule != "day" else days[0]), None
    else:
        match = _JOINING.search(lead)
        if match and rule == "day" and match.group().split()[0].casefold() in ("around", "about"):
            after, before = days[0] - timedelta(_AROUND), days[1] + timedelta(_AROUND)
    begin = match.start() if match else start
    return DateWords(span=(begin, end), text=text[begin:end], after=after, before=before, rule=rule)


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


def _iso(match: re.Match[str], _: date) -> _Days | None:
    day = _made(int(match["y"]), int(match["m"]), int(match["d"]))
    return (day, day, "day") if day else None


def _day(match: re.Match[str], _: date) -> _Days | None:
    day = _made(int(match["y"]), _month(match["m"]), _number(match["d"]))
    return (day, day, "day") if day else None


def _day_range(match: re.Match[str], _: date) -> _Days | None:
    parts = match.groupdict()
    year = int(parts["y"])
    first_year = int(parts.get("y1") or year)
    first = _made(first_year, _month(parts.get("m1") or parts["m"]), _number(parts["d1"]))
    last = _made(year, _month(parts["m"]), _number(parts["d"]))
    return (first, last, "range") if first and last else None


def _month_range(match: re.Match[str], _: date) -> _Days:
    year = int(match["y"])
    return date(int(match["y1"] or year), _month(match["m1"]), 1), _last(year, _month(match["m"])), "range"


def _whole_month(match: re.Match[str], _: date) -> _Days:
    year, month = int(match["y"]), _month(match["m"])
    return date(year, month, 1), _last(year, month), "month"


def _part_of_month(match: re.Match[str], _: date) -> _Days:
    year, month = int(match["y"]), _month(match["m"])
    first, last = _days_of_part(match["p"].casefold())
    return date(year, month, first), date(year, month, min(last, _last(year, month).day)), "part of month"


def _days_of_part(part: str) -> tuple[int, int]:
    if "first half" in part:
        return 1, 15
    if "second half" in part:
        return 16, 31
    if "early" in part or "start" in part or "beginning" in part:
        return 1, 10
    if "late" in part or "end" in part:
        return 20, 31
    return 10, 20


def _parts_of_months(match: re.Match[str], _: date) -> _Days:
    year = int(match["y"])
    first, _end = _days_of_part(match["p1"].casefold())
    month = _month(match["m"])
    _start, last = _days_of_part(match["p"].casefold())
    return date(year, _month(match["m1"]), first), date(year, month, min(last, _last(year, month).day)), "range"


def _week_of_month(match: re.Match[str], _: date) -> _Days:
    year, month, week = int(match["y"]), _month(match["m"]), _ORDINALS[match["n"].casefold()]
    end = _last(year, month)
    if week == 5:
        return end - timedelta(6), end, "part of month"
    return date(year, month, 7 * week - 6), date(year, month, 7 * week), "part of month"


def _part_of_year(match: re.Match[str], _: date) -> _Days:
    year, part = int(match["y"]), match["p"].casefold()
    if "first half" in part:
        return date(year, 1, 1), date(year, 6, 30), "range"
    if "second half" in part:
        return date(year, 7, 1), date(year, 12, 31), "range"
    if "early" in part or "start" in part or "beginning" in part:
        return date(year, 1, 1), date(year, 4, 30), "range"
    if "late" in part or "end" in part:
        return date(year, 9, 1), date(year, 12, 31), "range"
    return date(year, 5, 1), date(year, 8, 31), "range"


def _season(match: re.Match[str], _: date) -> _Days:
    year, month = int(match["y"]), _SEASONS[match["s"].casefold()]
    if month == 12:  # "winter 2022" begins in December of that year and ends in the next
        return date(year, 12, 1), _last(year + 1, 2), "range"
    return date(year, month, 1), _last(year, month + 2), "range"


def _year(match: re.Match[str], _: date) -> _Days | None:
    if not _BEFORE_YEAR.search(match.string[: match.start()]):
        return None  # a bare number of four digits is more often a count than a year
    return date(int(match["y"]), 1, 1), date(int(match["y"]), 12, 31), "year"


def _relative_day(match: re.Match[str], today: date) -> _Days:
    day = today - timedelta(1) if match.group().casefold() == "yesterday" else today
    return day, day, "relative"


def _relative_unit(match: re.Match[str], today: date) -> _Days:
    last = match["w"].casefold() in ("last", "previous")
    match match["u"].casefold():
        case "week":
            monday = today - timedelta(today.weekday())
            return (monday - timedelta(7), monday - timedelta(1), "relative") if last else (monday, today, "relative")
        case "month":
            first = today.replace(day=1)
            return ((first - timedelta(1)).replace(day=1), first - timedelta(1), "relative") if last else (first, today, "relative")
        case _:
            year = today.year - last
            return date(year, 1, 1), date(year, 12, 31) if last else today, "relative"


def _relative_span(match: re.Match[str], today: date) -> _Days:
    word = match["n"]
    number = 1 if word is None else _NUMBERS.get(word.casefold()) or int(word)
    days = {"day": 1, "week": 7, "month": 30, "year": 365}[match["u"].casefold()] * number
    return today - timedelta(min(days, 36500)), today, "relative"


def _conflict(match: re.Match[str], _: date) -> _Days | None:
    day = conflict_day(match.group())
    return (day, day, "conflict day") if day else None


def _compiled(*rules: tuple[str, _Rule]) -> tuple[tuple[re.Pattern[str], _Rule], ...]:
    return tuple((re.compile(pattern, re.I), rule) for pattern, rule in rules)


_RULES = _compiled(
    (r"\b(?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)\b", _iso),
    (r"\b(?P<d>[0-3]?\d)[./](?P<m>[01]?\d)\.(?P<y>" + _YEAR + ")", _iso),
    (rf"\b(?P<d>{_DAY})(?:\s+of)?\s+(?P<m>{_MONTH}),?\s+(?P<y>{_YEAR})", _day),
    (rf"\b(?P<m>{_MONTH})\s+(?:the\s+)?(?P<d>{_DAY})(?:,\s*|\s+)(?P<y>{_YEAR})", _day),
    (rf"\b(?P<d1>{_DAY}){_TO}(?P<d>{_DAY})(?:\s+of)?\s+(?P<m>{_MONTH}),?\s+(?P<y>{_YEAR})", _day_range),
    (rf"\b(?P<d1>{_DAY})\s+(?P<m1>{_MONTH})(?:,?\s+(?P<y1>{_YEAR}))?{_TO}(?P<d>{_DAY})\s+(?P<m>{_MONTH}),?\s+(?P<y>{_YEAR})", _day_range),
    (rf"\b(?P<m>{_MONTH})\s+(?P<d1>{_DAY}){_TO}(?P<d>{_DAY})(?:,\s*|\s+)(?P<y>{_YEAR})", _day_range),
    (rf"\b(?P<m1>{_MONTH})\s+(?P<d1>{_DAY})(?:,?\s+(?P<y1>{_YEAR}))?{_TO}(?P<m>{_MONTH})\s+(?P<d>{_DAY})(?:,\s*|\s+)(?P<y>{_YEAR})", _day_range),
    (rf"\b(?P<m1>{_MONTH})(?:\s+(?P<y1>{_YEAR}))?{_TO}(?P<m>{_MONTH})\s+(?:of\s+)?(?P<y>{_YEAR})", _month_range),
    (rf"\b(?P<m>{_MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})", _whole_month),
    (rf"\b(?P<p>{_PART})(?P<m>{_MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})", _part_of_month),
    (rf"\b(?P<p1>{_PART})(?P<m1>{_MONTH}){_TO}(?P<p>{_PART})(?P<m>{_MONTH}),?\s+(?P<y>{_YEAR})", _parts_of_months),
    (rf"\b(?:the\s+)?(?P<n>{'|'.join(_ORDINALS)})\s+week\s+(?:of|in)\s+(?P<m>{_MONTH}),?\s+(?P<y>{_YEAR})", _week_of_month),
    (rf"\b(?P<p>{_PART})(?P<y>{_YEAR})", _part_of_year),
    (rf"\b(?P<s>{'|'.join(_SEASONS)})\s+(?:of\s+)?(?P<y>{_YEAR})", _season),
    (rf"\b(?P<y>{_YEAR})", _year),
    (r"\b(?:today|yesterday)\b", _relative_day),
    (r"\b(?P<w>this|last|previous)\s+(?P<u>week|month|year)\b", _relative_unit),
    (r"\b(?:the\s+)?(?:past|last|previous)\s+(?P<n>\d{1,3}|" + "|".join(_NUMBERS) + r")\s+(?P<u>day|week|month|year)s\b", _relative_span),
    (r"\b(?:the\s+)?past\s+(?P<n>(?!))?(?P<u>day|week|month|year)\b", _relative_span),
    (r"\b(?:the\s+)?day\s+\d{1,4}\b(?:[^?.,;]{0,60})", _conflict),
)
