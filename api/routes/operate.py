"""For operators: is it alive, is it ready, what does it hold."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from api.guard import ReadRoute
from api.logs import REQUEST_ID
from api.metrics import CONTENT_TYPE
from api.schemas import Shape
from api.schemas_status import InfoOut
from api.state import state_of

open_router = APIRouter(tags=["operate"])
guarded = APIRouter(tags=["operate"], route_class=ReadRoute)


class Health(Shape):
    """Alive or ready."""

    status: str = Field(description="ok.")


@open_router.get("/healthz", operation_id="healthz", summary="Is the process alive")
async def healthz() -> Health:
    """Always ok while the process answers; asks nothing of the library."""
    return Health(status="ok")


@open_router.get("/readyz", operation_id="readyz", summary="Can it answer questions")
async def readyz(request: Request) -> Health:
    """Ok once the library is open and its database answers; 503 before."""
    state = state_of(request)
    await state.questions.run(state.engine.library.status)
    return Health(status="ok")


@guarded.get("/metrics", operation_id="metrics", summary="Numbers for Prometheus", response_class=Response)
async def metrics(request: Request) -> Response:
    """Prometheus' text format."""
    state = state_of(request)
    status = await state.questions.run(state.engine.library.status)
    gauges: dict[str, float] = {
        "articles": status.articles,
        "passages": status.passages,
        "generation": status.generation,
        "busy": state.questions.busy + state.writing.busy,
    }
    return Response(state.metrics.text(gauges), media_type=CONTENT_TYPE)


@guarded.get("/v1/info", operation_id="info", summary="What this server is and holds")
async def info(request: Request) -> InfoOut:
    """Version, encoder, counts, the library's generation and the span of dates that it covers."""
    state = state_of(request)
    status = await state.questions.run(state.engine.library.status)
    return InfoOut.about(status, generator=state.settings.llm, up_s=time.monotonic() - state.since, request_id=REQUEST_ID.get())
