"""What a source yielded becomes the article that the library keeps."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from index.cleaning.prepare import prepare
from index.errors import SourceError
from index.types import Precision, RawArticle
from tests.shared import shared

NOW = datetime(2026, 11, 22, tzinfo=UTC)

COPIED = """Skip to main content

The Lake Herald

World | Europe | Analysis

Sign up for our newsletter and get the day's top stories

River Crossing Falls Quiet as Both Armies Dig In Near Orlivka

By Anna Kowalczyk and Tom van den Berg

Published March 3, 2024 | 5 min read

Both armies dug in along the river on Sunday, officers on the east bank said.

Photo: Soldiers rest beside a pontoon bridge. (Jan Novak/Reuters)

Both armies dug in along the river on Sunday, officers on the east bank said.

“Nobody crosses now,” said Captain Iryna Bondar. “We advertise our positions if we so much as light a stove.”

Advertisement

Read more: The long winter of the river towns

Bridges and Fords

The photo by a drone operator showed two broken spans, according to the regional administration.

Marko Bilyk is a writer who fled Orlivka in January; he told the newspaper that he had left his library behind.

About the author

Anna Kowalczyk is a Warsaw-based reporter who covers the war for The Lake Herald. Follow her on X @akowal.

Related stories

Grain ships wait for insurance

Mayor: no date for return

