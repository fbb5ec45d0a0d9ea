"""Server-sent events: named, numbered, with a heartbeat, so that a proxy or a phone keeps the line open while work is done."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from typing import Any, TypeVar

from starlette.responses import StreamingResponse

from api.errors import Unexpected
from api.problems import problem
from index.errors import SitrepError

logger = logging.getLogger(__name__)

T = TypeVar("T")
Event = tuple[str, Any]
"""A name and what is sent as JSON."""

HEARTBEAT_S = 15.0
"""Seconds of silence until a comment is sent; proxies commonly close a line after 30 to 60."""

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def wants_stream(accept: str | None) -> bool:
    """Whether the caller asked for events: `text/event-stream` named, and not with weight 0."""
    for part in (accept or "").lower().split(","):
        kind, *settings = [piece.strip() for piece in part.split(";")]
        if kind == "text/event-stream":
            return "q=0" not in settings
    return False


def encoded(number: int, name: str, data: Any) -> bytes:
    """One event on the wire. JSON holds no line ends, so one `data` line is always enough."""
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


async def stream(
    work: Awaitable[T],
    events: Callable[[T], Iterable[Event]],
    heartbeat_s: float = HEARTBEAT_S,
) -> AsyncGenerator[bytes]:
    """Comments while the work is done, then its events; an `error` event with a problem if it fails.

    When the caller goes away the work is cancelled: what still waits for a thread never starts.
    """
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=heartbeat_s))[0]:
            yield b": still working\n\n"
        try:
            found = task.result()
        except Exception as error:  # noqa: BLE001 - the status is sent: whatever it is must become an event
            yield encoded(1, "error", problem(_told(error)))
            return
        for number, (name, data) in enumerate(events(found), start=1):
            yield encoded(number, name, data)
    finally:
        task.cancel()


def _told(error: Exception) -> SitrepError:
    if isinstance(error, SitrepError):
        return error
    logger.error("unexpected", exc_info=error)
    return Unexpected()


def response(body: AsyncIterator[bytes]) -> StreamingResponse:
    """A reply that no cache keeps and no proxy holds back."""
    return StreamingResponse(body, media_type="text/event-stream", headers=HEADERS)
