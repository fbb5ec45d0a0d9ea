"""What a tool takes. Flat, since models fill flat forms best; unknown names are refused, what is wrong is named."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.requests import EXPAND, MAX_LIMIT, MAX_TEXT, Asked, FiltersIn, Line
from search.types import Mode, Sort


class _Queried(Asked):
    query: str = Field(
        max_length=MAX_TEXT,
        description='Words or a question; also "exact phrases", -exclusions, outlet:name, after: and before: days.',
    )


class SearchCall(FiltersIn, _Queried):
    """A search."""

    limit: int = Field(default=10, ge=1, le=MAX_LIMIT, description="Passages a page.")
    cursor: Annotated[Line, Field(max_length=2000)] | None = Field(
        default=None, description="next_cursor of the page before; everything else stays as it was."
    )
    mode: Mode = Mode.HYBRID
    sort: Sort = Sort.RELEVANCE
    expand: bool = Field(default=True, description=EXPAND)


class _Questioned(Asked):
    question: str = Field(max_length=MAX_TEXT, description="One question, in words.")


class AskCall(FiltersIn, _Questioned):
    """A question."""

    limit: int = Field(default=5, ge=1, le=MAX_LIMIT, description="Citations at most.")
    generate: bool | None = Field(
        default=None, description="Let the server's own language model write; unset: where one is configured."
    )
    expand: bool = Field(default=True, description=EXPAND)


class ArticleCall(Asked):
    """An article, or a part of it."""

    article: str = Field(min_length=1, max_length=500, description="An article id, as the other tools give it.")
    start: int = Field(default=0, ge=0, description="First character, counted as the offsets of quotes are.")
    characters: int = Field(default=20_000, ge=1, le=200_000, description="Characters at most.")
