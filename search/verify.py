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
from search.shelf import Shelf, offers

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
        raise QueryTooLong(len(words), QUOTE_CHARACTERS)
    if not _WORD.search(words):
        raise EmptyQuery
    seen: dict[str, Article] = {}
    for offer in offers(library, words, article, url):
        fresh = [candidate for candidate in offer() if candidate.id not in seen]
        seen.update({candidate.id: candidate for candidate in fresh})
        if (found := _verbatim(words, fresh)) is not None:
            return found
    return _nearly(words, seen.values())


def _verbatim(quote: str, articles: Sequence[Article]) -> Verification | None:
    finders = [(Verdict.EXACT, _exact)]
    if len(_WORD.findall(quote)) > _ONLY_EXACT_WORDS:
        finders.append((Verdict.NORMALISED, _normalised))
    for verdict, find in finders:
        matches = [match for candidate in articles if (match := find(candidate, quote)) is not None]
        if matches:
            return Verification(quote=quote, verdict=verdict, matches=_ordered(matches))
    return None


def _nearly(quote: str, articles: Iterable[Article]) -> Verification:
    matches: list[Match] = []
    if len(_WORD.findall(quote)) > _ONLY_EXACT_WORDS:
        matches = [match for candidate in articles if (match := _near(candidate, quote)) is not None]
    verdict = Verdict.NEAR if matches else Verdict.ABSENT
    return Verification(quote=quote, verdict=verdict, matches=_ordered(matches))


def _exact(article: Article, quote: str) -> Match | None:
    span = next(locate_exact(article.text, quote), None)
    return _match(article, *span) if span else None


def _normalised(article: Article, quote: str) -> Match | None:
    inner = quote.strip(_OUTER_MARKS)
    span = next(locate(article.text, quote), None) or next(locate(article.text, inner), None)
    if span:
        return _match(article, *span)
    pieces = parts(inner)
    if len(pieces) == 1 and pieces[0] != inner:
        span = next(locate(article.text, pieces[0]), None)
        return _match(article, *span) if span else None
    elided = locate_elided(article.text, pieces)
    return _match(article, elided.start, elided.end) if elided and elided.is_faithful else None


def _near(article: Article, quote: str) -> Match | None:
    pieces = parts(quote.strip(_OUTER_MARKS))
    run = closest(article.text, " ".join(pieces))
    if run is not None and run.similarity >= NEAR:
        return _match(article, *run)
    elided = locate_elided(article.text, pieces)
    if elided is None:
        return None
    return _match(article, elided.start, elided.end, sum(map(len, pieces)) / (elided.end - elided.start))


def _match(article: Article, start: int, end: int, similarity: float = 1.0) -> Match:
    return Match(article=article, start=start, end=end, text=article.text[start:end], similarity=min(similarity, 1.0))


def _ordered(matches: list[Match]) -> tuple[Match, ...]:
    def key(match: Match) -> tuple[float, datetime, str]:
        return -match.similarity, match.article.published.when if match.article.published else _UNDATED, match.article.id

    return tuple(sorted(matches, key=key)[:_MATCHES])
