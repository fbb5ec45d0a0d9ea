"""Everything by the keyboard alone."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.api.web.conftest import QUESTION, Visitor


def _tab_to(page: Page, selector: str, most: int = 80) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by {most} times Tab")


def test_ask_follow_a_number_open_the_article_and_come_back(visitor: Visitor) -> None:
    """From the empty page to the marked quote without a pointer."""
    page = visitor().go("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("what was said about Bakhmut supply routes")
    page.keyboard.press("Enter")
    expect(page.locator("#answer-title")).to_have_text("Answer")
    _tab_to(page, "a.cite")
    page.keyboard.press("Enter")
    expect(page.locator("#c1")).to_be_focused()
    _tab_to(page, ".cited footer a")
    page.keyboard.press("Enter")
    expect(page.locator("article.whole mark.quote").first).to_be_in_viewport()
    page.go_back()  # the browser's own key; without a window there is none
    expect(page.locator("#answer-title")).to_have_text("Answer")


def test_months_are_selected_with_arrow_keys(visitor: Visitor) -> None:
    """Shift with an arrow widens the span, Enter filters, the focus stays, Escape lifts the filter."""
    page = visitor().go("/?q=Bakhmut")
    _tab_to(page, ".picture svg")
    months = [one.get_attribute("id") for one in page.locator("[role=option]").all()[-2:]]
    page.keyboard.press("End")
    page.keyboard.press("Shift+ArrowLeft")
    assert page.locator("[role=option][aria-selected=true]").count() == 2
    page.keyboard.press("Enter")
    expect(page.locator(".chip", has_text="published")).to_be_visible()
    query = parse_qs(urlsplit(page.url).query)
    assert [f"m-{query['after'][0][:7]}", f"m-{query['before'][0][:7]}"] == months
    expect(page.locator(".picture svg")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".chip", has_text="published")).to_have_count(0)


def test_an_outlet_is_ticked_and_the_focus_stays_on_it(visitor: Visitor) -> None:
    """So that the next one is one Tab away."""
    page = visitor().go(QUESTION)
    _tab_to(page, ".outlets input")
    page.keyboard.press("Space")
    expect(page.locator(".chip", has_text="outlet")).to_be_visible()
    expect(page.locator(".outlets input").first).to_be_focused()


def test_a_slash_leads_to_the_box_and_the_first_link_skips_to_the_answer(visitor: Visitor) -> None:
    """What people who never touch a mouse expect."""
    page = visitor().go(QUESTION)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#view")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_focus_is_always_to_be_seen(visitor: Visitor) -> None:
    """Every stop on the way down the page has an outline or a change of its own."""
    page = visitor().go(QUESTION)
    for _ in range(25):
        page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert width != "none", page.evaluate("document.activeElement.outerHTML")
