"""The same journeys on real reporting: long assessments, press releases, loss tables and pages of a dozen outlets.

The articles that judged questions are answered from, and some fifty others, are read from `../shared/eval`; none is kept.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote_plus, urlsplit

import httpx2
import pytest
from playwright.sync_api import Page, expect

from index.encoding.encoder import SentenceEncoder
from search.judging import folded
from tests.api.web.conftest import Visitor, drag_to_the_end, serving
from tests.api.web.test_axe import faults
from tests.conftest import made_library
from tests.shared import shared

ASKED = {
    "T1302 highway early June 2022 Nahirne Ukrainian artillery supply line to Lysychansk": "pushed Russian forces out of Nahirne",
    "Which Bolshoi dancer left Russia's top ballet company because of the invasion?": "Olga Smirnova",
    "Which Russian governor signed a deal with Pushilin in June 2022 to restore Mariupol's Left Bank district?": "Tula",
    "Karelia submarine Sineva launch strategic deterrence exercise February 2022 target": "Sineva",
}
"""Questions, and words that stand in the answer."""

AZOVSTAL = "what was said about the fighters inside Azovstal"
BEYOND = "who won the women's singles at the Wimbledon tennis tournament"


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some 200 articles as JSON lines."""
    with shared("eval/questions_dev.jsonl").open(encoding="utf-8") as lines:
        wanted = {one["doc"] for line in lines for one in json.loads(line).get("evidence", ())}
    with gzip.open(shared("eval/corpus.jsonl.gz"), "rt", encoding="utf-8") as lines:
        every = list(lines)
    kept = [line for at, line in enumerate(every) if json.loads(line)["id"] in wanted or at % 60 == 0]
    file = tmp_path_factory.mktemp("real") / "articles.jsonl"
    file.write_text("".join(kept), "utf-8")
    return file


@pytest.fixture(scope="module")
def real(articles: Path, encoder: SentenceEncoder) -> Iterator[str]:
    """A server over them."""
    for library in made_library(articles, articles.parent, encoder):
        with serving(library) as base:
            yield base


@pytest.fixture(scope="module")
def texts(articles: Path) -> dict[str, str]:
    """Every text as it came, by id."""
    return {one["id"]: one["text"] for one in map(json.loads, articles.read_text("utf-8").splitlines())}


def _at(question: str, **more: str) -> str:
    return "/?" + "&".join(f"{name}={quote_plus(value)}" for name, value in {"q": question, **more}.items())


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", folded(text))


@pytest.mark.parametrize("question", ASKED)
def test_a_question_is_answered_in_the_words_of_an_article(
    visitor: Visitor, real: str, texts: dict[str, str], question: str
) -> None:
    """Typed into the box; every sentence numbered; each quote stands in the article whose link is beside it."""
    page = visitor(base=real).go("/")
    page.get_by_role("searchbox").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("#answer-title")).to_have_text("Answer")
    expect(page.locator(".statements")).to_contain_text(ASKED[question])
    assert all(one.locator("a.cite").count() >= 1 for one in page.locator(".statements p").all())
    for mark in page.locator("mark.quote").all():
        card = page.locator("article.cited", has=mark)
        href = card.get_by_role("link", name="Open in the article").first.get_attribute("href") or ""
        article = parse_qs(urlsplit(href).query)["id"][0]
        words = mark.evaluate("e => [...e.childNodes].filter(n => n.nodeName !== 'SUP').map(n => n.textContent).join(' ')")
        assert _plain(words) in _plain(texts[article])


def test_a_number_leads_to_the_quote_in_a_long_article_and_to_the_source(visitor: Visitor, real: str) -> None:
    """An assessment of ten thousand characters: the quote is brought into view, the source is told its first words."""
    one = visitor(base=real)
    page = one.go(_at(next(iter(ASKED))))
    page.locator("a.cite").first.click()
    expect(page.locator("#c1")).to_be_in_viewport()
    page.locator(".cited").first.get_by_role("link", name="Open in the article").first.click()
    expect(page.locator("article.whole mark.quote").first).to_be_in_viewport()
    assert len(page.locator("article.whole").inner_text()) > 10_000
    source = page.get_by_role("link", name="At the source").get_attribute("href") or ""
    assert "#:~:text=" in source
    page.go_back()
    expect(page.locator("#answer-title")).to_have_text("Answer")


