"""What was typed in the one box, understood and echoed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import EmptyQuery, InvalidFilter, QueryError, QueryTooLong
from index.types import Filters
from search.query import MAX_CHARACTERS, understand
from search.types import Query

TODAY = date(2023, 4, 12)


def read(typed: str, filters: Filters | None = None) -> Query:
    return understand(typed, TODAY, filters)


OPERATORS = [
    ("outlet:guardian", Filters(outlets=("guardian",))),
    ('outlet:"The Guardian"', Filters(outlets=("The Guardian",))),
    ("outlet:“The  Guardian”", Filters(outlets=("The Guardian",))),
    ("OUTLET:guardian", Filters(outlets=("guardian",))),
    ("outlet:guardian?", Filters(outlets=("guardian",))),
    ("outlet:tass outlet:sana outlet:tass", Filters(outlets=("tass", "sana"))),
    ("-outlet:sana", Filters(without_outlets=("sana",))),
    ('-outlet:"Al Alam"', Filters(without_outlets=("Al Alam",))),
    ('author:"Jo Field"', Filters(authors=("Jo Field",))),
    ("article:isw-2022-02-24", Filters(articles=("isw-2022-02-24",))),
    ("lang:EN language:uk", Filters(languages=("en", "uk"))),
    ("after:2022-11-01", Filters(after=date(2022, 11, 1))),
    ("since:2022-11-01,", Filters(after=date(2022, 11, 1))),
    ("before:2022-11-30", Filters(before=date(2022, 11, 30))),
    ("until:2022-11-30", Filters(before=date(2022, 11, 30))),
    ("on:2022-11-16", Filters(after=date(2022, 11, 16), before=date(2022, 11, 16))),
    ("after:2022-11-01 after:2022-11-05", Filters(after=date(2022, 11, 5))),
    ("after:2022-11-01 before:2022-11-30", Filters(after=date(2022, 11, 1), before=date(2022, 11, 30))),
]


@pytest.mark.parametrize(("typed", "filters"), OPERATORS)
def test_an_operator_becomes_a_filter_and_leaves_the_words(typed: str, filters: Filters) -> None:
    """Alone it is a query without words; between words it leaves them as they were, and `typed` keeps everything."""
    assert read(typed).filters == filters
    assert read(typed).words == ""
    between = read(f"  Bakhmut {typed} roads ")
    assert (between.words, between.filters) == ("Bakhmut roads", filters)
    assert between.typed == f"Bakhmut {typed} roads"


@pytest.mark.parametrize(
    ("typed", "phrases", "without", "words"),
    [
        ('roads "supply route 0506"', ("supply route 0506",), (), "roads supply route 0506"),
        ("“supply  route” roads", ("supply route",), (), "roads supply route"),
        ("«supply route»", ("supply route",), (), "supply route"),
        ("„supply route“", ("supply route",), (), "supply route"),
        ('"one" "two"', ("one", "two"), (), "one two"),
        ("roads -tanks", (), ("tanks",), "roads"),
        ("roads -tanks?", (), ("tanks",), "roads ?"),
        ("roads -T-72 -anti-aircraft", (), ("T-72", "anti-aircraft"), "roads"),
        ('roads -"supply route"', (), ("supply route",), "roads"),
        ("roads -“supply route”", (), ("supply route",), "roads"),
        ('say"hello"there', ("hello",), (), "say there hello"),
    ],
)
def test_phrases_must_stand_and_exclusions_must_not(
    typed: str, phrases: tuple[str, ...], without: tuple[str, ...], words: str
) -> None:
    """In straight and typographic quotes; the words of a phrase are searched by meaning as well, what is left out is not."""
    query = read(typed)
    assert (query.phrases, query.without, query.words) == (phrases, without, words)


@pytest.mark.parametrize(
    "typed",
    [
        "note:this is a word",
        "https://t.me/mod_russia/16 what is it",
        "https://example.org/?after:2022 -",
        "T-72 and anti-aircraft guns",
        "26-27 May at -5 degrees",
        "Bakhmut - what happened",
        '"unbalanced quote',
        "unbalanced” quote",
        "5'11\" tall",
        'empty "" phrase',
        'only "..." stops',
        "(outlet:guardian)",
        "outlet: guardian",
        "the minister's 3,000 men",
        "🙂 Бахмут дороги",
    ],
)
def test_what_is_no_operator_stays_as_it_was_typed(typed: str) -> None:
    """Unknown names, addresses, hyphens, minus signs before numbers and lone quotation marks are words."""
    query = read(typed)
    assert query.words == typed
    assert (query.phrases, query.without, query.filters) == ((), (), Filters())


def test_what_stands_in_quotation_marks_is_literal() -> None:
    """No operator and no date is read there."""
    query = read('"he wrote outlet:guardian in May 2022 -tanks" now')
    assert query.phrases == ("he wrote outlet:guardian in May 2022 -tanks",)
    assert (query.filters, query.without, query.dates) == (Filters(), (), ())


def test_dates_in_words_stay_words_and_are_echoed_where_they_stand() -> None:
    """The span counts in the query as typed, whatever was taken out before it."""
    query = read('outlet:guardian "supply route" -tanks in mid-November 2022')
    (one,) = query.dates
    assert (one.after, one.before, one.rule) == (date(2022, 11, 10), date(2022, 11, 20), "part of month")
    assert query.typed[slice(*one.span)] == one.text == "in mid-November 2022"
    assert query.words == "in mid-November 2022 supply route"
    assert query.filters == Filters(outlets=("guardian",))


def test_no_date_reaches_across_what_was_taken_out() -> None:
    """ "May" and "2022" with an operator between them are no month."""
    assert read("May outlet:guardian 2022").dates == ()


@pytest.mark.parametrize("typed", ["", "   ", "-", "?!", '""', "-tanks", '-"supply route"'])
def test_a_query_without_anything_to_search_is_refused(typed: str) -> None:
    """Exclusions alone match nothing in particular."""
    with pytest.raises(EmptyQuery):
        read(typed)


def test_filters_alone_are_a_query() -> None:
    """Typed or the caller's."""
    assert read("", Filters(outlets=("tass",))).filters == Filters(outlets=("tass",))
    assert read("outlet:tass").words == ""


