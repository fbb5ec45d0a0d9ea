"""Both clients against the real server on a real port; each test is run with each."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sitrep_client import (
    Answer,
    DoneEvent,
    Filters,
    Forbidden,
    InterpretedEvent,
    NewArticle,
    NotFound,
    RequestInvalid,
    Unauthenticated,
)

from tests.api.clients.python.conftest import READER, Make

ROADS = "what was said about Bakhmut supply routes"
APRIL = Filters(after=date(2023, 4, 1), before=date(2023, 4, 30))
AWKWARD = ["..", ".", "odd/id with spaces#and?marks&é", "https://sample.example/100%25 sure/?a=b#c", "a.b", "%2e%2e"]


def test_a_page_of_hits_has_facets_dates_and_what_was_understood(client: Any) -> None:
    """The filter is echoed as days; every hit lies within it."""
    found = client.search("Bakhmut", filters=APRIL, limit=3, facets=["outlet", "month"], explain=True)
    assert len(found) == 3
    assert [hit.rank for hit in found] == [1, 2, 3]
    assert found.interpreted.filters.after == date(2023, 4, 1)
    assert [count.value for count in found.facets["month"]] == ["2023-04"]
    assert found.total == sum(count.passages for count in found.facets["outlet"])
    assert all(hit.article.published.startswith("2023-04") and hit.why for hit in found)


def test_highlights_are_offsets_in_code_points(client: Any) -> None:
    """The highlighted words are the words asked for."""
    hit = client.search("Khromove", mode="keyword").hits[0]
    start, end = hit.highlights[0]
    assert hit.passage.text[start:end] == "Khromove"


def test_pages_join_without_gap_or_repetition(client: Any) -> None:
    """Iterating over small pages gives what one large page gives."""
    whole = client.search("Bakhmut", limit=100, per_article=0)
    small = list(client.search_iter("Bakhmut", page_size=3, per_article=0))
    assert len(small) == whole.total > 6
    assert [hit.passage.id for hit in small] == [hit.passage.id for hit in whole]
    assert len(list(client.search_iter("Bakhmut", page_size=3, most=5))) == 5
    pages = list(client.search_iter("Bakhmut", page_size=whole.total - 2).pages())
    assert [len(page) for page in pages] == [whole.total - 2, 2]


def test_an_answer_quotes_the_stored_text(client: Any) -> None:
    """Every citation is a slice of the article that it names."""
    answer = client.ask(ROADS)
    assert answer.answered
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        assert client.article(citation.article.id).text[citation.start : citation.end] == citation.quote


def test_no_answer_is_an_answer(client: Any) -> None:
    """It says why."""
    answer = client.ask(ROADS, filters={"after": "1990-01-01", "before": "1990-12-31"})
    assert not answer.answered
    assert answer.reason
    assert answer.text
    assert answer.citations == ()


def test_the_streamed_answer_is_the_whole_answer(client: Any) -> None:
    """Events in order, the last one with everything."""
    with client.ask_stream(ROADS, limit=3) as stream:
        events = list(stream)
        streamed: Answer = stream.answer()
    asked: Answer = client.ask(ROADS, limit=3)
    assert isinstance(events[0], InterpretedEvent)
    assert isinstance(events[-1], DoneEvent)
    assert [type(event).__name__ for event in events[1:-1]] == ["CitationEvent"] * 3 + ["StatementEvent"] * len(asked.statements)
    assert streamed.citations == asked.citations
    assert streamed.to_markdown() == asked.to_markdown()


def test_a_stream_may_be_left_early(client: Any) -> None:
    """And the client works on."""
    with client.ask_stream(ROADS) as stream:
        assert isinstance(next(iter(stream)), InterpretedEvent)
    assert client.info().articles > 0


@pytest.mark.parametrize("article_id", AWKWARD)
def test_an_article_comes_and_goes_under_any_id(client: Any, article_id: str) -> None:
    """Added, found unchanged, read, removed, gone."""
    sent = NewArticle(id=article_id, outlet="Courier", published="2023-05-02", text=f"The mayor of Sumy met {article_id!r}.")
    first, again = client.add(sent), client.add([sent])
    assert (first.added, again.unchanged) == (1, 1)
    kept = client.article(article_id)
    assert (kept.id, kept.published, kept.outlet) == (article_id, "2023-05-02", "Courier")
    assert kept.request_id
    client.remove(article_id)
    with pytest.raises(NotFound) as gone:
        client.article(article_id)
    assert (gone.value.status, gone.value.code) == (404, "article_absent")
    with pytest.raises(NotFound):
        client.remove(article_id)


def test_one_bad_article_keeps_no_other_out(client: Any) -> None:
    """Each has its verdict at its place; half a surrogate pair is the server's to refuse."""
    ids = [uuid4().hex, uuid4().hex]
    items = [{"id": ids[0], "text": "A convoy left Sumy."}, {"title": "no text"}, {"id": "x", "text": "\ud800"}]
    added = client.add([*items, {"id": ids[1], "text": "A convoy reached Sumy."}])
    assert [verdict.verdict for verdict in added.verdicts] == ["added", "refused", "refused", "added"]
    assert [verdict.n for verdict in added.verdicts] == [1, 2, 3, 4]
    assert "text" in added.verdicts[1].reason
    for article_id in ids:
        client.remove(article_id)


