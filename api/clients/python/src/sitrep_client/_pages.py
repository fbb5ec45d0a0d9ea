"""Everything that a list holds, a page at a time and only as far as it is read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import islice
from typing import Generic, Protocol, TypeVar

from sitrep_client._articles import Article, Hit
from sitrep_client._errors import ReplyInvalid
from sitrep_client._replies import ArticlePage, Found


class _Page(Protocol):
    @property
    def next_cursor(self) -> str | None: ...


P = TypeVar("P", bound=_Page)


class _Pages(Generic[P]):
    def __init__(self, fetch: Callable[[str | None], P]) -> None:
        self._fetch = fetch

    def pages(self) -> Iterator[P]:
        """The pages themselves."""
        cursor: str | None = None
        while True:
            page = self._fetch(cursor)
            yield page
            cursor = _next(page, cursor)
            if cursor is None:
                return


class _AsyncPages(Generic[P]):
    def __init__(self, fetch: Callable[[str | None], Awaitable[P]]) -> None:
        self._fetch = fetch

    async def pages(self) -> AsyncIterator[P]:
        """The pages themselves."""
        cursor: str | None = None
        while True:
            page = await self._fetch(cursor)
            yield page
            cursor = _next(page, cursor)
            if cursor is None:
                return


class Hits(_Pages[Found]):
    """All hits of a query, best first; `pages()` gives them by the page. Each loop asks anew."""

    def __init__(self, fetch: Callable[[str | None], Found], most: int | None) -> None:
        super().__init__(fetch)
        self._most = most

    def __iter__(self) -> Iterator[Hit]:
        return islice((hit for page in self.pages() for hit in page), self._most)


class Articles(_Pages[ArticlePage]):
    """The cards of all articles in the order of their ids; `pages()` gives them by the page. Each loop asks anew."""

    def __iter__(self) -> Iterator[Article]:
        return (article for page in self.pages() for article in page)


class AsyncHits(_AsyncPages[Found]):
    """All hits of a query, best first; `pages()` gives them by the page. Each loop asks anew."""

    def __init__(self, fetch: Callable[[str | None], Awaitable[Found]], most: int | None) -> None:
        super().__init__(fetch)
        self._most = most

    async def __aiter__(self) -> AsyncIterator[Hit]:
        left = self._most
        async for page in self.pages():
            for hit in page:
                if left == 0:
                    return
                yield hit
                left = None if left is None else left - 1


class AsyncArticles(_AsyncPages[ArticlePage]):
    """The cards of all articles in the order of their ids; `pages()` gives them by the page. Each loop asks anew."""

    async def __aiter__(self) -> AsyncIterator[Article]:
        async for page in self.pages():
            for article in page:
                yield article


def _next(page: _Page, cursor: str | None) -> str | None:
    if cursor is not None and page.next_cursor == cursor:
        raise ReplyInvalid("the list goes round in circles: a page names itself as the next one")
    return page.next_cursor
