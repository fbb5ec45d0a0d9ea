"""Which lines are headings, how far they reach, and that no reporting is taken for one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cutting.passages import PassageRules, split
from index.cutting.sections import essence, paragraphs
from index.types import Passage
from tests.made import made_article

PROSE = "Russian forces continued attacks on the town and its roads. The garrison held on through the night, officials said."
HEADINGS = [
    "The Battle of Bakhmut Flares Up",
    "Key Takeaways",
    "What London sees",
    "How many are left",
    "An exchange that Moscow has not confirmed",
    "Immediate items to watch",
    "Main Effort—Eastern Ukraine",
    "Russian Main Effort - Eastern Ukraine",
    "Supporting Effort #2—Southern Axis",
    "Supporting Effort #1—Mariupol:",
    "Supporting effort 2—Kharkiv City;",
    "Russian Subordinate Main Effort #2—Donetsk Oblast (Russian objective: Capture all of it, the claimed land of its proxies)",
    "Mobilization and Force Generation Efforts (Russian objective: Expand combat power)",
    "Eastern Ukraine: (Oskil River-Kreminna Line)",
]
REPORTED = [
    "Ukrainian forces retook the village",
    "Three bakers were killed in Lyman",
    "Officials said that help was on its way",
    "Russian forces around the town resuming their slow advance toward the river",
    "Losses: 12 tanks and four guns",
    "Killed 14",
    "Bakhmut—three people were killed at a crossing",
    "“Likely Taken by Surprise”",
    "The garrison held.",
    "Who will pay?",
    "russian troops near the river",
    "a list of names follows:",
]


def cut(text: str) -> list[Passage]:
    article = made_article(1, text=text, title="A title", outlet="An outlet")
    return split(article, PassageRules(), lambda words: len(words.split()))


@pytest.mark.parametrize("line", HEADINGS)
def test_a_heading_governs_what_is_below_and_is_no_part_of_it(line: str) -> None:
    """The passages above do not know it."""
    above, below = cut(f"{PROSE}\n\n{line}\n\n{PROSE}")
    assert (above.heading, above.text) == (None, PROSE)
    assert (below.heading, below.text) == (line, PROSE)


@pytest.mark.parametrize("line", REPORTED)
def test_a_line_that_may_be_reported_stays_in_the_text(line: str) -> None:
    """A statement without its stop, a figure, a quotation."""
    (passage,) = cut(f"{PROSE}\n\n{line}\n\n{PROSE}")
    assert line in passage.text
    assert passage.heading is None


def test_a_heading_reaches_to_the_next() -> None:
    """Over any number of paragraphs."""
    found = cut(f"The Road South\n\n{PROSE}\n\n{PROSE}\n\nThe Road North\n\n{PROSE}")
    assert [(passage.heading, passage.text.count("garrison")) for passage in found] == [
        ("The Road South", 2),
        ("The Road North", 1),
    ]


def test_of_headings_above_each_other_the_nearest_counts() -> None:
    """Neither is text."""
    (passage,) = cut(f"Main Effort—Eastern Ukraine\n\nSubordinate Main Effort—Donetsk Oblast\n\n{PROSE}")
    assert (passage.heading, passage.text) == ("Subordinate Main Effort—Donetsk Oblast", PROSE)


def test_a_summarys_heading_ends_with_its_entries() -> None:
    """ "Key Takeaways" stands over short entries, not over the report that follows them."""
    entries = "Russian forces took a village near the river on Monday, according to officials there and elsewhere."
    report = f"{PROSE} {PROSE}"
    found = cut(f"Key Takeaways\n\n{entries}\n\n{entries}\n\n{report}\n\n{PROSE}")
    assert [passage.heading for passage in found] == ["Key Takeaways", None]
    assert found[1].text == f"{report}\n\n{PROSE}"


def test_the_last_entry_of_a_list_is_no_heading() -> None:
    """Entries without stops above a paragraph: all stay, as they may each be a report."""
    text = f"tanks near Lyman\n\nguns near Izium\n\nDrones over Odesa\n\n{PROSE}"
    (passage,) = cut(text)
    assert passage.text == text


def test_a_line_above_nothing_or_above_a_short_line_is_no_heading() -> None:
    """The end of a text, and a caption over another."""
    assert cut(f"{PROSE}\n\nThe Road South")[-1].text.endswith("The Road South")
    assert "Jo Field" in cut(f"Jo Field\n\nMonday, 5 May\n\n{PROSE}")[0].text


@pytest.mark.parametrize(
    ("heading", "short"),
    [
        ("Key Takeaways", "Key Takeaways"),
        ("Supporting Effort #2—Southern Axis (Russian objective: Hold the coast)", "Southern Axis"),
        ("Main Effort - Eastern Ukraine", "Eastern Ukraine"),
        ("Eastern Ukraine: (Oskil River-Kreminna Line)", "Eastern Ukraine"),
        ("Izium Falls - Kharkiv Cheers", "Izium Falls - Kharkiv Cheers"),
    ],
)
def test_what_a_heading_comes_down_to(heading: str, short: str) -> None:
    """Without its aside and its label, as it leads what is encoded."""
    assert essence(heading) == short


@given(st.text(alphabet="ab \n\t.", max_size=80))
def test_paragraphs_are_the_blocks_between_blank_lines(text: str) -> None:
    """Without the white space around them, and nothing else is lost."""
    found = [text[a:b] for a, b in paragraphs(text)]
    assert all(block == block.strip() and not re.search(r"\n[ \t]*\n", block) for block in found)
    assert "".join("".join(block.split()) for block in found) == "".join(text.split())
