"""The shapes of adding and listing articles."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from api.schemas import ArticleOut, Shape, absent

MAX_ARTICLES = 1000
"""Articles a request; more are sent in several, which also keeps each reply near."""

Item = Annotated[Any, WithJsonSchema({"$ref": "#/components/schemas/ArticleIn"})]
"""Checked one by one, so that one bad item is refused and the others are kept."""

ArticlesBody = Annotated[list[Item], Field(min_length=1, max_length=MAX_ARTICLES)]


class VerdictOut(Shape):
    """What became of one article of the list."""

    n: int = Field(description="Its place in the list, from 1.")
    id: str | None = Field(description="The id it is kept by; null when it was refused without one.")
    verdict: Literal["added", "unchanged", "replaced", "refused"]
    reason: str | None = Field(default=None, exclude_if=absent, description="Why it was refused.")
    passages: int | None = Field(default=None, exclude_if=absent, description="Passages that it is searched by.")


class AddedOut(Shape):
    """A verdict an item, in the order sent, and how many there were of each."""

    verdicts: list[VerdictOut]
    added: int
    unchanged: int
    replaced: int
    refused: int
    request_id: str | None = Field(default=None, exclude_if=absent)


class Page(Shape):
    """A page of articles in the order of their ids."""

    articles: list[ArticleOut]
    total: int
    next_cursor: str | None
    request_id: str | None = Field(default=None, exclude_if=absent)


class Refused(Shape):
    """An input that was not taken."""

    origin: str = Field(description="A path, path:line or an address.")
    reason: str


class Kept(Shape):
    """What became of an article that was taken."""

    id: str
    verdict: Literal["added", "unchanged", "replaced"]
    passages: int = Field(description="Passages that it is searched by.")


class Summary(Shape):
    """What one `sitrep add` did."""

    verdicts: list[Kept] = Field(description="The articles that were taken, in the order read; the others are in `refused`.")
    added: int
    unchanged: int
    replaced: int
    refused: list[Refused]
    passages: int = Field(description="Passages of the articles that were added or replaced.")
    seconds: float
