"""Whatever is sent, the reply is JSON or a problem, and never a fault of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.loading import load_settings
from index.library import Library
from search.engine import Engine

NAMES = st.sampled_from(
    ["query", "question", "quote", "filters", "limit", "cursor", "mode", "facets", "sort", "explain", "generate", "article"]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["2022-11-01", "hybrid", "newest", "outlet"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
TEXTS = st.text(max_size=200) | st.lists(
    st.sampled_from(
        [
            '"',
            "-",
            "(",
            ")",
            "after:",
            "before:2022",
            "outlet:",
            "Bakhmut",
            "road",
            "last week",
            "day 82",
            "\x00",
            "*",
            "~",
            "\u202e",
            "’",
        ]
    ),
    max_size=12,
).map(" ".join)


@pytest.fixture(scope="module")
def fuzzed(shelf: Library) -> Iterator[TestClient]:
    """A client whose server would raise its own faults as 500."""
    with TestClient(
        create_app(load_settings(), Engine(shelf)), base_url="http://localhost", raise_server_exceptions=False
    ) as client:
        yield client


def sound(reply: Any) -> None:
    """200, or a problem below 500."""
    assert reply.status_code < 500, reply.text
    if reply.status_code != 200:
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json()["code"]


many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(path=st.sampled_from(["/v1/search", "/v1/ask", "/v1/verify"]), body=JSON)
def test_any_json_is_answered(fuzzed: TestClient, path: str, body: Any) -> None:
    """Every shape that JSON can have."""
    sound(fuzzed.post(path, content=json.dumps(body), headers={"Content-Type": "application/json"}))


@many
@given(path=st.sampled_from(["/v1/search", "/v1/ask", "/v1/verify"]), body=st.binary(max_size=60))
def test_any_bytes_are_answered(fuzzed: TestClient, path: str, body: bytes) -> None:
    """Also what is no JSON at all."""
    sound(fuzzed.post(path, content=body, headers={"Content-Type": "application/json"}))


@many
@given(text=TEXTS)
def test_any_text_can_be_searched_asked_and_checked(fuzzed: TestClient, text: str) -> None:
    """Operators in every order, control characters, nothing at all."""
    sound(fuzzed.post("/v1/search", json={"query": text, "facets": ["outlet"], "explain": True}))
    sound(fuzzed.get("/v1/search", params={"q": text}))
    sound(fuzzed.post("/v1/ask", json={"question": text}))
    sound(fuzzed.post("/v1/verify", json={"quote": text}))


@many
@given(text=st.text(min_size=1, max_size=40))
def test_any_id_and_any_cursor_are_answered(fuzzed: TestClient, text: str) -> None:
    """Ids in the path, ids in filters, cursors that were never given."""
    try:
        way = quote(text, safe="")
    except UnicodeEncodeError:
        return
    sound(fuzzed.get(f"/v1/articles/{way}"))
    sound(fuzzed.get("/v1/articles", params={"cursor": text}))
    sound(fuzzed.post("/v1/search", json={"query": "road", "cursor": text, "filters": {"articles": [text], "outlets": [text]}}))
