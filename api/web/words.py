"""Dates, counts, addresses and marked text as the page without JavaScript shows them; `words.js` and `marks.js` say the same."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlencode

NO_OUTLET = "no outlet named"
_WEB = re.compile(r"https?://", re.IGNORECASE)
_WHOLE = 10
"""Words up to which a text fragment names them all; longer ones name the first and the last five."""


def day_words(iso: str | None) -> str:
    """`2023-04-07T10:15:00+01:00` → `7 April 2023`; `2023-04` → `April 2023`; none → `no date`. The day is the one printed."""
    if not iso or iso == "unknown":
        return "no date"
    year, month, *day = (int(part) for part in iso[:10].split("-"))
    return " ".join([*map(str, day), calendar.month_name[month], str(year)])


def range_words(after: str | None, before: str | None) -> str:
    """`2023-04-01`, `2023-04-30` → `1–30 April 2023`; open ends are said."""
    if after and after == before:
        return day_words(after)
    if not before:
        return f"from {day_words(after)}"
    if not after:
        return f"until {day_words(before)}"
    if after[:7] == before[:7]:
        return f"{int(after[8:])}–{day_words(before)}"
    return f"{day_words(after)} – {day_words(before)}"


def month_ends(month: str) -> tuple[str, str]:
    """First and last day of `2023-04`."""
    year, number = map(int, month.split("-"))
    return f"{month}-01", f"{month}-{calendar.monthrange(year, number)[1]:02}"


def counted(count: int, one: str) -> str:
    """`1 passage`, `1,200 passages`."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def outlet_words(outlet: str | None) -> str:
    """An outlet as it is shown; the interface counts those without one as `unknown`."""
    return NO_OUTLET if not outlet or outlet == "unknown" else outlet


def pieces(text: str, spans: Iterable[tuple[int, int, object]]) -> Iterator[tuple[str, object]]:
    """Cut a text at ascending spans `(start, end, what)` into `(part, what)`; `None` between them."""
    at = 0
    for start, end, what in spans:
        if start < at:
            continue
        yield text[at:start], None
        yield text[start:end], what
        at = end
    yield text[at:], None


def source_href(url: str | None, words: str) -> str | None:
    """The address of a source that makes the browser scroll to the words; `None` where it is not one of the web."""
    if not url or not _WEB.match(url):
        return None
    every = words.split()
    parts = [" ".join(every)] if len(every) <= _WHOLE else [" ".join(every[:5]), " ".join(every[-5:])]
    fragment = ",".join(quote(part, safe="").replace("-", "%2D") for part in parts)
    return f"{url}{'' if '#' in url else '#'}:~:text={fragment}"


def article_href(article_id: str, start: int, end: int) -> str:
    """Where an article is read, a span of it marked."""
    return f"/article?{urlencode({'id': article_id, 'start': start, 'end': end})}#p{start}"
