"""Around every request, in pure ASGI so that streams stay streams: id, log line, counting, headers, limits, the last boundary."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.auth import is_plain_host
from api.errors import BodyTooLarge, HostRefused, Unexpected
from api.logs import REQUEST_ID
from api.metrics import Metrics
from api.problems import respond

logger = logging.getLogger("api.requests")

_REQUEST_ID = re.compile(r"[A-Za-z0-9._:\-]{1,128}")
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""Set where a reply does not say otherwise."""


def request_id(sent: str | None) -> str:
    """The caller's id where it is one that can stand in a header and a log line, else a new one of 32 hexadecimal digits."""
    return sent if sent and _REQUEST_ID.fullmatch(sent) else secrets.token_hex(16)


class Around:
    """Gives each request its id, each reply its headers, and one log line and one count to both.

    What no handler caught ends here as a problem without words of ours or traces; after the first byte has gone out it can
    only break the connection off.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = request_id(Headers(scope=scope).get("x-request-id"))
        mark = REQUEST_ID.set(identity)
        reply = _Reply(send, identity)
        start = time.perf_counter()
        try:
            await self._app(scope, receive, reply)
        except Exception as error:  # the one boundary: whatever it is, the caller gets a problem and the log the place
            logger.error("unexpected", exc_info=error)
            if reply.status:
                raise
            await respond(Unexpected())(scope, receive, reply)
        finally:
            self._report(scope, reply.status, time.perf_counter() - start)
            REQUEST_ID.reset(mark)

    def _report(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in ("GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH") else "other"
        self._metrics.request(method, route, status, seconds)
        level = logging.DEBUG if route in ("/healthz", "/readyz", "/metrics") else logging.INFO
        logger.log(level, "request", extra={"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)})


class _Reply:
    """`send` that adds the headers and remembers the status; 0 until the reply has begun."""

    def __init__(self, send: Send, identity: str) -> None:
        self._send = send
        self._identity = identity
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self._identity
            for name, value in _SECURITY.items():
                headers.setdefault(name, value)
        await self._send(message)


class BodyLimit:
    """Stops reading a body at its limit, said in its length or not."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        if length.isdecimal() and int(length) > self._limit:
            await respond(BodyTooLarge(self._limit))(scope, receive, send)
            return
        read = 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                raise HTTPException(413, str(self._limit))
            return message

        await self._app(scope, bounded, send)


class PlainHosts:
    """Refuses names that a page on the web could have pointed at an open server; see `api.auth.is_plain_host`."""

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        self._app = app
        self._allowed = tuple(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and not is_plain_host(Headers(scope=scope).get("host", ""), self._allowed):
            await respond(HostRefused())(scope, receive, send)
            return
        await self._app(scope, receive, send)
