"""Checking quotations."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request

from api.errors import ArticleAbsent
from api.guard import ReadRoute
from api.logs import REQUEST_ID
from api.requests import VerifyIn
from api.schemas_verify import VerificationOut
from api.state import state_of
from search.engine import Engine
from search.verify import Verification

router = APIRouter(prefix="/v1", tags=["verify"], route_class=ReadRoute)


@router.post("/verify", operation_id="verify", summary="Check a quotation")
async def verify(request: Request, asked: VerifyIn) -> VerificationOut:
    """Whether the words stand in an article: exactly, up to typography, nearly (with the true words), or not at all.

    An `article` that the library does not hold is an error, so that a mistyped id does not pass for words nobody printed.
    """
    state = state_of(request)
    checked = await state.questions.run(partial(_checked, state.engine, asked))
    return VerificationOut.of(checked, REQUEST_ID.get())


def _checked(engine: Engine, asked: VerifyIn) -> Verification:
    if asked.article is not None and engine.library.get(asked.article) is None:
        raise ArticleAbsent(asked.article)
    return engine.verify(asked.quote, article=asked.article, url=asked.url)
