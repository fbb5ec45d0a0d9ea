"""Idempotency-Key: a write that is sent again is answered again, not done again."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from api.errors import KeyReused, RequestInvalid

T = TypeVar("T")

_KEPT = 256
"""Replies kept, the oldest forgotten first: adding twice changes nothing, so forgetting one costs a look at its articles."""

_MAX_KEY = 255
"""Characters of a key."""


class Replies(Generic[T]):
    """Replies to writes by caller and key, in this process' memory."""

    def __init__(self) -> None:
        self._done: OrderedDict[tuple[str, str], tuple[bytes, T]] = OrderedDict()
        self._running: set[tuple[str, str]] = set()

    async def once(self, caller: str, key: str | None, body: bytes, work: Callable[[], Awaitable[T]]) -> T:
        """The reply of `work`, or the one it gave when the same caller sent the same key and body before.

        Raises:
            KeyReused: If the key came with another body, or its first request is still being worked on.
        """
        if key is None:
            return await work()
        if not key or len(key) > _MAX_KEY or not key.isprintable():
            raise RequestInvalid((), f"Idempotency-Key: 1 to {_MAX_KEY} printable characters")
        name, digest = (caller, key), hashlib.sha256(body).digest()
        if name in self._done:
            return self._again(name, digest)
        if name in self._running:
            raise KeyReused("the first request with this key is still being worked on")
        self._running.add(name)
        try:
            reply = await work()
        finally:
            self._running.discard(name)
        self._keep(name, digest, reply)
        return reply

    def _again(self, name: tuple[str, str], digest: bytes) -> T:
        before, reply = self._done[name]
        if before != digest:
            raise KeyReused("it was used before with another body")
        return reply

    def _keep(self, name: tuple[str, str], digest: bytes, reply: T) -> None:
        self._done[name] = (digest, reply)
        if len(self._done) > _KEPT:
            self._done.popitem(last=False)
