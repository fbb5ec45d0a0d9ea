"""Articles: list, add, read, remove."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from api.errors import ArticleAbsent
from api.guard import ReadRoute, WriteRoute
from api.logs import REQUEST_ID
from api.requests import ArticlesLink
from api.schemas import ArticleOut, ArticleWhole
from api.schemas_add import AddedOut, ArticlesBody, Page
from api.sending import send
from api.state import caller_of, state_of
from index.types import Article

reading = APIRouter(prefix="/v1", tags=["articles"], route_class=ReadRoute)
writing = APIRouter(prefix="/v1", tags=["articles"], route_class=WriteRoute)


@reading.get("/articles", operation_id="list_articles", summary="List articles")
async def list_articles(request: Request, link: Annotated[ArticlesLink, Query()]) -> Page:
    """Cards of all articles in the order of their ids, a page at a time."""
    state = state_of(request)
    library = state.engine.library

    def page() -> tuple[list[Article], int]:
        return library.articles(after_id=link.after_id(), limit=link.limit + 1), library.status().articles

    found, total = await state.questions.run(page)
    shown = found[: link.limit]
    more = len(found) > link.limit
    return Page(
        articles=[ArticleOut.of(article) for article in shown],
        total=total,
        next_cursor=ArticlesLink.cursor_after(shown[-1].id) if more else None,
        request_id=REQUEST_ID.get(),
    )


@writing.post("/articles", operation_id="add_articles", summary="Add articles")
async def add_articles(
    request: Request, articles: ArticlesBody, idempotency_key: Annotated[str | None, Header(max_length=255)] = None
) -> AddedOut:
    """Add a list of articles. Each gets its verdict: added, unchanged, replaced, or refused with the reason; the others go on.

    When the reply is there, what it calls added is on disk. Send the same `Idempotency-Key` again and get the same reply.
    """
    state = state_of(request)
    work = partial(send, state.engine.library, articles, datetime.now(UTC))

    async def once() -> AddedOut:
        reply = await state.writing.run(work)
        for verdict in reply.verdicts:
            state.metrics.verdict(verdict.verdict)
        return reply

    reply = await state.replies.once(caller_of(request).name, idempotency_key, await request.body(), once)
    return reply.model_copy(update={"request_id": REQUEST_ID.get()})


@reading.get("/articles/{article_id:path}", operation_id="read_article", summary="Read an article")
async def read_article(request: Request, article_id: str) -> ArticleWhole:
    """One article with its text: what every offset counts in. Percent-encode the id; it may hold any character."""
    state = state_of(request)
    library = state.engine.library

    def read() -> ArticleWhole:
        article = library.get(article_id)
        if article is None:
            raise ArticleAbsent(article_id)
        return ArticleWhole.whole(article, len(library.passages_of(article_id)))

    return await state.questions.run(read)


@writing.delete("/articles/{article_id:path}", operation_id="remove_article", summary="Remove an article", status_code=204)
async def remove_article(request: Request, article_id: str) -> Response:
    """Remove an article. When the reply is there, no search, answer or list gives it back."""
    state = state_of(request)
    removed: bool = await state.writing.run(partial(state.engine.library.remove, article_id))
    if not removed:
        raise ArticleAbsent(article_id)
    return Response(status_code=204)
