"""Whether a library is sound, read from the bottom up."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from index.storage.codec import dequantised, spans_from, vectors_from
from index.storage.edition import Edition
from index.storage.store import Store

_UNIT_TOLERANCE = 1e-3


def faults(edition: Edition) -> list[str]:
    """A line for everything that is not as it should be."""
    store = edition.store
    found = [f"SQLite: {line}" for (line,) in store.query("PRAGMA integrity_check") if line != "ok"]
    if found:
        return found
    found += [f"SQLite: {table} row {row} points at nothing" for table, row, *_ in store.query("PRAGMA foreign_key_check")]
    with store.snapshot():
        found += _passages(store)
        found += _vectors(store, edition.manifest.fingerprint.dimension)
    return [*found, *_caches(edition)]


def _passages(store: Store) -> Iterator[str]:
    """Spans inside their text, sentences inside their passages and in order, ordinals without a gap."""
    rows = store.stream(
        'SELECT a.id, a.text, p.ordinal, p.start, p."end", p.sentences FROM articles a JOIN passages p ON p.article = a.number'
        " ORDER BY a.number, p.ordinal"
    )
    before, expected = "", 0
    for key, text, ordinal, start, end, blob in rows:
        name = f"passage {key}#{ordinal}"
        expected = expected if key == before else 0
        if ordinal != expected:
            yield f"{name}: passage {expected} should come here"
        before, expected = key, ordinal + 1
        if not 0 <= start < end <= len(text):
            yield f"{name}: {start}..{end} does not lie in a text of {len(text)} characters"
            continue
        spans = spans_from(blob)
        edges = [edge for span in spans for edge in span]
        if not edges or edges[0] != start or edges[-1] != end or edges != sorted(edges):
            yield f"{name}: its sentences do not fill it in order"


def _vectors(store: Store, dimension: int) -> Iterator[str]:
    """A vector a passage and one a sentence, of unit length."""
    rows = store.stream(
        'SELECT p."row", length(p.sentences) / 8, v.passage, v.sentences FROM passages p LEFT JOIN vectors v ON v."row" = p."row"'
    )
    for row, sentences, passage, quantised in rows:
        if passage is None or len(passage) != 4 * dimension:
            yield f"passage row {row}: its vector is missing or has another dimension"
        elif abs(float(np.linalg.norm(vectors_from([passage], dimension)[0])) - 1) > _UNIT_TOLERANCE:
            yield f"passage row {row}: its vector is not of unit length"
        elif len(quantised) != sentences * dimension:
            yield f"passage row {row}: {len(quantised) // dimension} sentence vectors for {sentences} sentences"
        elif sentences and not dequantised(quantised, dimension).any(axis=1).all():
            yield f"passage row {row}: a sentence vector is empty"


def _caches(edition: Edition) -> Iterator[str]:
    """The caches hold what the store holds."""
    view, rows = edition.view, [row for (row,) in edition.store.query('SELECT "row" FROM passages ORDER BY 1')]
    if edition.store.generation() != view.generation:  # somebody is writing this moment; what was read would not compare
        return
    if view.catalogue.rows.tolist() != rows:
        yield "the catalogue in memory does not list the passages of the store"
    if view.vectors.rows().tolist() != rows:
        yield "the vectors in memory are not those of the store's passages"
    yield from edition.cache_faults()
    if edition.lexical.generation != view.generation:
        return
    for name, held, wanted in (
        ("passages", len(edition.lexical.passages), len(rows)),
        ("articles", len(edition.lexical.articles), view.catalogue.article_count),
    ):
        if held != wanted:
            yield f"the keyword index of {name} holds {held}, the store {wanted}"
