"""The shapes that come in. Unknown fields are refused; what is wrong is named by its field."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from index.errors import CursorExpired
from index.types import Filters, RawArticle
from search.types import Facet, Mode, Sort

MAX_LIMIT = 100
"""Hits a page; more are had by the cursor."""

MAX_TEXT = 20_000
"""Characters of a question or a quotation that are looked at; the engine's own limits are lower and told by it."""

EXPAND = "Search also by other names of places and actors; those used are told in `interpreted`."

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("write the day as YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("there is no such day") from None


def _one_line(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("holds control characters")
    return text


Line = Annotated[str, AfterValidator(_one_line)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2022-11-01"]})]
Names = Annotated[list[Annotated[str, Field(min_length=1, max_length=500)]], Field(max_length=MAX_LIMIT)]


class Asked(BaseModel):
    """A shape that comes in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FiltersIn(Asked):
    """Which articles to look in. Values within a field are alternatives; fields are combined with AND."""

    after: Day | None = Field(default=None, description="First day of publication, included.")
    before: Day | None = Field(default=None, description="Last day of publication, included.")
    outlets: Names = Field(default=[], description='Case does not matter; "guardian" also matches "The Guardian".')
    without_outlets: Names = []
    authors: Names = []
    articles: Names = Field(default=[], description="Article ids.")
    languages: Names = Field(default=[], description="ISO 639-1.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.after and self.before and self.after > self.before:
            raise ValueError("after is later than before: nothing can match")
        return self

    def filters(self) -> Filters:
        """As the engine knows them."""
        return Filters(
            after=self.after,
            before=self.before,
            outlets=tuple(self.outlets),
            without_outlets=tuple(self.without_outlets),
            authors=tuple(self.authors),
            articles=tuple(self.articles),
            languages=tuple(self.languages),
        )


class SearchIn(Asked):
    """A search."""

    query: str = Field(
        max_length=MAX_TEXT, description='Words, "exact phrases", -exclusions, outlet:name, after: and before: days.'
    )
    filters: FiltersIn = FiltersIn()
    limit: int = Field(default=10, ge=1, le=MAX_LIMIT, description="Hits a page.")
    cursor: Annotated[Line, Field(max_length=2000)] | None = Field(default=None, description="`next_cursor` of the page before.")
    mode: Mode = Mode.HYBRID
    facets: list[Facet] = Field(default=[], max_length=len(Facet))
    sort: Sort = Sort.RELEVANCE
    explain: bool = Field(default=False, description="Add the parts of each score as `why`.")
    per_article: int = Field(
        default=2, ge=0, le=MAX_LIMIT, description="Passages of one article at most on a page; 0 is no limit."
    )
    expand: bool = Field(default=True, description=EXPAND)

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "query": "what was said about Bakhmut supply routes",
                    "filters": {"after": "2023-04-01", "before": "2023-04-30"},
                    "limit": 5,
                    "facets": ["outlet"],
                }
            ]
        }
    )


class SearchLink(Asked):
    """A search as a link."""

    q: str = Field(max_length=MAX_TEXT, description="The query.")
    after: Day | None = None
    before: Day | None = None
    outlet: Names = []
    author: Names = []
    article: Names = []
    language: Names = []
    limit: int = Field(default=10, ge=1, le=MAX_LIMIT)
    cursor: Annotated[Line, Field(max_length=2000)] | None = None
    mode: Mode = Mode.HYBRID
    facet: list[Facet] = Field(default=[], max_length=len(Facet))
    sort: Sort = Sort.RELEVANCE
    explain: bool = False
    per_article: int = Field(default=2, ge=0, le=MAX_LIMIT)
    expand: bool = Field(default=True, description=EXPAND)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.after and self.before and self.after > self.before:
            raise ValueError("after is later than before: nothing can match")
        return self

    def search(self) -> SearchIn:
        """The same search as a body."""
        filters = FiltersIn(
            after=self.after,
            before=self.before,
            outlets=self.outlet,
            authors=self.author,
            articles=self.article,
            languages=self.language,
        )
        return SearchIn(
            query=self.q,
            filters=filters,
            limit=self.limit,
            cursor=self.cursor,
            mode=self.mode,
            facets=self.facet,
            sort=self.sort,
            explain=self.explain,
            per_article=self.per_article,
            expand=self.expand,
        )


class AskIn(Asked):
    """A question."""

    question: str = Field(max_length=MAX_TEXT)
    filters: FiltersIn = FiltersIn()
    limit: int = Field(default=5, ge=1, le=MAX_LIMIT, description="Citations at most.")
    generate: bool | None = Field(
        default=None, description="Let the configured language model write; unset: where one is configured."
    )
    expand: bool = Field(default=True, description=EXPAND)

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "what was said about Bakhmut supply routes"}]})


class VerifyIn(Asked):
    """A quotation to check, in one article or in all."""

    quote: str = Field(min_length=1, max_length=MAX_TEXT)
    article: Annotated[str, Field(min_length=1, max_length=500)] | None = Field(
        default=None, description="Look in this article only."
    )
    url: Annotated[str, Field(min_length=1, max_length=4000)] | None = Field(
        None, description="Look in the article of this address only."
    )

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if self.article is not None and self.url is not None:
            raise ValueError("name the article by its id or by its address, not by both")
        return self

    model_config = ConfigDict(json_schema_extra={"examples": [{"quote": "the 0506 supply route"}]})


class ArticleIn(Asked):
    """An article to add, as in the JSON lines import. One of `text` and `html` is needed."""

    id: Annotated[Line, Field(min_length=1, max_length=500)] | None = Field(
        None, description="Kept; unset: made from the address, else the text."
    )
    url: Annotated[Line, Field(max_length=4000)] | None = None
    title: str | None = None
    outlet: str | None = None
    authors: Sequence[str] = ()
    published: str | None = Field(default=None, description="As printed; ISO 8601 is understood best.")
    language: str | None = None
    text: str | None = None
    html: str | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "sample-1",
                    "title": "Road to the town under fire",
                    "outlet": "Sample Courier",
                    "published": "2023-04-07",
                    "text": "The ministry said on Friday that the road was under fire.",
                }
            ]
        }
    )

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        if (self.text is None) == (self.html is None):
            raise ValueError("give either text or html")
        return self

    def raw(self, origin: str) -> RawArticle:
        """As a source would have yielded it."""
        return RawArticle(
            origin=origin,
            text=self.text,
            html=self.html,
            id=self.id,
            url=self.url,
            title=self.title,
            outlet=self.outlet,
            authors=tuple(self.authors),
            published=self.published,
            language=self.language,
        )


class ArticlesLink(Asked):
    """A page of the list of articles."""

    limit: int = Field(default=50, ge=1, le=MAX_LIMIT)
    cursor: Annotated[Line, Field(max_length=4000)] | None = Field(default=None, description="`next_cursor` of the page before.")

    @staticmethod
    def cursor_after(article_id: str) -> str:
        """The cursor of the page that begins behind an article."""
        return base64.urlsafe_b64encode(article_id.encode()).decode()

    def after_id(self) -> str | None:
        """The id that the page begins behind.

        Raises:
            CursorExpired: If the cursor is not one that was given.
        """
        if self.cursor is None:
            return None
        try:
            return base64.b64decode(self.cursor.encode(), altchars=b"-_", validate=True).decode()
        except ValueError:
            raise CursorExpired("this cursor was never given") from None
