"""A server that speaks the OpenAI chat protocol over real sockets, and misbehaves as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Request = dict[str, Any]
"""The parsed body of a chat completion request."""

Behaviour = Callable[[BaseHTTPRequestHandler, Request], None]
"""Writes the whole response."""


class OpenAIServer:
    """Listens on a free port of this machine while entered; remembers every request."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.requests: list[Request] = []
        self.paths: list[str] = []
        self.over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.requests.append(body)
                outer.paths.append(self.path)
                behaviour(self, body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  named so by the class above
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()


def evidence_of(request: Request) -> list[dict[str, Any]]:
    """The evidence as the model was given it."""
    found: list[dict[str, Any]] = json.loads(request["messages"][-1]["content"])["evidence"]
    return found


def completion(content: str | None, finish: str = "stop") -> bytes:
    """A well-formed response body."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return json.dumps(
        {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    ).encode()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, kind: str = "application/json") -> None:
    """One whole response."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def saying(write: Callable[[list[dict[str, Any]]], str], finish: str = "stop") -> Behaviour:
    """Answer properly with what `write` makes of the evidence."""
    return lambda handler, request: send(handler, completion(write(evidence_of(request)), finish))


def sending(body: bytes, status: int = 200, kind: str = "application/json") -> Behaviour:
    """Answer with these bytes."""
    return lambda handler, request: send(handler, body, status, kind)


def truncated(handler: BaseHTTPRequestHandler, request: Request) -> None:
    """Promise a thousand bytes, send a few, hang up."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"id": "c1", "choices": [')
    handler.close_connection = True


def hanging_up(handler: BaseHTTPRequestHandler, request: Request) -> None:
    """Close without a word."""
    handler.close_connection = True


def dripping(handler: BaseHTTPRequestHandler, request: Request) -> None:
    """A byte every twentieth of a second, for ten seconds: no read ever times out."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(200):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)
