"""The client for asyncio. `Client` has the same methods and describes them; what both do stands in `_calls` and `_tries`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self, TypeVar

import httpx2

from sitrep_client import _calls
from sitrep_client._answer import Answer
from sitrep_client._articles import ArticleWhole
from sitrep_client._calls import Call, Facet, Mode, New, Sort, Where
from sitrep_client._pages import AsyncArticles, AsyncHits
from sitrep_client._replies import Added, Found, Info, Verification
from sitrep_client._retries import Retries
from sitrep_client._settings import settings
from sitrep_client._streams import AsyncAnswerStream, Opened
from sitrep_client._tries import Outcome, Tries

T = TypeVar("T")


class AsyncClient:
    """A Sitrep server, for asyncio: the arguments and methods of `Client`, to be awaited. Close it, or use `async with`."""

    def __init__(
        self,
        base_url: str | None = None,
        *,
        api_key: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        retries: Retries | None = None,
        headers: Mapping[str, str] | None = None,
        http: httpx2.AsyncClient | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._settings = settings(base_url, api_key, timeout, retries, headers)
        self._is_own = http is None
        self._http = http or httpx2.AsyncClient(transport=transport, trust_env=not self._settings.is_local)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self._settings.url)!r}{', api_key=…' if self._settings.key else ''})"

    async def close(self) -> None:
        """Close the connections; an HTTP client that was given stays open."""
        if self._is_own:
            await self._http.aclose()

    def with_options(self, *, timeout: float | httpx2.Timeout | None = None, retries: Retries | None = None) -> AsyncClient:
        """The same server over the same connections, with other patience; only the first one needs closing."""
        own = self._settings
        return AsyncClient(
            str(own.url),
            api_key=own.key or "",
            timeout=own.timeout if timeout is None else timeout,
            retries=own.retries if retries is None else retries,
            headers=own.headers,
            http=self._http,
        )

    async def search(
        self,
        query: str,
        *,
        filters: Where = None,
        limit: int | None = None,
        cursor: str | None = None,
        mode: Mode | None = None,
        facets: Iterable[Facet] = (),
        sort: Sort | None = None,
        explain: bool = False,
        per_article: int | None = None,
        expand: bool | None = None,
    ) -> Found:
        """One page of passages that match, best first. More at `Client`."""
        call = _calls.search(
            query,
            filters,
            limit=limit,
            cursor=cursor,
            mode=mode,
            facets=facets,
            sort=sort,
            explain=explain,
            per_article=per_article,
            expand=expand,
        )
        return await self._send(call)

    def search_iter(
        self,
        query: str,
        *,
        filters: Where = None,
        most: int | None = None,
        page_size: int = 50,
        mode: Mode | None = None,
        sort: Sort | None = None,
        explain: bool = False,
        per_article: int | None = None,
        expand: bool | None = None,
    ) -> AsyncHits:
        """All passages that match, fetched as they are read; `.pages()` gives them by the page. More at `Client`."""

        async def page(cursor: str | None) -> Found:
            return await self.search(
                query,
                filters=filters,
                limit=page_size,
                cursor=cursor,
                mode=mode,
                sort=sort,
                explain=explain,
                per_article=per_article,
                expand=expand,
            )

        return AsyncHits(page, most)

    async def ask(
        self,
        question: str,
        *,
        filters: Where = None,
        limit: int | None = None,
        generate: bool | None = None,
        expand: bool | None = None,
    ) -> Answer:
        """What was reported, each sentence with its citation; or why there is no answer, which is not an error."""
        return await self._send(_calls.ask(question, filters, limit=limit, generate=generate, expand=expand))

    def ask_stream(
        self,
        question: str,
        *,
        filters: Where = None,
        limit: int | None = None,
        generate: bool | None = None,
        expand: bool | None = None,
    ) -> AsyncAnswerStream:
        """The same answer as it comes, in an `async with` block: what was understood, citations, statements, done."""
        call = _calls.ask_stream(question, filters, limit=limit, generate=generate, expand=expand)
        return AsyncAnswerStream(lambda: self._open(call))

    async def add(self, articles: New | Iterable[New], *, idempotency_key: str | None = None) -> Added:
        """Add articles: as many requests as their number needs. More at `Client`."""
        return _calls.together([await self._send(call) for call in _calls.add(articles, idempotency_key)])

    def articles(self, *, page_size: int = 100) -> AsyncArticles:
        """The cards of all articles in the order of their ids, fetched as they are read; `.pages()` gives them by the page."""
        return AsyncArticles(lambda cursor: self._send(_calls.articles(page_size, cursor)))

    async def article(self, article_id: str) -> ArticleWhole:
        """An article with its text, what every offset counts in; `NotFound` where there is none."""
        return await self._send(_calls.article(article_id))

    async def remove(self, article_id: str) -> None:
        """Remove an article: when this returns, no search or answer gives it back. `NotFound` where there is none."""
        await self._send(_calls.remove(article_id))

    async def verify(self, quote: str, *, article: str | None = None, url: str | None = None) -> Verification:
        """Whether the words stand in an article: exactly, up to typography, nearly, or not at all. More at `Client`."""
        return await self._send(_calls.verify(quote, article, url))

    async def info(self) -> Info:
        """What the server is and holds."""
        return await self._send(_calls.info())

    async def _send(self, call: Call[T]) -> T:
        return await self._done(Tries(call, self._settings), stream=False)

    async def _open(self, call: Call[httpx2.Response]) -> Opened:
        tries = Tries(call, self._settings)
        return await self._done(tries, stream=True), tries.request_id

    async def _done(self, tries: Tries[T], *, stream: bool) -> T:
        while (pause_s := tries.pause_after(await self._once(tries, stream))) is not None:
            await asyncio.sleep(pause_s)
        return tries.value()

    async def _once(self, tries: Tries[T], stream: bool) -> Outcome:
        try:
            response = await self._http.send(tries.request(self._http), stream=stream)
            if stream and not response.is_success:
                await response.aread()
        except httpx2.RequestError as error:
            return error
        return response
