"""A light Sitrep server for tests of volume: the contract over real HTTP, every answer quoting its question."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.api.clients.slack import made

Json = dict[str, Any]


class _Server(ThreadingHTTPServer):
    """Says nothing about clients that were killed."""

    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Silent."""


class Archive:
    """Answers every question with one citation that repeats it; words in the question make it do other things."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.answers: dict[str, Json] = {}
        archive = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, reply = archive.reply(self.path, body)
                self._send(status, reply)

            def do_GET(self) -> None:
                self._send(200, made.INFO)

            def _send(self, status: int, reply: Json) -> None:
                raw = json.dumps(reply).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json" if status == 200 else "application/problem+json")
                self.send_header("X-Request-ID", "request-of-the-archive")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: Any) -> None:
                """Silent."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def reply(self, path: str, body: Json) -> tuple[int, Json]:
        """Status and body."""
        if path == "/v1/verify":
            return 200, made.verification(body["quote"])
        question = body["question"]
        self.asked[question] += 1
        if question in self.answers:
            return 200, self.answers[question]
        if "hangs" in question:
            time.sleep(30)
        if "refused" in question:
            return 422, {**made.PROBLEM, "status": 422, "title": "The request is not valid"}
        return 200, made.abstained() if "nothing" in question else made.answer([f"They said: {question}."])
