"""Dates in plain words: a table of phrases and what they mean, and of phrases that are no dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.datewords import date_words

TODAY = date(2023, 4, 12)
"""A Wednesday."""

READ = """
on 16 May 2022                                  | 2022-05-16 | 2022-05-16 | day
on May 16, 2022                                 | 2022-05-16 | 2022-05-16 | day
on May 16 2022                                  | 2022-05-16 | 2022-05-16 | day
the 24th of February 2022                       | 2022-02-24 | 2022-02-24 | day
February the 24th, 2022                         | 2022-02-24 | 2022-02-24 | day
Sept. 5, 2022                                   | 2022-09-05 | 2022-09-05 | day
on the 5th of May, 2022                         | 2022-05-05 | 2022-05-05 | day
2022-11-16                                      | 2022-11-16 | 2022-11-16 | day
16.11.2022                                      | 2022-11-16 | 2022-11-16 | day
29 February 2024                                | 2024-02-29 | 2024-02-29 | day
by 24 December 2022                             | -          | 2022-12-24 | day
no later than 5 May 2022                        | -          | 2022-05-05 | day
until 24 February 2022                          | -          | 2022-02-24 | day
before 24 February 2022                         | -          | 2022-02-23 | day
since 24 February 2022                          | 2022-02-24 | -          | day
after 24 February 2022                          | 2022-02-24 | -          | day
around 20 March 2022                            | 2022-03-18 | 2022-03-22 | day
about 1 March 2022                              | 2022-02-27 | 2022-03-03 | day
in May 2022                                     | 2022-05-01 | 2022-05-31 | month
in may 2022                                     | 2022-05-01 | 2022-05-31 | month
Feb 2024                                        | 2024-02-01 | 2024-02-29 | month
by May 2022                                     | -          | 2022-05-31 | month
before May 2022                                 | -          | 2022-04-30 | month
after May 2022                                  | 2022-06-01 | -          | month
since May 2022                                  | 2022-05-01 | -          | month
in mid-November 2022                            | 2022-11-10 | 2022-11-20 | part of month
early March 2022                                | 2022-03-01 | 2022-03-10 | part of month
late Feb 2024                                   | 2024-02-20 | 2024-02-29 | part of month
late February 2023                              | 2023-02-20 | 2023-02-28 | part of month
at the beginning of March 2022                  | 2022-03-01 | 2022-03-10 | part of month
the second half of May 2022                     | 2022-05-16 | 2022-05-31 | part of month
the first days of May 2022                      | 2022-05-01 | 2022-05-07 | part of month
by the end of May 2022                          | -          | 2022-05-31 | part of month
before the end of May 2022                      | -          | 2022-05-31 | part of month
the first week of May 2022                      | 2022-05-01 | 2022-05-07 | part of month
in the third week of May 2022                   | 2022-05-15 | 2022-05-21 | part of month
in the last week of February 2024               | 2024-02-23 | 2024-02-29 | part of month
in the week of 5 May 2022                       | 2022-05-05 | 2022-05-11 | range
between 5 and 10 May 2022                       | 2022-05-05 | 2022-05-10 | range
from 26 to 27 May 2022                          | 2022-05-26 | 2022-05-27 | range
26-27 May 2022                                  | 2022-05-26 | 2022-05-27 | range
May 26–27, 2022                                 | 2022-05-26 | 2022-05-27 | range
between 28 December and 3 January 2023          | 2022-12-28 | 2023-01-03 | range
November to January 2023                        | 2022-11-01 | 2023-01-31 | range
late December to early January 2023             | 2022-12-20 | 2023-01-10 | range
between 28 February and 3 March 2022            | 2022-02-28 | 2022-03-03 | range
between February 28 and March 3, 2022           | 2022-02-28 | 2022-03-03 | range
between 28 December 2022 and 3 January 2023     | 2022-12-28 | 2023-01-03 | range
between March and May 2022                      | 2022-03-01 | 2022-05-31 | range
November 2022 to January 2023                   | 2022-11-01 | 2023-01-31 | range
from late February to early March 2022          | 2022-02-20 | 2022-03-10 | range
between 2014 and 2022                           | 2014-01-01 | 2022-12-31 | range
2014–2015                                       | 2014-01-01 | 2015-12-31 | range
in spring 2022                                  | 2022-03-01 | 2022-05-31 | range
in the summer of 2022                           | 2022-06-01 | 2022-08-31 | range
Autumn 2023                                     | 2023-09-01 | 2023-11-30 | range
in winter 2022                                  | 2022-12-01 | 2023-02-28 | range
the winter of 2023-24                           | 2023-12-01 | 2024-02-29 | range
after the summer of 2022                        | 2022-09-01 | -          | range
the first half of 2022                          | 2022-01-01 | 2022-06-30 | range
since mid-2022                                  | 2022-05-01 | -          | range
since the start of 2022                         | 2022-01-01 | -          | range
by the end of 2022                              | -          | 2022-12-31 | range
in 2022                                         | 2022-01-01 | 2022-12-31 | year
during 2023                                     | 2023-01-01 | 2023-12-31 | year
by 2022                                         | -          | 2022-12-31 | year
after 2022                                      | 2023-01-01 | -          | year
since 2014                                      | 2014-01-01 | -          | year
on day 82 of the invasion                       | 2022-05-16 | 2022-05-16 | conflict day
on day 408 of the Russian invasion of Ukraine   | 2023-04-07 | 2023-04-07 | conflict day
the 100th day of the war in Ukraine             | 2022-06-03 | 2022-06-03 | conflict day
since day 82 of the invasion                    | 2022-05-16 | -          | conflict day
yesterday                                       | 2023-04-11 | 2023-04-11 | relative
today                                           | 2023-04-12 | 2023-04-12 | relative
last week                                       | 2023-04-03 | 2023-04-09 | relative
this week                                       | 2023-04-10 | 2023-04-12 | relative
last month                                      | 2023-03-01 | 2023-03-31 | relative
this month                                      | 2023-04-01 | 2023-04-12 | relative
last year                                       | 2022-01-01 | 2022-12-31 | relative
this year                                       | 2023-01-01 | 2023-04-12 | relative
in the past three days                          | 2023-04-09 | 2023-04-12 | relative
the last 2 weeks                                | 2023-03-29 | 2023-04-12 | relative
over the past month                             | 2023-03-13 | 2023-04-12 | relative
three days ago                                  | 2023-04-09 | 2023-04-09 | relative
two weeks ago                                   | 2023-03-27 | 2023-04-02 | relative
a month ago                                     | 2023-03-01 | 2023-03-31 | relative
last November                                   | 2022-11-01 | 2022-11-30 | relative
last April                                      | 2022-04-01 | 2022-04-30 | relative
this March                                      | 2023-03-01 | 2023-03-31 | relative
since last month                                | 2023-03-01 | -          | relative
"""

NO_DATES = """
in March
on 24 February
on Monday
what may have happened
troops march on Kyiv
the last may have left
who said that May would help
2022 tanks
how many of 2000 soldiers
a column of 2022 vehicles
by 1999 people
1,228 tanks
$2000
2022.5 tonnes
10/11/2022
31 February 2022
29 February 2023
31 April 2022
2022-13-45
in 1822
day 82
the first day
week of fighting
spring offensive
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("phrase", "after", "before", "rule"), rows(READ))
@pytest.mark.parametrize("around", ["{}", "what was said about Bakhmut {} by Kyiv?", "{}, what happened"])
def test_a_phrase_means_these_days(phrase: str, after: str, before: str, rule: str, around: str) -> None:
    """Alone, in a question, and at its head; the echo is cut from the question and holds the expression."""
    text = around.format(phrase)
    (found,) = date_words(text, TODAY)
    assert (found.after, found.before) == (day(after), day(before))
    assert found.rule == rule
    assert found.text == text[slice(*found.span)]
    assert phrase.removeprefix("the ").removeprefix("at the ").removeprefix("in the ") in found.text or found.text in phrase


