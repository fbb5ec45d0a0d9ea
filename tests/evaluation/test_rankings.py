"""How the two corpora of other people's judgements are put to the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.evaluate import read_questions
from tests.evaluation import multihop, police, reporting
from tests.shared import shared

if TYPE_CHECKING:
    from pathlib import Path

    from index.library import Library


def test_every_article_gets_one_place_and_the_first_is_the_searchs_first(seed_library: Library) -> None:
    """Whatever the number of candidates that a search gathers."""
    from search.engine import Engine

    engine = Engine(seed_library)
    held = {article.id for article in seed_library.articles(limit=100)}
    order = police.ranked(engine, "Was the dam blown up?", held)
    assert len(order) == len(held) == 22
    assert set(order) == held
    assert order[0] == engine.search("Was the dam blown up?").hits[0].article.id


def test_articles_that_are_not_asked_for_have_no_place(seed_library: Library) -> None:
    """What the library holds beside them is passed over."""
    from search.engine import Engine

    held = {article.id for article in seed_library.articles(limit=3)}
    assert set(police.ranked(Engine(seed_library), "Was the dam blown up?", held)) == held


def test_the_police_labels_are_those_of_the_published_set() -> None:
    """Articles with at least one sentence so labelled, of 1,257."""
    shared("corpora/indiapoliceevents")
    counts = {name: len(found) for name, found in police.relevant().items()}
    assert counts == {"KILL": 50, "ARREST": 128, "FAIL": 114, "FORCE": 90, "ANY_ACTION": 457}
    assert sum(1 for _ in police.articles()) == 1257


def test_the_multihop_questions_are_those_of_the_published_set() -> None:
    """2,255 with evidence and 301 without, over 981 sentences."""
    shared("corpora/multihop_facts")
    every = multihop.questions()
    ids = {one.id for one in multihop.articles()}
    assert len(ids) == 981
    assert [sum(bool(one.evidence) for one in every), sum(one.kind == "null_query" for one in every)] == [2255, 301]
    assert all(bool(one.evidence) == (one.kind != "null_query") and one.evidence <= ids for one in every)


def test_the_sample_is_always_the_same_and_mixed() -> None:
    """The order of the questions is of no account."""
    every = [
        multihop.Asked(id=str(number), text="?", kind="odd" if number % 2 else "even", evidence=frozenset())
        for number in range(100)
    ]
    chosen = multihop.sample(every, 20)
    assert multihop.sample(every[::-1], 20) == chosen
    assert 5 <= sum(one.kind == "odd" for one in chosen) <= 15
    assert [one.id for one in chosen[:3]] == ["55", "51", "39"]  # sha256sum of each number, sorted


def test_our_own_questions_point_at_words_of_the_articles(tmp_path: Path) -> None:
    """Every span of evidence lies in its article, ids are unique, and what cannot be answered has no evidence."""
    corpus = shared("eval/corpus.jsonl.gz")
    every = read_questions(reporting.quoted(corpus, tmp_path / "reporting.jsonl"))
    assert (len(every), sum(one.answerable for one in every), len({one.id for one in every})) == (432, 276, 432)
    for one in every:
        assert bool(one.evidence) == one.answerable
        assert all(20 <= len(evidence.quote) <= 400 for evidence in one.evidence)