def test_outlets_and_dates_narrow_what_many_outlets_print(visitor: Visitor, real: str) -> None:
    """Dates on top of an outlet leave only what is both; reload keeps it, back lifts it.

    A count beside an outlet is of the candidates of the whole search: narrowed to the outlet at least as many are found.
    """
    one = visitor(base=real)
    page = one.go(_at(AZOVSTAL))
    rows = page.locator(".outlets label.row")
    assert rows.count() >= 3
    label, count = rows.first.locator(".label").inner_text(), rows.first.locator(".count").inner_text()
    rows.first.get_by_role("checkbox").check()
    expect(page.locator(".chip", has_text=f"outlet {label}")).to_be_visible()
    one.settled()
    assert int(page.locator("#further-title").inner_text().split()[0]) >= int(count)
    assert set(page.locator(".passage:visible .outlet").all_inner_texts()) == {label}
    page.get_by_label("From", exact=True).fill("2022-05-01")
    expect(page.locator(".chip", has_text="from 1 May 2022")).to_be_visible()
    page.get_by_label("Until", exact=True).fill("2022-05-31")
    expect(page.locator(".chip", has_text="1–31 May 2022")).to_be_visible()
    one.settled()
    page.reload()
    one.settled()
    days = page.locator(".passage:visible time").all_inner_texts()
    assert days
    assert all(day.endswith("May 2022") for day in days)
    page.go_back()
    one.settled()
    assert "before" not in parse_qs(urlsplit(page.url).query)


def test_years_of_months_stand_in_the_picture_and_a_span_is_selected(visitor: Visitor, real: str) -> None:
    """2011 to 2026 in one picture; the last tenth of it becomes the filter."""
    page = visitor(base=real).go(_at("chemical weapons"))
    picture = page.locator(".picture svg")
    assert picture.get_by_role("option").count() >= 24
    drag_to_the_end(picture, 0.7)
    expect(page.locator(".chip", has_text="published")).to_be_visible()
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["after"][0] < asked["before"][0]


def test_exported_passages_are_the_articles_own_words(visitor: Visitor, real: str, texts: dict[str, str], tmp_path: Path) -> None:
    """Every row of the CSV stands in its article."""
    page = visitor(base=real).go(_at("Kherson airport strike"))
    total = int(page.locator("#further-title").inner_text().split()[0])
    with page.expect_download() as download:
        page.get_by_role("button", name="Export the passages as CSV").click()
    download.value.save_as(tmp_path / "rows.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "rows.csv").read_text("utf-8-sig"), newline="")))
    assert len(rows) == total > 50
    known = {_plain(text) for text in texts.values()}
    assert all(any(_plain(row["passage"]) in text for text in known) for row in rows[:60])


def test_silence_on_a_subject_that_nobody_reported(visitor: Visitor, real: str) -> None:
    """Said plainly, no citation, near misses below."""
    page = visitor(base=real).go(_at(BEYOND))
    expect(page.locator("#answer-title")).to_have_text("No answer that could be quoted")
    assert page.locator("a.cite").count() == 0
    expect(page.locator(".near")).not_to_have_count(0)


@pytest.mark.parametrize("width", [360, 1600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_real_pages_fit_and_axe_finds_nothing(visitor: Visitor, real: str, width: int, scheme: str) -> None:
    """Answer, abstention and a long article, narrow and wide, light and dark."""
    one = visitor(width=width, base=real, color_scheme=scheme)
    for path in (_at(next(iter(ASKED))), _at(BEYOND)):
        assert _fits(one.go(path), width)
        assert faults(one.page) == []
    one.go(_at(next(iter(ASKED)))).get_by_role("link", name="Open in the article").first.click()
    expect(one.page.locator("article.whole")).to_be_visible()
    assert _fits(one.page, width)
    assert faults(one.page) == []


def _fits(page: Page, width: int) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= width)


def test_without_script_the_same_answer_is_rendered(visitor: Visitor, real: str) -> None:
    """The server's own page holds the sentences that the script shows, in the same order."""
    question = next(iter(ASKED))
    page = visitor(base=real).go(_at(question))
    shown = [one.inner_text() for one in page.locator(".statements p").all()]
    plain = visitor(base=real, java_script_enabled=False).page
    plain.goto(real + _at(question))
    assert [one.inner_text() for one in plain.locator(".statements p").all()] == shown


def test_the_first_load_stays_small_where_articles_are_long(real: str) -> None:
    """One reply under 100 kB as sent, answer included."""
    with httpx2.stream("GET", real + _at(next(iter(ASKED))), headers={"accept-encoding": "gzip"}) as reply:
        assert sum(len(part) for part in reply.iter_raw()) < 100_000
