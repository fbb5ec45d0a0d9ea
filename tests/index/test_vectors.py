"""Cosines worked out by hand, exact and from inverted lists, with rows added, taken away and filtered."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from index.caches.vectors import Ints, VectorIndex
from index.types import Candidate, Vectors

AXES = np.eye(4, dtype=np.float32)
HALFWAY = np.array([0.6, 0.8, 0, 0], dtype=np.float32)
NONE = np.empty(0, dtype=np.int64)


def rows(*numbers: int) -> Ints:
    return np.array(numbers, dtype=np.int64)


def drawn(count: int, dimension: int = 16, seed: int = 1) -> Vectors:
    """Unit rows at random."""
    vectors = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def pairs(found: list[Candidate]) -> list[tuple[int, float]]:
    return [(one.row, round(one.score, 5)) for one in found]


def test_scores_are_cosines_descending_and_equal_ones_stand_by_row() -> None:
    """(.6, .8, 0, 0) against the four axes: .8, .6, 0, 0."""
    held = VectorIndex(4).advance(rows(10, 20, 30, 40), AXES, NONE)
    assert pairs(held.nearest(HALFWAY, 4)) == [(20, 0.8), (10, 0.6), (30, 0.0), (40, 0.0)]
    assert pairs(held.nearest(AXES[2], 1)) == [(30, 1.0)]
    assert pairs(held.nearest(-AXES[2], 4))[-1] == (30, -1.0)


def test_nothing_is_found_in_nothing() -> None:
    """An empty index, and k of 0."""
    assert VectorIndex(4).nearest(HALFWAY, 5) == []
    assert VectorIndex(4).advance(rows(1), AXES[:1], NONE).nearest(HALFWAY, 0) == []
    assert VectorIndex(4).compact().nearest(HALFWAY, 5) == []


def test_rows_taken_away_are_found_no_more_and_the_count_asked_for_still_comes() -> None:
    """Across pieces; the index before the change is as it was."""
    first = VectorIndex(4).advance(rows(1, 2), AXES[:2], NONE)
    second = first.advance(rows(3, 4), AXES[2:], rows(2))
    assert pairs(second.nearest(HALFWAY, 3)) == [(1, 0.6), (3, 0.0), (4, 0.0)]
    assert pairs(first.nearest(HALFWAY, 3)) == [(2, 0.8), (1, 0.6)]
    assert (len(first), len(second)) == (2, 3)
    assert second.rows().tolist() == [1, 3, 4]


def test_only_allowed_rows_compete() -> None:
    """The best of the allowed, though others are nearer."""
    held = VectorIndex(4).advance(rows(1, 2, 3, 4), AXES, NONE)
    assert pairs(held.nearest(HALFWAY, 2, rows(1, 4, 99))) == [(1, 0.6), (4, 0.0)]
    assert held.nearest(HALFWAY, 2, NONE) == []


def test_what_is_written_reads_back_and_holds_nothing_taken_away() -> None:
    """One piece, the rows that count, and not the bytes of the one that does not."""
    gone = drawn(1, 4, seed=9)
    held = VectorIndex(4).advance(rows(1, 2, 3, 4), AXES, NONE).advance(rows(5), gone, NONE).advance(NONE, AXES[:0], rows(5))
    assert gone.tobytes() not in held.to_bytes()
    again = VectorIndex.from_bytes(held.to_bytes(), 4)
    assert again.rows().tolist() == [1, 2, 3, 4]
    assert pairs(again.nearest(HALFWAY, 2)) == [(2, 0.8), (1, 0.6)]


def test_what_is_not_such_a_file_is_refused() -> None:
    """Noise, and vectors of another length."""
    with pytest.raises(ValueError, match="faiss cannot read it"):
        VectorIndex.from_bytes(b"noise" * 50, 4)
    data = VectorIndex(4).advance(rows(1), AXES[:1], NONE).to_bytes()
    with pytest.raises(ValueError, match="4 components, not 5"):
        VectorIndex.from_bytes(data, 5)


def test_many_small_additions_stay_few_pieces_and_agree_with_one_big_one() -> None:
    """A hundred additions: pieces are merged as they grow, the answer is that of brute force."""
    vectors = drawn(700)
    held = VectorIndex(16)
    for start in range(0, 700, 7):
        held = held.advance(np.arange(start, start + 7), vectors[start : start + 7], NONE)
    assert len(held._segments) <= 8
    best = np.argsort(-(vectors @ vectors[3]), kind="stable")[:20]
    assert [one.row for one in held.nearest(vectors[3], 20)] == best.tolist()


def test_cosines_of_chosen_rows_stand_in_their_order_across_pieces() -> None:
    """(.6, .8, 0, 0) against axes in two pieces; a row that was taken away, or never was, is named."""
    held = VectorIndex(4).advance(rows(1, 2), AXES[:2], NONE).advance(rows(3, 4), AXES[2:], NONE)
    assert held.cosines(HALFWAY, rows(1, 2, 4)).tolist() == pytest.approx([0.6, 0.8, 0.0])
    assert held.cosines(HALFWAY, NONE).shape == (0,)
    with pytest.raises(KeyError, match="2"):
        held.advance(NONE, AXES[:0], rows(2)).cosines(HALFWAY, rows(1, 2))
    with pytest.raises(KeyError, match="9"):
        held.cosines(HALFWAY, rows(4, 9))


@pytest.fixture(scope="module")
def lists() -> tuple[VectorIndex, Vectors]:
    """2,000 rows above a limit of 500: inverted lists."""
    vectors = drawn(2000)
    return VectorIndex(16, exact_rows=500).advance(np.arange(2000), vectors, NONE).compact(), vectors


def test_above_the_limit_the_count_asked_for_still_comes(lists: tuple[VectorIndex, Vectors]) -> None:
    """As many as asked for, up to all; under a filter that leaves few, exactly those, in the order of brute force."""
    held, vectors = lists
    for k in (1, 10, 500, 2000):
        found = held.nearest(vectors[5], k)
        assert len({one.row for one in found}) == k
        assert all(a.score >= b.score for a, b in pairwise(found))
    few = rows(7, 70, 700, 1700)
    order = few[np.argsort(-(vectors[few] @ vectors[5]))]
    assert [one.row for one in held.nearest(vectors[5], 10, few)] == order.tolist()
    assert held.cosines(vectors[5], few) == pytest.approx(vectors[few] @ vectors[5], abs=1e-6)


def test_above_the_limit_most_of_the_nearest_are_found(lists: tuple[VectorIndex, Vectors]) -> None:
    """Vectors at random are the hardest case; still a row finds itself, and all ten nearest once every list is asked for."""
    held, vectors = lists
    assert all(held.nearest(vector, 1)[0].row == at for at, vector in enumerate(vectors[:50]))
    best = set(np.argsort(-(vectors @ vectors[5]))[:10].tolist())
    assert {one.row for one in held.nearest(vectors[5], 2000)[:10]} == best


def test_above_the_limit_additions_removals_and_files_work_as_below(lists: tuple[VectorIndex, Vectors]) -> None:
    """A tail of new rows beside the lists, one of the old gone; written and read back the same."""
    held, vectors = lists
    fresh = drawn(3, seed=5)
    changed = held.advance(rows(5000, 5001, 5002), fresh, rows(5))
    for one in (changed, changed.compact(), VectorIndex.from_bytes(changed.to_bytes(), 16, exact_rows=500)):
        assert len(one) == 2002
        assert one.nearest(fresh[1], 1)[0].row == 5001
        assert 5 not in {found.row for found in one.nearest(vectors[5], 2002)}
        assert one.rows().tolist() == [*range(5), *range(6, 2000), 5000, 5001, 5002]
