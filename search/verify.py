"""Does an article print these words? Exactly, normalised, nearly (then: what it does print), or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from index.errors import EmptyQuery, QueryTooLong
from index.types import Article
from search.aligned import closest
from search.elision import locate_elided, parts
from search.quotes import locate, locate_exact
from search.shelf import Place, Shelf, merged, offers

QUOTE_CHARACTERS: Final = 5_000
"""Longer quotes are refused."""
NEAR: Final = 0.8
"""Similarity from which other words are called near; two sentences on one event seldom pass .6, one altered figure leaves .95."""
_ONLY_EXACT_WORDS: Final = 2
_MATCHES: Final = 10
_WORD = re.compile(r"\w+")
_OUTER_MARKS: Final = "\"'“”„‟‘’‚«»‹› \t\n"
_UNDATED = datetime.max.replace(tzinfo=UTC)


class Verdict(StrEnum):
    """How well a quote stands in its best source."""

    EXACT = "exact"
    NORMALISED = "normalised"
    NEAR = "near"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where the words stand.

    Attributes:
        start, end: Span in the article's text.
        text: The true words: exactly that slice.
        similarity: 0..1 on folded text; 1.0 when exact or normalised (for an elided quote: each part is).
    """

    article: Article
    start: int
    end: int
    text: str
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The verdict on a quote and the matches that bear it out.

    Attributes:
        quote: As asked, white space at its ends aside.
        matches: At most ten, one an article, all of this verdict: the most similar first, then the earliest published.
    """

    quote: str
    verdict: Verdict
    matches: tuple[Match, ...] = ()


def verify(library: Shelf, quote: str, *, article: str | None = None, url: str | None = None) -> Verification:
    """Look for the words of `quote`, in one article or in all.

    Exact is character for character; normalised folds white space, case, Unicode form and typography, and accepts marked
    omissions; near is the closest run of at least `NEAR`. Both need whole words, so a quote cut inside of "unable" or "1,228" is
    near at best, and so is one that changes a figure or leaves out a "not". Quotes of one or two words are exact or absent.

    Args:
        article: Id of the only article to look in.
        url: Address of the only article to look in.

    Raises:
        EmptyQuery: If there is no word in the quote.
        QueryTooLong: If it exceeds `QUOTE_CHARACTERS`.
    """
    words = quote.strip()
    if len(words) > QUOTE_CHARACTERS:
        raise QueryTooLong(len(words), QUOTE_CHARACTERS, "quote")
    if not _WORD.search(words):
        raise EmptyQuery("the quote holds no word: give the words to look for, as they are printed")
    seen: list[Place] = []
    for offer in offers(library, words, article, url):
        places = offer()
        seen += places
        if (found := _verbatim(words, places)) is not None:
            return found
    return _nearly(words, seen)


def _verbatim(quote: str, places: Sequence[Place]) -> Verification | None:
    finders = [(Verdict.EXACT, _exact)]
    if _is_long(quote):
        finders.append((Verdict.NORMALISED, _normalised))
    for verdict, find in finders:
        if matches := _ordered(find(place, quote) for place in places):
            return Verification(quote=quote, verdict=verdict, matches=matches)
    return None


def _nearly(quote: str, places: Sequence[Place]) -> Verification:
    matches = _ordered(_near(place, quote) for place in merged(places)) if _is_long(quote) else ()
    return Verification(quote=quote, verdict=Verdict.NEAR if matches else Verdict.ABSENT, matches=matches)


def _is_long(quote: str) -> bool:
    return len(_WORD.findall(quote)) > _ONLY_EXACT_WORDS


def _exact(place: Place, quote: str) -> Match | None:
    span = next(locate_exact(place.article.text, quote), None)
    return _match(place.article, *span) if span else None


def _normalised(place: Place, quote: str) -> Match | None:
    inner = quote.strip(_OUTER_MARKS)
    pieces = parts(inner)
    unbroken = pieces if len(pieces) == 1 else []
    for words in dict.fromkeys([quote, inner, *unbroken]):
        for span in locate(place.article.text, words, place.start, place.end):
            return _match(place.article, *span)
    elided = locate_elided(place.article.text, pieces)
    return _match(place.article, elided.start, elided.end) if elided and elided.is_faithful else None


def _near(place: Place, quote: str) -> Match | None:
    pieces = parts(quote.strip(_OUTER_MARKS))
    run = closest(place.article.text, " ".join(pieces), place.start, place.end)
    if run is not None and run.similarity >= NEAR:
        return _match(place.article, *run)
    elided = locate_elided(place.article.text, pieces)
    if elided is None:
        return None
    return _match(place.article, elided.start, elided.end, sum(map(len, pieces)) / (elided.end - elided.start))


def _match(article: Article, start: int, end: int, similarity: float = 1.0) -> Match:
    return Match(article=article, start=start, end=end, text=article.text[start:end], similarity=min(similarity, 1.0))


def _ordered(found: Iterable[Match | None]) -> tuple[Match, ...]:
    """The best of each article: the most similar first, then the earliest published."""
    best: dict[str, Match] = {}
    for match in sorted((match for match in found if match is not None), key=_rank):
        best.setdefault(match.article.id, match)
    return tuple(best.values())[:_MATCHES]


def _rank(match: Match) -> tuple[float, datetime, str, int]:
    published = match.article.published
    return -match.similarity, published.when if published else _UNDATED, match.article.id, match.start
