"""Other names: from the gazetteer, from the list of actors, and by sound, as far as the library prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from search.engine import Engine
from search.gazetteer import Gazetteer, folded
from search.names import Names, sound
from tests.conftest import ENCODER_CACHE

if TYPE_CHECKING:
    from index.library import Library


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The real one, written once."""
    return Gazetteer.open(ENCODER_CACHE)


@pytest.fixture(scope="module")
def names(seed_library: Library, gazetteer: Gazetteer) -> Names:
    """Over the sample articles."""
    return Names(seed_library, gazetteer)


@pytest.mark.parametrize(
    "spellings",
    [
        ("zelensky", "zelenskyy", "zelenskiy", "zelenski"),
        ("luhansk", "lugansk"),
        ("lysychansk", "lisichansk"),
        ("severodonetsk", "sievierodonetsk"),
        ("kyiv", "kiev"),
        ("izium", "izyum"),
        ("odesa", "odessa"),
        ("sergei", "serhii", "sergey"),
    ],
)
def test_transliterations_of_one_name_sound_the_same(spellings: tuple[str, ...]) -> None:
    """However they are spelled."""
    assert len({sound(one) for one in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("russia", "russian"), ("kherson", "kharkiv"), ("donetsk", "dnipro"), ("mosul", "mykolaiv")]
)
def test_different_names_sound_different(one: str, other: str) -> None:
    """Else they would be searched for each other."""
    assert sound(one) != sound(other)


def test_the_gazetteer_knows_war_time_names(gazetteer: Gazetteer) -> None:
    """In both directions, whatever the diacritics."""
    assert "Artemivsk" in gazetteer.other_names("Bakhmut")
    assert "Bakhmut" in gazetteer.other_names("Artyomovsk")
    assert folded("Artëmovs’k") == "artemovsk"
    assert gazetteer.other_names("Nosuchplaceatall") == ()


def test_only_names_that_the_library_prints_are_used(names: Names) -> None:
    """And each says what kind it is."""
    (expansion,) = names.expansions("Bakhmut")
    assert (expansion.text, expansion.kind) == ("Bakhmut", "place")
    assert set(expansion.names) <= {"Artemivsk", "Artyomovsk"}
    assert expansion.names


def test_an_actor_is_known_by_its_other_names(names: Names) -> None:
    """Case counts for abbreviations only."""
    found = {expansion.text: expansion for expansion in names.expansions("what did Daesh do")}
    assert "Islamic State" in found["Daesh"].names
    assert not names.expansions("a rsf of things")


def test_a_slip_of_the_pen_is_put_right_only_where_the_word_is_unknown(names: Names) -> None:
    """A word that the library holds is taken as meant."""
    (expansion,) = names.expansions("minarett")
    assert (expansion.names, expansion.kind) == (("minaret",), "spelling")
    assert not [one for one in names.expansions("minaret") if one.kind == "spelling"]


def test_a_question_under_the_old_name_finds_reports_under_the_new(seed_library: Library, gazetteer: Gazetteer) -> None:
    """Visible in the query, and it can be switched off."""
    engine = Engine(seed_library, gazetteer=gazetteer)
    with_names = engine.search("Artemivsk garrison")
    assert any("Bakhmut" in names.names for names in with_names.query.expansions)
    assert engine.search("Artemivsk garrison", expand=False).query.expansions == ()
