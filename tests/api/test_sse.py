"""Server-sent events: heartbeats, errors, callers who leave."""

from __future__ import annotations

import asyncio
import json

import pytest

from api import sse
from api.errors import Saturated
from tests.api.sse_events import events


async def _gathered(work: asyncio.Future[int], heartbeat_s: float) -> list[bytes]:
    return [part async for part in sse.stream(work, lambda number: [("done", {"number": number})], heartbeat_s=heartbeat_s)]


def test_silence_is_filled_with_comments() -> None:
    """A comment each heartbeat until the work is done; readers of events never see it."""

    async def scenario() -> list[bytes]:
        async def work() -> int:
            await asyncio.sleep(0.05)
            return 7

        return await _gathered(asyncio.ensure_future(work()), 0.02)

    parts = asyncio.run(scenario())
    assert parts[0] == b": still working\n\n"
    assert 2 <= len(parts) <= 4
    found = list(events(b"".join(parts).decode().split("\n")))
    assert [(event.id, event.name, event.data) for event in found] == [("1", "done", {"number": 7})]


def test_a_failure_after_the_beginning_is_an_event() -> None:
    """The same problem that a status would have carried."""

    async def scenario() -> list[bytes]:
        async def work() -> int:
            raise Saturated

        return await _gathered(asyncio.ensure_future(work()), 1)

    (event,) = events(b"".join(asyncio.run(scenario())).decode().split("\n"))
    assert event.name == "error"
    assert (event.data["status"], event.data["code"]) == (503, "saturated")


def test_a_fault_of_ours_is_an_event_too() -> None:
    """Without its words."""

    async def scenario() -> list[bytes]:
        async def work() -> int:
            raise ZeroDivisionError("secret question")

        return await _gathered(asyncio.ensure_future(work()), 1)

    sent = b"".join(asyncio.run(scenario())).decode()
    (event,) = events(sent.split("\n"))
    assert (event.name, event.data["code"]) == ("error", "internal")
    assert "secret" not in sent


def test_work_is_cancelled_when_the_reader_leaves() -> None:
    """Closing the stream stops what it waits for."""

    async def scenario() -> bool:
        work: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        stream = sse.stream(work, lambda _: [], heartbeat_s=0.01)
        assert await anext(stream) == b": still working\n\n"
        await stream.aclose()
        await asyncio.sleep(0)
        return work.cancelled()

    assert asyncio.run(scenario())


def test_no_text_can_end_an_event_early() -> None:
    """Line ends of every kind stay inside the JSON."""
    sent = sse.encoded(1, "statement", {"text": "a\n\nevent: forged\r\ndata: b\u2028c"}).decode()
    assert sent.count("\n") == 4
    assert json.loads(sent.split("data: ", 1)[1])["text"].startswith("a\n\nevent: forged")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/event-stream", True),
        ("application/json, Text/Event-Stream;q=0.9", True),
        ("text/event-stream;q=0", False),
        ("*/*", False),
        ("", False),
        (None, False),
    ],
)
def test_a_stream_comes_only_when_it_is_named(accept: str | None, expected: bool) -> None:
    """Browsers and command lines that accept anything get JSON."""
    assert sse.wants_stream(accept) is expected
