"""Several scores to one: hand-computed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from search.fuse import Column, fused, standardised, total


def column(*values: float) -> Column:
    return np.array(values, np.float32)


def test_a_column_is_standardised_over_the_pool() -> None:
    """2, 4, 6: mean 4, deviation √(8/3) = 1.632993; so ∓1.224745 around 0."""
    assert_allclose(standardised(column(2, 4, 6)), [-1.2247449, 0, 1.2247449], atol=1e-6)


def test_equal_scores_say_nothing() -> None:
    """A constant column and a single candidate are zero, an empty pool stays empty; nothing is divided by zero."""
    assert standardised(column(7, 7, 7)).tolist() == [0, 0, 0]
    assert standardised(column(5)).tolist() == [0]
    assert standardised(column()).tolist() == []


def test_parts_are_weighted_and_their_sum_is_the_score() -> None:
    """1, 3 is -1, 1 and 0, 10 is -1, 1: with weights 2 and .5 that is ∓2 and ∓.5, together ∓2.5."""
    parts = fused({"vector": column(1, 3), "words": column(0, 10)}, {"vector": 2.0, "words": 0.5})
    assert_allclose(parts["vector"], [-2, 2])
    assert_allclose(parts["words"], [-0.5, 0.5])
    assert_allclose(total(parts, 2), [-2.5, 2.5])


def test_signals_can_disagree_to_a_draw() -> None:
    """Opposite columns of equal weight cancel."""
    assert_allclose(total(fused({"a": column(0, 1), "b": column(1, 0)}, {"a": 1.0, "b": 1.0}), 2), [0, 0], atol=1e-7)


def test_a_weight_without_its_column_and_a_column_without_weight_add_nothing() -> None:
    """Only what has both counts."""
    parts = fused({"a": column(1, 3), "c": column(9, 1)}, {"a": 1.0, "b": 5.0})
    assert list(parts) == ["a"]
    assert_allclose(total(parts, 2), [-1, 1])


def test_without_any_part_the_score_is_zero() -> None:
    """Of the right length and kind."""
    empty = total({}, 3)
    assert empty.tolist() == [0, 0, 0]
    assert empty.dtype == np.float32


@given(st.lists(st.floats(-1000, 1000, width=32), min_size=2, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_does_not_matter(values: list[float], random: object) -> None:
    """A permuted pool gets the permuted scores."""
    order = np.random.default_rng(len(values)).permutation(len(values))
    given_order = standardised(column(*values))
    assert_allclose(standardised(column(*values)[order]), given_order[order], atol=1e-3)


@given(st.lists(st.integers(-100, 100), min_size=2, max_size=20, unique=True), st.integers(1, 50), st.integers(-100, 100))
def test_scale_and_offset_of_a_signal_do_not_matter(values: list[int], scale: int, offset: int) -> None:
    """BM25 and cosines meet on one scale, and the order within a signal stays."""
    plain = standardised(column(*values))
    assert_allclose(standardised(column(*values) * scale + offset), plain, atol=1e-3)
    assert plain.argsort().tolist() == column(*values).argsort().tolist()
