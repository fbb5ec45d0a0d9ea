"""Characters and paragraphs; what is clutter and what is reporting."""

from __future__ import annotations

import gzip
import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning.clean import paragraphs, repaired
from index.cleaning.clutter import is_caption, is_chrome, is_reference, without_clutter
from tests.shared import shared


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("Russiaâ€™s army", "Russia’s army"),
        ("NiinistÃ¶ said", "Niinistö said"),
        ("he said \x93no\x94", "he said “no”"),
        ("Cafe\u0301", "Café"),
        ("profit &amp; loss", "profit & loss"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("Bakh\u00admut and Kyiv\u200b region\ufeff", "Bakhmut and Kyiv region"),
        ("a\u00a0b\u202fc\td", "a b c d"),
        ("bell\x07 and form\x0cfeed", "bell and form\nfeed"),
        ("line one\x0bline two\x1fend", "line one\nline two end"),
    ],
)
def test_broken_characters_are_repaired(broken: str, whole: str) -> None:
    """Mojibake, C1 controls, decomposed letters, entities, line ends, invisible characters, other spaces, controls."""
    assert repaired(broken) == whole


@pytest.mark.parametrize(
    "printed",
    [
        "“no” – ‘yes’ — said…",
        "eﬃcient ﬂeet",
        "Łódź, Đà Nẵng, Київ",
        "ＢＢＣ １",
        "20 °C, ½, №5, €3.66bn",
        "می‌رود",
        "two  spaces",
        "24\u201025",
    ],
)
def test_what_was_printed_stays_as_printed(printed: str) -> None:
    """Typographic quotes, dashes, ligatures, diacritics, full-width letters, joiners that spell, runs of spaces."""
    assert repaired(printed) == printed


def test_what_is_lost_is_not_decoded_into_something_else() -> None:
    """A replacement character that was itself garbled cannot be brought back."""
    assert repaired("the so-called ï¿½ï¿½Islamic State") == "the so-called ï¿½ï¿½Islamic State"


def test_invisible_characters_stay_where_asked_unless_they_part_a_word() -> None:
    """So that a sentence is found again in its source, and the word by who looks for it."""
    assert (
        repaired("values \u200b\u200band 24\u00ad–25 sa\u00adtellite", keep_invisible=True)
        == "values \u200b\u200band 24\u00ad–25 satellite"
    )


@given(st.text())
def test_no_control_character_nor_other_space_is_left_of_anything(text: str) -> None:
    """Whatever the input, a paragraph holds letters, marks, plain spaces and line ends."""
    for paragraph in paragraphs(repaired(text)):
        assert paragraph == paragraph.strip()
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00a0\u00ad\u200b\ufeff]", paragraph)
        assert "\n\n" not in paragraph


def test_blank_lines_part_paragraphs_and_without_any_every_line_is_one() -> None:
    """A single line end inside a paragraph stays where other paragraphs are parted by blank lines."""
    assert paragraphs(" One. \n \n\n Two,\nthree. \n") == ["One.", "Two,\nthree."]
    assert paragraphs("One.\nTwo.\n") == ["One.", "Two."]
    assert paragraphs(" \n ") == []


def test_lines_broken_by_a_program_are_joined() -> None:
    """Mail breaks lines at seventy characters inside sentences."""
    lines = [
        "The column left the town before dawn and reached the river a little",
        "after nine, where the engineers had been waiting since the evening to",
        "lay a bridge that nobody on the other bank was meant to notice until",
        "it carried tanks.",
    ]
    assert paragraphs("\n".join(lines)) == [" ".join(lines)]


@pytest.mark.parametrize(
    "line",
    [
        "Connect with us",
        "Hi, what are you looking for?",
        "Advertisement",
        "AdvertisementConnect with us",
        "ADVERTISEMENT",
        "Share this",
        "Share on Facebook",
        "1.2K Shares",
        "Sign up for our newsletter",
        "Subscribe to our free daily morning newsletter.",
        "Read more: The long winter of the river towns",
        "Related stories",
        "We use cookies to improve your experience. By continuing you accept them.",
        "By continuing to use this site you agree to our use of cookies.",
        "Story continues below advertisement",
        "Skip to main content",
        "5 min read",
        "© 2024 The Lake Herald. All rights reserved.",
        "Follow us on Telegram",
        "Your browser does not support the audio element.",
    ],
)
def test_a_line_that_only_a_page_says_of_itself_is_chrome(line: str) -> None:
    """Whole lines, in whatever case."""
    assert is_chrome(line)


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement revenue fell by half in Kyiv.",
        "The newsletter urged readers to sign up for the army.",
        "Sign up to fight, the posters in Kharkiv say.",
        "More from the region arrived on Monday.",
        "Share prices fell in Moscow.",
        "“Connect with us,” the officer radioed.",
        "Follow him on foot, the order said.",
        "Cookies were handed out to the soldiers.",
        "Supporting effort 1—Kharkiv;",
        "Key Takeaways",
        "2022",
    ],
)
def test_a_sentence_that_mentions_such_words_is_no_chrome(line: str) -> None:
    """Reporting is never removed for a word in it."""
    assert not is_chrome(line)


