"""GET, POST and DELETE on /v1/articles."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from index.library import Library
from index.storage.lock import WriterLock
from search.engine import Engine
from tests.api.articles import ARTICLES, ODD_ID, ROAD
from tests.api.conftest import MakeClient

NEW = {"id": "new", "title": "New", "published": "2024-02-03", "text": "A convoy reached Avdiivka at dawn, the governor said."}


@pytest.fixture
def writable(own_library: Library, make_client: MakeClient) -> TestClient:
    """A client of a server whose library this test may change."""
    return make_client(Engine(own_library))


def test_the_list_goes_through_all_articles_once(client: TestClient) -> None:
    """Pages by id, the last one without a cursor."""
    seen, cursor = [], None
    while True:
        page = client.get("/v1/articles", params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        seen += [article["id"] for article in page["articles"]]
        assert page["total"] == len(ARTICLES)
        if not (cursor := page["next_cursor"]):
            break
    assert seen == sorted(article.id for article in ARTICLES)


def test_an_article_is_read_with_its_text(client: TestClient) -> None:
    """The text that offsets count in, beside the card."""
    body = client.get("/v1/articles/road").json()
    assert body["text"] == ROAD.text
    assert body["passages"] == 1
    assert body["added_at"] == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize("way", [quote(ODD_ID, safe=""), quote(ODD_ID, safe="/")])
def test_an_id_may_hold_any_character(client: TestClient, way: str) -> None:
    """Slash, space, hash, question mark and letters beyond ASCII."""
    assert client.get(f"/v1/articles/{way}").json()["id"] == ODD_ID


def test_what_is_added_is_found(writable: TestClient) -> None:
    """Added, searched, read."""
    reply = writable.post("/v1/articles", json=[NEW])
    assert reply.status_code == 200
    assert reply.json()["verdicts"] == [{"n": 1, "id": "new", "verdict": "added", "passages": 1}]
    assert writable.post("/v1/search", json={"query": "Avdiivka convoy"}).json()["hits"][0]["article"]["id"] == "new"
    assert writable.get("/v1/articles/new").json()["published"] == "2024-02-03"


def test_each_item_gets_its_own_verdict(writable: TestClient) -> None:
    """Refused items name their reason and stop no other; order is the order sent."""
    writable.post("/v1/articles", json=[NEW])
    changed = NEW | {"id": "road", "text": "Something else was reported from the road."}
    items = [NEW, {"id": "bad", "title": "no text"}, changed, "not an object", NEW | {"id": "x", "surprise": 1}, {"text": " \n "}]
    reply = writable.post("/v1/articles", json=items).json()
    assert [one["verdict"] for one in reply["verdicts"]] == ["unchanged", "refused", "replaced", "refused", "refused", "refused"]
    assert [one["id"] for one in reply["verdicts"]] == ["new", "bad", "road", None, "x", None]
    assert "text or html" in reply["verdicts"][1]["reason"]
    assert "surprise" in reply["verdicts"][4]["reason"]
    assert (reply["added"], reply["unchanged"], reply["replaced"], reply["refused"]) == (0, 1, 1, 4)


def test_two_items_of_one_id_both_get_a_verdict(writable: TestClient) -> None:
    """The later one replaces the earlier."""
    reply = writable.post("/v1/articles", json=[NEW, NEW | {"text": "The convoy turned back at noon, the governor said."}]).json()
    assert [one["verdict"] for one in reply["verdicts"]] == ["added", "replaced"]
    assert "turned back" in writable.get("/v1/articles/new").json()["text"]


def test_what_is_removed_is_gone_everywhere(writable: TestClient) -> None:
    """Not read, not listed, not found, not cited; removing again is 404."""
    assert writable.delete("/v1/articles/road").status_code == 204
    assert writable.get("/v1/articles/road").status_code == 404
    assert "road" not in [one["id"] for one in writable.get("/v1/articles").json()["articles"]]
    assert "road" not in [
        hit["article"]["id"] for hit in writable.post("/v1/search", json={"query": "supply road Bakhmut"}).json()["hits"]
    ]
    assert writable.post("/v1/verify", json={"quote": "came under heavy fire"}).json()["verdict"] == "absent"
    assert writable.delete("/v1/articles/road").status_code == 404


def test_an_odd_id_can_be_removed(writable: TestClient) -> None:
    """Deleting takes any id that reading takes."""
    assert writable.delete(f"/v1/articles/{quote(ODD_ID, safe='')}").status_code == 204


def test_the_same_idempotency_key_gives_the_same_reply(writable: TestClient) -> None:
    """The second request changes nothing and says what the first one said."""
    header = {"Idempotency-Key": "batch-1"}
    first = writable.post("/v1/articles", json=[NEW], headers=header).json()
    again = writable.post("/v1/articles", json=[NEW], headers=header).json()
    assert again["verdicts"] == first["verdicts"] == [{"n": 1, "id": "new", "verdict": "added", "passages": 1}]
    assert again["request_id"] != first["request_id"]


def test_an_idempotency_key_with_another_body_is_refused(writable: TestClient) -> None:
    """409, and nothing is added."""
    header = {"Idempotency-Key": "batch-1"}
    writable.post("/v1/articles", json=[NEW], headers=header)
    reply = writable.post("/v1/articles", json=[NEW | {"id": "other"}], headers=header)
    assert (reply.status_code, reply.json()["code"]) == (409, "key_reused")
    assert writable.get("/v1/articles/other").status_code == 404


def test_a_library_that_another_writes_to_is_busy(own_library: Library, writable: TestClient) -> None:
    """503 with `Retry-After`, naming neither folder nor process."""
    with WriterLock(own_library.folder).hold("a test"):
        reply = writable.post("/v1/articles", json=[NEW])
    assert (reply.status_code, reply.json()["code"]) == (503, "library_busy")
    assert reply.headers["retry-after"] == "5"
    assert str(own_library.folder) not in reply.text
    assert "process " not in reply.text.replace("another process", "")
