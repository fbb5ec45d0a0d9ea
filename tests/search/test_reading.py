"""Which sentences are read with the question, what is read of them, and what their reading does to the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from index.library import Library
from index.types import Article, Passage, Precision, Published
from search.engine import Engine
from search.evidence import Sentence, read_first
from search.query import understand
from search.rarity import Rarity
from search.reading import AT_FIRST, SENTENCES, Near, nearness, read, window
from search.reranking.reranker import Scores
from search.reranking.window import Window
from search.types import Hit, Mode

TEXT = "The road was cut. Tanks burned near Bakhmut. He denied it."
SPANS = ((0, 17), (18, 44), (45, 58))


def _passage() -> Passage:
    article = Article(
        id="a",
        url=None,
        title="Bakhmut holds",
        outlet=None,
        authors=(),
        published=Published(when=datetime(2023, 4, 7, tzinfo=UTC), precision=Precision.DAY, found="given"),
        language="en",
        text=TEXT,
        added_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return Passage(article=article, ordinal=0, start=0, end=len(TEXT), heading=None, sentences=SPANS)


class Favouring:
    """A reranker that gives 5, or another logit, to sentences of one text and -5 to all others, and keeps what it read."""

    tells = True

    def __init__(self, text: str, logit: float = 5.0) -> None:
        self.text, self.logit = text, logit
        self.read: list[Window] = []

    def scores(self, question: str, windows: Sequence[Window]) -> Scores:
        self.read += windows
        return np.array([self.logit if one.sentence in self.text else -5.0 for one in windows], np.float32)


def test_the_first_sentences_are_read_and_what_answers_comes_first() -> None:
    """Those that ranking has had read are not read again; what was not read counts like the worst of what was."""
    hit = Hit(passage=_passage(), score=1.0, rank=1)
    found = [
        Sentence(hit, Near(row=1, at=at, cosine=0.5, covered=0.0, about=0.0), (), score, logit)
        for at, score, logit in ((0, 1.0, None), (2, 0.9, -1.0), (1, 0.8, None))
    ]
    reranker = Favouring("Tanks burned near Bakhmut.")
    read = read_first(reranker, understand("What burned?", date(2023, 6, 1)), found)
    assert [window.sentence for window in reranker.read] == ["The road was cut.", "Tanks burned near Bakhmut."]
    assert [(one.near.at, one.logit) for one in read] == [(1, 5.0), (2, -1.0), (0, -5.0)]
    reranker.tells = False
    assert [one.near.at for one in read_first(reranker, understand("What burned?", date(2023, 6, 1)), found)] == [0, 2, 1]
    assert read_first(None, understand("What burned?", date(2023, 6, 1)), found)[1].logit is None


def test_nearness_is_the_weighted_sum_of_its_parts() -> None:
    """By hand: cosine .5, rarity 2 of 4 in the sentence, 3 of 4 with the sentence before and the title."""
    rare = Rarity({"tank": 2.0, "road": 1.0, "helicopt": 1.0}, {})
    vectors = np.array([[0.0, 1.0], [0.5, 0.0], [0.0, 0.0]], np.float32)
    *words, title = rare.found([*(TEXT[slice(*span)] for span in SPANS), "Bakhmut holds"])
    found = nearness(7, words, title, vectors, np.array([1.0, 0.0], np.float32), rare)
    assert [one.at for one in found] == [0, 1, 2]
    assert (found[1].cosine, found[1].covered, found[1].about) == (0.5, 0.5, 0.75)
    assert found[1].nearness == pytest.approx(1.0 * 0.5 + 0.3 * 0.5 + 0.6 * 0.75)


def test_another_name_stands_for_the_words_of_a_question_when_it_stands_whole() -> None:
    """ "Islamic" alone is not ISIS."""
    rare = Rarity({"isi": 3.0, "tank": 1.0}, {"isi": (frozenset({"daesh"}), frozenset({"islam", "state"}))})
    texts = ("Daesh lost tanks", "", "the Islamic State lost ships", "an Islamic\x00school", "tanks")
    assert rare.found(texts) == [{"isi", "tank"}, frozenset(), {"isi"}, frozenset(), {"tank"}]
    assert rare.found([]) == []
    assert rare.share(frozenset({"isi"})) == pytest.approx(0.75)
    assert Rarity({}, {}).share(frozenset()) == 0.0


def test_a_window_is_the_sentence_and_what_it_leans_on() -> None:
    """The sentence first, then day and title; in training the sentence before as well."""
    one = window(_passage(), 1)
    assert one == Window("Tanks burned near Bakhmut.", "", "Bakhmut holds", date(2023, 4, 7))
    assert one.texts() == ("Tanks burned near Bakhmut.", "7 April 2023. Bakhmut holds")
    learned = replace(one, before="The road was cut.")
    assert learned.texts() == ("Tanks burned near Bakhmut.", "7 April 2023. Bakhmut holds. The road was cut.")


def test_only_the_nearest_are_read_and_the_others_count_as_the_worst() -> None:
    """A bound on the time of a question; a passage far behind the first must come nearer to be read."""
    near = {row: [Near(row, 2, cosine=1.0, covered=0.0, about=0.0)] for row in range(60)}
    near[0] = [Near(0, 0, cosine=0.99, covered=0.0, about=0.0)]
    reranker, behind = Favouring("He denied it.", 1.0), {row: row / 16 for row in range(60)}
    readings = read(reranker, "who denied it?", near, behind, dict.fromkeys(range(60), _passage()))
    assert len(reranker.read) == SENTENCES == len(readings.logits)
    assert readings.logits[(0, 0)] == -5.0
    assert readings.column([0, 2, 59]).tolist() == [-5.0, 1.0, -5.0]


def test_no_passage_takes_the_place_of_all_others() -> None:
    """Of each the nearest two; of one that stands far behind none, however near they come."""
    near = {row: [Near(row, at, cosine=0.9 - at / 9, covered=0.0, about=0.0) for at in (2, 0, 1)] for row in (1, 2)}
    near[3] = [Near(3, 0, cosine=1.0, covered=1.0, about=1.0)]
    reranker, behind = Favouring(""), {1: 0.0, 2: 3.9, 3: 4.1}
    readings = read(reranker, "who denied it?", near, behind, dict.fromkeys(near, _passage()))
    assert list(readings.logits) == [(1, 0), (1, 1), (2, 0), (2, 1)]


def test_where_one_of_the_first_surely_answers_no_more_are_read() -> None:
    """The others could hardly do better, and each takes its time."""
    near = {row: [Near(row, 2, cosine=1.0, covered=0.0, about=0.0)] for row in range(60)}
    reranker, behind = Favouring("He denied it."), {row: float(row) for row in range(60)}
    readings = read(reranker, "who denied it?", near, behind, dict.fromkeys(range(60), _passage()))
    assert [row for row, _ in readings.logits] == list(range(AT_FIRST))


def test_without_a_reranker_nothing_is_read() -> None:
    """And no signal of that name is explained."""
    assert read(None, "q", {1: [Near(1, 0, 0, 0, 0)]}, {1: 0.0}, {1: _passage()}).logits == {}


def test_reading_is_left_out_where_the_first_stands_alone(seed_library: Library) -> None:
    """It costs most of a question's time; where it could turn the order it is done."""
    reader = Favouring("")
    engine = Engine(seed_library, reranker=reader)
    engine.search("Tigray agreement Pretoria")
    assert reader.read == []
    engine.search("how many Russian tanks were lost")
    assert reader.read != []


