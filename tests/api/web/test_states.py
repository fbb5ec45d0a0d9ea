"""Slow, failing, locked: states that are designed, not met by chance."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Page, Route, expect

from index.library import Library
from tests.api.web.conftest import QUESTION, UNANSWERED, Visitor, serving

KEY = "a-key-for-this-test"


@pytest.fixture(scope="module")
def keyed(seed_library: Library) -> Iterator[str]:
    """A server that asks for a key."""
    with serving(seed_library, api_keys=KEY) as base:
        yield base


def _ask(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")


def test_a_slow_answer_says_that_it_is_slow_while_passages_are_there(visitor: Visitor) -> None:
    """Bones at once, words after a moment and a half, passages as soon as they are found."""
    page = visitor().go("/")
    held: list[Route] = []
    page.route("**/v1/ask", lambda route: held.append(route))  # noqa: PLW0108 - Playwright wants a function of its own
    _ask(page, "Bakhmut")
    expect(page.locator(".bones")).to_be_visible()
    expect(page.locator("#further .passage").first).to_be_visible()
    expect(page.locator("#slow")).to_have_text("Still reading…", timeout=4000)
    held[0].continue_()
    expect(page.locator(".waiting")).to_have_count(0)


def test_a_server_that_is_gone_is_told_and_can_be_tried_again(visitor: Visitor) -> None:
    """The same question, answered once the server is back."""
    page = visitor().go("/")
    page.route("**/v1/**", lambda route: route.abort())
    _ask(page, "what was said about Bakhmut supply routes")
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached")
    page.unroute("**/v1/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#answer-title")).to_have_text("Answer")


def test_a_question_that_cannot_be_asked_is_told_with_its_request_id(visitor: Visitor) -> None:
    """Both by the script and by the server's own page."""
    page = visitor().go("/")
    _ask(page, "word " * 500)
    expect(page.get_by_role("alert")).to_contain_text("at most 2000")
    expect(page.get_by_role("alert").locator("code")).to_have_text(re.compile("[0-9a-f]{32}"))
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_a_later_question_wins_over_an_earlier_one(visitor: Visitor) -> None:
    """The reply to the first one comes late and is not shown."""
    page = visitor().go("/")
    held: list[Route] = []
    page.route("**/v1/ask", lambda route: held.append(route) if not held else route.continue_())
    _ask(page, "Mosul")
    page.wait_for_timeout(200)
    _ask(page, "what was said about Bakhmut supply routes")
    expect(page.locator(".statements")).to_contain_text("0506 road")
    held[0].abort()
    page.wait_for_timeout(100)
    expect(page.locator(".statements")).to_contain_text("0506 road")


def test_a_server_with_keys_asks_for_one_and_keeps_it_for_the_tab(visitor: Visitor, keyed: str) -> None:
    """Nothing is rendered without it; with it answer and article work, and it is never in an address."""
    one = visitor(base=keyed)
    assert "0506" not in httpx2.get(keyed + QUESTION).text
    page = one.go(QUESTION)
    page.get_by_label("Key").fill(KEY)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".statements")).to_contain_text("0506 road")
    page.get_by_role("link", name="Open in the article").first.click()
    expect(page.locator("article.whole mark.quote").first).to_be_visible()
    assert KEY not in "".join(one.requested)


def test_an_article_that_is_gone_is_told(visitor: Visitor, seeds: str) -> None:
    """With status 404 on a page for people."""
    assert httpx2.get(seeds + "/article?id=none").status_code == 404
    expect(visitor().go("/article?id=none").get_by_role("alert")).to_contain_text("none")


def test_printing_keeps_words_and_addresses_and_drops_the_tools(visitor: Visitor) -> None:
    """Quotes and sources stay, the box and the buttons go."""
    page = visitor().go(QUESTION)
    page.emulate_media(media="print")
    expect(page.locator(".statements")).to_be_visible()
    expect(page.locator("mark.quote").first).to_be_visible()
    for gone in ("#ask", "#beside", ".actions"):
        expect(page.locator(gone).first).to_be_hidden()


def test_an_abstention_prints_its_reason(visitor: Visitor) -> None:
    """It is an answer too."""
    page = visitor().go(UNANSWERED)
    page.emulate_media(media="print")
    expect(page.locator(".reason")).to_be_visible()
