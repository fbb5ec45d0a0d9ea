"""Search and ask on the sample articles, with every real part."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from index.errors import CursorExpired, EmptyQuery
from index.types import Filters, Vectors
from search.engine import Engine
from search.generate import Draft
from search.types import Facet, Mode, Reason, Sort

if TYPE_CHECKING:
    from pathlib import Path

    from index.encoding.encoder import SentenceEncoder
    from index.library import Library
    from search.reranking.reranker import Reranker

NOW = datetime(2023, 6, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def engine(seed_library: Library, reranker: Reranker) -> Engine:
    """An engine without other names of places: they need their own file."""
    return Engine(seed_library, reranker=reranker)


def test_the_best_passage_comes_first_and_ranks_count_from_one(engine: Engine) -> None:
    """And scores fall."""
    found = engine.search("grain deal missiles on the port of Odesa")
    assert found.hits[0].article.id == "lantern-2022-07-24-odesa-grain"
    assert [hit.rank for hit in found.hits] == list(range(1, len(found.hits) + 1))
    assert all(one.score >= other.score for one, other in zip(found.hits, found.hits[1:], strict=False))


@pytest.mark.parametrize("mode", list(Mode))
def test_every_mode_finds_the_passage_that_is_near_in_meaning_and_words(engine: Engine, mode: Mode) -> None:
    """Each kind of search alone is enough for an easy question."""
    assert engine.search("Kakhovka dam burst", mode=mode).hits[0].article.id.endswith("kakhovka")


def test_keyword_mode_gives_only_passages_that_hold_one_of_the_words(engine: Engine) -> None:
    """Meaning does not count there."""
    found = engine.search("minaret", mode=Mode.KEYWORD)
    assert found.hits
    assert all("minaret" in (hit.passage.text + (hit.article.title or "")).casefold() for hit in found.hits)


def test_a_phrase_must_stand_word_for_word(engine: Engine) -> None:
    """Other forms of its words do not do."""
    found = engine.search('Bakhmut "supply routes"')
    assert found.hits
    assert all("supply routes" in hit.passage.text for hit in found.hits)


def test_an_excluded_word_stands_in_no_hit(engine: Engine) -> None:
    """Neither among those found by words nor among those found by meaning."""
    with_it = engine.search("Bakhmut supply routes", limit=50)
    without = engine.search("Bakhmut supply routes -garrison", limit=50)
    assert any("garrison" in hit.passage.text for hit in with_it.hits)
    assert without.hits
    assert not any("garrison" in hit.passage.text for hit in without.hits)


def test_operators_and_callers_filters_both_hold(engine: Engine) -> None:
    """Dates include both ends."""
    filters = Filters(after=date(2023, 4, 7), before=date(2023, 4, 13))
    found = engine.search("Bakhmut outlet:harbour", filters=filters)
    assert {hit.article.id for hit in found.hits} == {"gazette-2023-04-13-bakhmut"}
    assert found.query.filters == Filters(after=date(2023, 4, 7), before=date(2023, 4, 13), outlets=("harbour",))


def test_at_most_two_passages_of_one_article_stand_on_the_first_page(engine: Engine) -> None:
    """Unless asked: then the order is that of the scores alone."""
    query = "Russian and Ukrainian troops fight for Bakhmut and its roads"
    first = engine.search(query, limit=10)
    assert max(Counter(hit.article.id for hit in first.hits).values()) <= 2
    free = engine.search(query, limit=10, per_article=None)
    assert [hit.score for hit in free.hits] == sorted((hit.score for hit in free.hits), reverse=True)
    assert max(Counter(hit.article.id for hit in free.hits).values()) > 2


def test_pages_join_without_gap_or_repetition(engine: Engine) -> None:
    """All pages together hold `total` passages, each once."""
    seen, cursor = [], None
    while True:
        found = engine.search("Bakhmut", limit=4, cursor=cursor)
        seen += [hit.passage.id for hit in found.hits]
        cursor = found.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == found.total > 4


def test_a_cursor_does_not_serve_another_query(engine: Engine) -> None:
    """It would skip hits unseen."""
    cursor = engine.search("Bakhmut", limit=2).next_cursor
    with pytest.raises(CursorExpired):
        engine.search("Mosul", limit=2, cursor=cursor)


def test_facets_count_what_was_found(engine: Engine) -> None:
    """Every passage once in each facet."""
    found = engine.search("Bakhmut", limit=100, per_article=None, facets=[Facet.OUTLET, Facet.MONTH])
    outlets = Counter(hit.article.outlet or "unknown" for hit in found.hits)
    counted = dict(found.facets)
    assert {one.value: one.passages for one in counted[Facet.OUTLET]} == outlets
    assert sum(one.passages for one in counted[Facet.MONTH]) == found.total
    assert [one.value for one in counted[Facet.MONTH]] == sorted(one.value for one in counted[Facet.MONTH])


def test_sorting_by_date_orders_the_days(engine: Engine) -> None:
    """Oldest first, newest first; undated ones last in both."""
    for sort, sign in ((Sort.OLDEST, 1), (Sort.NEWEST, -1)):
        hits = engine.search("Russian forces", sort=sort, limit=12).hits
        days = [sign * hit.article.published.when.date().toordinal() for hit in hits if hit.article.published]
        assert len(days) > 3
        assert days == sorted(days)


def test_browsing_by_date_begins_with_the_last_and_the_first_article_of_all(engine: Engine) -> None:
    """Without words every passage is as good as any other, so that only the day decides."""
    days = sorted(article.published.when.date() for article in engine.library.articles(limit=1000) if article.published)
    for sort, day in ((Sort.NEWEST, days[-1]), (Sort.OLDEST, days[0])):
        hits = engine.search("after:2000-01-01", sort=sort, limit=100, per_article=None).hits
        assert hits[0].article.published is not None
        assert hits[0].article.published.when.date() == day
    assert engine.library.latest(1, Filters()) != engine.library.latest(1, Filters(), oldest=True)
    assert len(engine.library.latest(3, Filters(outlets=("harbour",)))) == 3


def test_an_article_removed_between_finding_and_reading_is_no_failure(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search begins anew."""
    read = type(engine.library).cosines
    failed: list[bool] = []

    def gone_at_first(library: Library, vector: Vectors, rows: list[int]) -> object:
        if not failed:
            failed.append(True)
            raise KeyError(rows[0])
        return read(library, vector, rows)

    monkeypatch.setattr(type(engine.library), "cosines", gone_at_first)
    assert engine.search("Kakhovka dam").hits
    assert failed


