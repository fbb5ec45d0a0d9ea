"""Which articles of a library may print a quote: by its phrases first, then by its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, Protocol

from index.cleaning.identity import article_id, canonical_url
from index.types import Article, Candidate, Filters, LexicalQuery, Passage
from search.elision import parts


class Place(NamedTuple):
    """A part of an article to look in."""

    article: Article
    start: int
    end: int


Offer = Callable[[], list[Place]]
"""Places to look in, fetched when called."""

_WINDOW_WORDS: Final = 5
"""Words of a phrase looked for; three a part: begin, middle, end, of which one at least lies within a passage, as a rule."""
_QUERY_WORDS: Final = 24
_PHRASE_PASSAGES: Final = 60
_WORD_PASSAGES: Final = 20
_WORD_ARTICLES: Final = 4
_MARGIN: Final = 100
_WORD = re.compile(r"\w+")


class Shelf(Protocol):
    """What verifying needs of a library."""

    def get(self, article_id: str) -> Article | None:
        """The article of that id."""
        ...

    def at_url(self, url: str) -> list[str]:
        """Ids of the articles that were printed at this address."""
        ...

    def matching(self, query: LexicalQuery, k: int, filters: Filters = ...) -> list[Candidate]:
        """The best passages by words."""
        ...

    def matching_articles(self, query: LexicalQuery, k: int, filters: Filters = ...) -> list[tuple[str, float]]:
        """The best whole articles by words: they hold paragraphs that no passage does."""
        ...

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """The passages of these rows."""
        ...


def offers(library: Shelf, quote: str, article: str | None, url: str | None) -> list[Offer]:
    """Where to look, best first; a later offer need only be asked for when those before it did not settle the matter."""
    if article is not None:
        return [lambda: [place for place in _got(library, [article]) if url is None or _is_at(place.article, url)]]
    anywhere = _anywhere(library, quote)
    if url is None:
        return anywhere
    derived = article_id(canonical_url(url), url)
    at_url: list[Offer] = [lambda: _got(library, [derived]), lambda: _got(library, library.at_url(url)), *anywhere]
    return [_only_at(offer, url) for offer in at_url]


def merged(places: Iterable[Place]) -> list[Place]:
    """The same places without overlaps, so that nothing is looked at twice."""
    found: list[Place] = []
    for place in sorted(places, key=lambda place: (place.article.id, place.start)):
        if found and found[-1].article.id == place.article.id and found[-1].end >= place.start:
            found[-1] = found[-1]._replace(end=max(found[-1].end, place.end))
        else:
            found.append(place)
    return found


def _only_at(offer: Offer, url: str) -> Offer:
    return lambda: [Place(place.article, 0, len(place.article.text)) for place in offer() if _is_at(place.article, url)]


def _anywhere(library: Shelf, quote: str) -> list[Offer]:
    by_phrase = LexicalQuery(words=_weighted(quote), any_of=(_windows(quote),))
    by_words = LexicalQuery(words=_weighted(quote))
    reach = 2 * len(quote) + _MARGIN
    return [
        lambda: _around(library, library.matching(by_phrase, _PHRASE_PASSAGES), reach),
        lambda: _around(library, library.matching(by_words, _WORD_PASSAGES), reach),
        lambda: _got(library, [name for name, _ in library.matching_articles(by_words, _WORD_ARTICLES)]),
    ]


def _is_at(article: Article, url: str) -> bool:
    return article.url is not None and (article.url == url or canonical_url(article.url) == canonical_url(url))


def _around(library: Shelf, candidates: Iterable[Candidate], reach: int) -> list[Place]:
    """The passages with what stands `reach` characters before and after: a quote may begin in one and end in the next."""
    rows = [candidate.row for candidate in candidates]
    held = library.passages(rows)
    passages = [held[row] for row in rows if row in held]
    return [
        Place(passage.article, max(0, passage.start - reach), min(len(passage.article.text), passage.end + reach))
        for passage in passages
    ]


def _got(library: Shelf, names: Iterable[str]) -> list[Place]:
    return [Place(found, 0, len(found.text)) for name in names if (found := library.get(name)) is not None]


def _weighted(quote: str) -> tuple[tuple[str, float], ...]:
    """The longest words: they are the rarest, near enough."""
    distinct = sorted(dict.fromkeys(_WORD.findall(quote)), key=len, reverse=True)
    return tuple((word, 1.0) for word in distinct[:_QUERY_WORDS])


def _windows(quote: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for part in parts(quote):
        words = [match.span() for match in _WORD.finditer(part)]
        last = max(len(words) - _WINDOW_WORDS, 0)
        for first in (0, last // 2, last):
            begin, end = words[first][0], words[min(first + _WINDOW_WORDS, len(words)) - 1][1]
            found[part[begin:end]] = None
    return tuple(found)
