"""What /openapi.json says beyond the types: errors, keys, the items of the list of articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, Field

from api.errors import TABLE
from api.requests import ArticleIn

DESCRIPTION = """Cited answers over conflict reporting: exact words, exact source, exact date.

Offsets count Unicode code points and are half-open. Errors are `application/problem+json` with a `code` and the `request_id` that
the log knows; send `X-Request-ID` to choose it. Unknown fields are refused, so that a misspelt filter never widens a search.
"""

TAGS = [
    {"name": "search", "description": "Find passages."},
    {"name": "ask", "description": "Ask questions; every quote in an answer was re-read from the stored text."},
    {"name": "articles", "description": "List, add, read and remove articles."},
    {"name": "verify", "description": "Check quotations."},
    {"name": "operate", "description": "For operators."},
]


class ProblemFault(BaseModel):
    """One thing wrong with a request."""

    field: str
    message: str
    code: str


class Problem(BaseModel):
    """An error, RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="For programs: " + ", ".join(sorted({told.code for told in TABLE.values()})) + ".")
    request_id: str
    errors: list[ProblemFault] | None = None


_TITLES = {
    401: "A key is needed.",
    403: "The key may not do this.",
    404: "No such article.",
    409: "The Idempotency-Key was used with another body.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "The request, or what it asks for, is invalid.",
    429: "Too many requests; see Retry-After.",
    503: "Too busy, or the library cannot be used now; see Retry-After.",
    504: "Took too long.",
}
_CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "content": _CONTENT} for status, words in _TITLES.items()
}


def described(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """A function that gives the app's description, made once."""

    def description() -> dict[str, Any]:
        if not app.openapi_schema:
            app.openapi_schema = _made(app)
        return app.openapi_schema

    return description


def _made(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags
    )
    parts = schema["components"]
    for model in (Problem, ArticleIn):
        own = model.model_json_schema(ref_template="#/components/schemas/{model}")
        parts["schemas"].update(own.pop("$defs", {}))
        parts["schemas"][model.__name__] = own
    for name in ("HTTPValidationError", "ValidationError"):  # FastAPI's own error shape, which is never sent
        parts["schemas"].pop(name, None)
    parts["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": "Only where the server has keys."}}
    schema["security"] = [{"key": []}, {}]
    return schema
