"""Verifying a quote: exact, normalised, near with the true words, or absent; never kinder than the text allows."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cutting.passages import PassageRules
from index.errors import EmptyQuery, QueryTooLong
from index.library import Library
from search.aligned import closest
from search.elision import locate_elided, parts
from search.shelf import offers
from search.verify import QUOTE_CHARACTERS, Verdict, Verification, verify
from tests.fakes import HashEncoder
from tests.search.articles import article

TEXT = (
    "Ukraine’s General Staff said 1,228 Russian tanks had been destroyed — “more than ever”. "
    "Russian forces did not cut the 0506 road.\n\n"
    "The mayor was unable to hold the bridge… He said that it can’t be rebuilt. Nobody was hurt.\n\n"
    "Trains ran again on Monday."
)
COPY = "A wire report. Russian forces did not cut the 0506 road. It went on."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Two articles that share a sentence, the second published later, and forty others on other matters."""
    folder = tmp_path_factory.mktemp("verify")
    source = article(TEXT)
    assert source.published is not None
    later = replace(source.published, when=source.published.when.replace(month=6))
    copy = article(COPY, id="copy", url="https://wire.example/r/7?utm_source=x", published=later)
    others = [article(_filler(seed), id=f"o{seed}", url=f"https://o.example/{seed}") for seed in range(40)]
    with Library.open(folder, HashEncoder(), rules=PassageRules(), create=True) as opened:
        long = article(" ".join(_filler(seed) for seed in range(100, 105)), id="long")
        list(opened.add([source, copy, long, *others]))
        yield opened


_WORDS = "road bridge mayor forces Russian tanks Monday staff hold cut town river said report hurt train east west day"


def _filler(seed: int) -> str:
    words = _WORDS.split()
    chance = random.Random(seed)
    return " ".join(" ".join(chance.choices(words, k=9)).capitalize() + "." for _ in range(12))


def first(found: Verification) -> tuple[str, str, int]:
    """Article, true words and start of the best match."""
    match = found.matches[0]
    assert match.article.text[match.start : match.end] == match.text
    return match.article.id, match.text, match.start


def test_words_as_printed_are_exact_wherever_they_are_printed(library: Library) -> None:
    """Two articles print the sentence; the earlier one is named first."""
    found = verify(library, " Russian forces did not cut the 0506 road. ")
    assert found.verdict is Verdict.EXACT
    assert [(match.article.id, match.similarity) for match in found.matches] == [("a1", 1.0), ("copy", 1.0)]
    assert first(found)[2] == TEXT.index("Russian forces")


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("ukraine's  general staff SAID 1,228", "Ukraine’s General Staff said 1,228"),
        ('destroyed - "more than ever".', "destroyed — “more than ever”."),
        ("the bridge... He said", "the bridge… He said"),
        ("“Trains ran again on Monday”", "Trains ran again on Monday"),
        ("…did not cut the 0506 road…", "did not cut the 0506 road"),
        ("0506 road. The mayor was unable", "0506 road.\n\nThe mayor was unable"),
    ],
)
def test_other_typography_is_normalised_and_the_true_words_come_back(library: Library, quote: str, words: str) -> None:
    """Also over the border of two paragraphs."""
    found = verify(library, quote)
    assert found.verdict is Verdict.NORMALISED
    assert first(found)[:2] == ("a1", words)
    assert found.matches[0].similarity == 1.0


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        (
            "Ukraine’s General Staff said 1,229 Russian tanks had been destroyed",
            "Ukraine’s General Staff said 1,228 Russian tanks had been destroyed",
        ),
        ("General Staff said 228 Russian tanks had been destroyed", "General Staff said 1,228 Russian tanks had been destroyed"),
        ("228 Russian tanks had been destroyed", "1,228 Russian tanks had been destroyed"),
        ("Russian forces did cut the 0506 road.", "Russian forces did not cut the 0506 road."),
        ("The mayor was not unable to hold the bridge", "The mayor was unable to hold the bridge"),
        ("able to hold the bridge", "unable to hold the bridge"),
        ("He said that it can", "He said that it can’t"),
        ("Trains ran again on Tuesday.", "Trains ran again on Monday."),
        ("Trains ran again on Monday!", "Trains ran again on Monday"),
    ],
)
def test_a_changed_figure_or_a_not_is_near_at_best(library: Library, quote: str, words: str) -> None:
    """And near shows what is really printed."""
    found = verify(library, quote)
    assert found.verdict is Verdict.NEAR
    assert first(found)[:2] == ("a1", words)
    assert 0.8 <= found.matches[0].similarity < 1


def test_similarity_is_edits_over_length(library: Library) -> None:
    """27 characters, of which “Mon” became “Tues”: 3 replaced, 1 inserted, over 28."""
    found = verify(library, "Trains ran again on Tuesday.")
    assert found.matches[0].similarity == pytest.approx(1 - 4 / 28)


