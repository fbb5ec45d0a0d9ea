"""The clients that measure a server: how often they ask, and what they count."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.evaluation.latency import Tally, load


class _Counting(ThreadingHTTPServer):
    """Answers every body but `{"question": "no"}`, and notes the bodies and the connections."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[str] = []
        self.connections: set[object] = set()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        assert isinstance(self.server, _Counting)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append(body["question"])
        self.server.connections.add(self.client_address)
        self.send_response(503 if body["question"] == "no" else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server names it
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[_Counting]:
    """A real server on this machine."""
    with _Counting() as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def _address(server: _Counting) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def test_so_many_requests_are_put_by_so_many_kept_connections(server: _Counting) -> None:
    """Forty requests by four clients, each with one connection, every question as often as the others."""
    tally = load(_address(server), "/v1/ask", [{"question": "a"}, {"question": "b"}], clients=4, requests=40, seconds=30)
    assert len(tally.took_ms) == 40
    assert tally.failures == 0
    assert (server.bodies.count("a"), server.bodies.count("b")) == (20, 20)
    assert len(server.connections) <= 4


def test_a_request_that_is_refused_counts_as_a_failure_and_not_as_fast(server: _Counting) -> None:
    """A server that refuses at once would otherwise look quick."""
    tally = load(_address(server), "/v1/ask", [{"question": "a"}, {"question": "no"}], clients=1, requests=10, seconds=30)
    assert tally.failures == 5
    assert "(5 requests, 5 failures)" in tally.words()


def test_time_bounds_a_case(server: _Counting) -> None:
    """No request is begun after its seconds are over."""
    assert load(_address(server), "/v1/ask", [{"question": "a"}], clients=2, requests=1000, seconds=0).took_ms == []


def test_a_server_that_is_not_there_is_all_failures() -> None:
    """Nothing hangs and nothing is raised."""
    tally = load("http://127.0.0.1:9", "/v1/ask", [{"question": "a"}], clients=1, requests=2, seconds=30)
    assert tally.took_ms == [None, None]
    assert tally.words() == "no answer, 2 failures"


def test_the_line_names_median_and_ninety_fifth_percentile() -> None:
    """Of 1 to 20 ms in half a second: 10.5, 19 and 40 a second."""
    words = Tally(took_ms=[float(value) for value in range(20, 0, -1)], seconds=0.5).words()
    assert words.split() == ["p50", "10.5", "ms", "p95", "19.0", "ms", "40.0/s", "(20", "requests,", "0", "failures)"]