@pytest.mark.parametrize(
    "line",
    [
        "Image Credit: Creative Commons.",
        "Russian artillery firing. Image Credit: Creative Commons.",
        "Photo: Soldiers rest beside a bridge.",
        "A convoy near Orlivka. Photograph: Jan Novak/AP",
        "Smoke over the port on Friday (Photo by Jan Novak/Getty Images)",
        "Officials meet in Vienna [File: Jan Novak/Reuters]",
        "Reuters/Jan Novak",
        "Image courtesy of the Ministry of Defence",
    ],
)
def test_a_line_that_ends_in_a_credit_or_names_the_picture_is_a_caption(line: str) -> None:
    """In the forms that agencies and newspapers print."""
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "The photo by a drone operator showed two broken spans, the administration said.",
        "He told Reuters that the bridge was gone.",
        "The credit line was cut, the bank told AP on Monday.",
        "Satellite images from Maxar showed the column, and officials in Kyiv confirmed its route on Friday.",
    ],
)
def test_a_sentence_about_pictures_or_agencies_is_no_caption(line: str) -> None:
    """The credit must be the line's own end."""
    assert not is_caption(line)


def test_lists_of_addresses_are_references_and_a_sentence_with_one_is_not() -> None:
    """Also where a newsroom writes "dot" for what it does not wish to link."""
    assert is_reference("[1] https://t.me/example/2613; https://example.org/a")
    assert is_reference("[9] https://www.example dot ru/politics/09; https://example dot ru/2")
    assert not is_reference(
        "The ministry published the figures at https://example.org/losses and repeated them on Monday to reporters."
    )
    assert not is_reference("Russian forces advanced.[1]")


def test_numbered_notes_go_with_their_list_and_markers_in_sentences_stay() -> None:
    """From the third address on the list is one, a note without an address in it included."""
    kept = ["Forces advanced.[1]", "[1] is how the map marks it."]
    notes = ["[1] https://a.org/1", "[2] https://a.org/2", "[3] Interview, 5 May", "[4] https://a.org/4"]
    assert without_clutter([*kept, *notes, "Download the PDF", "The end."]) == [*kept, "The end."]


def test_a_paragraph_of_several_lines_loses_only_its_clutter() -> None:
    """Pages that part nothing by blank lines are read line by line."""
    assert without_clutter(["Shells fell.\nAdvertisement\nNobody slept."]) == ["Shells fell.\nNobody slept."]


def test_the_mojibake_of_a_real_corpus_is_repaired() -> None:
    """Articles of 2002 in which UTF-8 was read as Windows-1252: afterwards none of its marks remain."""
    lines = gzip.decompress(shared("corpora/indiapoliceevents/docs.jsonl.gz").read_bytes()).decode("utf-8").splitlines()
    texts = [json.loads(line)["doc_text"] for line in lines]
    broken = [text for text in texts if "â€" in text][:60]
    assert len(broken) == 60
    assert not [text for text in map(repaired, broken) if "â€" in text]


def test_bodies_handed_over_as_such_keep_their_words() -> None:
    """Of 300 real bodies every paragraph that remains stands in the original, white space aside."""
    lines = gzip.decompress(shared("eval/corpus.jsonl.gz").read_bytes()).decode("utf-8").splitlines()[::11]
    for line in lines:
        original = json.loads(line)["text"]
        folded = " ".join(original.split())
        assert all(" ".join(each.split()) in folded for each in paragraphs(repaired(original, keep_invisible=True)))


def test_headlines_of_other_stories_at_the_end_of_a_line_go() -> None:
    """Copied with their hours and without a line of their own; the same words in a sentence stay."""
    report = "Losses rose to 829 tanks. Data are being updated."
    teasers = "LATEST NEWS The port reopens Yesterday at 12:00 A bridge falls 05 june 2022, 16:00 Talks go on 8 hours ago"
    assert without_clutter([f"{report} {teasers}"]) == [report]
    assert without_clutter([f"{report} {teasers} The ministry signs its page."]) == [f"{report} The ministry signs its page."]
    for kept in (
        f"{report} LATEST NEWS Talks go on 8 hours ago",
        "LATEST NEWS is the name of the paper.",
        f"{report} {teasers[12:]}",
    ):
        assert without_clutter([kept]) == [kept]


def test_long_lists_of_places_and_long_words_are_read_in_good_time() -> None:
    """Neither is a credit nor a list of addresses; each would be tried in very many ways."""
    cities = ", ".join(["Kharkiv", "Kherson", "Odesa", "Sumy", "Dnipro"] * 6)
    began = time.perf_counter()
    assert not is_caption(f"Video from {cities} shows strikes.")
    assert not is_caption("Photo by " + "A/" * 40 + "a!")
    assert not is_reference("see http://a.example " + "YWJj+/" * 20_000 + " and then he said that it was over.")
    assert time.perf_counter() - began < 2
