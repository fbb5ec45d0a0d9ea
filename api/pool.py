"""Blocking work off the event loop: a fixed number of threads, a bounded queue, a time limit."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from api.errors import Saturated, TookTooLong

T = TypeVar("T")


class Pool:
    """Runs blocking calls in threads.

    Args:
        threads: Calls that run at the same time.
        queue: Calls that may wait for a thread.
        timeout_s: Seconds after which a caller is told that it took too long. A thread cannot be stopped: it stays counted
            as busy until its call returns.
    """

    def __init__(self, threads: int, queue: int, timeout_s: float, name: str = "sitrep") -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._room = threads + queue
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._busy = 0

    @property
    def busy(self) -> int:
        """Calls that run or wait."""
        return self._busy

    async def run(self, work: Callable[[], T], extra_s: float = 0.0) -> T:
        """What `work` returns; what it raises is raised here.

        Raises:
            Saturated: If the queue is full.
            TookTooLong: If it is not done within the time limit plus `extra_s`.
        """
        future = self._submit(work)
        limit = self._timeout_s + extra_s
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), limit)
        except TimeoutError as error:
            if future.done() and not future.cancelled():  # the work's own TimeoutError is not ours to rename
                raise
            raise TookTooLong(limit) from error

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._busy >= self._room:
                raise Saturated
            self._busy += 1
        future = self._executor.submit(contextvars.copy_context().run, work)
        future.add_done_callback(self._leave)
        return future

    def _leave(self, _: Future[T]) -> None:
        with self._lock:
            self._busy -= 1

    def close(self) -> None:
        """Let running calls finish, drop those that wait."""
        self._executor.shutdown(wait=True, cancel_futures=True)
