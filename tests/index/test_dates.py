"""Publication dates: as printed, in a page's words, by the day of the war."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from index.cleaning.dateline import in_page
from index.cleaning.dates import conflict_day, from_day, from_url, is_date_line, not_in_future, understand


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2022-05-16", "2022-05-16"),
        ("20220516", "2022-05-16"),
        ("2022-05-15T20:08:38-04:00", "2022-05-15T20:08:38-04:00"),
        ("2022-05-16T09:30:00.000+0000", "2022-05-16T09:30:00+00:00"),
        ("2022-05-16T00:00:00Z", "2022-05-16"),
        ("Mon, 16 May 2022 09:30:00 +0300", "2022-05-16T09:30:00+03:00"),
        ("1652693400", "2022-05-16T09:30:00+00:00"),
        ("12 February 2015", "2015-02-12"),
        ("April 5th, 2023 at 3:04 pm", "2023-04-05"),
        ("May 16, 2022, 9:30 AM ET", "2022-05-16"),
        ("24.08.2013", "2013-08-24"),
        ("25/04/2023", "2023-04-25"),
        ("May 2022", "2022-05"),
        ("2022-05", "2022-05"),
        ("16 травня 2022", "2022-05-16"),
        ("5 avril 2023", "2023-04-05"),
    ],
)
def test_a_printed_date_is_understood_to_its_own_precision(printed: str, iso: str) -> None:
    """The offset it was printed with stays, so that its day stays the day printed."""
    published = understand(printed, "given")
    assert published is not None
    assert (published.iso(), published.found) == (iso, "given")


@pytest.mark.parametrize(
    "printed", [None, "", "Monday", "yesterday", "3 days ago", "2022", "05/04/2023", "2022-02-30", "0001-01-01T00:00:00Z"]
)
def test_what_is_no_certain_day_or_month_is_not_guessed(printed: str | None) -> None:
    """Above all it never becomes today."""
    assert understand(printed, "given") is None


@pytest.mark.parametrize(
    ("url", "iso"),
    [
        ("https://example.org/2022/05/16/title", "2022-05-16"),
        ("https://example.org/world/2022/feb/23/title", "2022-02-23"),
        ("https://example.org/2022/5/6/title", "2022-05-06"),
        ("https://example.org/title-20220516", "2022-05-16"),
    ],
)
def test_a_date_in_an_address_is_read(url: str, iso: str) -> None:
    """Year, month as number or short name, day."""
    published = from_url(url)
    assert published is not None
    assert (published.iso(), published.found) == (iso, "url")


@pytest.mark.parametrize(
    "url", [None, "https://example.org/2022/05/title", "https://example.org/2022/13/45/", "https://example.org/76045"]
)
def test_numbers_in_an_address_that_are_no_day_are_left(url: str | None) -> None:
    """A month alone, an impossible day and an article's number are none."""
    assert from_url(url) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("On day 82 of the Russian invasion of Ukraine, troops pushed back.", date(2022, 5, 16)),
        ("on day 408 of the russian invasion", date(2023, 4, 7)),
        ("day 67 of the full-scale war", date(2022, 5, 1)),
        ("on day 82 of the invasion", date(2022, 5, 16)),
        ("Day 1,000 of Russia’s full-scale invasion", date(2024, 11, 19)),
        ("day one of the invasion", date(2022, 2, 24)),
        ("the 100th day of the war in Ukraine", date(2022, 6, 3)),
        ("Moscow said on the war's 12th day that Ukraine had lost", date(2022, 3, 7)),
        ("Ukraine war day 408: what we know", date(2023, 4, 7)),
        ("day 30 of the war in Gaza", date(2023, 11, 5)),
        ("On day 30 of the war in Sudan", date(2023, 5, 14)),
        ("Day 200 of the war. Fighting went on near Kharkiv in Ukraine.", date(2022, 9, 11)),
    ],
)
def test_the_day_of_a_war_is_a_date(words: str, day: date) -> None:
    """Day 1 is the first day; the conflict is the one named, else the one that the text speaks of."""
    assert conflict_day(words) == day


