"""Errors as application/problem+json (RFC 9457), on every path and status."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from api.errors import (
    ApiError,
    BodyTooLarge,
    Fault,
    MediaUnsupported,
    MethodRefused,
    PathAbsent,
    RequestInvalid,
    Unexpected,
    told,
)
from api.logs import REQUEST_ID
from index.errors import SitrepError

MEDIA_TYPE = "application/problem+json"

_PARTS = ("body", "query", "path", "header")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

logger = logging.getLogger(__name__)


def problem(error: SitrepError) -> dict[str, Any]:
    """The body for one error."""
    how = told(error)
    body: dict[str, Any] = {
        "type": f"urn:sitrep:problem:{how.code}",
        "title": how.title,
        "status": how.status,
        "detail": how.detail or str(error),
        "code": how.code,
        "request_id": REQUEST_ID.get(),
    }
    if isinstance(error, RequestInvalid):
        body["errors"] = [{"field": fault.field, "message": fault.message, "code": fault.code} for fault in error.faults]
    return body


def respond(error: SitrepError) -> Response:
    """The whole reply for one error."""
    how = told(error)
    if how.status >= 500 and how.detail:
        logger.error("%s", how.title, extra={"code": how.code}, exc_info=error)
    headers: Mapping[str, str] = error.headers() if isinstance(error, ApiError) else {}
    if how.code == "library_busy":
        headers = {"Retry-After": "5"}
    return Response(json.dumps(problem(error), ensure_ascii=False), how.status, dict(headers), MEDIA_TYPE)


def invalid(errors: Sequence[Any]) -> RequestInvalid:
    """pydantic's errors as ours. What was sent is not repeated: it may be a question."""
    return RequestInvalid(tuple(Fault(_field(error["loc"]), str(error["msg"]), str(error["type"])) for error in errors))


def _field(place: Sequence[str | int]) -> str:
    inner = place[1:] if len(place) > 1 and place[0] in _PARTS else place  # only the first step can be a part of the request
    return ".".join(str(step) for step in inner) or "body"


def _allowed(request: Request) -> str:
    """The methods of a path. The routing's own error knows those of the first route only."""
    path = {"type": "http", "path": request.scope["path"], "root_path": request.scope.get("root_path", "")}

    def taken(method: str) -> bool:
        return any(route.matches({**path, "method": method})[0] is Match.FULL for route in request.app.routes)

    return ", ".join(filter(taken, _METHODS))


def _from_http(request: Request, error: HTTPException) -> SitrepError:
    match error.status_code:
        case 404:
            return PathAbsent()
        case 405:
            return MethodRefused(_allowed(request))
        case 413:
            return BodyTooLarge(int(error.detail))
        case 415:
            return MediaUnsupported()
        case 400:
            return RequestInvalid((Fault("body", "not JSON that can be read", "json_invalid"),))
        case _:
            return Unexpected()


def install(app: FastAPI) -> None:
    """Make every error of an app a problem."""

    async def ours(_: Request, error: Exception) -> Response:
        return respond(error if isinstance(error, SitrepError) else Unexpected())

    async def shape(_: Request, error: Exception) -> Response:
        return respond(invalid(error.errors() if isinstance(error, RequestValidationError) else ()))

    async def http(request: Request, error: Exception) -> Response:
        return respond(_from_http(request, error) if isinstance(error, HTTPException) else Unexpected())

    app.add_exception_handler(SitrepError, ours)
    app.add_exception_handler(RequestValidationError, shape)
    app.add_exception_handler(HTTPException, http)