© 2024 The Lake Herald. All rights reserved."""


def copied(text: str) -> RawArticle:
    """A text file with nothing said about it."""
    return RawArticle(origin="page.txt", text=text)


def test_a_copied_page_is_parted_from_its_clutter() -> None:
    """Headline, authors, outlet and date are read, every sentence of the reporting is kept once, nothing else."""
    article = prepare(copied(COPIED), now=NOW)
    assert article.title == "River Crossing Falls Quiet as Both Armies Dig In Near Orlivka"
    assert article.authors == ("Anna Kowalczyk", "Tom van den Berg")
    assert article.outlet == "The Lake Herald"
    assert article.published is not None
    assert (article.published.iso(), article.published.found) == ("2024-03-03", "text")
    assert article.text.split("\n\n") == [
        "Both armies dug in along the river on Sunday, officers on the east bank said.",
        "“Nobody crosses now,” said Captain Iryna Bondar. “We advertise our positions if we so much as light a stove.”",
        "Bridges and Fords",
        "The photo by a drone operator showed two broken spans, according to the regional administration.",
        "Marko Bilyk is a writer who fled Orlivka in January; he told the newspaper that he had left his library behind.",
    ]


@pytest.mark.parametrize(
    ("name", "title", "day"),
    [
        ("000_af8307c4bd811f5d.txt", "Putin’s Ukraine War Fail: The Ukrainian Military Is At the Russian Border", "2022-05-16"),
        ("001_e7291d59bed81254.txt", "177,000 Dead: Putin Might Win In Bakhmut, But His Ukraine War is a Disaster", "2023-04-07"),
    ],
)
def test_the_two_real_seeds_are_read_as_people_would(name: str, title: str, day: str) -> None:
    """The date is counted from the day of the war; the section above the headline is not the headline."""
    original = (shared("seeds") / name).read_text("utf-8")
    article = prepare(copied(original), now=NOW)
    assert article.title == title
    assert article.authors == ("Stavros Atlamazoglou",)
    assert article.published is not None
    assert (article.published.iso(), article.published.precision, article.published.found) == (day, Precision.DAY, "conflict day")
    for clutter in (
        "Connect with us",
        "looking for?",
        "Image Credit",
        "Advertisement",
        "Columnist",
        "Biography",
        "Smart Bombs",
        "SOFREP",
    ):
        assert clutter not in article.text
    told = [" ".join(line.split()) for line in original.split("\n") if len(line.split()) > 7 and "Atlamazoglou" not in line]
    text = " ".join(article.text.split())
    assert [line for line in told if text.count(line) != 1] == [title] * told.count(title)


def test_the_headings_of_the_seeds_stay() -> None:
    """A passage shall know its heading."""
    text = prepare(copied((shared("seeds") / "001_e7291d59bed81254.txt").read_text("utf-8")), now=NOW).text
    assert [heading in text.split("\n\n") for heading in ("The Battle of Bakhmut Flares Up", "Russian Casualties")] == [
        True,
        True,
    ]


def test_a_body_handed_over_with_its_title_keeps_every_line_that_is_no_clutter() -> None:
    """Bylines and dates above it stay; what a page says of itself goes."""
    text = "Mason Grey and Ida Holt\n\nMay 15, 6:30 pm ET\n\nForces advanced \u200b\u200btoday.\n\nAdvertisement\n\nKey Takeaways"
    article = prepare(RawArticle(origin="a.jsonl:1", text=text, id="a-1", title=" Assessment ", published="2022-05-15"), now=NOW)
    assert article.text == "Mason Grey and Ida Holt\n\nMay 15, 6:30 pm ET\n\nForces advanced \u200b\u200btoday.\n\nKey Takeaways"
    assert (article.id, article.title, article.authors) == ("a-1", "Assessment", ("Mason Grey", "Ida Holt"))


def test_paragraphs_that_recur_in_the_reporting_stay() -> None:
    """Only a lead is printed twice by mistake; a report may say the same of two places."""
    again = "Russian forces made no confirmed advances here on Sunday."
    text = "\n\n".join(["North", again, *(f"Town {number} was shelled on Sunday night." for number in range(9)), "South", again])
    assert prepare(RawArticle(origin="a", text=text, title="T"), now=NOW).text.count(again) == 2


def test_a_lead_cut_short_above_the_picture_stands_once() -> None:
    """Pages print its beginning under the headline."""
    lead = "Shells fell on the harbour of Vedra for a third night, the mayor said on Thursday, and the road was closed."
    article = prepare(copied(f"Third Night of Shells on Vedra\n\n{lead[:60]}...\n\nPhoto: The harbour.\n\n{lead}"), now=NOW)
    assert (article.title, article.text) == ("Third Night of Shells on Vedra", lead)


def test_the_last_sentence_about_a_journalist_in_the_news_stays() -> None:
    """A biography is told apart from reporting: nobody says anything in it, and the news does not name its subject."""
    last = "Evan Holt is a journalist based in Vedra who was arrested in March, his lawyer said."
    article = prepare(
        copied(f"Reporter Held in Vedra\n\nThe court in Vedra met on Monday behind closed doors.\n\n{last}"), now=NOW
    )
    assert article.text.endswith(last)


def test_what_the_source_gives_is_believed_before_what_is_found() -> None:
    """Id, title, outlet, authors, date and language."""
    raw = RawArticle(
        origin="a.jsonl:1", text=COPIED, id="given", url="https://example.org/2020/01/02/a#x", title="Given", outlet="Given Post",
        authors=("Given Name",), published="2024-03-05T10:00:00Z", language="en-GB",
    )  # fmt: skip
    article = prepare(raw, now=NOW)
    assert (article.id, article.url, article.title) == ("given", "https://example.org/2020/01/02/a", "Given")
    assert (article.outlet, article.authors, article.language) == ("Given Post", ("Given Name",), "en")
    assert article.published is not None
    assert (article.published.iso(), article.published.found) == ("2024-03-05T10:00:00+00:00", "given")
    assert article.added_at == NOW


def test_a_bulletin_that_is_only_its_headline_is_kept() -> None:
    """Wires and channels send such."""
    raw = RawArticle(origin="wire.jsonl", title="Explosions heard in Kharkiv", text="Explosions heard in Kharkiv.")
    assert prepare(raw, now=NOW).text == "Explosions heard in Kharkiv."


@pytest.mark.parametrize("fault", ["<script type='application/ld+json'>" + "[" * 200_000 + "</script>", ""])
def test_pages_of_one_site_are_articles_of_their_own(fault: str) -> None:
    """Whatever its template says of all of them: that the front page is their address, or data that nests without end."""
    prose = "".join(f"<p>Both armies dug in along the river on Sunday, officers on bank {n} said to us.</p>" for n in range(4))
    ids = set()
    for number in (1, 2):
        html = f"<html><head>{fault}<link rel='canonical' href='https://site.example/'></head><body>{prose}</body></html>"
        ids.add(prepare(RawArticle(origin="p", html=html, url=f"https://site.example/news/{number}"), now=NOW).id)
    assert len(ids) == 2


def test_a_date_in_the_future_is_dropped_and_not_the_article() -> None:
    """The next source of a date is asked."""
    raw = RawArticle(origin="a", text="Prose enough to be an article here.", title="T", published="2027-01-01")
    assert prepare(raw, now=NOW).published is None
    dated = prepare(
        RawArticle(origin="a", text="x y z.", title="T", published="2027-01-01", url="https://e.org/2022/05/16/a"), now=NOW
    )
    assert dated.published is not None
    assert (dated.published.iso(), dated.published.found) == ("2022-05-16", "url")
    assert dated.outlet == "e.org"


@pytest.mark.parametrize("text", ["", " \n\n ", "Advertisement\n\nShare this", "***\n\n—"])
def test_what_holds_nothing_readable_is_refused_with_its_origin(text: str) -> None:
    """The refusal says where."""
    with pytest.raises(SourceError, match=re.escape("page.txt: nothing readable remains")) as refused:
        prepare(copied(text), now=NOW)
    assert refused.value.origin == "page.txt"


@pytest.mark.parametrize("html", ["", "<html><body><nav><a href='/'>Home</a></nav></body></html>"])
def test_a_page_without_reporting_is_refused(html: str) -> None:
    """A menu is no article."""
    with pytest.raises(SourceError):
        prepare(RawArticle(origin="page.html", html=html), now=NOW)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Both armies dug in along the river on Sunday, and the officers of the east bank said that it was quiet for the day.",
            "en",
        ),
        (
            "Сьогодні на сході країни було чутно вибухи, і про це також сказав мер, але не уточнив, що це було та як довго.",
            "uk",
        ),
        (
            "Сегодня на востоке страны были слышны взрывы, и об этом также сказал мэр, но не уточнил, что это было и как долго.",
            "ru",
        ),
        ("Kyiv Kharkiv Odesa.", None),
    ],
)
def test_the_language_is_told_by_its_small_words(text: str, code: str | None) -> None:
    """A text too short to tell has none."""
    assert prepare(RawArticle(origin="a", text=text, title="T"), now=NOW).language == code