def test_highlights_are_words_of_the_query(engine: Engine) -> None:
    """Relative to the passage."""
    hit = engine.search("supply routes").hits[0]
    marked = {hit.passage.text[start:end].casefold() for start, end in hit.highlights}
    assert marked
    assert all("suppl" in one or "route" in one for one in marked)


def test_an_explained_hit_names_parts_that_add_up_to_its_score(engine: Engine) -> None:
    """Nothing else goes into the order."""
    hit = engine.search("Bakhmut supply routes", explain=True).hits[0]
    assert sum(part for _, part in hit.why) == pytest.approx(hit.score, abs=1e-4)
    assert not engine.search("Bakhmut supply routes").hits[0].why


def test_dates_in_words_are_echoed_and_preferred_not_enforced(engine: Engine) -> None:
    """ "Last week" counts from the given day."""
    found = engine.search("What happened at the dam last week?", now=NOW)
    (read,) = found.query.dates
    assert (read.text, read.after, read.before) == ("last week", date(2023, 5, 29), date(2023, 6, 4))
    dated = engine.search("flooding, in June 2023")
    assert dated.hits[0].article.published is not None
    assert dated.hits[0].article.published.iso().startswith("2023-06")


def test_an_empty_query_is_refused_and_a_filter_alone_is_not(engine: Engine) -> None:
    """Browsing an outlet is a use of its own."""
    with pytest.raises(EmptyQuery):
        engine.search("   ")
    assert all("Harbour" in (hit.article.outlet or "") for hit in engine.search("outlet:harbour").hits)


