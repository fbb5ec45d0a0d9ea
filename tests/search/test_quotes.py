"""Folding: what counts as the same words, and where they stand."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.quotes import folded, is_whole, locate, locate_exact, traced


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Kyiv’s”", '"kyiv\'s"'),
        ("the front — and beyond", "the front--and beyond"),
        ("2–3 km", "2-3\u00a0KM"),
        ("well… then", "well ... then"),
        ("Zaporizhzhia\u00ad", "zapo\u200brizhzhia"),
        ("ﬁre", "fire"),
        ("Çelik", "C\u0327elik"),
        ("a\n\n b", "a b"),
    ],
)
def test_typography_case_and_space_fold(one: str, other: str) -> None:
    """Both print the same words."""
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("10² km", "102 km"), ("café", "cafe"), ("1,228", "1.228"), ("5½", "51/2"), ("did", "did not")]
)
def test_words_figures_and_diacritics_never_fold(one: str, other: str) -> None:
    """They differ in what they say."""
    assert folded(one) != folded(other)


@given(st.text(max_size=80))
def test_the_traced_form_is_the_folded_form(text: str) -> None:
    """And every folded character has its origin, in order."""
    plain, origins = traced(text)
    assert plain.strip() == folded(text)
    assert len(origins) == len(plain)
    assert origins == sorted(origins)


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("unable to hold", "able to hold", False),
        ("able to hold it", "able to hold", True),
        ("1,228 tanks", "228 tanks", False),
        ("lost 1,228", "lost 1", False),
        ("lost 1, 228", "lost 1", True),
        ("it can’t win", "it can", False),
        ("Kyiv’s mayor", "Kyiv", True),
        ("a cease-fire", "fire", False),
        ("Kyiv—fire", "fire", True),
        ("pre-war fire", "war fire", False),
        ("cafe\u0301", "cafe", False),
        ("coop\u00aderate", "coop", False),
        ("lost 5% of", "lost 5", False),
        ("“fire”", "fire", True),
    ],
)
def test_a_quote_cut_inside_a_word_or_figure_is_not_whole(text: str, words: str, whole: bool) -> None:
    """Such a cut can turn a report into its opposite."""
    at = text.index(words)
    assert is_whole(text, at, at + len(words)) is whole


def test_exact_occurrences_are_all_found_in_order() -> None:
    """Not the one inside “unwar”."""
    assert list(locate_exact("war, unwar, war", "war")) == [(0, 3), (12, 15)]
    assert list(locate_exact("War", "war")) == []
    assert list(locate_exact("war", "")) == []


def test_a_folded_occurrence_is_reported_where_it_stands() -> None:
    """The dash with its spaces is three characters in the source and one in the quote."""
    text = "Then: “We hold — for now…” he said."
    assert [text[a:b] for a, b in locate(text, "we hold-for now...")] == ["We hold — for now…"]


_SPELLINGS = {"'": "'’‘ʼ", '"': '"“”„', "-": "-–—‐", " ": " \u00a0\n\u2009"}
_WORDS = st.lists(
    st.sampled_from(["Kyiv", "it's", '"we', 'hold"', "-", "1,228", "naïve", "ﬁre", "Şırnak", "…", "not", "ß"]),
    min_size=4,
    max_size=30,
)


@settings(deadline=None)
@given(_WORDS, st.integers(0, 2**32))
def test_any_slice_in_any_typography_is_found_and_mapped_back(words: list[str], seed: int) -> None:
    """The quote is a slice of whole words, its marks, spaces, case and Unicode form changed at random."""
    chance = random.Random(seed)
    text = " ".join(words)
    first = chance.randrange(len(words) - 2)
    quote = " ".join(words[first : chance.randrange(first + 2, len(words)) + 1])
    printed = "".join(chance.choice(_SPELLINGS.get(character, character)) for character in quote)
    printed = chance.choice([printed, printed.upper() if "ß" not in quote and "ı" not in quote else printed])
    printed = unicodedata.normalize(chance.choice(["NFC", "NFD", "NFKC"]), printed)
    spans = list(locate(text, printed))
    assert any(folded(text[a:b]) == folded(quote) for a, b in spans)
    assert all(folded(text[a:b]) == folded(printed) and text[a:b] == text[a:b].strip() for a, b in spans)
