"""The shapes that go out, over HTTP and from `--json` alike, made of the words of `index` and `search`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from index.types import Article, Filters, Passage
from search.types import DateWords, FacetCount, Found, Hit, Mode, Query, Sort


def absent(value: object) -> bool:
    """Whether a field that is optional in the contract is left out."""
    return value is None


class Shape(BaseModel):
    """A shape that goes out."""

    model_config = ConfigDict(frozen=True)


class ArticleOut(Shape):
    """An article's card: everything but its text."""

    id: str
    url: str | None
    title: str | None
    outlet: str | None
    authors: list[str]
    published: str | None = Field(description="ISO 8601 to its precision: 2022-05-16T09:30:00+00:00, 2022-05-16 or 2022-05.")
    published_precision: str = Field(description="minute, day, month or unknown.")
    published_found: str | None = Field(
        description="Where the date was read: given, metadata, json-ld, url, text, conflict day …"
    )
    language: str | None

    @classmethod
    def of(cls, article: Article) -> ArticleOut:
        """The card of an article."""
        return cls(**_card(article))


class ArticleWhole(ArticleOut):
    """An article with its text."""

    text: str
    added_at: str = Field(description="ISO 8601, UTC.")
    passages: int | None = Field(default=None, exclude_if=absent, description="Passages that it is searched by.")

    @classmethod
    def whole(cls, article: Article, passages: int | None = None) -> ArticleWhole:
        """The article and how many passages it has."""
        return cls(
            **_card(article), text=article.text, added_at=article.added_at.isoformat(timespec="seconds"), passages=passages
        )


def _card(article: Article) -> dict[str, Any]:
    published = article.published
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "authors": list(article.authors),
        "published": published.iso() if published else None,
        "published_precision": published.precision.value if published else "unknown",
        "published_found": published.found if published else None,
        "language": article.language,
    }


class PassageOut(Shape):
    """A slice of an article: `start` and `end` count Unicode code points in the article's text."""

    id: str
    text: str
    start: int
    end: int
    heading: str | None

    @classmethod
    def of(cls, passage: Passage) -> PassageOut:
        """The passage."""
        return cls(id=passage.id, text=passage.text, start=passage.start, end=passage.end, heading=passage.heading)


class HitOut(Shape):
    """A passage that matches."""

    rank: int = Field(description="From 1.")
    score: float = Field(description="Higher is better; comparable within one reply only.")
    passage: PassageOut
    article: ArticleOut
    highlights: list[tuple[int, int]] = Field(description="Spans in passage.text.")
    why: dict[str, float] | None = Field(
        default=None, exclude_if=absent, description="Named parts of the score; with `explain` only."
    )

    @classmethod
    def of(cls, hit: Hit, *, explain: bool = False) -> HitOut:
        """The hit, with the parts of its score where they are asked for."""
        return cls(
            rank=hit.rank,
            score=hit.score,
            passage=PassageOut.of(hit.passage),
            article=ArticleOut.of(hit.article),
            highlights=list(hit.highlights),
            why=dict(hit.why) if explain else None,
        )


class DateOut(Shape):
    """Words that were read as dates."""

    text: str
    after: str | None
    before: str | None
    rule: str
    span: tuple[int, int]

    @classmethod
    def of(cls, words: DateWords) -> DateOut:
        """The words and the days that they mean."""
        return cls(text=words.text, after=_day(words.after), before=_day(words.before), rule=words.rule, span=words.span)


class ExpansionOut(Shape):
    """Other names that a word was searched by as well."""

    text: str
    names: list[str]
    kind: str


class FiltersOut(Shape):
    """Which articles were searched; empty lists and null do not restrict."""

    after: str | None
    before: str | None
    outlets: list[str]
    without_outlets: list[str]
    authors: list[str]
    articles: list[str]
    languages: list[str]

    @classmethod
    def of(cls, filters: Filters) -> FiltersOut:
        """The filters, days as YYYY-MM-DD."""
        return cls(
            after=_day(filters.after),
            before=_day(filters.before),
            outlets=list(filters.outlets),
            without_outlets=list(filters.without_outlets),
            authors=list(filters.authors),
            articles=list(filters.articles),
            languages=list(filters.languages),
        )


class Interpreted(Shape):
    """What was understood."""

    words: str
    phrases: list[str]
    without: list[str]
    filters: FiltersOut
    dates: list[DateOut]
    expansions: list[ExpansionOut]
    mode: Mode | None = Field(default=None, exclude_if=absent)
    sort: Sort | None = Field(default=None, exclude_if=absent)

    @classmethod
    def of(cls, query: Query, mode: Mode | None = None, sort: Sort | None = None) -> Interpreted:
        """The query as it was read."""
        return cls(
            words=query.words,
            phrases=list(query.phrases),
            without=list(query.without),
            filters=FiltersOut.of(query.filters),
            dates=[DateOut.of(words) for words in query.dates],
            expansions=[ExpansionOut(text=one.text, names=list(one.names), kind=one.kind) for one in query.expansions],
            mode=mode,
            sort=sort,
        )


class FacetOut(Shape):
    """How many matching passages, and of how many articles, share a value."""

    value: str
    passages: int
    articles: int
    by_outlet: dict[str, int] | None = Field(
        default=None, exclude_if=absent, description="The passages of a month by outlet, most first; of months only."
    )

    @classmethod
    def of(cls, count: FacetCount) -> FacetOut:
        """The count."""
        return cls(value=count.value, passages=count.passages, articles=count.articles, by_outlet=dict(count.by_outlet) or None)


class FoundOut(Shape):
    """One page of hits."""

    hits: list[HitOut]
    total: int = Field(description="Passages ranked for this query, on all pages together.")
    facets: dict[str, list[FacetOut]] | None = Field(default=None, exclude_if=absent)
    interpreted: Interpreted
    next_cursor: str | None
    took_ms: float
    request_id: str | None = Field(default=None, exclude_if=absent)

    @classmethod
    def of(cls, found: Found, mode: Mode, sort: Sort, *, explain: bool = False, request_id: str | None = None) -> FoundOut:
        """The page, with what was asked for."""
        facets = {facet.value: [FacetOut.of(one) for one in counts] for facet, counts in found.facets}
        return cls(
            hits=[HitOut.of(hit, explain=explain) for hit in found.hits],
            total=found.total,
            facets=facets or None,
            interpreted=Interpreted.of(found.query, mode, sort),
            next_cursor=found.next_cursor,
            took_ms=round(found.took_ms, 2),
            request_id=request_id,
        )


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
