"""Log lines: JSON, with the request's id, without what was asked."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from api import logs
from index.library import Library
from search.engine import Engine
from tests.api.conftest import MakeClient

SECRET = "zugzwang at dawn"
"""Words that stand in no article and no path: wherever they are met, a question has leaked."""


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the server logs; logging is put back afterwards."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    stream = io.StringIO()
    logs.configure("debug", stream=stream)
    logging.getLogger("httpx2").setLevel("WARNING")  # the client's own lines, which hold addresses, are not the server's
    yield stream
    root.handlers[:], level = before
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """The log as objects; fails if a line is none."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


class _Leaky:
    """An engine that fails with the question in its words."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def search(self, text: str, **_: Any) -> None:
        raise ValueError(f"cannot search {text}")


def test_each_request_is_one_line_with_its_id(shelf: Library, make_client: MakeClient, written: io.StringIO) -> None:
    """Method, path as declared, status, milliseconds."""
    make_client(Engine(shelf)).get("/v1/articles/road", headers={"X-Request-ID": "abc-1"})
    (line,) = [one for one in lines(written) if one["message"] == "request"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/articles/{article_id:path}", 200)
    assert line["request_id"] == "abc-1"
    assert line["ms"] >= 0
    assert "road" not in written.getvalue()


def test_no_question_is_ever_logged(shelf: Library, make_client: MakeClient, written: io.StringIO) -> None:
    """Asked in every way, answered, refused and failed: the words are nowhere in the log."""
    client = make_client(Engine(shelf))
    client.post("/v1/search", json={"query": SECRET})
    client.get("/v1/search", params={"q": SECRET})
    client.get("/v1/search", params={"q": SECRET, "surprise": SECRET})
    client.post("/v1/ask", json={"question": SECRET})
    client.post("/v1/ask", json={"question": SECRET}, headers={"Accept": "text/event-stream"})
    client.post("/v1/verify", json={"quote": SECRET})
    client.post("/v1/search", json={"query": f"{SECRET} after:never"})
    make_client(_Leaky(shelf)).post("/v1/search", json={"query": SECRET})
    assert len([one for one in lines(written) if one["message"] == "request"]) == 8
    assert "zugzwang" not in written.getvalue().casefold()


def test_a_fault_is_logged_with_its_class_and_place(shelf: Library, make_client: MakeClient, written: io.StringIO) -> None:
    """What an operator needs, and still not the question."""
    reply = make_client(_Leaky(shelf)).post("/v1/search", json={"query": SECRET})
    (line,) = [one for one in lines(written) if one.get("error")]
    assert line["error"] == "ValueError"
    assert any("test_logs.py" in step for step in line["where"])
    assert line["request_id"] == reply.json()["request_id"]


def test_questions_can_be_logged_when_the_operator_says_so() -> None:
    """Then an exception's words are kept."""
    line = json.loads(logs.JsonLines(questions=True).format(record(ValueError(SECRET))))
    assert line["error_text"] == SECRET
    assert "error_text" not in json.loads(logs.JsonLines().format(record(ValueError(SECRET))))


def record(error: Exception) -> logging.LogRecord:
    """A record of an exception."""
    return logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", None, (type(error), error, None))


def test_a_line_end_in_a_message_stays_inside_its_line() -> None:
    """Nobody can forge a second line."""
    made = logging.LogRecord("x", logging.INFO, __file__, 1, 'a\n{"level": "forged"}', None, None)
    assert "\n" not in logs.JsonLines().format(made)
