"""A port, an application on it, and a good end."""

from __future__ import annotations

import signal
import socket
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from api.auth import is_loopback, parse_keys
from api.errors import SettingsInvalid
from api.terminal import line

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from api.settings import Settings

_IDLE_S = 5
"""Seconds an idle connection is kept for its next request."""

_LEAVE_S = 10
"""Seconds that running requests get to finish after Ctrl-C or SIGTERM."""


def refuse_open(settings: Settings) -> None:
    """Keep a library without keys to its own machine.

    Raises:
        SettingsInvalid: If others could reach it, unless SITREP_ALLOW_OPEN says so.
    """
    if parse_keys(settings.keys) or settings.allow_open or is_loopback(settings.host):
        return
    raise SettingsInvalid(
        f"without keys anybody who reaches {settings.host} could read and write: set SITREP_API_KEYS, or SITREP_ALLOW_OPEN=true"
    )


def bind(host: str, port: int) -> socket.socket:
    """A socket bound to the address, not yet listening.

    Raises:
        SettingsInvalid: If that cannot be done.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # the protocol is named because asyncio switches Nagle's delay off only then: without it every reply takes 40 ms more
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host.strip("[]"), port))
    except OSError as error:
        bound.close()
        raise SettingsInvalid(f"cannot listen on {host} port {port}: {error.strerror or error}") from error
    return bound


def listen(app: ASGIApp, bound: socket.socket, path: str = "") -> None:
    """Answer on the socket until told to stop.

    Args:
        path: Where the application is, for the line that says where it listens.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_IDLE_S,
        timeout_graceful_shutdown=_LEAVE_S,
    )
    # uvicorn stops in good order and then raises the signal once more, which would end us before the library is closed
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    _Announcing(config, _address(bound) + path).run(sockets=[bound])


def _leave(_: int, __: FrameType | None) -> None:
    raise SystemExit(0)


def _address(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


class _Announcing(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's, then one line."""
        await super().startup(sockets)
        if self.started:
            line(f"Sitrep is listening on {self._address}")
