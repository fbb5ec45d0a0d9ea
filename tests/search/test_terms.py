"""The words of a question that carry meaning."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.caches.lexical import stems
from search import terms
from search.terms import content_words, places, simple_words, stem, stem_set, stems_of, telling, tokens


def test_empty_words_and_reporting_verbs_are_left_out() -> None:
    """Every report has someone who said something."""
    assert content_words("What was said about the Bakhmut supply routes?") == ("Bakhmut", "supply", "routes")


def test_a_body_in_capitals_is_no_empty_word() -> None:
    """ "US" is a country, unless the whole question shouts."""
    assert content_words("What did the US tell us about IT") == ("US", "IT")
    assert content_words("WHAT DID IT TELL US ABOUT TANKS") == ("TANKS",)


def test_each_stem_stands_once_as_first_typed() -> None:
    """Singular and plural are one word, whatever their case."""
    assert content_words("Tanks and tank, TANKS: destroyed") == ("Tanks", "destroyed")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("T-80BV", ["T", "80BV"]),
        ("anti-aircraft", ["anti", "aircraft"]),
        ("O’Brien", ["O", "Brien"]),
        ("tank", ["tank"]),
        ("-", []),
    ],
)
def test_a_compound_has_parts(word: str, parts: list[str]) -> None:
    """At hyphens, stops and apostrophes."""
    assert simple_words(word) == parts


def test_a_compound_stays_one_content_word() -> None:
    """So that "T-72" is not a T and a 72."""
    assert content_words("T-72 tanks and anti-aircraft guns of the U.S.") == ("T-72", "tanks", "anti-aircraft", "guns", "U.S")


def test_two_spellings_share_a_stem() -> None:
    """Inflected and capitalised forms do; other words do not."""
    assert stem("Tanks") == stem("tank")
    assert stem("Ukrainians") != stem("Russians")


def test_the_stems_of_a_text() -> None:
    """Every word, whether it carries meaning or not."""
    assert stem_set("The tanks") == {stem("the"), stem("tank")}


@given(st.text(alphabet="ab1.,'’-_ \u00ad\u200b\u0301É", max_size=40) | st.text(max_size=80))
def test_the_stems_of_a_text_are_those_the_index_matches_by(text: str) -> None:
    """Though they are found piece by piece: whatever folding joins or takes out of a text stands within one piece."""
    assert stem_set(text) == set(stems(text))


def test_the_stems_of_printed_numbers_initials_and_possessives() -> None:
    """As the index folds them."""
    text = "The U.S.’s 1,228,000 T-90s, Niinistö’s 1\u202f228 and D.C., co\u00adoperation; e.g.3,4"
    assert stem_set(text) == set(stems(text)) >= {"us", "1228000", "90s", "niinisto", "1228", "dc"}


def test_places_are_the_words_that_match_and_neighbours_are_joined() -> None:
    """One highlight over "supply routes", another over the later "route"."""
    text = "The supply routes and the last route"
    wanted = frozenset({stem("supply"), stem("route")})
    assert [text[a:b] for a, b in places(text, wanted)] == ["supply routes", "route"]


def test_words_two_spaces_apart_are_not_joined() -> None:
    """Nor those with a comma between them."""
    assert places("supply  routes", frozenset({stem("supply"), stem("route")})) == ((0, 6), (8, 14))
    assert places("supply,routes", frozenset({stem("supply"), stem("route")})) == ((0, 6), (7, 13))


def test_nothing_wanted_nothing_found() -> None:
    """An empty question highlights nothing."""
    assert places("supply routes", frozenset()) == ()
    assert content_words("what was it about") == ()


@given(st.text(max_size=200))
def test_highlights_ascend_inside_the_text(text: str) -> None:
    """For any text and all its own stems."""
    spans = places(text, stem_set(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_tokens_are_what_folding_may_join_and_nothing_more() -> None:
    """Hyphens, slashes and quotation marks part; commas in numbers, apostrophes, dots and narrow spaces do not."""
    text = "al-Assad’s “front-line”\tsaid 1,228—1\u202f000 U.S. tanks/APCs… O'Neil_x `so`\nÉtat"
    found = "al Assad’s front line said 1,228 1\u202f000 U.S. tanks APCs O'Neil_x `so` État".split(" ")
    assert tokens(text) == found
    assert stems_of(set(found)) == {one: tuple(stems(one)) for one in found}
    assert stems_of(set()) == {}
    assert tokens("") == []


@pytest.mark.parametrize("kept", [200_000, 3])
def test_telling_words_are_those_that_hold_a_wanted_stem(monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    """Met before or not, with many threads asking, and when all that was known is forgotten in between."""
    monkeypatch.setattr(terms._Vocabulary, "_KEPT", kept)
    monkeypatch.setattr(terms, "_VOCABULARY", terms._Vocabulary())
    groups = [{"tank", "Tanks", "tanker"}, {"tanks", "U.S.", "us"}, {"routed", "route’s", "rout"}, {"Tank", "1,228", "1228"}]
    wanted = frozenset(stem(word) for word in ("tanks", "routes", "1228"))

    def asked(at: int) -> bool:
        words = groups[at % 4]
        assert stems_of(words).keys() == words
        return telling(words, wanted) == {one: tuple(stems(one)) for one in words if wanted & set(stems(one))}

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(asked, range(400)))
    assert telling(groups[0], wanted).keys() == {"tank", "Tanks"}