def day(printed: str) -> date | None:
    return None if printed == "-" else date.fromisoformat(printed)


@pytest.mark.parametrize("text", NO_DATES.strip().splitlines())
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    """A guess would hide articles: no year, no such day, ambiguous, a verb, or a count."""
    assert date_words(text, TODAY) == ()
    assert date_words(f"what was said {text} in Kyiv?", TODAY) == ()


def test_a_month_of_the_last_year_is_taken_on_its_first_day_too() -> None:
    """ "Last December" on 1 January is the month that ended yesterday; "last January" is a year ago."""
    first = date(2023, 1, 1)
    assert [(one.after, one.before) for one in date_words("last December, last January", first)] == [
        (date(2022, 12, 1), date(2022, 12, 31)),
        (date(2022, 1, 1), date(2022, 1, 31)),
    ]


def test_relative_words_cross_the_year_and_leap_days() -> None:
    """From 1 March 2024: yesterday is 29 February, last month is whole, last week is Monday 19 to Sunday 25."""
    found = date_words("yesterday last month last week last year", date(2024, 3, 1))
    assert [(one.after, one.before) for one in found] == [
        (date(2024, 2, 29), date(2024, 2, 29)),
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 2, 19), date(2024, 2, 25)),
        (date(2023, 1, 1), date(2023, 12, 31)),
    ]


