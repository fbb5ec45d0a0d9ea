"""axe-core over every state of the page, light and dark, wide and narrow."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.api.web.conftest import QUESTION, UNANSWERED, Visitor, without_ours

STATES = {
    "home": "/",
    "answer": QUESTION,
    "abstention": UNANSWERED,
    "filtered": "/?q=Bakhmut&after=2023-04-01&before=2023-04-30&outlet=Lantern+Daily+(sample)",
    "nothing": "/?q=outlet%3Anowhere",
    "error": "/?q=" + "word+" * 500,
    "article": "/article?id=wire-2023-04-07-bakhmut-0506&start=214&end=374#p214",
    "no article": "/article?id=none",
}


def faults(page: Page) -> list[str]:
    """What axe finds, one line each."""
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    found: Any = page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
    assert len(found["passes"]) >= 10
    return [f"{one['id']}: {json.dumps([node['html'][:200] for node in one['nodes'][:3]])}" for one in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(visitor: Visitor, state: str, scheme: str) -> None:
    """Best practices included."""
    assert faults(visitor(color_scheme=scheme).go(STATES[state])) == []


def test_axe_finds_nothing_on_a_narrow_page_with_its_filters_open(visitor: Visitor) -> None:
    """360 pixels."""
    page = visitor(width=360).go(QUESTION)
    page.locator("#filters > summary").click()
    expect(page.locator(".picture svg")).to_be_visible()
    assert faults(page) == []


def test_axe_finds_nothing_without_script(visitor: Visitor, seeds: str) -> None:
    """The server's own page, before the script has touched it."""
    one = visitor()
    without_ours(one.page)
    assert faults(one.go(QUESTION)) == []


def test_axe_finds_nothing_while_waiting_and_after_a_failure(visitor: Visitor) -> None:
    """States that pass quickly are looked at as well."""
    page = visitor().go("/")
    page.route("**/v1/ask", lambda route: None)
    page.get_by_role("searchbox").fill("Bakhmut")
    page.keyboard.press("Enter")
    expect(page.locator(".waiting")).to_be_visible()
    assert faults(page) == []
    page.unroute("**/v1/ask")
    page.route("**/v1/ask", lambda route: route.abort())
    page.get_by_role("searchbox").fill("Mosul")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == []
