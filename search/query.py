"""Text → Query: what was typed in the one box, understood and echoed.

    "exact phrase"   -exclude   -"exact phrase"   outlet:guardian   outlet:"The Guardian"   -outlet:sana   author:name
    article:ID   lang:en   after:2022-11-01   before:2022-11-30   on:2022-11-16

and dates in plain words, anywhere. Operators become hard filters; they are taken out of the words. Dates in words stay among the
words, because reports print them too. What stands in quotation marks is literal: no operator and no date is read there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from index.errors import EmptyQuery, InvalidFilter, QueryTooLong
from index.types import Filters
from search.datewords import date_words
from search.narrowing import narrowed
from search.terms import content_words
from search.types import Query

MAX_CHARACTERS = 2000
"""A query longer than this is refused; the encoder reads about 1,000 characters of it."""

_OPERATORS = ("outlet", "author", "article", "lang", "language", "after", "before", "on", "since", "until")
_READ = re.compile(
    rf"(?<!\S)(?P<unless>-)?(?P<name>{'|'.join(_OPERATORS)}):"
    r"(?:\"(?P<straight>[^\"]*)\"|“(?P<curly>[^”]*)”|(?P<bare>[^\s\"“”]+))"
    r"|(?P<not>(?<!\S)-)?(?:\"(?P<phrase>[^\"]+)\"|“(?P<curled>[^”]+)”|„(?P<low>[^“”]+)[“”]|«(?P<angled>[^»]+)»)"
    r"|(?<!\S)-(?P<word>[^\W\d_][\w’'-]*)(?=[?!.,;]*(?!\S))",
    re.I,
)
_MASK = "\x00"
"""Stands for each character read as an operator or a phrase: neither a word nor white space, so no date reaches across."""


@dataclass(slots=True)
class _Said:
    """What the operators and quotation marks said, while they are being read."""

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
    said = _Said()
    masked = _READ.sub(lambda match: _take(match, said), typed.replace(_MASK, " "))
    words = masked.replace(_MASK, " ").split()
    query = Query(
        typed=typed,
        words=" ".join([*words, *said.phrases]),
        phrases=tuple(said.phrases),
        without=tuple(said.without),
        filters=narrowed(filters or Filters(), _filters(said.values)),
        dates=date_words(masked, today),
    )
    if not any(map(str.isalnum, query.words)) and not query.filters:
        raise EmptyQuery
    return query


_QUESTION = re.compile(
    r"\?\s*$|^(?:who|whom|whose|what|which|when|where|why|how|did|does|do|is|are|was|were|has|have|had|can)\b", re.I
)

NOT_VERBATIM = "No passage holds all that stands in quotation marks word for word; its words were looked for instead."


def is_question(query: Query) -> bool:
    """Whether it was typed as a question about more than its phrases: there quotation marks may be mere irony.

    As in: which party does "Putin's chef" want? Not as in: who said "the road is closed"?
    """
    beside = set(content_words(query.words)) - set(content_words(" ".join(query.phrases)))
    return bool(beside) and bool(_QUESTION.search(query.typed))


def _take(match: re.Match[str], said: _Said) -> str:
    """Note what an operator, a phrase or an exclusion says; what is left in its place."""
    if match["name"]:
        _take_operator(match, said)
    elif match["word"]:
        said.without.append(match["word"])
    else:
        given = next(one for one in (match["phrase"], match["curled"], match["low"], match["angled"]) if one is not None)
        if not any(map(str.isalnum, given)):
            return match.group()
        (said.without if match["not"] else said.phrases).append(" ".join(given.split()))
    return _MASK * len(match.group())


def _take_operator(match: re.Match[str], said: _Said) -> None:
    name = ("-" if match["unless"] else "") + match["name"].casefold()
    quoted = match["straight"] if match["straight"] is not None else match["curly"]
    value = " ".join(quoted.split()) if quoted is not None else match["bare"].rstrip("?!.,;")
    if not value:
        raise InvalidFilter(name, "nothing stands after the colon")
    said.values.setdefault(name, []).append(value)


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
        outlets=_once(values.get("outlet", [])),
        without_outlets=_once(values.get("-outlet", [])),
        authors=_once(values.get("author", [])),
        articles=_once(values.get("article", [])),
        languages=_once([value.casefold() for name in ("lang", "language") for value in values.get(name, [])]),
    )


def _once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidFilter(name, f"{value!r} is not a day: write it as YYYY-MM-DD") from None
