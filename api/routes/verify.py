"""Checking quotations."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request

from api.guard import ReadRoute
from api.logs import REQUEST_ID
from api.requests import VerifyIn
from api.schemas_verify import VerificationOut
from api.state import state_of

router = APIRouter(prefix="/v1", tags=["verify"], route_class=ReadRoute)


@router.post("/verify", operation_id="verify", summary="Check a quotation")
async def verify(request: Request, asked: VerifyIn) -> VerificationOut:
    """Whether the words stand in an article: exactly, up to typography, nearly (with the true words), or not at all."""
    state = state_of(request)
    checked = await state.questions.run(partial(state.engine.verify, asked.quote, article=asked.article, url=asked.url))
    return VerificationOut.of(checked, REQUEST_ID.get())