def test_length_is_bounded() -> None:
    """As many characters as are allowed pass; one more does not, and both figures are named."""
    assert read("x" * MAX_CHARACTERS).words
    with pytest.raises(QueryTooLong) as caught:
        read("x" * (MAX_CHARACTERS + 1))
    assert (caught.value.length, caught.value.limit) == (MAX_CHARACTERS + 1, MAX_CHARACTERS)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("after:2022-13-01 x", "after"),
        ("before:yesterday x", "before"),
        ("on:10/11/2022 x", "on"),
        ('outlet:"" x', "outlet"),
        ("outlet:? x", "outlet"),
        ("-author:field x", "-author"),
        ("-after:2022-01-01 x", "-after"),
        ("after:2022-11-02 before:2022-11-01 x", "after"),
        ("on:2022-11-16 on:2022-11-17 x", "after"),
        ("outlet:tass -outlet:tass x", "-outlet"),
        ('outlet:"The Guardian" -outlet:guardian x', "-outlet"),
    ],
)
def test_a_filter_that_cannot_hold_is_refused_by_name(typed: str, name: str) -> None:
    """Not a day, nothing behind the colon, not to be negated, or contradicted by another."""
    with pytest.raises(InvalidFilter) as caught:
        read(typed)
    assert caught.value.name == name


@pytest.mark.parametrize(
    ("typed", "given_filters", "both"),
    [
        ("after:2022-02-01", Filters(after=date(2022, 1, 1)), Filters(after=date(2022, 2, 1))),
        ("after:2022-01-01", Filters(after=date(2022, 2, 1)), Filters(after=date(2022, 2, 1))),
        ("before:2022-02-01", Filters(before=date(2022, 3, 1)), Filters(before=date(2022, 2, 1))),
        ("before:2022-02-01", Filters(after=date(2022, 2, 1)), Filters(after=date(2022, 2, 1), before=date(2022, 2, 1))),
        ("outlet:tass", Filters(), Filters(outlets=("tass",))),
        ("outlet:tass", Filters(outlets=("tass", "sana")), Filters(outlets=("tass",))),
        ("outlet:guardian", Filters(outlets=("The Guardian", "TASS")), Filters(outlets=("The Guardian",))),
        ("lang:EN", Filters(languages=("en", "uk")), Filters(languages=("en",))),
        ("author:field", Filters(authors=("Jo Field",)), Filters(authors=("Jo Field",))),
        ("article:a1", Filters(outlets=("tass",)), Filters(articles=("a1",), outlets=("tass",))),
        ("-outlet:sana", Filters(without_outlets=("tass",)), Filters(without_outlets=("tass", "sana"))),
    ],
)
def test_typed_filters_and_the_callers_must_both_hold(typed: str, given_filters: Filters, both: Filters) -> None:
    """Typing an operator can narrow what a caller allows, never widen it."""
    assert read(typed + " x", given_filters).filters == both


@pytest.mark.parametrize(
    ("typed", "given_filters", "name"),
    [
        ("outlet:sana", Filters(outlets=("tass",)), "outlet"),
        ("outlet:card", Filters(outlets=("postcard",)), "outlet"),
        ("author:mill", Filters(authors=("Jo Field",)), "author"),
        ("article:a2", Filters(articles=("a1",)), "article"),
        ("lang:uk", Filters(languages=("en",)), "language"),
        ("before:2022-01-01", Filters(after=date(2022, 2, 1)), "after"),
        ("outlet:tass", Filters(without_outlets=("TASS",)), "-outlet"),
    ],
)
def test_what_the_caller_shut_out_cannot_be_typed_in(typed: str, given_filters: Filters, name: str) -> None:
    """The two cannot both hold: refused, rather than one of them forgotten."""
    with pytest.raises(InvalidFilter) as caught:
        read(typed + " x", given_filters)
    assert caught.value.name == name


@given(st.text(alphabet=st.sampled_from('ab -"“”«»:outlet.after2022-1MayBakhmut\n\x00'), max_size=60))
def test_any_text_is_understood_or_refused(typed: str) -> None:
    """Never another error; date words are quoted from what was typed."""
    try:
        query = read(typed)
    except QueryError:
        return
    assert query.typed == typed.strip()
    assert all(query.typed[slice(*one.span)] == one.text for one in query.dates)
