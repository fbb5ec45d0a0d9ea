"""Search with JavaScript off."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.api.web.conftest import QUESTION, UNANSWERED, Visitor


def test_a_question_is_answered_cited_and_read(visitor: Visitor) -> None:
    """Typed, sent as a form, numbers lead to quotes, quotes to articles."""
    page = visitor(java_script_enabled=False).page
    base = visitor().base
    page.goto(base)
    page.get_by_role("searchbox").fill("what was said about Bakhmut supply routes")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".statements")).to_contain_text("0506 road")
    page.locator("a.cite").first.click()
    expect(page.locator("#c1")).to_be_in_viewport()
    page.get_by_role("link", name="Open in the article").first.click()
    expect(page.locator("article.whole mark.quote").first).to_be_in_viewport()


def test_filters_are_a_form_and_months_are_links(visitor: Visitor) -> None:
    """Applied by a button; chips take off."""
    one = visitor(java_script_enabled=False)
    page = one.page
    page.goto(one.base + "/?q=Bakhmut")
    page.locator(".outlets input").first.check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".chip", has_text="outlet")).to_be_visible()
    assert len(set(page.locator(".passage .outlet").all_inner_texts())) == 1
    page.get_by_role("link", name="Take off: outlet").click()
    page.get_by_text("Passages by month").click()
    page.get_by_role("link", name="April 2023", exact=True).click()
    expect(page.locator(".chip", has_text="published")).to_contain_text("1–30 April 2023")


@pytest.mark.parametrize("script", [True, False])
def test_what_was_left_out_of_a_question_is_told_where_nothing_answers_it(visitor: Visitor, script: bool) -> None:
    """The words in quotation marks stand nowhere, and without them there is no answer either."""
    one = visitor(java_script_enabled=script)
    one.page.goto(one.base + "/?q=" + quote('what did the football club of Marseille say about "the moon is made of cheese"'))
    expect(one.page.locator("#answer-title")).to_have_text("No answer that could be quoted")
    expect(one.page.locator(".withheld .note")).to_contain_text("word for word")


def test_an_abstention_and_an_error_are_pages(visitor: Visitor) -> None:
    """The reason in words; the error with its request id."""
    one = visitor(java_script_enabled=False)
    one.page.goto(one.base + UNANSWERED)
    expect(one.page.locator("#answer-title")).to_have_text("No answer that could be quoted")
    reply = one.page.goto(one.base + "/?q=" + "word+" * 500)
    assert reply is not None
    assert reply.status == 422
    expect(one.page.get_by_role("alert")).to_contain_text("at most 2000")


@pytest.mark.parametrize("path", [QUESTION, UNANSWERED, "/?q=Bakhmut&after=2023-04-01&outlet=Lantern+Daily+(sample)"])
def test_script_and_server_show_the_same(visitor: Visitor, path: str) -> None:
    """The same sentences, numbers, quotes, outlets and dates, so that neither may drift."""
    shown = []
    for enabled in (True, False):
        one = visitor(java_script_enabled=enabled)
        one.page.goto(one.base + path)
        expect(one.page.locator("#answer-title")).to_be_visible()
        page = one.page
        parts = [".statements p", "mark.quote", ".cited .words", ".cited .by", ".reason", ".near .words", ".chip .kind"]
        shown.append({part: [" ".join(text.split()) for text in page.locator(part).all_text_contents()] for part in parts})
    assert shown[0] == shown[1]
