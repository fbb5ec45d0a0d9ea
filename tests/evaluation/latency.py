"""Questions over HTTP to a real server, by one client and by eight: p50 and p95 of search and ask.

    python -m tests.evaluation.latency [--library DIR] [--requests 200] [--seconds 60]

The clients run on the same cores as the server and keep their connections. Each asks its next question as soon as it has the
answer to the last. A case ends after so many requests or seconds, whichever comes first; the first few requests do not count.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx2

from api.evaluate import read_questions
from api.terminal import line
from search import metrics
from tests.evaluation import corpus
from tests.evaluation.commands import serving
from tests.evaluation.libraries import BUILD
from tests.evaluation.processor import described

CLIENTS: Final = (1, 8)
_WARMING: Final = 5
_TIMEOUT_S: Final = 60.0


@dataclass(slots=True)
class Tally:
    """What one case took.

    Attributes:
        took_ms: By request, in the order they ended; `None` for one that was not answered 200.
    """

    took_ms: list[float | None] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def failures(self) -> int:
        """Requests that were not answered."""
        return self.took_ms.count(None)

    def words(self) -> str:
        """One line."""
        times = [one for one in self.took_ms if one is not None]
        if not times:
            return f"no answer, {self.failures} failures"
        p50, p95 = statistics.median(times), metrics.percentile(times, 0.95)
        rate = f"{len(times) / self.seconds:6.1f}/s"
        return f"p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   {rate}   ({len(times)} requests, {self.failures} failures)"


def main() -> int:
    """Start the server, put the questions, print; 1 if a request failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, default=BUILD / "library", help="default build/evaluation/library")
    parser.add_argument("--requests", type=int, default=200, metavar="N", help="a case at most (default 200)")
    parser.add_argument("--seconds", type=float, default=60, metavar="S", help="a case at most (default 60)")
    asked = parser.parse_args()
    line(described())
    with serving(asked.library) as server:
        line(f"ready after {server.ready_s:.1f} s")
        failures = sum(_told(server.address, *case, asked.requests, asked.seconds) for case in cases())
    line(f"server: peak memory {server.peak_mib:.0f} MiB")
    return 1 if failures else 0


def cases() -> Iterator[tuple[str, list[dict[str, Any]], int]]:
    """Path, bodies, clients."""
    questions = [one.text for one in read_questions(corpus.QUESTIONS)]
    for clients in CLIENTS:
        yield "/v1/search", [{"query": text, "limit": 10} for text in questions], clients
        yield "/v1/ask", [{"question": text} for text in questions], clients


def _told(address: str, path: str, bodies: Sequence[dict[str, Any]], clients: int, requests: int, seconds: float) -> int:
    load(address, path, bodies, clients=1, requests=_WARMING, seconds=seconds)
    tally = load(address, path, bodies, clients=clients, requests=requests, seconds=seconds)
    line(f"{path:12} {clients} client{'s' if clients > 1 else ' '}   {tally.words()}")
    return tally.failures


def load(address: str, path: str, bodies: Sequence[dict[str, Any]], *, clients: int, requests: int, seconds: float) -> Tally:
    """Put the bodies, over and over, by several clients at a time."""
    tally, numbers, began = Tally(), count(), time.perf_counter()

    def client() -> None:
        with httpx2.Client(base_url=address, timeout=_TIMEOUT_S) as http:
            while (number := next(numbers)) < requests and time.perf_counter() - began < seconds:
                tally.took_ms.append(_request(http, path, bodies[number % len(bodies)]))

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.seconds = time.perf_counter() - began
    return tally


def _request(http: httpx2.Client, path: str, body: dict[str, Any]) -> float | None:
    """Milliseconds until the whole answer was here; `None` if it was none."""
    began = time.perf_counter()
    try:
        reply = http.post(path, json=body)
    except httpx2.HTTPError:
        return None
    return (time.perf_counter() - began) * 1000 if reply.status_code == httpx2.codes.OK else None


if __name__ == "__main__":
    sys.exit(main())