def test_several_expressions_are_read_in_order() -> None:
    """Each its own; the words between belong to none."""
    text = "compare 5 May 2022 with mid-November 2022 and day 408 of the Russian invasion"
    assert [(one.text, one.after) for one in date_words(text, TODAY)] == [
        ("5 May 2022", date(2022, 5, 5)),
        ("mid-November 2022", date(2022, 11, 10)),
        ("day 408 of the Russian invasion", date(2023, 4, 7)),
    ]


def test_of_overlapping_readings_the_longest_counts() -> None:
    """ "26-27 May 2022" is neither 27 May nor the month nor the year."""
    (found,) = date_words("in 26-27 May 2022", TODAY)
    assert (found.after, found.before, found.rule) == (date(2022, 5, 26), date(2022, 5, 27), "range")


@pytest.mark.parametrize("text", ["on\u00a05\u00a0May\u00a02022", "on  5 \t May\n2022", "on\u20095\u2009May\u20092022"])
def test_any_white_space_will_do(text: str) -> None:
    """No-break and thin spaces, tabs and line ends."""
    (found,) = date_words(text, TODAY)
    assert (found.after, found.text) == (date(2022, 5, 5), text)


def test_the_conflict_may_be_named_before_its_day() -> None:
    """ "Ukraine war day 408" names it elsewhere in the question."""
    (found,) = date_words("Ukraine war day 408: what of Bakhmut", TODAY)
    assert (found.after, found.text) == (date(2023, 4, 7), "day 408")


def test_the_words_after_a_conflict_day_are_not_swallowed() -> None:
    """So that another date in the same sentence is still read."""
    found = date_words("day 82 of the invasion what happened in Kyiv and on 5 May 2022", TODAY)
    assert [one.text for one in found] == ["day 82 of the invasion", "on 5 May 2022"]


WORDS = (
    "in on by the of between and from to until since after before around late mid- early 5 10 31 29th 2022 2023 1999 May March"
    " february Sept. winter first last week month years day 82 invasion war 999 0 0000 - – , . / 2022-02-30 past this two ago"
)


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=14), st.sampled_from([" ", "  ", "\u00a0", ""]), st.dates(date(1000, 1, 1))
)
def test_no_text_makes_it_fail(words: list[str], space: str, today: date) -> None:
    """Spans ascend inside of the text and quote it; the first day is not behind the last."""
    text = space.join(words)
    found = date_words(text, today)
    assert all(one.text == text[slice(*one.span)] and one.text for one in found)
    assert all(one.span[0] < one.span[1] <= len(text) for one in found)
    assert all(one.after or one.before for one in found)
    assert all(one.after <= one.before for one in found if one.after and one.before)


@given(st.text(max_size=80))
def test_nor_does_any_other(text: str) -> None:
    """Whatever characters."""
    assert all(one.text == text[slice(*one.span)] for one in date_words(text, TODAY))
