"""The client that waits. `AsyncClient` has the same methods; what both do stands in `_calls` and `_tries`."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self, TypeVar

import httpx2

from sitrep_client import _calls
from sitrep_client._answer import Answer
from sitrep_client._articles import ArticleWhole
from sitrep_client._calls import Call, Facet, Mode, New, Sort, Where
from sitrep_client._pages import Articles, Hits
from sitrep_client._replies import Added, Found, Info, Verification
from sitrep_client._retries import Retries
from sitrep_client._settings import settings
from sitrep_client._streams import AnswerStream, Opened
from sitrep_client._tries import Outcome, Tries

T = TypeVar("T")


class Client:
    """A Sitrep server. Safe to share between threads; close it, or use it in a `with` block.

    Every method raises a `SitrepError`: `Unreachable` without a reply, a `StatusError` where the server says no,
    `ReplyInvalid` where the reply is not Sitrep's.

    Args:
        base_url: Default SITREP_URL, else http://127.0.0.1:8000.
        api_key: Default SITREP_API_KEY; "" sends none.
        timeout: Seconds to wait for the next bytes, or one figure for each step; default 60, 5 to connect.
        retries: How often and how patiently a failed request is sent again; default `Retries()`.
        headers: Sent with every request, as a proxy in front of the server may want.
        http: Your own HTTP client, which you close yourself.
        transport: How bytes travel, for an HTTP client of this client's own.

    Raises:
        ArgumentInvalid: If the address or the key cannot be used.
    """

    def __init__(
        self,
        base_url: str | None = None,
        *,
        api_key: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        retries: Retries | None = None,
        headers: Mapping[str, str] | None = None,
        http: httpx2.Client | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._settings = settings(base_url, api_key, timeout, retries, headers)
        self._is_own = http is None
        self._http = http or httpx2.Client(transport=transport, trust_env=not self._settings.is_local)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self._settings.url)!r}{', api_key=…' if self._settings.key else ''})"

    def close(self) -> None:
        """Close the connections; an HTTP client that was given stays open."""
        if self._is_own:
            self._http.close()

    def with_options(self, *, timeout: float | httpx2.Timeout | None = None, retries: Retries | None = None) -> Client:
        """The same server over the same connections, with other patience; only the first one needs closing."""
        own = self._settings
        return Client(
            str(own.url),
            api_key=own.key or "",
            timeout=own.timeout if timeout is None else timeout,
            retries=own.retries if retries is None else retries,
            headers=own.headers,
            http=self._http,
        )

    def search(
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
        """One page of passages that match, best first.

        Args:
            query: Words, "exact phrases", -exclusions, outlet:name, after: and before: days.
            limit: Hits a page, 1 to 100; the server's default is 10.
            cursor: `next_cursor` of the page before.
            facets: Count the matches by these.
            explain: Add the parts of each score as `why`.
            per_article: Passages of one article at most on a page; 0 is no limit; the server's default is 2.
            expand: Search also by other names of places and actors, which is the default.
        """
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
        return self._send(call)

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
    ) -> Hits:
        """All passages that match, fetched as they are read; `.pages()` gives them by the page.

        When the library changes on the way the server ends the list: `RequestInvalid` with the code "cursor_expired".

        Args:
            most: Hits at most, on all pages together.
            page_size: Hits a page, 1 to 100.
        """

        def page(cursor: str | None) -> Found:
            return self.search(
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

        return Hits(page, most)

    def ask(
        self,
        question: str,
        *,
        filters: Where = None,
        limit: int | None = None,
        generate: bool | None = None,
        expand: bool | None = None,
    ) -> Answer:
        """What was reported, each sentence with its citation; or why there is no answer, which is not an error.

        Args:
            limit: Citations at most, 1 to 100; the server's default is 5.
            generate: Let the server's language model write; unset: where it has one.
            expand: Search also by other names of places and actors, which is the default.
        """
        return self._send(_calls.ask(question, filters, limit=limit, generate=generate, expand=expand))

    def ask_stream(
        self,
        question: str,
        *,
        filters: Where = None,
        limit: int | None = None,
        generate: bool | None = None,
        expand: bool | None = None,
    ) -> AnswerStream:
        """The same answer as it comes, in a `with` block: what was understood, citations, statements, done."""
        call = _calls.ask_stream(question, filters, limit=limit, generate=generate, expand=expand)
        return AnswerStream(lambda: self._open(call))

    def add(self, articles: New | Iterable[New], *, idempotency_key: str | None = None) -> Added:
        """Add articles: as many requests as their number needs. What is called added when this returns is on disk.

        One that is refused keeps none of the others out. Sending all of them again is safe: what is there is "unchanged".

        Args:
            idempotency_key: Default: a new one. The server answers a key that it knows with the reply it gave before.
        """
        return _calls.together([self._send(call) for call in _calls.add(articles, idempotency_key)])

    def articles(self, *, page_size: int = 100) -> Articles:
        """The cards of all articles in the order of their ids, fetched as they are read; `.pages()` gives them by the page."""
        return Articles(lambda cursor: self._send(_calls.articles(page_size, cursor)))

    def article(self, article_id: str) -> ArticleWhole:
        """An article with its text, what every offset counts in; `NotFound` where there is none."""
        return self._send(_calls.article(article_id))

    def remove(self, article_id: str) -> None:
        """Remove an article: when this returns, no search or answer gives it back. `NotFound` where there is none."""
        self._send(_calls.remove(article_id))

    def verify(self, quote: str, *, article: str | None = None, url: str | None = None) -> Verification:
        """Whether the words stand in an article: exactly, up to typography, nearly (with the true words), or not at all.

        Args:
            article: Look in the article of this id only.
            url: Look in the article of this address only.
        """
        return self._send(_calls.verify(quote, article, url))

    def info(self) -> Info:
        """What the server is and holds."""
        return self._send(_calls.info())

    def _send(self, call: Call[T]) -> T:
        return self._done(Tries(call, self._settings), stream=False)

    def _open(self, call: Call[httpx2.Response]) -> Opened:
        tries = Tries(call, self._settings)
        return self._done(tries, stream=True), tries.request_id

    def _done(self, tries: Tries[T], *, stream: bool) -> T:
        while (pause_s := tries.pause_after(self._once(tries, stream))) is not None:
            time.sleep(pause_s)
        return tries.value()

    def _once(self, tries: Tries[T], stream: bool) -> Outcome:
        try:
            response = self._http.send(tries.request(self._http), stream=stream)
            if stream and not response.is_success:
                response.read()
        except httpx2.RequestError as error:
            return error
        return response
