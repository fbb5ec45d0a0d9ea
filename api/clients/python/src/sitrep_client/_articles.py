"""Article ▸ Passage ▸ Hit: what is found. Offsets are half-open and count Unicode code points, the unit of `len(str)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sitrep_client._reading import Shape

Span = tuple[int, int]
"""Half-open offsets (start, end)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Shape):
    """An article's card: everything but its text.

    Attributes:
        published: ISO 8601 to its precision: `2022-05-16T09:30:00+00:00`, `2022-05-16` or `2022-05`.
        published_precision: "minute", "day", "month" or "unknown".
        published_found: Where the date was read: "given", "metadata", "url", "text" …
        language: ISO 639-1.
    """

    id: str
    url: str | None
    title: str | None
    outlet: str | None
    authors: tuple[str, ...]
    published: str | None
    published_precision: str = "unknown"
    published_found: str | None = None
    language: str | None

    @property
    def published_at(self) -> datetime | None:
        """The earliest moment that `published` allows, aware; in UTC where only a day or a month is known."""
        if self.published is None:
            return None
        known = f"{self.published}-01" if len(self.published) == len("2022-05") else self.published
        moment = datetime.fromisoformat(known)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleWhole(Article):
    """An article with its text: what every offset counts in.

    Attributes:
        added_at: ISO 8601, UTC.
        passages: How many passages it is searched by.
    """

    text: str
    added_at: str
    passages: int | None = None
    request_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Shape):
    """A slice of an article: `text` is the article's text from `start` to `end`."""

    id: str
    text: str
    start: int
    end: int
    heading: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit(Shape):
    """A passage that matches.

    Attributes:
        rank: From 1.
        score: Higher is better; comparable within one reply only.
        highlights: Spans in `passage.text`, ascending.
        why: Named parts of the score; with `explain` only.
    """

    rank: int
    score: float
    passage: Passage
    article: Article
    highlights: tuple[Span, ...]
    why: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters(Shape):
    """Which articles to look in. Values within a field are alternatives; fields are combined with AND.

    Attributes:
        after, before: First and last day of publication, both included.
        outlets: Case does not matter; "guardian" also matches "The Guardian".
        articles: Article ids.
        languages: ISO 639-1.
    """

    after: date | None = None
    before: date | None = None
    outlets: tuple[str, ...] = ()
    without_outlets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords(Shape):
    """Words of the query that were read as dates; `after` and `before` are the days they mean, both included."""

    text: str
    after: date | None
    before: date | None
    rule: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion(Shape):
    """Other names that a word was searched by as well."""

    text: str
    names: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreted(Shape):
    """What the server understood of a query or a question."""

    words: str
    phrases: tuple[str, ...]
    without: tuple[str, ...]
    filters: Filters
    dates: tuple[DateWords, ...]
    expansions: tuple[Expansion, ...]
    mode: str | None = None
    sort: str | None = None
