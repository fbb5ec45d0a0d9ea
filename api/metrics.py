"""Numbers for operators: the only file that knows prometheus_client."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """One server's counters. None of them holds a word of a question, an article or a key."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter("sitrep_requests", "HTTP requests answered.", labels, registry=self._registry)
        self._seconds = Histogram(
            "sitrep_request_seconds", "Time from request to the last byte.", ("route",), buckets=_SECONDS, registry=self._registry
        )
        self._answers = Counter("sitrep_answers", "Questions asked, by outcome.", ("outcome",), registry=self._registry)
        self._verdicts = Counter("sitrep_added", "Articles sent over HTTP, by verdict.", ("verdict",), registry=self._registry)
        self._gauges = {
            name: Gauge(f"sitrep_{name}", words, registry=self._registry)
            for name, words in (
                ("articles", "Articles in the library."),
                ("passages", "Passages in the library."),
                ("generation", "The library's generation: it grows with every change."),
                ("busy", "Questions being worked on or waiting."),
            )
        }

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request; `route` is the path as declared, never as sent."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, outcome: str) -> None:
        """Count one answer: "answered", or the reason why not."""
        self._answers.labels(outcome).inc()

    def verdict(self, verdict: str) -> None:
        """Count one article sent."""
        self._verdicts.labels(verdict).inc()

    def text(self, gauges: dict[str, float]) -> bytes:
        """Everything in Prometheus' text format, with the present values of the gauges."""
        for name, value in gauges.items():
            self._gauges[name].set(value)
        return generate_latest(self._registry)