def test_an_answer_quotes_stored_words_at_their_offsets(engine: Engine) -> None:
    """And numbers its citations from one, in the order of its statements."""
    answer = engine.ask("what was said about Bakhmut supply routes")
    assert answer.answered
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        stored = engine.library.get(citation.hit.article.id)
        assert stored is not None
        assert stored.text[citation.start : citation.end] == citation.quote
    assert answer.text.endswith(f"[{len(answer.citations)}]")


def test_what_the_paper_adds_is_not_quoted_under_the_name_of_its_source(engine: Engine) -> None:
    """The next sentence comes as near, but it is the paper's own and not the ministry's."""
    answer = engine.ask("what was said about Bakhmut supply routes")
    quoted = {citation.speaker: citation for citation in answer.citations}["the ministry"]
    assert quoted.quote.endswith("close a ring around them.")
    assert quoted.hit.article.text[quoted.end :].strip().startswith("Bakhmut lies")


def test_a_dispatch_printed_twice_is_cited_once_with_its_copy_named(engine: Engine) -> None:
    """One source is not two confirmations."""
    answer = engine.ask("Who blamed whom for the destruction of the Kakhovka dam?")
    copies = [citation for citation in answer.citations if citation.also]
    assert copies
    assert {copies[0].hit.article.id, *(other.id for other in copies[0].also)} == {
        "wire-2023-06-06-kakhovka",
        "courier-2023-06-07-kakhovka",
    }


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("who won the football match in Kyiv", Reason.WEAK_EVIDENCE),
        ("What is the best recipe for sourdough bread?", Reason.WEAK_EVIDENCE),
        ("Where did shelling hit Bakhmut on 3 March 2031?", Reason.OUT_OF_DATE_RANGE),
        ('who said "the moon is made of cheese"', Reason.NO_MATCH),
    ],
)
def test_what_the_library_cannot_answer_is_declined_with_a_reason(engine: Engine, question: str, reason: Reason) -> None:
    """No statement, no citation; near misses where there are any."""
    answer = engine.ask(question)
    assert (answer.reason, answer.statements, answer.citations) == (reason, (), ())
    assert answer.text


def test_a_phrase_that_stands_nowhere_is_dropped_from_a_question_and_that_is_said(engine: Engine) -> None:
    """A search for it finds nothing, a question about more than the phrase is answered by its words."""
    words = 'what was said about the "supply routes" of Bakhmut'
    held = engine.ask(words)
    loose = engine.ask(words.replace("supply routes", "supplying routes"))
    assert held.warnings == ()
    assert all("supply routes" in citation.hit.passage.text for citation in held.citations)
    assert loose.answered
    assert "word for word" in loose.warnings[0]
    assert loose.query.phrases == ()
    assert not engine.search('"supplying routes" of Bakhmut').hits


def test_what_a_language_model_lacks_is_told_beside_what_was_left_out(engine: Engine) -> None:
    """One warning does not push another away."""

    class Silent:
        def write(self, question: str, evidence: object) -> Draft:
            raise TimeoutError("out of reach")

    asked = Engine(engine.library, reranker=engine.reranker, generator=Silent())
    answer = asked.ask('what was said about the "supplying routes" of Bakhmut')
    assert answer.answered
    assert "word for word" in answer.warnings[0]
    assert len(answer.warnings) > 1


def test_an_empty_library_says_so(encoder: SentenceEncoder, tmp_path: Path) -> None:
    """It is no failure."""
    from index.cutting.passages import PassageRules
    from index.library import Library

    with Library.open(tmp_path / "library", encoder, rules=PassageRules(), create=True) as library:
        assert Engine(library).ask("anything at all?").reason is Reason.EMPTY_LIBRARY
        assert Engine(library).search("anything").hits == ()


def test_whatever_was_said_on_a_subject_is_more_than_one_sentence(engine: Engine) -> None:
    """The reranker looks for the one that answers; here those that come as near do too."""
    answer = engine.ask("what was said about Bakhmut supply routes")
    assert len(answer.citations) >= 3
    assert all("0506" in citation.quote or "suppl" in citation.quote for citation in answer.citations)
