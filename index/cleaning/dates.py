"""Dates as sources print them, to their precision; "day 408 of the invasion" is in `conflicts` and offered here too."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from index.cleaning.conflicts import conflict_day
from index.types import Precision, Published

__all__ = [
    "conflict_day",
    "day_without_year",
    "from_day",
    "from_url",
    "full_date",
    "is_date_line",
    "month",
    "not_in_future",
    "understand",
]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)(?!\d)"
_FULL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.]){_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]*{_YEAR}",
        rf"(?<!\w){_MONTH}\s+{_DAY},?\s*{_YEAR}",
        rf"(?<![\w./-]){_YEAR}[-/.](?P<number>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)",
        rf"(?<![\w./-])(?P<day>\d{{1,2}})\.(?P<number>\d{{1,2}})\.{_YEAR}",
        rf"(?<![\w./-])(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{_YEAR}",
    )
)
_MONTH_ONLY = (re.compile(rf"(?<!\w){_MONTH},?\s+{_YEAR}", re.IGNORECASE), re.compile(rf"^{_YEAR}[-/](?P<number>\d\d)$"))
_WITHOUT_YEAR = tuple(
    re.compile(pattern, re.IGNORECASE) for pattern in (rf"(?<!\w){_MONTH}\s+{_DAY}(?!\w)", rf"(?<![\w.]){_DAY}\s+{_MONTH}(?!\w)")
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:?\d\d")
# RFC 2822 and its relatives, which alone name a zone in a way that is understood.
_MAIL = re.compile(
    r"(?:[a-z]{3},\s*)?\d{1,2}[ -][a-z]{3}[ -]\d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UTC?|Z|[ECMP][SD]T)", re.IGNORECASE
)
_COMPACT = re.compile(r"(?:19|20)\d{6}")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_IN_URL = (
    re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/._-]|$)", re.IGNORECASE),
    re.compile(r"[/_-]((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?=[/._-]|$)"),
)
_LEFT_IN_DATE_LINE = re.compile(
    r"\b(?:published|posted|updated|last|modified|created|first|originally|issued|date[d]?|on|at|am|pm|a\.m|p\.m|noon|midnight|[ecmp][sd]?t|gmt|utc|bst|"
    r"eest|eet|min(?:ute)?s?|read|cest|cet|msk|ist|hrs?|local|time|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|\d{1,2}(?:[:.h]\d{2}){0,2}\s?(?:[ap]\.?m)?)\b|[\W_]+",
    re.IGNORECASE,
)
_FIRST_YEAR = 1800
"""Earlier ones are a program's zero: 0001-01-01."""
_DATEPARSER = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY", "PREFER_LOCALE_DATE_ORDER": True}


def understand(printed: str | None, found: str) -> Published | None:
    """A date that a source gives as such: ISO 8601, RFC 2822, seconds since 1970, or in words of any language.

    The offset it was printed with is kept, so that its day stays the day printed. Without one the time is taken as UTC;
    midnight exactly is a day without a time.

    Args:
        found: Where it was read, for `Published.found`.

    Returns:
        `None` where no day or month is certain: 05/04/2023 may be either of two days.
    """
    text = (printed or "").strip()
    if not text:
        return None
    exact = _machine(text)
    if exact and exact.year >= _FIRST_YEAR:
        day_only = (exact.hour, exact.minute, exact.second) == (0, 0, 0)
        return from_day(exact.date(), found) if day_only else Published(when=exact, precision=Precision.MINUTE, found=found)
    return None if exact else full_date(text, found) or month(text, found) or _foreign(text, found)


def full_date(text: str, found: str) -> Published | None:
    """The first date with a year that a text holds, at day precision."""
    hits = ((hit.start(), day) for pattern in _FULL for hit in pattern.finditer(text) if (day := _day(hit.groupdict())))
    first = min(hits, default=None)
    return from_day(first[1], found) if first else None


def day_without_year(line: str, year: int, found: str) -> Published | None:
    """ "February 24, 3:00 pm EST" in a year known from elsewhere."""
    for pattern in _WITHOUT_YEAR:
        hit = pattern.search(line)
        day = _day({**hit.groupdict(), "year": str(year)}) if hit else None
        if day:
            return from_day(day, found)
    return None


def from_url(url: str | None) -> Published | None:
    """A date in an address's path: `/2022/05/16/`, `/2022/feb/23/`, `-20220516`."""
    for pattern in _IN_URL:
        for year, month, day in pattern.findall(url or ""):
            number = str(_MONTHS.index(month.lower()) + 1) if month.lower() in _MONTHS else month
            known = _day({"year": year, "number": number, "day": day}) if number.isdigit() else None
            if known:
                return from_day(known, "url")
    return None


def from_day(day: date, found: str) -> Published:
    """A publication date of which only the day is known."""
    return Published(when=datetime(day.year, day.month, day.day, tzinfo=UTC), precision=Precision.DAY, found=found)


def is_date_line(line: str) -> bool:
    """Whether a line is a date or time, with or without its year and its "Published", and nothing else."""
    if len(line) > 100 or not any(pattern.search(line) for pattern in (*_FULL, *_MONTH_ONLY, *_WITHOUT_YEAR)):
        return False
    for pattern in (*_FULL, *_MONTH_ONLY, *_WITHOUT_YEAR):
        line = pattern.sub(" ", line)
    return not _LEFT_IN_DATE_LINE.sub("", line)


def not_in_future(candidates: Iterable[Published | None], now: datetime) -> Published | None:
    """The first date that is known and no later than a day from `now` (aware)."""
    return next((each for each in candidates if each and each.when <= now + timedelta(days=1)), None)


def _machine(text: str) -> datetime | None:
    try:
        if _COMPACT.fullmatch(text):
            when = datetime.fromisoformat(text)
        elif _ISO.match(text):
            when = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d|Z)|(?<=\d)\s*(?:UTC|GMT)$", "", text))
        elif _EPOCH.fullmatch(text):
            when = datetime.fromtimestamp(int(text[:10]), UTC)
        elif _MAIL.match(text):
            when = parsedate_to_datetime(text)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _day(parts: dict[str, str | None]) -> date | None:
    number, day = parts.get("number"), parts.get("day")
    if month := parts.get("month"):
        number = str(_MONTHS.index(month[:3].lower()) + 1)
    if parts.get("first"):
        first, second = int(parts["first"] or 0), int(parts["second"] or 0)
        if first <= 12 and second <= 12 and first != second:
            return None
        day, number = (str(first), str(second)) if first > 12 else (str(second), str(first))
    try:
        known = date(int(parts["year"] or 0), int(number or 0), int(day or 0))
    except ValueError:
        return None
    return known if known.year >= _FIRST_YEAR else None


def month(text: str, found: str) -> Published | None:
    """The first month with a year that a text names."""
    for pattern in _MONTH_ONLY:
        if hit := pattern.search(text):
            day = _day({**hit.groupdict(), "day": "1"})
            return replace(from_day(day, found), precision=Precision.MONTH) if day else None
    return None


def _foreign(text: str, found: str) -> Published | None:
    """Month names of other languages; numbers alone are left to `full_date`, which refuses what is ambiguous."""
    if len(text) > 60 or not re.search(r"[^\W\d_]{3}", text) or not re.search(r"(?:19|20)\d\d", text):
        return None
    import dateparser

    when = dateparser.parse(text, settings=_DATEPARSER)
    return from_day(when.date(), found) if when else None
