"""Nearest passages by cosine: the only file that knows faiss. Made from the store at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.types import Candidate, Vectors

faiss: Any = import_module("faiss")
"""Untyped: its stubs lack what its Python layer adds (keyword parameters, arrays for pointers)."""

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

EXACT_ROWS = 150_000
"""Up to here every vector is compared, above it those of the likeliest lists.

Measured at 384 dimensions, k = 200, one thread of a Xeon with AVX-512 (`python -m tests.index.measure_vectors`): all rows 10 ms
at 100,000, 17 at 150,000, 23 at 200,000; with a filter that lets half of them pass 18, 20 and 26 ms. A search may cost 20 ms.
"""

_FIRST_PROBES = 1 / 8
"""Share of the lists looked at first; more follow until as many rows as asked for are there."""

_TRAINING_ROWS_PER_LIST = 40
"""faiss warns below 39."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """One faiss structure and the rows in it that still count."""

    built: Any
    rows: Ints
    alive: Mask | None

    @property
    def count(self) -> int:
        return len(self.rows) if self.alive is None else int(self.alive.sum())


class VectorIndex:
    """Unit vectors by row. Never changed: `advance` makes the next one, which shares what stays the same."""

    def __init__(self, dimension: int, segments: Sequence[_Segment] = (), exact_rows: int = EXACT_ROWS) -> None:
        self.dimension = dimension
        self._segments = tuple(segments)
        self._exact_rows = exact_rows

    def __len__(self) -> int:
        return sum(segment.count for segment in self._segments)

    @property
    def pending(self) -> int:
        """Rows added or taken away since everything was last in one piece: what a file written then would lack."""
        dead = sum(len(segment.rows) - segment.count for segment in self._segments)
        return dead + sum(segment.count for segment in self._segments[1:])

    @property
    def has_dead(self) -> bool:
        """Whether anything that was taken away still lies in memory."""
        return any(segment.alive is not None for segment in self._segments)

    def advance(self, rows: Ints, vectors: Vectors, gone: Ints) -> VectorIndex:
        """With these rows added and those taken away.

        Args:
            rows: int64, ascending, all greater than any before.
            vectors: float32, shape (rows, dimension), unit rows.
        """
        segments = [_without(segment, gone) for segment in self._segments] if len(gone) else list(self._segments)
        if len(rows):
            segments.append(_Segment(_flat(rows, vectors), rows, None))
        while len(segments) > 2 and segments[-2].count < 2 * segments[-1].count:
            segments[-2:] = [_Segment(_flat(*taken), taken[0], None) for taken in [_gathered(segments[-2:], self.dimension)]]
        return VectorIndex(self.dimension, segments, self._exact_rows)

    def compact(self) -> VectorIndex:
        """The same rows in one piece, nothing of what was taken away left in it."""
        rows, vectors = _gathered(self._segments, self.dimension)
        exact = len(rows) <= self._exact_rows
        built = _flat(rows, vectors) if exact else _lists(rows, vectors, self._segments[0].built)
        return VectorIndex(self.dimension, [_Segment(built, rows, None)], self._exact_rows)

    def nearest(self, vector: Vectors, k: int, allowed: Ints | None = None) -> list[Candidate]:
        """The rows of the greatest cosine, descending; equal ones by row.

        Args:
            vector: float32, shape (dimension,), unit length.
            k: How many; fewer only where fewer are allowed.
            allowed: Rows to choose among, ascending; `None` for all.
        """
        found: list[tuple[float, int]] = []
        for segment in self._segments:
            found += zip(*(column.tolist() for column in _search(segment, vector, k, allowed)), strict=True)
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        return [Candidate(row, score) for score, row in found[:k]]

    def cosines(self, vector: Vectors, rows: Ints) -> Vectors:
        """Of these rows, shape (rows,), in their order.

        Args:
            rows: Ascending.

        Raises:
            KeyError: If a row is not held.
        """
        found = np.full(len(rows), np.nan, np.float32)
        for segment in self._segments:
            scores, held = _search(segment, vector, len(rows), rows)
            found[np.searchsorted(rows, held)] = scores
        if np.isnan(found).any():
            raise KeyError(int(rows[np.isnan(found)][0]))
        return found

    def rows(self) -> Ints:
        """All rows held, ascending."""
        kept = [segment.rows if segment.alive is None else segment.rows[segment.alive] for segment in self._segments]
        return np.sort(np.concatenate([np.empty(0, dtype=np.int64), *kept]))

    def to_bytes(self) -> bytes:
        """As faiss writes it, in one piece (see `compact`)."""
        whole = self if len(self._segments) == 1 and self._segments[0].alive is None else self.compact()
        return bytes(faiss.serialize_index(whole._segments[0].built).tobytes())

    @classmethod
    def from_bytes(cls, data: bytes, dimension: int, exact_rows: int = EXACT_ROWS) -> VectorIndex:
        """The inverse.

        Raises:
            ValueError: If this is not such an index, or of another dimension.
        """
        try:
            built = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise ValueError(f"faiss cannot read it: {error}") from error
        if built.d != dimension:
            raise ValueError(f"its vectors have {built.d} components, not {dimension}")
        return cls(dimension, [_Segment(built, _rows_in(built), None)], exact_rows)


def _flat(rows: Ints, vectors: Vectors) -> Any:
    built = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
    built.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), rows)
    return built


def _lists(rows: Ints, vectors: Vectors, before: Any) -> Any:
    """An IVF index; the lists of an earlier one are used again while they are not far too few."""
    wanted = int(4 * sqrt(len(rows)))
    if isinstance(before, faiss.IndexIVFFlat) and before.nlist * 2 > wanted:
        built = faiss.clone_index(before)
        built.reset()
    else:
        built = faiss.IndexIVFFlat(faiss.IndexFlatIP(vectors.shape[1]), vectors.shape[1], wanted, faiss.METRIC_INNER_PRODUCT)
        step = max(1, len(rows) // (wanted * _TRAINING_ROWS_PER_LIST))
        built.train(np.ascontiguousarray(vectors[::step]))
    built.add_with_ids(vectors, rows)
    return built


def _rows_in(built: Any) -> Ints:
    if isinstance(built, faiss.IndexIVF):
        return np.sort(_contents(built)[0])
    rows: Ints = faiss.vector_to_array(built.id_map).astype(np.int64)
    return rows


def _contents(built: Any) -> tuple[Ints, Vectors]:
    """Every row and its vector, in no order."""
    if not isinstance(built, faiss.IndexIVF):
        flat = faiss.downcast_index(built.index)
        held = faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d) if flat.ntotal else np.empty(0, dtype=np.float32)
        return faiss.vector_to_array(built.id_map).astype(np.int64), held.reshape(-1, flat.d)
    rows: list[Ints] = []
    vectors: list[Vectors] = []
    lists = built.invlists
    for at in range(built.nlist):
        if size := lists.list_size(at):
            rows.append(faiss.rev_swig_ptr(lists.get_ids(at), size).copy())
            codes = faiss.rev_swig_ptr(lists.get_codes(at), size * built.d * 4).copy()
            vectors.append(codes.view(np.float32).reshape(size, built.d))
    return np.concatenate(rows), np.concatenate(vectors)


def _gathered(segments: Sequence[_Segment], dimension: int) -> tuple[Ints, Vectors]:
    """What counts in several segments, ascending by row."""
    all_rows, all_vectors = [np.empty(0, dtype=np.int64)], [np.empty((0, dimension), dtype=np.float32)]
    for segment in segments:
        rows, vectors = _contents(segment.built)
        if segment.alive is not None:
            keep = np.isin(rows, segment.rows[segment.alive])
            rows, vectors = rows[keep], vectors[keep]
        all_rows.append(rows)
        all_vectors.append(vectors)
    rows = np.concatenate(all_rows)
    order = np.argsort(rows, kind="stable")
    return rows[order], np.concatenate(all_vectors)[order]


def _without(segment: _Segment, gone: Ints) -> _Segment:
    dead = np.isin(segment.rows, gone)
    if not dead.any():
        return segment
    alive = ~dead if segment.alive is None else segment.alive & ~dead
    return _Segment(segment.built, segment.rows, alive)


def _search(segment: _Segment, vector: Vectors, k: int, allowed: Ints | None) -> tuple[Vectors, Ints]:
    """Cosines and rows, descending, `k` at most."""
    chosen = segment.alive
    if allowed is not None:
        among = _among(segment.rows, allowed)
        chosen = among if chosen is None else chosen & among
    count = len(segment.rows) if chosen is None else int(chosen.sum())
    k = min(k, count)
    if not k:
        return np.empty(0, np.float32), np.empty(0, np.int64)
    selector = None
    if chosen is not None:
        bits = np.zeros(int(segment.rows[-1]) + 1, dtype=bool)
        bits[segment.rows[chosen]] = True
        packed = np.packbits(bits, bitorder="little")  # named: faiss keeps a bare pointer to it
        selector = faiss.IDSelectorBitmap(packed)
    scores, rows = _ask(segment.built, np.ascontiguousarray(vector, dtype=np.float32)[None, :], k, selector)
    return scores[rows >= 0], rows[rows >= 0]


def _among(rows: Ints, allowed: Ints) -> Mask:
    """Which rows are allowed, shape (rows,); both ascending."""
    among = np.zeros(len(rows), dtype=bool)
    if len(rows):
        places = np.minimum(np.searchsorted(rows, allowed), len(rows) - 1)
        among[places[rows[places] == allowed]] = True
    return among


def _ask(built: Any, query: Vectors, k: int, selector: Any) -> tuple[Vectors, Ints]:
    """One search on one thread: with two, faiss took longer on two cores, and a server has other questions for the other."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        return _asked(built, query, k, selector)
    finally:
        faiss.omp_set_num_threads(before)


def _asked(built: Any, query: Vectors, k: int, selector: Any) -> tuple[Vectors, Ints]:
    if not isinstance(built, faiss.IndexIVF):
        params = faiss.SearchParameters(sel=selector) if selector is not None else None
        scores, rows = built.search(query, k, params=params)
        return scores[0], rows[0]
    probes = max(1, int(built.nlist * _FIRST_PROBES))
    while True:
        scores, rows = built.search(query, k, params=faiss.SearchParametersIVF(sel=selector, nprobe=probes))
        if probes >= built.nlist or (rows[0] >= 0).all():
            return scores[0], rows[0]
        probes = min(built.nlist, probes * 4)
