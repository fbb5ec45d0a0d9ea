"""Printed lines → paragraphs."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from index.sources.printed import paragraphs

FULL = "The army said on Monday that the long column had been stopped before it reached the river"


def test_running_headers_footers_and_page_numbers_go_even_when_left_and_right_pages_differ() -> None:
    """A number that counts with the pages is one; a year that stays the same is not by itself."""
    pages = [
        [f"Sample Courier | {n}" if n % 2 else f"{n} | War report", f"{FULL} {word}", "Printed in May 2022", f"Page {n} of 4"]
        for n, word in [(1, "one"), (2, "two"), (3, "three"), (4, "four")]
    ]
    assert paragraphs(pages) == [f"{FULL} one {FULL} two {FULL} three {FULL} four"]


def test_what_merely_resembles_a_page_number_is_kept() -> None:
    """A year alone on a line, a count that falls, a line that comes once."""
    pages = [["Losses by year", FULL + ".", "2014"], ["Another heading", FULL + ".", "1,228"], ["Third", FULL + ".", "900"]]
    text = "\n".join(paragraphs(pages))
    for kept in ("Losses by year", "2014", "1,228", "900", "Third"):
        assert kept in text


def test_a_chapters_own_headers_go_because_their_number_counts_with_the_pages() -> None:
    """Three pages of ten, far from the share that a line without a number needs; days of the war stay."""
    pages = [[f"Chapter {1 + n // 3}: Losses {n + 11}", f"Day {n + 81}", f"{FULL} {chr(97 + n)}."] for n in range(10)]
    found = paragraphs(pages)
    assert [paragraph for paragraph in found if "Losses" in paragraph] == ["Chapter 4: Losses 20"]
    assert [paragraph for paragraph in found if "Day" in paragraph] == [f"Day {n}" for n in range(81, 91)]


def test_a_lone_page_loses_only_its_number_one() -> None:
    """Page 1 of 1."""
    assert paragraphs([["Sample Courier", FULL + ".", "Page 1 of 1"]]) == ["Sample Courier", FULL + "."]


def test_a_word_cut_at_a_line_end_is_joined_unless_the_text_writes_it_with_a_hyphen() -> None:
    """By what the same text shows elsewhere; a soft hyphen is always a cut; a hyphen before a capital or digit stays."""
    assert paragraphs([["The ministry of defence said the Ukrai-", "nian side had lost it"]]) == [
        "The ministry of defence said the Ukrainian side had lost it"
    ]
    assert paragraphs([["The self-propelled guns and then the self-", "propelled mortars and then their own guns"]]) == [
        "The self-propelled guns and then the self-propelled mortars and then their own guns"
    ]
    assert paragraphs([["The over and the come, over and come again, did not over\u00ad", "come the wide river"]]) == [
        "The over and the come, over and come again, did not overcome the wide river"
    ]
    assert paragraphs([["The Russian-", "Ukrainian border and the T-", "72 tanks there on Monday"]]) == [
        "The Russian- Ukrainian border and the T- 72 tanks there on Monday"
    ]


def test_a_paragraph_ends_where_a_sentence_ends_on_a_short_line() -> None:
    """And goes on where a page ends in mid-sentence."""
    pages = [[FULL + " and", "that was all.", FULL + " and"], ["then it was night.", FULL + "."]]
    assert paragraphs(pages) == [f"{FULL} and that was all.", f"{FULL} and then it was night.", f"{FULL}."]


def test_headings_and_list_entries_stand_by_themselves() -> None:
    """A short line without a full stop before a capital; bullets; numbers after a full stop."""
    assert paragraphs([[FULL, "• ten tanks", FULL]])[1].startswith("• ten tanks")
    lines = [
        "Losses in the east",
        FULL,
        "on Monday.",
        "• ten tanks",
        "• two guns of the sort that was",
        "made at home",
        "Outlook",
        FULL + ".",
    ]
    assert paragraphs([lines]) == [
        "Losses in the east",
        f"{FULL} on Monday.",
        "• ten tanks",
        "• two guns of the sort that was made at home",
        "Outlook",
        f"{FULL}.",
    ]


def test_blank_lines_part_paragraphs_unless_one_follows_every_line() -> None:
    """Double spacing is no sign."""
    assert paragraphs([["One", "two", "", "three", "four"]]) == ["One two", "three four"]
    assert paragraphs([[FULL, "", "and it was then", "", FULL, "", "as well"]]) == [f"{FULL} and it was then {FULL} as well"]


def test_a_list_of_ten_thousand_lines_is_read_in_good_time() -> None:
    """None of its lines ends a paragraph."""
    lines = [f"{FULL[:60]} {number:05} and" for number in range(10_000)]
    began = time.perf_counter()
    (whole,) = paragraphs([lines])
    assert time.perf_counter() - began < 5
    assert whole == " ".join(lines)


def test_ligatures_become_letters() -> None:
    """They come from the font, not from the writer."""
    assert paragraphs([["The oﬃcer’s ﬁrst ﬂight"]]) == ["The officer’s first flight"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.text(alphabet="aB1 .-\u00ad•", max_size=12), max_size=8), max_size=5))
def test_no_paragraph_is_blank_and_no_letter_appears_from_nowhere(pages: list[list[str]]) -> None:
    """Whatever the lines are."""
    found = paragraphs(pages)
    assert all(paragraph.strip() for paragraph in found)
    printed = "".join("".join(page) for page in pages)
    assert all("".join(found).count(letter) <= printed.count(letter) for letter in "aB1•")