def test_the_same_key_gets_the_same_reply(client: Any) -> None:
    """The second request is answered from memory: it says "added" again and not "unchanged"."""
    article_id, key = uuid4().hex, uuid4().hex
    item = {"id": article_id, "text": "A convoy left Sumy."}
    assert [client.add(item, idempotency_key=key).added for _ in range(2)] == [1, 1]
    client.remove(article_id)


def test_all_articles_are_listed_once(client: Any) -> None:
    """Over pages of five, in the order of their ids."""
    cards = list(client.articles(page_size=5))
    pages = list(client.articles(page_size=5).pages())
    assert len(cards) == client.info().articles == pages[0].total
    assert [card.id for card in cards] == sorted(card.id for card in cards)
    assert sum(len(page) for page in pages) == len(cards)


def test_quotations_are_checked(client: Any) -> None:
    """Exact, typographically the same, nearly, and not at all."""
    quote = "one of the last two paved supply routes"
    assert client.verify(quote).verdict == "exact"
    assert client.verify(quote.replace(" ", "  ")).verdict == "normalised"
    near = client.verify("one of the final two paved supply routes left to the Ukrainian garrison")
    assert near.verdict == "near"
    assert quote in near.matches[0].text
    assert not client.verify("nobody has ever printed these words about anything").stands
    assert client.verify(quote, article=near.matches[0].article.id).stands


def test_wrong_fields_are_named(client: Any) -> None:
    """The error has status, code, id and faults."""
    with pytest.raises(RequestInvalid) as refused:
        client.search("Bakhmut", limit=1000)
    error = refused.value
    assert (error.status, error.code, error.faults[0].field) == (422, "request_invalid", "limit")
    assert error.request_id is not None
    assert error.request_id in str(error)
    with pytest.raises(RequestInvalid) as misspelt:
        client.search("Bakhmut", filters={"outlet": "Guardian"})
    assert misspelt.value.faults[0].field == "filters.outlet"


def test_keys_decide_what_is_allowed(make: Make, server_url: str) -> None:
    """None: 401; a reader's: searching yes, adding no."""
    with pytest.raises(Unauthenticated) as unknown:
        make(server_url).info()
    assert unknown.value.code == "unauthenticated"
    reader = make(server_url, api_key=READER)
    assert reader.info().articles > 0
    with pytest.raises(Forbidden) as forbidden:
        reader.add({"text": "A convoy left Sumy."})
    assert (forbidden.value.status, forbidden.value.code) == (403, "forbidden")
    with pytest.raises(Unauthenticated), make(server_url, api_key="wrong").ask_stream(ROADS) as stream:
        list(stream)
