"""Which sentences are read with the question, what is read of them, and what their reading does to the order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import numpy as np
import pytest

from index.library import Library
from index.types import Article, Passage, Precision, Published
from search.engine import Engine
from search.rarity import Rarity
from search.reading import SENTENCES, Near, nearness, read, window
from search.reranking.reranker import Scores
from search.reranking.window import Window
from search.types import Mode

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
    """A reranker that gives 5 to sentences with one word and -5 to all others, and counts what it read."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read: list[Window] = []

    def scores(self, question: str, windows: Sequence[Window]) -> Scores:
        self.read = list(windows)
        return np.array([5.0 if self.word in one.sentence else -5.0 for one in windows], np.float32)


def test_nearness_is_the_weighted_sum_of_its_parts() -> None:
    """By hand: cosine .5, rarity 2 of 4 in the sentence, 3 of 4 with the sentence before and the title, 1 behind."""
    rare = Rarity({"tank": 2.0, "road": 1.0, "helicopt": 1.0}, {})
    vectors = np.array([[0.0, 1.0], [0.5, 0.0], [0.0, 0.0]], np.float32)
    found = nearness(7, _passage(), 1.0, vectors, np.array([1.0, 0.0], np.float32), rare)
    assert [one.at for one in found] == [0, 1, 2]
    assert (found[1].cosine, found[1].covered, found[1].about) == (0.5, 0.5, 0.75)
    assert found[1].nearness == pytest.approx(1.0 * 0.5 + 0.5 * 0.5 + 0.6 * 0.75 - 0.08 * 1.0)


def test_a_window_is_the_sentence_and_what_it_leans_on() -> None:
    """The sentence first, then day, title and the sentence before, as in training."""
    one = window(_passage(), 1)
    assert one == Window("Tanks burned near Bakhmut.", "The road was cut.", "Bakhmut holds", date(2023, 4, 7))
    assert one.texts() == ("Tanks burned near Bakhmut.", "7 April 2023. Bakhmut holds. The road was cut.")


def test_only_the_nearest_are_read_and_the_others_count_as_the_worst() -> None:
    """A bound on the time of a question."""
    near = [Near(1, 0, 0, 0, 0, float(-at)) for at in range(1)] + [Near(row, 2, 0, 0, 0, -float(row)) for row in range(2, 60)]
    reranker = Favouring("denied")
    readings = read(reranker, "who denied it?", near, dict.fromkeys(range(60), _passage()))
    assert len(reranker.read) == SENTENCES == len(readings.logits)
    assert readings.logits[(1, 0)] == -5.0
    assert readings.column([1, 2, 59]).tolist() == [-5.0, 5.0, -5.0]


def test_without_a_reranker_nothing_is_read() -> None:
    """And no signal of that name is explained."""
    assert read(None, "q", [Near(1, 0, 0, 0, 0, 1.0)], {1: _passage()}).logits == {}


def test_the_sentence_that_the_reranker_prefers_comes_first(seed_library: Library) -> None:
    """In search and in the answer, and the part of the score says so."""
    question = "what was said about Bakhmut supply routes"
    plain = Engine(seed_library).search(question, explain=True)
    reader = Favouring("Khromove")
    engine = Engine(seed_library, reranker=reader)
    found = engine.search(question, explain=True)
    assert "Khromove" in found.hits[0].passage.text
    assert dict(found.hits[0].why)["reader"] > 0
    assert all("reader" not in dict(hit.why) for hit in plain.hits)
    assert "Khromove" in engine.ask(question).citations[0].quote
    assert found.total == plain.total


@pytest.mark.parametrize("mode", [Mode.SEMANTIC, Mode.KEYWORD])
def test_one_signal_alone_is_not_reread(seed_library: Library, mode: Mode) -> None:
    """Whoever asks for meaning or words alone gets that order."""
    reader = Favouring("Khromove")
    found = Engine(seed_library, reranker=reader).search("Bakhmut supply routes", mode=mode)
    assert reader.read == []
    assert [hit.passage.id for hit in found.hits] == [
        hit.passage.id for hit in Engine(seed_library).search("Bakhmut supply routes", mode=mode).hits
    ]
