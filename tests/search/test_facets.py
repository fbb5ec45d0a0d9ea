"""Counts of the matching passages: counted by hand."""

from __future__ import annotations

from datetime import date

import numpy as np

from index.caches.catalogue import NO_DAY, Facts
from search.facets import UNKNOWN, counted
from search.types import Facet, FacetCount


def facts(rows: list[tuple[int, date | None, int]], outlets: tuple[str | None, ...]) -> Facts:
    """Rows of (article, day, position of the outlet)."""
    numbers = [[article, day.toordinal() if day else NO_DAY, outlet] for article, day, outlet in rows]
    table = np.array(numbers, np.int64).reshape(-1, 3)
    return Facts(
        article=table[:, 0],
        day=table[:, 1],
        outlet=table[:, 2],
        ordinal=np.arange(len(rows)),
        known=np.ones(len(rows), bool),
        ids=[str(article) for article, _, _ in rows],
        outlets=outlets,
    )


OUTLETS = ("The Daily Record", "Northern Wire", None)
FIVE = facts(
    [
        (1, date(2022, 5, 31), 0),
        (1, date(2022, 5, 31), 0),
        (2, date(2022, 6, 1), 0),
        (3, date(2021, 12, 24), 1),
        (4, None, 2),
    ],
    OUTLETS,
)


def test_outlets_are_counted_most_first_and_by_name_where_equal() -> None:
    """Three passages of two articles, then two outlets of one each in alphabetical order; no outlet is "unknown"."""
    assert counted(FIVE, [Facet.OUTLET]) == (
        (
            Facet.OUTLET,
            (
                FacetCount(value="The Daily Record", passages=3, articles=2),
                FacetCount(value="Northern Wire", passages=1, articles=1),
                FacetCount(value=UNKNOWN, passages=1, articles=1),
            ),
        ),
    )


def test_months_ascend_and_undated_articles_come_last() -> None:
    """The last of May and the first of June are two months."""
    ((_, counts),) = counted(FIVE, [Facet.MONTH])
    assert [(one.value, one.passages, one.articles) for one in counts] == [
        ("2021-12", 1, 1),
        ("2022-05", 2, 1),
        ("2022-06", 1, 1),
        (UNKNOWN, 1, 1),
    ]


def test_a_facet_asked_for_twice_is_given_once_in_the_order_asked() -> None:
    """Nothing asked, nothing given."""
    asked = [Facet.MONTH, Facet.OUTLET, Facet.MONTH]
    assert [facet for facet, _ in counted(FIVE, asked)] == [Facet.MONTH, Facet.OUTLET]
    assert counted(FIVE, []) == ()


def test_counts_add_up_to_the_passages() -> None:
    """In either facet every passage is counted once."""
    for _, counts in counted(FIVE, list(Facet)):
        assert sum(one.passages for one in counts) == 5


def test_no_match_has_no_counts() -> None:
    """The facet is named and empty."""
    assert counted(facts([], OUTLETS), [Facet.OUTLET]) == ((Facet.OUTLET, ()),)


def test_a_month_tells_its_outlets_apart() -> None:
    """What the chart stacks: each outlet's share of the month's passages; an outlet's own count is not divided."""
    rows: list[tuple[int, date | None, int]] = [(1, date(2022, 5, 3), 0), (2, date(2022, 5, 9), 1), (3, date(2022, 6, 1), 0)]
    counts = dict(counted(facts(rows, ("One", "Two")), [Facet.MONTH, Facet.OUTLET]))
    apart = [(one.value, dict(one.by_outlet)) for one in counts[Facet.MONTH]]
    assert apart == [("2022-05", {"One": 1, "Two": 1}), ("2022-06", {"One": 1})]
    assert all(not one.by_outlet for one in counts[Facet.OUTLET])
