"""For operators: health, metrics, figures, the front door."""

from __future__ import annotations

from starlette.testclient import TestClient

from tests.api.articles import ARTICLES


def test_health_and_readiness_are_ok(client: TestClient) -> None:
    """A server with an open library."""
    assert client.get("/healthz").json() == client.get("/readyz").json() == {"status": "ok"}


def test_info_tells_what_the_library_holds(client: TestClient) -> None:
    """Counts, dates, encoder, version; not where it lies."""
    info = client.get("/v1/info").json()
    assert (info["articles"], info["undated"]) == (len(ARTICLES), 1)
    assert (info["oldest"], info["newest"]) == ("2022-11-01", "2023-04-07")
    assert info["model"] == "hash-of-words"
    assert info["generator"] is None
    assert info["version"]
    assert "library" not in info


def test_metrics_are_prometheus_text_with_the_librarys_figures(client: TestClient) -> None:
    """Gauges and counters, each with its type."""
    client.post("/v1/ask", json={"question": "who won the football match in Marseille"})
    reply = client.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert f"sitrep_articles {float(len(ARTICLES))}" in reply.text
    assert "# TYPE sitrep_request_seconds histogram" in reply.text
    assert 'sitrep_answers_total{outcome="' in reply.text


def test_the_front_door_is_a_page(client: TestClient) -> None:
    """HTML; what stands on it and what it may load, the tests of the page check."""
    reply = client.get("/")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/html")
    assert "<title>" in reply.text
