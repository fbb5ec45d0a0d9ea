"""An HTTP server on a real port that answers each request as its script says: late, cut, wrongly, or not at all."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Act = Callable[[BaseHTTPRequestHandler], None]
"""What is done with one request."""


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    method: str
    path: str
    headers: Message
    body: bytes
    at: float


class _Quiet(ThreadingHTTPServer):
    """Says nothing about callers who hang up; some tests want them to."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Be quiet."""


class Misbehaving:
    """`script` what happens to the next requests; the last act is repeated. `seen` holds what came."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.left = threading.Event()
        self._acts: list[Act] = []
        self._server = _Quiet(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *told: object) -> None:
        self.left.set()
        self._server.shutdown()
        self._server.server_close()

    def script(self, *acts: Act) -> None:
        """What to do with the next requests."""
        self._acts = list(acts)

    def pauses(self) -> list[float]:
        """Seconds between the requests."""
        return [later.at - earlier.at for earlier, later in zip(self.seen, self.seen[1:], strict=False)]

    def hang(self, seconds: float = 5.0) -> Act:
        """No reply for a while."""
        return lambda _: _ignored(self.left.wait(seconds))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                outer.seen.append(Seen(self.command, self.path, self.headers, body, time.monotonic()))
                act = outer._acts.pop(0) if len(outer._acts) > 1 else outer._acts[0]
                act(self)

            do_GET = do_DELETE = do_POST  # noqa: N815 - the names are the base class's

            def log_message(self, format: str, *values: object) -> None:  # noqa: A002 - the name is the base class's
                """Be quiet."""

        return Handler


def reply(status: int, body: Any = None, **headers: str) -> Act:
    """A whole reply; bytes as they are, anything else as JSON."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()

    def act(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(0 if status == 204 else len(sent)))
        request.end_headers()
        request.wfile.write(b"" if status == 204 else sent)

    return act


def problem(status: int, code: str, **headers: str) -> Act:
    """An error as Sitrep tells it."""
    body = {"type": "urn:x", "title": "Refused", "status": status, "detail": "told", "code": code, "request_id": "its-own"}
    return reply(status, body, Content_Type="application/problem+json", **headers)


def cut(request: BaseHTTPRequestHandler) -> None:
    """Hang up without a reply."""
    request.close_connection = True
    request.connection.close()


def cut_body(request: BaseHTTPRequestHandler) -> None:
    """Promise more than is sent."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"half": ')
    request.close_connection = True


def stream(pieces: Iterable[bytes], *, whole: bool = True, content_type: str = "text/event-stream") -> Act:
    """A chunked reply, each piece in its own packet; not `whole`: the connection is closed in the middle."""

    def act(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", content_type)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        for piece in pieces:
            request.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            request.wfile.flush()
        if whole:
            request.wfile.write(b"0\r\n\r\n")
        request.close_connection = not whole

    return act


def slowly(pieces: Iterable[bytes], wait: threading.Event, seconds: float) -> Iterator[bytes]:
    """The pieces, with silence between them."""
    for piece in pieces:
        yield piece
        wait.wait(seconds)


def _ignored(_: object) -> None:
    return None
