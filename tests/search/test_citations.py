"""Citations: built from re-read words or not at all, and numbered in one place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.citations import cite, numbered, render
from search.errors import UnverifiedQuote
from search.types import Statement
from tests.search.articles import article, citation, hit

TEXT = "Kyiv held. The road was cut.\n\nOfficials said 1,228 tanks were destroyed."
"""“The road was cut.” stands at 11–28, the second paragraph at 30–72."""


def test_a_citation_holds_exactly_the_stored_words() -> None:
    """Offsets 11 to 28 are the second sentence."""
    source = article(TEXT)
    made = cite(3, hit(source), 11, 28, source)
    assert (made.n, made.start, made.end, made.quote) == (3, 11, 28, "The road was cut.")


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (11, 11, "empty"),
        (28, 11, "empty"),
        (-5, 10, "outside"),
        (60, 73, "outside"),
        (28, 30, "passage"),
        (11, 29, "passage"),
        (9, 28, "passage"),
    ],
)
def test_a_span_that_is_empty_or_out_of_place_is_refused(start: int, end: int, why: str) -> None:
    """The hit's passage is 11–28 of a text of 72 characters."""
    source = article(TEXT)
    with pytest.raises(UnverifiedQuote, match=why) as raised:
        cite(1, hit(source, 11, 28), start, end, source)
    assert (raised.value.article_id, raised.value.start, raised.value.end) == ("a1", start, end)


def test_a_span_of_white_space_is_refused() -> None:
    """28 and 29 are the blank line."""
    source = article(TEXT)
    with pytest.raises(UnverifiedQuote, match="white space"):
        cite(1, hit(source), 28, 30, source)


def test_words_that_changed_in_the_store_are_refused() -> None:
    """One figure was corrected after the search."""
    source = article(TEXT)
    stored = replace(source, text=TEXT.replace("1,228", "1,229"))
    with pytest.raises(UnverifiedQuote, match="not the passage's"):
        cite(1, hit(source), 30, 72, stored)
    assert cite(1, hit(source), 11, 28, stored).quote == "The road was cut."


def test_another_article_cannot_vouch_for_a_quote() -> None:
    """Same words, other id."""
    source = article(TEXT)
    with pytest.raises(UnverifiedQuote, match="a2"):
        cite(1, hit(source), 11, 28, replace(source, id="a2"))


def test_a_number_below_one_is_refused() -> None:
    """Numbers are printed from 1."""
    source = article(TEXT)
    with pytest.raises(UnverifiedQuote, match="number"):
        cite(0, hit(source), 11, 28, source)


def test_a_speaker_must_be_named_in_the_article() -> None:
    """“Officials” are; the mayor is not."""
    source = article(TEXT)
    assert cite(1, hit(source), 30, 72, source, speaker="Officials").speaker == "Officials"
    for invented in ("The mayor", " "):
        with pytest.raises(UnverifiedQuote, match="speaker"):
            cite(1, hit(source), 30, 72, source, speaker=invented)


def test_only_articles_that_print_the_words_are_named_beside_it() -> None:
    """Another typography is the same words; another figure is not; the earliest comes first, undated last."""
    source = article("He said “we hold the road” again.")
    later = article('HE SAID "we  hold the road" again. More.', id="later", published=None)
    earlier = article("So he said “we hold the road” again.", id="earlier")
    other = article("He said “we lost the road” again.", id="other")
    made = cite(1, hit(source), 0, 33, source, also=[later, other, earlier, source, later])
    assert [also.id for also in made.also] == ["earlier", "later"]


def test_numbers_follow_first_mention_without_gaps() -> None:
    """Whatever numbers the citations came with."""
    source = article(TEXT)
    tanks, road = citation(source, "1,228 tanks", n=7), citation(source, "The road was cut.", n=9)
    statements, citations = numbered([("Road.", [road]), ("Both.", [tanks, road, tanks])])
    assert statements == (Statement(text="Road.", citations=(1,)), Statement(text="Both.", citations=(2, 1)))
    assert [(made.n, made.quote) for made in citations] == [(1, "The road was cut."), (2, "1,228 tanks")]


def test_one_fact_printed_twice_gets_one_number() -> None:
    """The first article stays, the second stands beside it."""
    first, second = article(TEXT), article(TEXT.replace("cut.", "cut."), id="a2")
    statements, citations = numbered(
        [("x", [citation(first, "The road was cut.")]), ("y", [citation(second, "The road was cut.")])]
    )
    assert [statement.citations for statement in statements] == [(1,), (1,)]
    assert [(made.hit.article.id, [also.id for also in made.also]) for made in citations] == [("a1", ["a2"])]


def test_nothing_cited_is_nothing_numbered() -> None:
    """No statements, no citations."""
    assert numbered([]) == ((), ())


def test_rendered_text_carries_our_marks_and_not_the_sources() -> None:
    """An endnote of the source, [14], would be taken for a citation."""
    statements = [Statement(text="It was cut.[14]", citations=(1, 2)), Statement(text="Kyiv held.", citations=())]
    assert render(statements) == "It was cut. [1][2] Kyiv held."
    assert render(statements, "\n") == "It was cut. [1][2]\nKyiv held."
