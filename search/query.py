"""Text → Query: what was typed in the one box, understood and echoed.

    "exact phrase"   -exclude   -"exact phrase"   outlet:guardian   outlet:"The Guardian"   -outlet:sana   author:name
    article:ID   lang:en   after:2022-11-01   before:2022-11-30   on:2022-11-16

and dates in plain words, anywhere. Operators become hard filters; they are taken out of the words. Dates in words stay among the
words, because reports print them too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from index.errors import EmptyQuery, InvalidFilter, QueryTooLong
from index.types import Filters
from search.datewords import date_words
from search.types import Query

MAX_CHARACTERS = 2000
"""A query longer than this is refused; the encoder reads about 1,000 characters of it."""

_OPERATORS = ("outlet", "author", "article", "lang", "language", "after", "before", "on", "since", "until")
_VALUE = r"(?:\"(?P<q{0}>[^\"]*)\"|“(?P<c{0}>[^”]*)”|(?P<w{0}>[^\s\"“”]+))"
_OPERATOR = re.compile(r"(?<!\S)(?P<not>-)?(?P<name>" + "|".join(_OPERATORS) + r"):" + _VALUE.format(1), re.I)
_PHRASE = re.compile(r"(?P<not>(?<!\S)-)?(?:\"(?P<q>[^\"]+)\"|“(?P<c>[^”]+)”|«(?P<g>[^»]+)»)")
_EXCLUDED = re.compile(r"(?<!\S)-(?P<w>[^\W\d_][\w’'-]*)(?!\S)")


@dataclass(slots=True)
class _Read:
    """What the operators said, while they are being read."""

    values: dict[str, list[str]] = field(default_factory=dict)
    phrases: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)


def understand(typed: str, today: date, filters: Filters | None = None) -> Query:
    """Read a query.

    Args:
        today: What "last week" counts from.
        filters: The caller's own; combined with those in the text, both must hold.

    Raises:
        EmptyQuery, QueryTooLong, InvalidFilter
    """
    typed = typed.strip()
    if not typed and not filters:
        raise EmptyQuery
    if len(typed) > MAX_CHARACTERS:
        raise QueryTooLong(len(typed), MAX_CHARACTERS)
    read = _Read()
    rest = _phrases(_operators(typed, read), read)
    words = " ".join(rest.split())
    query = Query(
        typed=typed,
        words=" ".join([words, *read.phrases]).strip(),
        phrases=tuple(read.phrases),
        without=tuple(read.without),
        filters=_combined(filters or Filters(), _filters(read.values)),
        dates=date_words(words, today),
    )
    if not query.words and not query.filters:
        raise EmptyQuery
    return query


def _operators(text: str, read: _Read) -> str:
    def take(match: re.Match[str]) -> str:
        name = match["name"].casefold()
        value = next(v for v in (match["q1"], match["c1"], match["w1"]) if v is not None).strip()
        if not value:
            raise InvalidFilter(name, "nothing stands after the colon")
        read.values.setdefault(("-" if match["not"] else "") + name, []).append(value)
        return " "

    return _OPERATOR.sub(take, text)


def _phrases(text: str, read: _Read) -> str:
    def take(match: re.Match[str]) -> str:
        phrase = " ".join(next(v for v in (match["q"], match["c"], match["g"]) if v is not None).split())
        if phrase:
            (read.without if match["not"] else read.phrases).append(phrase)
        return " "

    def leave(match: re.Match[str]) -> str:
        read.without.append(match["w"])
        return " "

    return _EXCLUDED.sub(leave, _PHRASE.sub(take, text))


def _filters(values: dict[str, list[str]]) -> Filters:
    unknown = [name for name in values if name.startswith("-") and name != "-outlet"]
    if unknown:
        raise InvalidFilter(unknown[0], "only outlets can be left out this way; write -word to leave out a word")
    days = [_day("on", value) for value in values.get("on", [])]
    after = [_day(name, value) for name in ("after", "since") for value in values.get(name, [])] + days
    before = [_day(name, value) for name in ("before", "until") for value in values.get(name, [])] + days
    return Filters(
        after=max(after, default=None),
        before=min(before, default=None),
        outlets=tuple(values.get("outlet", ())),
        without_outlets=tuple(values.get("-outlet", ())),
        authors=tuple(values.get("author", ())),
        articles=tuple(values.get("article", ())),
        languages=tuple(v.casefold() for name in ("lang", "language") for v in values.get(name, ())),
    )


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidFilter(name, f"{value!r} is not a day: write it as YYYY-MM-DD") from None


def _combined(one: Filters, other: Filters) -> Filters:
    both = Filters(
        after=max((day for day in (one.after, other.after) if day), default=None),
        before=min((day for day in (one.before, other.before) if day), default=None),
        **{name: tuple(_joined(getattr(one, name), getattr(other, name))) for name in _LISTS},
    )
    if both.after and both.before and both.after > both.before:
        raise InvalidFilter("after", f"{both.after} lies behind before:{both.before}; no day is in both")
    return replace(both)


_LISTS = ("outlets", "without_outlets", "authors", "articles", "languages")


def _joined(one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[str]:
    yield from dict.fromkeys(one + other)