def test_the_passage_that_the_reranker_prefers_comes_first(seed_library: Library) -> None:
    """Where the first two stand close; the part of the score says so."""
    question = "what happened to civilians"
    plain = Engine(seed_library).search(question, explain=True)
    assert plain.hits[0].score - plain.hits[1].score < 0.8
    preferred = plain.hits[1].passage
    found = Engine(seed_library, reranker=Favouring(preferred.text)).search(question, explain=True)
    assert found.hits[0].passage == preferred
    assert dict(found.hits[0].why)["reader"] > 0
    assert all("reader" not in dict(hit.why) for hit in plain.hits)
    assert found.total == plain.total


class Doubting:
    """A reranker that thinks the less of a sentence the longer it is, and that none answers, but for one text's."""

    tells = True

    def __init__(self, answering: str = "") -> None:
        self.answering = answering

    def scores(self, question: str, windows: Sequence[Window]) -> Scores:
        return np.array([1.0 if one.sentence in self.answering else -len(one.sentence) / 9 for one in windows], np.float32)


def test_what_is_read_decides_who_stands_in_front_and_moves_nothing_else(seed_library: Library) -> None:
    """Below the first three the order is that without reading: a passage that answers only in part is not pushed off the page."""
    question = "what happened to civilians"
    plain = [hit.passage.id for hit in Engine(seed_library).search(question, per_article=None).hits]
    found = Engine(seed_library, reranker=Doubting()).search(question, per_article=None, explain=True).hits
    order = [hit.passage.id for hit in found]
    assert order[3:] == [other for other in plain if other not in order[:3]][: len(order) - 3]
    assert order != plain
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert all(repr(dict(hit.why)["reader"]) == "0.0" for hit in found[3:])


def test_all_that_answers_stands_in_front_from_wherever_it_was(seed_library: Library) -> None:
    """Not the first three alone; and scores fall all the same."""
    question, reader = "what happened to civilians", Favouring("")
    plain = Engine(seed_library).search(question, per_article=None, limit=20).hits
    Engine(seed_library, reranker=reader).search(question)
    held = [hit.passage for hit in plain if any(window.sentence in hit.passage.text for window in reader.read)]
    answering = Doubting(" ".join(passage.text for passage in held[-6:]))
    found = Engine(seed_library, reranker=answering).search(question, per_article=None, limit=20).hits
    assert {passage.id for passage in held[-6:]} < {hit.passage.id for hit in found[:7]}, "and the first, of what was read"
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_numbers_of_unknown_meaning_order_everything(seed_library: Library) -> None:
    """Of another's reranker it is not known from where on a sentence answers."""
    question, reader = "what happened to civilians", Doubting()
    ours = Engine(seed_library, reranker=reader).search(question, per_article=None, explain=True).hits
    reader.tells = False
    others = Engine(seed_library, reranker=reader).search(question, per_article=None, explain=True).hits
    assert [hit.passage.id for hit in others[:3]] == [hit.passage.id for hit in ours[:3]]
    assert any(dict(hit.why)["reader"] != 0 for hit in others[3:])


@pytest.mark.parametrize("mode", [Mode.SEMANTIC, Mode.KEYWORD])
def test_one_signal_alone_is_not_reread(seed_library: Library, mode: Mode) -> None:
    """Whoever asks for meaning or words alone gets that order."""
    reader = Favouring("")
    found = Engine(seed_library, reranker=reader).search("Bakhmut supply routes", mode=mode)
    assert reader.read == []
    assert [hit.passage.id for hit in found.hits] == [
        hit.passage.id for hit in Engine(seed_library).search("Bakhmut supply routes", mode=mode).hits
    ]
