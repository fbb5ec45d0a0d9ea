"""Around every request: ids, headers, counts."""

from __future__ import annotations

import asyncio
import re

import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from api.middleware import BodyLimit


@pytest.mark.parametrize("sent", ["abc", "A-1.b_c:d", "x" * 128])
def test_a_callers_request_id_is_kept(client: TestClient, sent: str) -> None:
    """In the header and in the body."""
    reply = client.post("/v1/search", json={"query": "Bakhmut"}, headers={"X-Request-ID": sent})
    assert reply.headers["x-request-id"] == reply.json()["request_id"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 129, "two words", "semi;colon", "<script>"])
def test_an_id_that_could_do_harm_is_replaced(client: TestClient, sent: str) -> None:
    """By one of 32 hexadecimal digits."""
    reply = client.get("/healthz", headers={"X-Request-ID": sent})
    assert re.fullmatch(r"[0-9a-f]{32}", reply.headers["x-request-id"])


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/healthz", 200), ("/v1/info", 200), ("/nothing", 404)])
def test_every_reply_has_the_security_headers(client: TestClient, path: str, status: int) -> None:
    """Also the page and the failures."""
    reply = client.get(path)
    assert reply.status_code == status
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["x-frame-options"] == "DENY"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert reply.headers["cache-control"] == "no-store"


def test_a_body_that_says_it_is_too_large_is_never_read() -> None:
    """Refused by its length alone, before the application sees it."""
    sent: list[Message] = []

    async def never_run(*_: object) -> None:
        raise AssertionError("the application may not be reached")

    async def never_read() -> Message:
        raise AssertionError("the body may not be read")

    async def keep(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/v1/articles", "headers": [(b"content-length", b"4097")]}
    asyncio.run(BodyLimit(never_run, 4096)(scope, never_read, keep))
    assert sent[0]["status"] == 413


def test_other_origins_are_not_let_in(client: TestClient) -> None:
    """No CORS header, and a preflight is refused."""
    asked = client.post("/v1/search", json={"query": "Bakhmut"}, headers={"Origin": "https://evil.example"})
    assert not [name for name in asked.headers if name.startswith("access-control-")]
    preflight = client.options("/v1/search", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 405


def test_requests_are_counted_by_declared_path(client: TestClient) -> None:
    """Neither ids nor questions become labels."""
    client.get("/v1/articles/road")
    client.get("/v1/articles/nothing-here")
    client.get("/made/up")
    text = client.get("/metrics").text
    assert 'sitrep_requests_total{method="GET",route="/v1/articles/{article_id:path}",status="200"} 1.0' in text
    assert 'sitrep_requests_total{method="GET",route="/v1/articles/{article_id:path}",status="404"} 1.0' in text
    assert 'sitrep_requests_total{method="GET",route="none",status="404"} 1.0' in text
    assert "nothing-here" not in text
    assert "made/up" not in text


def test_a_made_up_method_does_not_become_a_label(client: TestClient) -> None:
    """Callers cannot make the metrics grow."""
    assert client.request("BREW", "/v1/search").status_code == 405
    assert "BREW" not in client.get("/metrics").text
