"""How often one caller may ask: a token bucket each, the least recently used forgotten first."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from api.errors import RateLimited

_CALLERS = 10_000
"""Buckets kept; a bucket is 100 bytes, and one that is forgotten starts full, which errs on the caller's side."""


class Limiter:
    """Refuses callers above a number of requests a minute; a minute's worth may come at once."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> None:
        """Count one request.

        Raises:
            RateLimited: If the caller has none left; it says in how many seconds one is back.
        """
        if not self._per_minute:
            return
        now = self._clock()
        left, since = self._buckets.pop(caller, (float(self._per_minute), now))
        left = min(self._per_minute, left + (now - since) * self._per_minute / 60)
        enough = left >= 1
        self._buckets[caller] = (left - 1 if enough else left, now)
        if len(self._buckets) > _CALLERS:
            self._buckets.popitem(last=False)
        if not enough:
            raise RateLimited(self._per_minute, math.ceil((1 - left) * 60 / self._per_minute))
