"""Pages: no article crowds the first, nothing is lost or doubled, and a cursor holds only where it was given."""

from __future__ import annotations

import base64
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import CursorExpired
from search.paging import cursor, digest, position, spread

QUERY = digest("bakhmut", "hybrid", 10)


def test_the_third_passage_of_an_article_waits_for_the_second_page() -> None:
    """Of articles 1, 1, 1, 2, 3 a page of three holds 1, 1, 2; what was put off follows in its order."""
    assert spread(["a", "b", "c", "d", "e"], [1, 1, 1, 2, 3], page=3, per_article=2) == ["a", "b", "d", "c", "e"]


def test_where_there_is_too_little_else_the_page_is_filled_with_what_was_put_off() -> None:
    """Four passages of one article and one of another still make a page of four."""
    assert spread(["a", "b", "c", "d", "e"], [1, 1, 1, 1, 2], page=4, per_article=1) == ["a", "e", "b", "c", "d"]


def test_without_a_limit_the_order_stays() -> None:
    """`None` leaves it alone."""
    assert spread([3, 1, 2], [7, 7, 7], page=2, per_article=None) == [3, 1, 2]


@given(st.lists(st.integers(0, 4), max_size=30), st.integers(1, 12), st.integers(1, 4))
def test_spreading_keeps_every_item_once_and_the_limit_on_the_first_page(articles: list[int], page: int, limit: int) -> None:
    """Whatever the order: a permutation; no article above its limit while others had items left for the page."""
    order = list(range(len(articles)))
    found = spread(order, articles, page, limit)
    assert sorted(found) == order
    fair = sum(min(count, limit) for count in Counter(articles).values())
    first = Counter(articles[item] for item in found[: min(page, fair)])
    assert max(first.values(), default=0) <= limit


@given(st.integers(0, 2**60), st.integers(0, 10**9))
def test_a_cursor_says_where_to_go_on(generation: int, at: int) -> None:
    """What goes in comes out, and the word can stand in an address."""
    word = cursor(generation, QUERY, at)
    assert position(word, generation, QUERY) == at
    assert set(word) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_cursor_of_another_query_is_refused() -> None:
    """The reason is named."""
    with pytest.raises(CursorExpired, match="another query"):
        position(cursor(3, QUERY, 10), 3, digest("bakhmut", "semantic", 10))


def test_a_cursor_from_before_a_change_is_refused() -> None:
    """The reason is named, and what to do."""
    with pytest.raises(CursorExpired, match=r"the library has changed since.*search again"):
        position(cursor(3, QUERY, 10), 4, QUERY)


def _word(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


UNREADABLE = ["5", "{}", "[]", '[1, "q"]', '["1", "q", 2]', '[3, "q", -1]', '[3, "q", 1.5]', '[Infinity, "q", 1]', "[" * 5000]


@pytest.mark.parametrize("word", ["", "x", "é", "!!!!", "bm90IGpzb24", *map(_word, UNREADABLE)])
def test_what_is_no_cursor_of_ours_is_refused(word: str) -> None:
    """Never another error than the one that callers know."""
    with pytest.raises(CursorExpired, match="cannot be read"):
        position(word, 3, "q")


@given(st.text(max_size=40))
def test_no_word_makes_it_fail_otherwise(word: str) -> None:
    """Whatever is sent as a cursor is either read or refused."""
    with pytest.raises(CursorExpired):
        position(word, 3, QUERY)


def test_a_digest_depends_on_every_part_and_their_borders() -> None:
    """Equal parts give equal digests; moving a border does not."""
    assert digest("a", "b") == digest("a", "b")
    assert len({digest("a", "b"), digest("ab"), digest("a", "b", None), digest("b", "a")}) == 4
