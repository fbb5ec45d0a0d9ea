"""POST and GET /v1/search."""

from __future__ import annotations

from starlette.testclient import TestClient

from tests.api.articles import ODD_ID, ROAD


def test_a_hit_has_the_shape_of_the_contract(client: TestClient) -> None:
    """Every field of DESIGN §5, with the values that the article has."""
    found = client.post("/v1/search", json={"query": "supply road to Bakhmut"}).json()
    first = found["hits"][0]
    assert first["rank"] == 1
    assert isinstance(first["score"], float)
    assert first["passage"]["id"] == "road#0"
    assert first["passage"]["text"] == ROAD.text[first["passage"]["start"] : first["passage"]["end"]]
    assert first["article"] == {
        "id": "road",
        "url": "https://sample.example/road",
        "title": "Road under fire",
        "outlet": "Sample Courier",
        "authors": ["Sample Writer"],
        "published": "2023-04-07",
        "published_precision": "day",
        "published_found": "given",
        "language": "en",
    }
    assert "why" not in first
    assert set(found) == {"hits", "total", "interpreted", "next_cursor", "took_ms", "request_id"}


def test_highlights_are_spans_of_the_passage_text(client: TestClient) -> None:
    """The marked words are words of the query."""
    first = client.post("/v1/search", json={"query": "Bakhmut"}).json()["hits"][0]
    assert [first["passage"]["text"][start:end] for start, end in first["highlights"]] == ["Bakhmut"]


def test_a_link_finds_what_the_same_body_finds(client: TestClient) -> None:
    """GET and POST differ in nothing but their ids and times."""
    body = {
        "query": "trucks crossed",
        "filters": {"outlets": ["daily sample"], "after": "2022-11-01"},
        "limit": 3,
        "facets": ["outlet"],
    }
    posted = client.post("/v1/search", json=body).json()
    got = client.get(
        "/v1/search",
        params={"q": "trucks crossed", "outlet": "daily sample", "after": "2022-11-01", "limit": 3, "facet": "outlet"},
    ).json()
    for part in ("hits", "total", "facets", "interpreted"):
        assert got[part] == posted[part]
    assert [hit["article"]["id"] for hit in got["hits"]] == ["bridge"]


def test_what_was_understood_is_told(client: TestClient) -> None:
    """Operators of the query box come back resolved."""
    query = 'trucks "crossed it" -Odesa outlet:sample after:2022-10-01 before:2022-11-30'
    told = client.post("/v1/search", json={"query": query, "sort": "newest", "mode": "keyword"}).json()["interpreted"]
    assert told["phrases"] == ["crossed it"]
    assert told["without"] == ["Odesa"]
    assert told["filters"] == {
        "after": "2022-10-01",
        "before": "2022-11-30",
        "outlets": ["sample"],
        "without_outlets": [],
        "authors": [],
        "articles": [],
        "languages": [],
    }
    assert (told["mode"], told["sort"]) == ("keyword", "newest")


def test_both_ends_of_a_date_range_are_included(client: TestClient) -> None:
    """An article of 1 November 2022 passes a range of that one day; an undated one never does."""
    body = {"query": "trucks crossed", "filters": {"after": "2022-11-01", "before": "2022-11-01"}}
    assert [hit["article"]["id"] for hit in client.post("/v1/search", json=body).json()["hits"]] == ["bridge"]


def test_dates_keep_their_precision(client: TestClient) -> None:
    """Minute, month and unknown dates are written as far as they are known."""
    hits = client.post("/v1/search", json={"query": "said volunteers trucks farmers", "limit": 100, "per_article": 0}).json()[
        "hits"
    ]
    dates = {hit["article"]["id"]: (hit["article"]["published"], hit["article"]["published_precision"]) for hit in hits}
    assert dates["bridge"] == ("2022-11-01T09:30:00+00:00", "minute")
    assert dates["undated"] == (None, "unknown")
    assert dates[ODD_ID] == ("2022-12", "month")


def test_facets_come_only_when_asked_for(client: TestClient) -> None:
    """Counts by outlet, under their name."""
    body = {"query": "trucks crossed", "facets": ["outlet", "month"]}
    facets = client.post("/v1/search", json=body).json()["facets"]
    assert set(facets) == {"outlet", "month"}
    assert {"value", "passages", "articles"} == set(facets["outlet"][0])


def test_explain_adds_the_parts_of_each_score(client: TestClient) -> None:
    """`why` is there, and holds numbers."""
    first = client.post("/v1/search", json={"query": "Bakhmut", "explain": True}).json()["hits"][0]
    assert first["why"]
    assert all(isinstance(value, float) for value in first["why"].values())


def test_a_cursor_gives_the_next_page(client: TestClient) -> None:
    """Pages do not overlap, ranks go on, the last page has no cursor."""
    seen, cursor = [], None
    while True:
        page = client.post("/v1/search", json={"query": "said trucks", "limit": 1, "cursor": cursor}).json()
        seen += [(hit["rank"], hit["passage"]["id"]) for hit in page["hits"]]
        if not (cursor := page["next_cursor"]):
            break
    assert [rank for rank, _ in seen] == list(range(1, page["total"] + 1))
    assert len({passage for _, passage in seen}) == page["total"]


def test_a_cursor_of_another_query_is_refused(client: TestClient) -> None:
    """422 with its own code."""
    cursor = client.post("/v1/search", json={"query": "said trucks", "limit": 1}).json()["next_cursor"]
    reply = client.post("/v1/search", json={"query": "another", "limit": 1, "cursor": cursor})
    assert (reply.status_code, reply.json()["code"]) == (422, "cursor_expired")


def test_other_names_are_told_and_can_be_left_out(client: TestClient) -> None:
    """Another spelling finds Bakhmut and says so, unless `expand` is false."""
    told = [client.post("/v1/search", json={"query": "Bahmut", "expand": wish}).json()["interpreted"] for wish in (True, False)]
    assert [name.casefold() for name in told[0]["expansions"][0]["names"]] == ["bakhmut"]
    assert told[1]["expansions"] == []
