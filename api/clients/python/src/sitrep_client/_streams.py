"""An answer as it comes: iterate over its events, or take the whole of it with `answer()`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Iterator
from types import TracebackType
from typing import Self

import httpx2

from sitrep_client._answer import Answer
from sitrep_client._errors import StreamBroken
from sitrep_client._events import DoneEvent, Event, Feed, check, cut

Opened = tuple[httpx2.Response, str]
"""A reply that has begun, and the id of its request."""


class AnswerStream:
    """The events of one answer. Nothing is sent before the first is asked for; leaving the `with` block hangs up."""

    def __init__(self, opening: Callable[[], Opened]) -> None:
        self._events = self._read(opening)
        self._answer: Answer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __iter__(self) -> Iterator[Event]:
        return self._events

    def answer(self) -> Answer:
        """The whole answer; waits for it.

        Raises:
            StreamBroken: If the stream was left or broke off before.
        """
        for _ in self._events:
            pass
        return _whole(self._answer)

    def close(self) -> None:
        """Hang up."""
        self._events.close()

    def _read(self, opening: Callable[[], Opened]) -> Generator[Event]:
        response, request_id = opening()
        try:
            check(response, request_id)
            feed = Feed(request_id)
            for received in response.iter_bytes():
                for event in feed.take(received):
                    if isinstance(event, DoneEvent):
                        self._answer = event.answer
                    yield event
                    if self._answer is not None:
                        return
            raise feed.end()
        except httpx2.RequestError as error:
            raise cut(error, request_id) from error
        finally:
            response.close()


class AsyncAnswerStream:
    """The events of one answer. Nothing is sent before the first is asked for; leaving the `async with` block hangs up."""

    def __init__(self, opening: Callable[[], Awaitable[Opened]]) -> None:
        self._events = self._read(opening)
        self._answer: Answer | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    def __aiter__(self) -> AsyncIterator[Event]:
        return self._events

    async def answer(self) -> Answer:
        """The whole answer; waits for it.

        Raises:
            StreamBroken: If the stream was left or broke off before.
        """
        async for _ in self._events:
            pass
        return _whole(self._answer)

    async def close(self) -> None:
        """Hang up."""
        await self._events.aclose()

    async def _read(self, opening: Callable[[], Awaitable[Opened]]) -> AsyncGenerator[Event]:
        response, request_id = await opening()
        try:
            check(response, request_id)
            feed = Feed(request_id)
            async for received in response.aiter_bytes():
                for event in feed.take(received):
                    if isinstance(event, DoneEvent):
                        self._answer = event.answer
                    yield event
                    if self._answer is not None:
                        return
            raise feed.end()
        except httpx2.RequestError as error:
            raise cut(error, request_id) from error
        finally:
            await response.aclose()


def _whole(answer: Answer | None) -> Answer:
    if answer is None:
        raise StreamBroken("the stream was left before the answer was whole")
    return answer