@pytest.mark.parametrize(
    "quote",
    [
        "The prime minister resigned on Wednesday evening.",
        "tanks Russian 1,228 said Staff General Ukraine’s",
        "TRAINS RAN",
        "trains",
        "General Ukraine",
        "Xyzzy plugh",
    ],
)
def test_what_is_not_printed_is_absent(library: Library, quote: str) -> None:
    """Other words, the same words in disorder, and two words in another case."""
    assert verify(library, quote) == Verification(quote=quote, verdict=Verdict.ABSENT)


def test_one_word_is_exact_or_absent(library: Library) -> None:
    """“Trains” is printed, and not inside another word."""
    assert verify(library, "Trains").verdict is Verdict.EXACT
    assert verify(library, "rains").verdict is Verdict.ABSENT


def test_an_elided_quote_spans_from_its_first_part_to_its_last(library: Library) -> None:
    """A whole sentence may be left out."""
    found = verify(library, "1,228 Russian tanks had been destroyed […] The mayor was unable to hold the bridge")
    assert found.verdict is Verdict.NORMALISED
    assert first(found)[1].startswith("1,228 Russian")
    assert first(found)[1].endswith("hold the bridge")


def test_a_quote_of_three_parts_spans_from_the_first_to_the_last(library: Library) -> None:
    """Every part stands, in order, in one article."""
    found = verify(library, "1,228 Russian tanks … The mayor was unable … Trains ran again")
    assert found.verdict is Verdict.NORMALISED
    words = TEXT[TEXT.index("1,228") : TEXT.index(" on Monday.")]
    assert [(match.article.id, match.text) for match in found.matches] == [("a1", words)]


@pytest.mark.parametrize(
    "quote",
    [
        "Mayor … was … a … traitor",
        "The mayor was unable … who sold the town … to foreign agents",
        "The mayor was unable … Trains ran again … to foreign agents by night",
        "He said that … The mayor was unable … Trains ran again",
        "It went on … The mayor was unable … Trains ran again",
    ],
)
def test_a_part_found_alone_does_not_bear_out_a_quote_of_several(library: Library, quote: str) -> None:
    """Parts too short to tell, invented, in another order, or of another article."""
    assert verify(library, quote) == Verification(quote=quote, verdict=Verdict.ABSENT)


def test_an_elision_that_hides_a_not_is_near_at_best(library: Library) -> None:
    """The true words show it."""
    found = verify(library, "Russian forces did … cut the 0506 road")
    assert found.verdict is Verdict.NEAR
    assert first(found)[1] == "Russian forces did not cut the 0506 road"


def test_parts_in_another_order_are_not_a_quote(library: Library) -> None:
    """Both stand in the article, the later one first."""
    assert verify(library, "Trains ran again on Monday ... The mayor was unable to hold").verdict is Verdict.ABSENT


def test_one_article_can_be_asked_alone(library: Library) -> None:
    """By id, or by address in any of its spellings; an unknown one prints nothing."""
    quote = "Russian forces did not cut the 0506 road."
    assert [match.article.id for match in verify(library, quote, article="copy").matches] == ["copy"]
    assert [match.article.id for match in verify(library, quote, url="https://wire.example/r/7").matches] == ["copy"]
    assert verify(library, quote, article="o1").verdict is Verdict.ABSENT
    assert verify(library, quote, article="nobody").verdict is Verdict.ABSENT
    assert verify(library, quote, url="https://wire.example/other").verdict is Verdict.ABSENT
    assert verify(library, quote, article="a1", url="https://wire.example/r/7").verdict is Verdict.ABSENT


def test_an_address_is_looked_up_however_many_print_the_words(tmp_path: Path) -> None:
    """Its own article is not among the first that hold them, and has an id of its own."""
    words = "Russian forces held the road"
    sources = [article(f"{words}. {_filler(seed)}", id=f"s{seed}", url=f"https://s.example/{seed}") for seed in range(90)]
    with Library.open(tmp_path / "library", HashEncoder(), rules=PassageRules(), create=True) as opened:
        list(opened.add(sources))
        for url in ("https://s.example/77", "HTTPS://S.example/77?utm_source=x#top"):
            assert [match.article.id for match in verify(opened, words, url=url).matches] == ["s77"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "Президент заявив, що його країна вистоїть і не здасть міста.",
            "Президент заявив, що його країна вистоїть і не віддасть міста",
        ),
        (
            "The café on Müller Straße near the bridge was hit by two rockets.",
            "The café on Müller Straße near the bridge was hit by three rockets",
        ),
    ],
)
def test_letters_with_marks_are_compared_like_any_other(text: str, quote: str) -> None:
    run = closest(text, quote)
    assert run is not None
    assert run.similarity > 0.85


