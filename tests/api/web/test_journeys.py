"""What people do on the search page, in Chromium, on the sample articles."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.api.web.conftest import QUESTION, UNANSWERED, Visitor, drag_to_the_end

ROAD = "the 0506 road, the main supply route by which Ukraine feeds and arms the garrison from the west"


def _query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_question_is_answered_with_numbered_sentences(visitor: Visitor) -> None:
    """Typed into the box; the answer on top, every sentence with its number, the address a link to it."""
    page = visitor().go("/")
    page.get_by_role("searchbox").fill("what was said about Bakhmut supply routes")
    page.keyboard.press("Enter")
    expect(page.locator("#answer-title")).to_have_text("Answer")
    for sentence in page.locator(".statements p").all():
        assert sentence.locator("a.cite").count() >= 1
    expect(page.locator(".statements")).to_contain_text(ROAD)
    assert _query(page) == {"q": ["what was said about Bakhmut supply routes"]}


def test_a_number_brings_its_quote_into_view_and_opens_it_in_the_article(visitor: Visitor) -> None:
    """Number, marked quote in its passage, article with its surroundings, source with a text fragment; and back again."""
    page = visitor().go(QUESTION)
    page.locator("a.cite").last.click()
    number = page.locator("a.cite").last.inner_text()
    mark = page.locator(f"#c{number}")
    expect(mark).to_be_in_viewport()
    expect(mark).to_be_focused()
    assert page.url.endswith(f"#c{number}")
    quote = mark.inner_text().removesuffix(number)
    page.locator(".cited", has=mark).get_by_role("link", name="Open in the article").last.click()
    expect(page.locator("article.whole mark.quote").first).to_be_in_viewport()
    assert page.locator("article.whole mark.quote").first.inner_text() in quote
    assert len(page.locator("article.whole").inner_text()) > 3 * len(quote)
    source = page.get_by_role("link", name="At the source").get_attribute("href") or ""
    assert source.startswith("https://")
    assert "#:~:text=" in source
    page.go_back()
    expect(page.locator(".statements")).to_contain_text(ROAD)


def test_a_passage_that_is_cited_is_not_shown_twice(visitor: Visitor) -> None:
    """Cited passages stand once, above the others."""
    page = visitor().go(QUESTION)
    shown = [one.get_attribute("data-passage") for one in page.locator(".passage:visible").all()]
    assert len(shown) == len(set(shown)) > 5


def test_an_outlet_filters_answer_and_passages_and_the_others_stay_in_sight(visitor: Visitor) -> None:
    """A tick; the count beside it is the number of passages then found; reload and back keep the state."""
    one = visitor()
    page = one.go(QUESTION)
    rows = page.locator(".outlets label.row")
    before, label, count = rows.count(), rows.first.locator(".label").inner_text(), rows.first.locator(".count").inner_text()
    rows.first.get_by_role("checkbox").check()
    expect(page.locator("#further-title")).to_have_text(f"{count} passages")
    assert set(page.locator(".passage:visible .outlet").all_inner_texts()) == {label}
    assert rows.count() == before
    expect(page.locator(".chip", has_text=f"outlet {label}")).to_be_visible()
    assert _query(page)["outlet"] == [label]
    page.reload()
    expect(page.locator("#further-title")).to_have_text(f"{count} passages")
    page.go_back()
    one.settled()
    assert "outlet" not in _query(page)


def test_dates_filter_and_can_be_taken_off_again(visitor: Visitor) -> None:
    """From and until; the chip says the span and its cross removes it."""
    one = visitor()
    page = one.go("/?q=Bakhmut")
    page.get_by_label("From", exact=True).fill("2023-04-01")
    expect(page.locator(".chip")).to_contain_text(["from 1 April 2023"])
    page.get_by_label("Until", exact=True).fill("2023-04-30")
    expect(page.locator(".chip", has_text="published")).to_contain_text("1–30 April 2023")
    assert all(day.endswith("April 2023") for day in page.locator(".passage:visible time").all_inner_texts())
    page.get_by_role("link", name="Take off: published").click()
    expect(page.locator(".chip", has_text="published")).to_have_count(0)
    assert _query(page) == {"q": ["Bakhmut"]}


def test_what_was_understood_can_be_taken_off(visitor: Visitor) -> None:
    """Date words become a filter or go; other names go and come back."""
    one = visitor()
    page = one.go(QUESTION)
    page.get_by_role("link", name="only these days").click()
    expect(page.locator(".chip", has_text="published")).to_contain_text("1–30 April 2023")
    assert (_query(page)["after"], _query(page)["before"]) == (["2023-04-01"], ["2023-04-30"])
    page.go_back()
    one.settled()
    page.get_by_role("link", name="Take off: “in April 2023”").click()
    expect(page.locator(".chip", has_text="read as")).to_have_count(0)
    assert _query(page)["q"] == ["what was said about Bakhmut supply routes"]
    page.get_by_role("link", name="Take off: Bakhmut, also").click()
    expect(page.locator(".chip", has_text="other names left out")).to_be_visible()
    assert _query(page)["names"] == ["0"]


def test_a_span_of_months_is_selected_in_the_picture(visitor: Visitor) -> None:
    """Dragged over the last bars; whole months become the filter, the picture keeps the others."""
    page = visitor().go("/?q=Bakhmut")
    picture = page.locator(".picture svg")
    months = picture.get_by_role("option").count()
    last = (picture.get_by_role("option").last.get_attribute("id") or "").removeprefix("m-")
    drag_to_the_end(picture, 0.9)
    expect(page.locator(".chip", has_text="published")).to_be_visible()
    after, before = _query(page)["after"][0], _query(page)["before"][0]
    assert after.endswith("-01")
    assert before.startswith(last)
    expect(picture.get_by_role("option")).to_have_count(months)
    assert picture.locator("[aria-selected=true]").count() >= 2


def test_a_citation_is_copied_in_three_forms(visitor: Visitor) -> None:
    """Plain, Markdown, BibTeX; the button says that it is done."""
    one = visitor(permissions=["clipboard-read", "clipboard-write"])
    page = one.go(QUESTION)
    copied = []
    for form in ("Plain", "Markdown", "BibTeX"):
        page.get_by_role("button", name=f"Copy citation 1 as {form}").click()
        expect(page.locator("#live")).to_have_text("Copied to the clipboard.")
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    assert copied[0].startswith("“")
    assert copied[1].startswith("> ")
    assert copied[2].startswith("@online{")
    page.get_by_role("button", name="Copy the answer as Markdown").click()
    page.wait_for_timeout(50)
    assert "[1]" in page.evaluate("navigator.clipboard.readText()")


def test_the_passages_are_exported(visitor: Visitor, tmp_path: Path) -> None:
    """All of them, in three forms that other programs read."""
    page = visitor().go("/?q=Bakhmut")
    total = int(page.locator("#further-title").inner_text().split()[0])
    files = {}
    for form in ("CSV", "JSON", "Markdown"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Export the passages as {form}").click()
        download.value.save_as(tmp_path / form)
        files[form] = (tmp_path / form).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(files["CSV"], newline="")))
    hits = json.loads(files["JSON"])
    assert len(rows) == len(hits) == total
    assert rows[0]["passage"].splitlines() == hits[0]["passage"]["text"].splitlines()
    assert files["Markdown"].count("> — ") == total


def test_abstaining_says_what_was_looked_for_and_shows_the_nearest(visitor: Visitor) -> None:
    """No answer is a good answer; what merely shares words is folded away."""
    page = visitor().go(UNANSWERED)
    expect(page.locator("#answer-title")).to_have_text("No answer that could be quoted")
    expect(page.locator(".withheld")).to_contain_text("who won the football match in Marseille")
    assert page.locator("a.cite").count() == 0
    expect(page.locator(".near")).not_to_have_count(0)
    expect(page.locator("#further .passage:visible")).to_have_count(0)


def test_below_an_abstention_other_passages_wait_to_be_asked_for(visitor: Visitor) -> None:
    """They would look like an answer."""
    page = visitor().go("/?q=how+many+Russian+football+players+said+they+won+in+April")
    expect(page.locator("#answer-title")).to_have_text("No answer that could be quoted")
    expect(page.locator("#further .passage:visible")).to_have_count(0)
    page.get_by_role("button", name="Show passages").click()
    expect(page.locator("#further .passage:visible").first).to_be_visible()


def test_more_passages_are_added_below(visitor: Visitor) -> None:
    """Until there are no more."""
    page = visitor().go("/?q=Russian+forces+said")
    first = page.locator("#further .passage").count()
    page.get_by_role("button", name="Show more passages").click()
    expect(page.locator("#further .passage").nth(first)).to_be_attached()
    ids = [one.get_attribute("data-passage") for one in page.locator("#further .passage").all()]
    assert len(ids) == len(set(ids))


def test_sorting_by_date_puts_the_newest_first(visitor: Visitor) -> None:
    """And the address says so."""
    page = visitor().go("/?q=Bakhmut")
    page.get_by_label("Sort").select_option("newest")
    page.wait_for_url("**sort=newest*")
    expect(page.get_by_label("Sort")).to_have_value("newest")
    days = [one.get_attribute("datetime") or "" for one in page.locator("#further .passage time").all()]
    assert days == sorted(days, reverse=True)


def test_narrow_and_wide_pages_do_not_scroll_sideways(visitor: Visitor) -> None:
    """At 360 and at 1600 pixels, answer, abstention and article."""
    for width in (360, 1600):
        one = visitor(width=width)
        for path in ("/", QUESTION, UNANSWERED):
            assert one.go(path).evaluate("document.documentElement.scrollWidth") <= width
        one.go(QUESTION).get_by_role("link", name="Open in the article").first.click()
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width
