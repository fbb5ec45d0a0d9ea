"""POST /v1/verify."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.articles import ROAD


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("The supply road to Bakhmut came under heavy fire", "exact"),
        ("the supply  road to Bakhmut came under heavy fire", "normalised"),
        ("The supply road to Bakhmut came under light fire", "near"),
        ("Nobody ever printed such words about anything at all", "absent"),
    ],
)
def test_a_quotation_gets_its_verdict(client: TestClient, quote: str, verdict: str) -> None:
    """Exact, up to typography, nearly, not at all."""
    assert client.post("/v1/verify", json={"quote": quote}).json()["verdict"] == verdict


def test_the_true_words_are_told(client: TestClient) -> None:
    """A match is the article's text between its offsets."""
    match = client.post(
        "/v1/verify", json={"quote": "The supply road to Bakhmut came under light fire", "article": "road"}
    ).json()["matches"][0]
    assert match["text"] == ROAD.text[match["start"] : match["end"]]
    assert "heavy" in match["text"]
    assert match["article"]["id"] == "road"
    assert 0.8 <= match["similarity"] < 1


def test_an_article_that_is_not_held_is_an_error(client: TestClient) -> None:
    """As where it is read; a mistyped id does not pass for words that nobody printed."""
    reply = client.post("/v1/verify", json={"quote": "The supply road to Bakhmut", "article": "raod"})
    told, read = reply.json(), client.get("/v1/articles/raod").json()
    assert (reply.status_code, told["code"], told["detail"]) == (404, "article_absent", read["detail"])


@pytest.mark.parametrize(
    ("quote", "words"), [("!!!", "the quote holds no word"), ("word " * 1001, "the quote has 5004 characters")]
)
def test_a_quotation_that_cannot_be_checked_is_told_as_one(client: TestClient, quote: str, words: str) -> None:
    """Not as a query."""
    detail = client.post("/v1/verify", json={"quote": quote}).json()["detail"]
    assert words in detail
    assert "query" not in detail
    assert "outlet" not in detail


def test_a_quotation_can_be_looked_for_by_address(client: TestClient) -> None:
    """By its own address it is there, by another's it is not."""
    quote = "Trucks waited for the night"
    assert client.post("/v1/verify", json={"quote": quote, "url": "https://sample.example/road"}).json()["verdict"] == "exact"
    assert client.post("/v1/verify", json={"quote": quote, "url": "https://sample.example/bridge"}).json()["verdict"] == "absent"
