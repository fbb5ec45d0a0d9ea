"""Every failure on every path is application/problem+json, with a code and the request's id."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.library import Library
from search.engine import Engine
from tests.api.conftest import MakeClient

JSON = {"Content-Type": "application/json"}
LONE_SURROGATE = '{"query": "\\ud800"}'

Case = tuple[str, str, dict[str, Any], int, str]

CASES: list[Case] = [
    # paths and methods
    ("GET", "/nothing", {}, 404, "path_absent"),
    ("GET", "/v1", {}, 404, "path_absent"),
    ("GET", "/v1/search/", {"params": {"q": "x"}}, 404, "path_absent"),
    ("POST", "/v2/search", {"json": {}}, 404, "path_absent"),
    ("DELETE", "/v1/search", {}, 405, "method_refused"),
    ("PUT", "/v1/search", {"json": {}}, 405, "method_refused"),
    ("GET", "/v1/ask", {}, 405, "method_refused"),
    ("PATCH", "/v1/articles/road", {"json": {}}, 405, "method_refused"),
    ("POST", "/healthz", {"json": {}}, 405, "method_refused"),
    ("GET", "/v1/verify", {}, 405, "method_refused"),
    # bodies
    ("POST", "/v1/search", {"content": b"{", "headers": JSON}, 422, "request_invalid"),
    ("POST", "/v1/search", {"content": b"", "headers": JSON}, 422, "request_invalid"),
    ("POST", "/v1/search", {"content": b"\xff\xfe", "headers": JSON}, 422, "request_invalid"),
    ("POST", "/v1/search", {"content": b"[" * 4000, "headers": JSON}, 422, "request_invalid"),
    (
        "POST",
        "/v1/search",
        {"content": b"query=x", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        415,
        "media_unsupported",
    ),
    ("POST", "/v1/search", {"content": b"{}", "headers": {"Content-Type": "text/plain"}}, 415, "media_unsupported"),
    ("POST", "/v1/ask", {"content": b"{}"}, 415, "media_unsupported"),
    ("POST", "/v1/articles", {"content": b"x" * 5000, "headers": JSON}, 413, "body_too_large"),
    ("POST", "/v1/search", {"content": iter([b"x" * 3000, b"x" * 3000]), "headers": JSON}, 413, "body_too_large"),
    # shapes
    ("POST", "/v1/search", {"json": {}}, 422, "request_invalid"),
    ("POST", "/v1/search", {"json": []}, 422, "request_invalid"),
    ("POST", "/v1/search", {"content": b"null", "headers": JSON}, 422, "request_invalid"),
    ("POST", "/v1/search", {"json": {"query": 1}}, 422, "request_invalid"),
    ("POST", "/v1/search", {"json": {"query": "x", "surprise": 1}}, 422, "request_invalid"),
    ("POST", "/v1/search", {"json": {"query": "x", "limit": 0}}, 422, "request_invalid"),
    ("POST", "/v1/search", {"json": {"query": "x", "limit": 101}}, 422, "request_invalid"),
    ("POST", "/v1/search", {"json": {"query": "x", "mode": "magic"}}, 422, "request_invalid"),
    ("POST", "/v1/search", {"json": {"query": "x", "facets": ["mood"]}}, 422, "request_invalid"),
    ("POST", "/v1/search", {"json": {"query": "x", "filters": {"outlet": "y"}}}, 422, "request_invalid"),
    ("POST", "/v1/search", {"json": {"query": "x", "filters": {"after": "2022-13-01"}}}, 422, "request_invalid"),
    ("POST", "/v1/search", {"json": {"query": "x", "filters": {"after": 1667260800}}}, 422, "request_invalid"),
    ("POST", "/v1/search", {"json": {"query": "x", "filters": {"after": "2022-11-01T00:00:00"}}}, 422, "request_invalid"),
    (
        "POST",
        "/v1/search",
        {"json": {"query": "x", "filters": {"after": "2022-11-02", "before": "2022-11-01"}}},
        422,
        "request_invalid",
    ),
    ("POST", "/v1/search", {"content": LONE_SURROGATE, "headers": JSON}, 422, "request_invalid"),
    ("GET", "/v1/search", {}, 422, "request_invalid"),
    ("GET", "/v1/search", {"params": {"q": "x", "surprise": "1"}}, 422, "request_invalid"),
    ("GET", "/v1/search", {"params": {"q": "x", "limit": "many"}}, 422, "request_invalid"),
    ("POST", "/v1/ask", {"json": {"question": "x", "stream": True}}, 422, "request_invalid"),
    ("POST", "/v1/verify", {"json": {"quote": "x", "article": "a", "url": "u"}}, 422, "request_invalid"),
    ("POST", "/v1/verify", {"json": {"quote": "x", "article": "nothing"}}, 404, "article_absent"),
    ("POST", "/v1/verify", {"json": {"quote": "!!!"}}, 422, "empty_query"),
    ("POST", "/v1/verify", {"json": {"quote": ""}}, 422, "request_invalid"),
    ("POST", "/v1/articles", {"json": []}, 422, "request_invalid"),
    ("POST", "/v1/articles", {"json": {"text": "not in a list"}}, 422, "request_invalid"),
    ("GET", "/v1/articles", {"params": {"limit": "0"}}, 422, "request_invalid"),
    # what was asked
    ("POST", "/v1/search", {"json": {"query": "  "}}, 422, "empty_query"),
    ("POST", "/v1/ask", {"json": {"question": ""}}, 422, "empty_query"),
    ("POST", "/v1/search", {"json": {"query": "word " * 700}}, 422, "query_too_long"),
    ("POST", "/v1/search", {"json": {"query": "x", "cursor": "made up"}}, 422, "cursor_expired"),
    ("POST", "/v1/search", {"json": {"query": "x after:yesterdayish"}}, 422, "invalid_filter"),
    ("GET", "/v1/articles", {"params": {"cursor": "***"}}, 422, "cursor_expired"),
    ("GET", "/v1/articles/nothing", {}, 404, "article_absent"),
    ("DELETE", "/v1/articles/nothing", {}, 404, "article_absent"),
]


@pytest.fixture
def small(shelf: Library, make_client: MakeClient) -> TestClient:
    """A server that takes bodies of 4,096 bytes at most."""
    return make_client(Engine(shelf), max_body_bytes=4096)


@pytest.mark.parametrize(("method", "path", "sent", "status", "code"), CASES)
def test_a_failure_is_a_problem_with_code_and_request_id(
    small: TestClient, method: str, path: str, sent: dict[str, Any], status: int, code: str
) -> None:
    """The whole table: status, media type, body, header."""
    reply = small.request(method, path, **sent)
    body = reply.json()
    assert (reply.status_code, body["code"]) == (status, code)
    assert reply.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "code", "request_id"} <= set(body)
    assert body["status"] == status
    assert body["type"] == f"urn:sitrep:problem:{code}"
    assert body["request_id"] == reply.headers["x-request-id"] != ""
    assert "Traceback" not in reply.text
    assert "<html" not in reply.text


def test_an_unknown_field_is_named(client: TestClient) -> None:
    """`errors` says where and what, and does not repeat what was sent."""
    body = client.post("/v1/search", json={"query": "x", "filters": {"otlets": ["secret source"]}}).json()
    assert body["errors"] == [{"field": "filters.otlets", "message": "Extra inputs are not permitted", "code": "extra_forbidden"}]
    assert "secret source" not in json.dumps(body)


@pytest.mark.parametrize(
    ("method", "path", "sent", "field"),
    [
        ("POST", "/v1/search", {"json": {"limit": 3}}, "query"),
        ("POST", "/v1/search", {"json": {"query": 5}}, "query"),
        ("POST", "/v1/search", {"content": b"null", "headers": JSON}, "body"),
        ("GET", "/v1/search", {"params": {"q": "x", "limit": "many"}}, "limit"),
    ],
)
def test_a_field_is_named_as_it_is_sent(client: TestClient, method: str, path: str, sent: dict[str, Any], field: str) -> None:
    """Also one that is called as a part of a request is: `query`."""
    assert client.request(method, path, **sent).json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/v1/ask", "POST"),
        ("PUT", "/v1/search", "GET, POST"),
        ("DELETE", "/v1/articles", "GET, POST"),
        ("PATCH", "/v1/articles/x", "GET, DELETE"),
        ("PATCH", "/v1/articles/a%2Fb", "GET, DELETE"),
    ],
)
def test_a_refused_method_says_which_are_taken(client: TestClient, method: str, path: str, allow: str) -> None:
    """RFC 9110: 405 carries `Allow`, with the methods of every route of the path."""
    reply = client.request(method, path, json={})
    assert reply.headers["allow"] == allow
    assert reply.json()["detail"] == f"this path answers to {allow}"


class _Broken:
    """An engine with a fault of ours in it."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def search(self, text: str, **_: Any) -> None:
        raise ZeroDivisionError(f"while looking at {text}")


def test_a_fault_of_ours_tells_nothing_of_its_inside(shelf: Library, make_client: MakeClient) -> None:
    """500 as a problem, with the headers of every reply, without the exception's words."""
    reply = make_client(_Broken(shelf)).post("/v1/search", json={"query": "secret question"}, headers={"X-Request-ID": "mine-1"})
    assert (reply.status_code, reply.json()["code"]) == (500, "internal")
    assert reply.headers["x-request-id"] == reply.json()["request_id"] == "mine-1"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "secret question" not in reply.text
    assert "ZeroDivision" not in reply.text


def test_before_the_library_is_open_questions_wait(shelf: Library, make_client: MakeClient) -> None:
    """503 with `Retry-After` while there is no engine; the process is alive all the same."""
    client = make_client(Engine(shelf))
    client.app.state.sitrep.opened = None  # type: ignore[attr-defined]
    reply = client.get("/readyz")
    assert (reply.status_code, reply.json()["code"], reply.headers["retry-after"]) == (503, "not_ready", "2")
    assert client.get("/healthz").status_code == 200
