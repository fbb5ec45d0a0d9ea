"""The pages for people: the search page and an article; rendered here, so that they also work without JavaScript."""

from __future__ import annotations

import gzip
import re
from collections.abc import Awaitable, Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import Response

from api.auth import Scope
from api.errors import ArticleAbsent, told
from api.logs import REQUEST_ID
from api.problems import invalid, problem
from api.requests import AskIn, SearchIn
from api.routes.search import found
from api.schemas import ArticleWhole
from api.schemas_answer import AnswerOut
from api.schemas_status import StatusOut
from api.state import State, state_of
from api.web import render
from api.web.address import Address
from index.errors import SitrepError
from search.types import Facet

router = APIRouter(include_in_schema=False)

PAGE = 20
"""Hits a page, as in `api/web/server.js`."""

Given = dict[str, Any]


@router.get("/")
async def home(request: Request) -> Response:
    """The search page; with `?q=` its answer and passages as well."""
    state = state_of(request)
    address = Address.of(request.query_params)
    info, (status, given) = await _info(state), (200, Given())
    if address.q and not state.keys:
        status, given = await _kept(request, _all(state, address))
    return _page(request, status, render.found_page(address, info, given))


@router.get("/article")
async def article(request: Request) -> Response:
    """An article, `start`..`end` of it marked."""
    state = state_of(request)
    start, end = _number(request, "start"), _number(request, "end")
    info, (status, given) = await _info(state), (200, Given())
    if not state.keys:
        status, given = await _kept(request, _article(state, request.query_params.get("id", "")))
    return _page(request, status, render.article_page(info, given, start, end))


async def _kept(request: Request, work: Awaitable[Given]) -> tuple[int, Given]:
    """What a page is made of; an error is shown on the page, with its status."""
    try:
        caller = state_of(request).keys.admit(None, Scope.READ, request.client.host if request.client else "")
        state_of(request).limiter.take(caller.name)
        return 200, await work
    except SitrepError as error:
        return told(error).status, {"problem": problem(error)}


async def _all(state: State, address: Address) -> Given:
    """Answer, passages, and the counts of each filter without itself, so that its other values stay in sight."""
    whole = await _found(state, address, address.filters, limit=PAGE, cursor=address.cursor or None)
    outlets, months = whole["facets"]["outlet"], whole["facets"]["month"]
    if address.outlets:
        rest = {name: value for name, value in address.filters.items() if name != "outlets"}
        outlets = (await _found(state, address, rest, limit=1))["facets"]["outlet"]
    if address.after or address.before:
        months = (await _found(state, address, {"outlets": list(address.outlets)}, limit=1))["facets"]["month"]
    return {"found": whole, "outlets": outlets, "months": months, "answer": await _answer(state, address)}


async def _found(state: State, address: Address, filters: Mapping[str, Any], **more: Any) -> Given:
    more |= {} if address.sort == "relevance" else {"per_article": 0}  # spreading articles would break the order of days
    try:
        fields = {"query": address.q, "filters": filters, "sort": address.sort, "expand": address.names}
        asked = SearchIn.model_validate(fields | {"facets": list(Facet)} | more)
    except ValidationError as error:
        raise invalid(error.errors()) from None
    reply = (await found(state, asked)).model_dump(mode="json")
    return reply | {"facets": {facet.value: [] for facet in Facet} | (reply.get("facets") or {})}


async def _answer(state: State, address: Address) -> Given | None:
    """The answer in the reports' own words; none where a model writes: the script asks for that, and the page need not wait."""
    if state.settings.llm is not None:
        return None
    asked = AskIn.model_validate({"question": address.q, "filters": address.filters, "expand": address.names})
    work = partial(state.engine.ask, asked.question, filters=asked.filters.filters(), limit=asked.limit, expand=asked.expand)
    answer = await state.questions.run(work)
    state.metrics.answer(answer.reason.value if answer.reason else "answered")
    return AnswerOut.of(answer, REQUEST_ID.get()).model_dump(mode="json")


async def _article(state: State, article_id: str) -> Given:
    library = state.engine.library
    held = await state.questions.run(partial(library.get, article_id))
    if held is None:
        raise ArticleAbsent(article_id)
    return {"article": ArticleWhole.whole(held).model_dump(mode="json")}


async def _info(state: State) -> Given | None:
    """What the library holds, for callers who may know it."""
    if state.keys or state.opened is None:
        return None
    return StatusOut.of(await state.questions.run(state.engine.library.status)).model_dump(mode="json")


def _number(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _page(request: Request, status: int, text: str) -> Response:
    """Compressed here: the page holds no secret that its compressed length could give away."""
    headers = {"Content-Security-Policy": render.parts().policy, "Vary": "Accept-Encoding"}
    body = text.encode()
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, 6, mtime=0)
    return Response(body, status, headers, "text/html; charset=utf-8")
