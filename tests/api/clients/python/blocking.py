"""An asynchronous client that is waited for, so that one test body is run with both clients."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any, Self


class Blocking:
    """Anything of `AsyncClient`'s with its coroutines awaited, its iterators stepped and its `async with` entered."""

    def __init__(self, inner: Any, runner: asyncio.Runner) -> None:
        self._inner = inner
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found):
            return found
        return lambda *values, **named: self._waited(found(*values, **named))

    def __enter__(self) -> Self:
        return type(self)(self._wait(self._inner.__aenter__()), self._runner)

    def __exit__(self, *told: object) -> None:
        self._wait(self._inner.__aexit__(*told))

    def __iter__(self) -> Iterator[Any]:
        stepped = aiter(self._inner)
        end = object()
        while (item := self._wait(anext(stepped, end))) is not end:
            yield item

    def __repr__(self) -> str:
        return repr(self._inner)

    def _waited(self, value: Any) -> Any:
        if inspect.isawaitable(value):
            return self._wait(value)
        is_ours = hasattr(value, "__aiter__") or hasattr(value, "__aenter__")
        return Blocking(value, self._runner) if is_ours else value

    def _wait(self, value: Any) -> Any:
        async def awaited() -> Any:
            return await value

        return self._runner.run(awaited())
