"""POST /v1/ask, whole and streamed."""

from __future__ import annotations

from starlette.testclient import TestClient

from tests.api.articles import ROAD
from tests.api.sse_events import Event, events

QUESTION = {"question": "what did the ministry say about the supply road to Bakhmut"}


def streamed(client: TestClient, body: object) -> list[Event]:
    """The events of one question."""
    with client.stream("POST", "/v1/ask", json=body, headers={"Accept": "text/event-stream"}) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["x-accel-buffering"] == "no"
        return list(events(reply.iter_lines()))


def test_an_answer_has_the_shape_of_the_contract(client: TestClient) -> None:
    """Every citation is the article's own text between its offsets."""
    answer = client.post("/v1/ask", json=QUESTION).json()
    assert answer["status"] == "answered"
    assert answer["reason"] is None
    first = answer["citations"][0]
    assert first["verified"] is True
    assert first["n"] == 1
    assert first["article"]["id"] == "road"
    assert first["quote"] == ROAD.text[first["start"] : first["end"]]
    assert first["passage_id"] == "road#0"
    assert answer["statements"][0]["citations"] == [1]
    assert answer["near_misses"] == []
    assert 0 <= answer["confidence"] <= 1
    assert answer["warnings"] == []


def test_an_abstention_says_why_and_shows_the_nearest(client: TestClient) -> None:
    """No citation, a reason, near misses as hits."""
    answer = client.post("/v1/ask", json={"question": "who won the football match in Marseille"}).json()
    assert answer["status"] == "abstained"
    assert answer["reason"]
    assert answer["citations"] == []
    assert answer["text"]


def test_a_stream_ends_in_the_whole_answer(client: TestClient) -> None:
    """Interpreted first, then citations and statements, then `done`: the same answer as without a stream."""
    found = streamed(client, QUESTION)
    names = [event.name for event in found]
    whole = client.post("/v1/ask", json=QUESTION).json()
    assert names == ["interpreted", *["citation"] * len(whole["citations"]), *["statement"] * len(whole["statements"]), "done"]
    assert [event.id for event in found] == [str(number) for number in range(1, len(found) + 1)]
    for varying in ("took_ms", "request_id"):
        found[-1].data.pop(varying)
        whole.pop(varying)
    assert found[-1].data == whole
    assert [event.data for event in found if event.name == "citation"] == whole["citations"]


def test_a_question_that_cannot_be_asked_gets_its_status_also_as_a_stream(client: TestClient) -> None:
    """What fails at once is a problem, not a stream that begins well."""
    reply = client.post("/v1/ask", json={"question": " "}, headers={"Accept": "text/event-stream"})
    assert (reply.status_code, reply.json()["code"]) == (422, "empty_query")


def test_generating_without_a_model_gives_the_extractive_answer(client: TestClient) -> None:
    """`generate` true is no error where no model is configured."""
    plain = client.post("/v1/ask", json=QUESTION).json()
    wished = client.post("/v1/ask", json=QUESTION | {"generate": True}).json()
    assert wished["text"] == plain["text"]


def test_the_limit_bounds_the_citations(client: TestClient) -> None:
    """One citation when one is asked for."""
    answer = client.post("/v1/ask", json=QUESTION | {"limit": 1}).json()
    assert len(answer["citations"]) == 1