def test_each_article_is_placed_by_its_best_match(library: Library) -> None:
    from search.verify import _match, _ordered

    one, other = article("a" * 50, id="x"), article("b" * 50, id="y")
    found = [_match(one, 0, 9, 0.95), _match(other, 0, 9, 0.9), _match(one, 10, 19, 0.82)]
    assert [(match.article.id, match.similarity) for match in _ordered(found)] == [("x", 0.95), ("y", 0.9)]


def test_quotes_without_words_or_without_end_are_refused(library: Library) -> None:
    """With the errors of any other query."""
    for blank in ("", " \n", "“…”"):
        with pytest.raises(EmptyQuery):
            verify(library, blank)
    with pytest.raises(QueryTooLong) as raised:
        verify(library, "word " * QUOTE_CHARACTERS)
    assert raised.value.limit == QUOTE_CHARACTERS


def test_the_longest_quote_is_answered_quickly(library: Library) -> None:
    """Bounded work, whatever is asked; the time is generous for a busy machine."""
    began = time.monotonic()
    verify(library, ("the road was cut and " * QUOTE_CHARACTERS)[:QUOTE_CHARACTERS])
    assert time.monotonic() - began < 2


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 39), st.integers(0, 2**32))
def test_any_slice_of_three_words_or_more_is_found_where_it_stands(library: Library, seed: int, chance_seed: int) -> None:
    """Exactly as it is; normalised in capitals with wide spaces; near with a word put in."""
    chance = random.Random(chance_seed)
    words = _filler(seed).split(" ")
    begin = chance.randrange(len(words) - 12)
    taken = words[begin : begin + chance.randint(3, 12)]
    quote = " ".join(taken)
    assert verify(library, quote, article=f"o{seed}").verdict is Verdict.EXACT
    loud = verify(library, "\u00a0 ".join(taken).upper(), article=f"o{seed}")
    assert loud.verdict is Verdict.NORMALISED
    assert loud.matches[0].text.casefold() == quote.casefold()
    changed = verify(library, " ".join([*taken[:2], "never", *taken[2:]]), article=f"o{seed}")
    assert changed.verdict in (Verdict.NEAR, Verdict.ABSENT)


def test_the_closest_run_is_found_by_hand_computed_distance() -> None:
    """“the road was cut” against “the road is cut”: two edits of sixteen."""
    text = "At dawn the road was cut by the river. The roads were closed."
    run = closest(text, "the road is cut")
    assert run is not None
    assert text[run.start : run.end] == "the road was cut"
    assert run.similarity == pytest.approx(1 - 2 / 16)
    assert closest(text, "entirely other words") is None


def test_parts_are_what_stands_between_marks_of_omission() -> None:
    """In all their shapes; marks at the ends leave one part."""
    assert parts("a b […] c d (...) e f … g h ... i [. . .] j") == ["a b", "c d", "e f", "g h", "i", "j"]
    assert parts("… a b …") == ["a b"]


def test_the_tightest_chain_of_parts_is_taken() -> None:
    """The first “the road was” is far away."""
    text = "The road was long. The road was wide and then it was cut off."
    found = locate_elided(text, ["the road was", "was cut off"])
    assert found is not None
    assert text[found.start : found.end] == "The road was wide and then it was cut off"
    assert locate_elided(text, ["the road", "off"]) is None


def test_a_quote_over_the_border_of_two_passages_is_found(library: Library) -> None:
    """Ten words, five of each passage, in capitals so that only the folded search can find them."""
    (_, left), (_, right) = library.passages_of("long")[:2]
    quote = f"{' '.join(left.text.split()[-5:])} {' '.join(right.text.split()[:5])}".upper()
    found = verify(library, quote)
    assert found.verdict is Verdict.NORMALISED
    assert first(found)[0] == "long"
    places = offers(library, quote, None, None)[0]()
    assert any(quote in " ".join(place.article.text[place.start : place.end].split()).upper() for place in places)


def test_a_paragraph_that_no_passage_holds_is_still_found(tmp_path: Path) -> None:
    """The sixth printing of a repeated paragraph is left out of the passages, not out of the article."""
    again = "This paragraph stands at the foot of every daily report."
    daily = [article(f"Xylophones, violas, oboes number {n}.\n\n{again}", id=f"d{n}") for n in range(7)]
    with Library.open(tmp_path / "library", HashEncoder(), rules=PassageRules(), create=True) as opened:
        list(opened.add(daily))
        for gone in daily[:5]:
            opened.remove(gone.id)
        assert not any("foot" in passage.text for _, passage in opened.passages_of("d6"))
        assert [match.article.id for match in verify(opened, again).matches] == ["d5", "d6"]
