"""The tools over HTTP: keys and limits as for `serve`, one JSON reply a call, no sessions to lose at a restart."""

from __future__ import annotations

from typing import Any, Final

from mcp.server import Server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Connection

from api.auth import Keys, Scope, parse_keys
from api.errors import ApiError
from api.limits import Limiter
from api.metrics import Metrics
from api.middleware import Around
from api.problems import respond
from api.settings import Settings

PATH: Final = "/mcp"

_OWN: Final = ("127.0.0.1", "localhost", "[::1]")


def create_app(server: Server[Any], settings: Settings) -> Starlette:
    """The application: `PATH` answers to the protocol, nothing else is there."""
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=settings.max_body_bytes,
        transport_security=hosts(settings),
    )
    app.add_middleware(Admission, keys=parse_keys(settings.keys), limiter=Limiter(settings.rate_per_minute))
    app.add_middleware(Around, metrics=Metrics())
    return app


def hosts(settings: Settings) -> TransportSecuritySettings:
    """Which names requests may come by and which pages may send them.

    A page on the web can point a name of its own at this machine, but it has no key: without keys only our own names are
    answered to and those of SITREP_ALLOWED_HOSTS; with keys, any name unless that setting lists some.
    """
    named = [name.strip().lower() for name in settings.allowed_hosts.split(",") if name.strip()]
    bound = f"[{settings.host}]" if ":" in settings.host else settings.host
    names = dict.fromkeys([*_OWN, bound, *named])
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=bool(named) or not (parse_keys(settings.keys) or settings.allow_open),
        allowed_hosts=[form for name in names for form in (name, f"{name}:*")],
        allowed_origins=[f"{scheme}://{form}" for name in names for form in (name, f"{name}:*") for scheme in ("http", "https")],
    )


class Admission:
    """Lets in whoever has a key that may read, where keys are set, as often as the settings allow."""

    def __init__(self, app: ASGIApp, keys: Keys, limiter: Limiter) -> None:
        self._app = app
        self._keys = keys
        self._limiter = limiter

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            address = scope["client"][0] if scope.get("client") else ""
            try:
                caller = self._keys.admit(Headers(scope=scope).get("authorization"), Scope.READ, address)
                self._limiter.take(caller.name)
            except ApiError as error:
                await respond(error)(scope, receive, send)
                return
        await self._app(scope, receive, send)
