"""Searching."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.guard import ReadRoute
from api.logs import REQUEST_ID
from api.requests import SearchIn, SearchLink
from api.schemas import FoundOut
from api.state import State, state_of

router = APIRouter(prefix="/v1", tags=["search"], route_class=ReadRoute)


@router.post("/search", operation_id="search", summary="Find passages")
async def search(request: Request, asked: SearchIn) -> FoundOut:
    """Passages that match, best first, with what was understood of the query."""
    return await found(state_of(request), asked)


@router.get("/search", operation_id="search_by_link", summary="Find passages, as a link")
async def search_by_link(request: Request, link: Annotated[SearchLink, Query()]) -> FoundOut:
    """The same search by address, to be linked to. Addresses are logged by proxies: POST keeps a question out of them."""
    return await found(state_of(request), link.search())


async def found(state: State, asked: SearchIn) -> FoundOut:
    """One page of hits, found in a thread."""
    work = partial(
        state.engine.search,
        asked.query,
        filters=asked.filters.filters(),
        limit=asked.limit,
        cursor=asked.cursor,
        mode=asked.mode,
        facets=tuple(asked.facets),
        sort=asked.sort,
        explain=asked.explain,
        per_article=asked.per_article or None,
        expand=asked.expand,
    )
    page = await state.questions.run(work)
    return FoundOut.of(page, asked.mode, asked.sort, explain=asked.explain, request_id=REQUEST_ID.get())