@pytest.mark.parametrize(
    "words",
    [
        "day 12 of the talks",
        "Day 3 of the summit on the war in Ukraine",
        "day 20 of the war in Syria",
        "the strike entered its fifth day",
        "what was said on day 408 of the war",
        "100 days of war in Ukraine",
        "",
    ],
)
def test_days_of_other_things_are_no_day_of_a_war(words: str) -> None:
    """A summit, another war, a war nobody names."""
    assert conflict_day(words) is None


@pytest.mark.parametrize(
    "line",
    ["May 15, 6:30 pm ET", "Published March 3, 2024 | 5 min read", "Fri Sep 27 2013", "Last updated on 16 May 2022 at 09:30 GMT"],
)
def test_a_line_that_is_only_a_date_is_told(line: str) -> None:
    """Labels, weekdays, times and zones around it change nothing."""
    assert is_date_line(line)


@pytest.mark.parametrize("line", ["On May 15 troops left", "Assessment, May 15", "Key Takeaways", "24 tanks"])
def test_a_line_with_other_words_is_no_date_line(line: str) -> None:
    """A headline with a date in it is a headline."""
    assert not is_date_line(line)


@pytest.mark.parametrize(
    ("title", "opening", "body", "url", "iso"),
    [
        ("T", ["By Anna Kowalczyk | April 5, 2023"], ["Prose."], None, "2023-04-05"),
        ("T", [], ["12 February 2015 Casualties mount in the east."], None, "2015-02-12"),
        ("T", [], ["Published February 18 2015 The army advanced."], None, "2015-02-18"),
        ("T", [], ["06 May 2022 — Russian forces shelled the town again on Friday morning, officials said."], None, "2022-05-06"),
        ("T", [], ["VEDRA, 16 May 2022 — Shells fell."], None, "2022-05-16"),
        ("Assessment, February 28, 2022", ["February 28, 3:30 pm EST"], ["Prose."], None, "2022-02-28"),
        ("T", ["February 24, 3:00 pm EST"], ["Prose."], "https://example.org/2022/report", "2022-02-24"),
        ("T", ["May 2022"], ["Prose."], None, "2022-05"),
        ("T", [], ["Prose.", "Originally published on May 16, 2022"], None, "2022-05-16"),
    ],
)
def test_a_page_says_its_date_above_or_at_the_beginning(
    title: str, opening: list[str], body: list[str], url: str | None, iso: str
) -> None:
    """A missing year is taken from the address."""
    published = in_page(title, opening, body, url)
    assert published is not None
    assert (published.iso(), published.found) == (iso, "text")


def test_dates_of_events_in_sentences_are_not_taken() -> None:
    """Neither a day inside a sentence nor a weekday nor a day of the war far down."""
    prose = ["On Monday, 16 May 2022, shells fell.", "It was quiet. " * 120, "On day 3 of the invasion of Ukraine he had fled."]
    assert in_page("T", [], prose) is None
    assert in_page("T", ["May 15, 6:30 pm ET"], prose) is None
    assert in_page("T", [], ["Ukraine has held out since day one of the war, officials said."]) is None
    assert in_page("T", [], ["On the first day of the invasion of Ukraine, he fled."]) is None
    assert in_page("T", [], ["On day 82 of the invasion of Ukraine shells fell."]) is not None


def test_a_date_in_the_future_is_passed_over_for_the_next_one() -> None:
    """A day of grace is for zones ahead of ours."""
    now = datetime(2022, 5, 16, 12, tzinfo=UTC)
    tomorrow, later = from_day(date(2022, 5, 17), "metadata"), from_day(date(2022, 5, 19), "metadata")
    assert not_in_future([later, None, tomorrow], now) == tomorrow
    assert not_in_future([later], now) is None
