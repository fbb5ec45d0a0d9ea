"""The figures of a ranking, each worked out by hand."""

from __future__ import annotations

import math

import pytest

from search import metrics

FLAGS = [False, True, False, True, False]


def test_a_hit_within_k_counts_and_one_behind_k_does_not() -> None:
    """The first relevant stands second."""
    assert metrics.first_relevant(FLAGS) == 2
    assert [metrics.hit_at(FLAGS, k) for k in (1, 2, 5)] == [False, True, True]
    assert metrics.first_relevant([False, False]) is None
    assert not metrics.hit_at([], 10)


def test_the_reciprocal_rank_is_zero_behind_k() -> None:
    """1/2 for the second place; nothing where the list is cut before it."""
    assert metrics.reciprocal_rank(FLAGS) == 0.5
    assert metrics.reciprocal_rank(FLAGS, 1) == 0.0
    assert metrics.reciprocal_rank([False] * 10 + [True]) == 0.0


def test_recall_counts_what_is_found_once() -> None:
    """Of a, b, c and d the first three places hold a, and a again."""
    ranked = ["a", "x", "a", "b"]
    assert metrics.recall_at(ranked, {"a", "b", "c", "d"}, 3) == 0.25
    assert metrics.recall_at(ranked, ["a", "b", "a"], 4) == 1.0
    with pytest.raises(ValueError, match="nothing is relevant"):
        metrics.recall_at(ranked, [], 3)


def test_average_precision_of_a_hand_worked_ranking() -> None:
    """Relevant at 1, 3 and 6: (1/1 + 2/3 + 3/6) / 3 = 13/18; a fourth that is never found makes it 13/24."""
    flags = [True, False, True, False, False, True]
    assert metrics.average_precision(flags, 3) == pytest.approx(13 / 18)
    assert metrics.average_precision(flags, 4) == pytest.approx(13 / 24)
    assert metrics.average_precision([], 2) == 0.0


def test_average_precision_refuses_fewer_relevant_than_were_found() -> None:
    """Such a judgement contradicts itself."""
    with pytest.raises(ValueError, match="holds 2"):
        metrics.average_precision([True, True], 1)
    with pytest.raises(ValueError, match="0 relevant"):
        metrics.average_precision([False], 0)


def test_ndcg_of_a_hand_worked_ranking() -> None:
    """Gains 3, 2, 0, 1: 3 + 2/log2(3) + 1/log2(5), over 3 + 2/log2(3) + 1/2 in the best order."""
    got, best = 3 + 2 / math.log2(3) + 1 / math.log2(5), 3 + 2 / math.log2(3) + 1 / 2
    assert metrics.ndcg_at([3, 2, 0, 1], 4) == pytest.approx(got / best)
    assert metrics.ndcg_at([3, 2, 0, 1], 1) == 1.0


def test_ndcg_measures_against_what_could_have_been_found() -> None:
    """One of two relevant articles, in second place: 1/log2(3) over 1 + 1/log2(3)."""
    second = 1 / math.log2(3)
    assert metrics.ndcg_at([0, 1], 10, ideal=[1, 1]) == pytest.approx(second / (1 + second))
    assert metrics.ndcg_at([0, 0], 10, ideal=[]) == 0.0


def test_a_percentile_is_a_value_that_was_measured() -> None:
    """Of 1 to 20 the 95th percentile is the nineteenth value, and the order they come in is of no account."""
    values = [float(value) for value in range(20, 0, -1)]
    assert metrics.percentile(values, 0.95) == 19.0
    assert [metrics.percentile(values, share) for share in (0, 0.5, 1)] == [1.0, 10.0, 20.0]
    assert metrics.percentile([7.0], 0.95) == 7.0
    with pytest.raises(ValueError, match="no values"):
        metrics.percentile([], 0.5)


def test_the_mean_of_nothing_is_not_zero() -> None:
    """A figure that no question defines is left out, not printed as a failure."""
    assert metrics.mean([]) is None
    assert metrics.mean([True, False, False, True]) == 0.5
