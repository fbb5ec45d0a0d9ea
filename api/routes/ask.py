"""Asking: an answer with its citations, whole or as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import sse
from api.guard import ReadRoute
from api.logs import REQUEST_ID
from api.requests import AskIn
from api.schemas_answer import AnswerOut
from api.state import State, state_of
from search.query import understand
from search.types import Answer

router = APIRouter(prefix="/v1", tags=["ask"], route_class=ReadRoute)

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer; with `Accept: text/event-stream` the events interpreted, citation, statement, done or error.",
        "content": {
            "text/event-stream": {"schema": {"type": "string"}, "example": 'id: 1\nevent: interpreted\ndata: {"words": "…"}\n\n'}
        },
    }
}


@router.post("/ask", operation_id="ask", summary="Ask a question", response_model=AnswerOut, responses=_STREAM)
async def ask(request: Request, asked: AskIn) -> AnswerOut | Response:
    """What was reported, each sentence with a citation that was re-read from the stored text; or why there is no answer."""
    state = state_of(request)
    if not sse.wants_stream(request.headers.get("accept")):
        return await _answer(state, asked)
    # read once before the stream begins: what cannot be asked still gets its proper status; from then on errors are events
    await state.questions.run(partial(understand, asked.question, datetime.now(UTC).date(), asked.filters.filters()))
    return sse.response(sse.stream(_answer(state, asked), events))


async def _answer(state: State, asked: AskIn) -> AnswerOut:
    work = partial(
        state.engine.ask,
        asked.question,
        filters=asked.filters.filters(),
        limit=asked.limit,
        generate=asked.generate,
        expand=asked.expand,
    )
    writes = state.settings.llm is not None and asked.generate is not False
    answer: Answer = await state.questions.run(work, extra_s=state.settings.llm_timeout_s if writes else 0.0)
    state.metrics.answer(answer.reason.value if answer.reason else "answered")
    return AnswerOut.of(answer, REQUEST_ID.get())


def events(answer: AnswerOut) -> Iterator[tuple[str, Any]]:
    """The answer in the order in which a reader wants it; `done` holds all of it once more, as the JSON reply would."""
    whole = answer.model_dump(mode="json")
    yield "interpreted", whole["interpreted"]
    for citation in whole["citations"]:
        yield "citation", citation
    for statement in whole["statements"]:
        yield "statement", statement
    yield "done", whole
