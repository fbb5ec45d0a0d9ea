"""Before a route's body is read: who is it, may they, how often, and is it JSON at all."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Scope
from api.errors import MediaUnsupported
from api.state import state_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ReadRoute(APIRoute):
    """A route for callers who may read."""

    needed: ClassVar[Scope] = Scope.READ

    def get_route_handler(self) -> Handler:
        """The route's own handler behind the guard."""
        handler = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            _admit(request, self.needed)
            if request.method in ("POST", "PUT", "PATCH") and not _is_json(request.headers.get("content-type", "")):
                raise MediaUnsupported
            return await handler(request)

        return guarded


class WriteRoute(ReadRoute):
    """A route for callers who may write."""

    needed: ClassVar[Scope] = Scope.WRITE


def _admit(request: Request, needed: Scope) -> None:
    state = state_of(request)
    address = request.client.host if request.client else ""
    caller = state.keys.admit(request.headers.get("authorization"), needed, address)
    state.limiter.take(caller.name)
    request.state.caller = caller


def _is_json(header: str) -> bool:
    kind = header.partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
