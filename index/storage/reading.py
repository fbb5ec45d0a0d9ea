"""Articles, passages and vectors out of the store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import numpy as np

from index.storage.codec import ARTICLE, PASSAGE, article_from, dequantised, passage_from
from index.storage.store import Store
from index.types import Article, Passage, Vectors

_AMONG = "IN (SELECT value FROM json_each(?))"


def article(store: Store, key: str) -> Article | None:
    """The article of that id."""
    rows = store.query(f"SELECT {ARTICLE} FROM articles WHERE id = ?", (key,))
    return article_from(rows[0]) if rows else None


def at_url(store: Store, urls: Sequence[str]) -> list[str]:
    """Ids of the articles with one of these addresses, in the order of adding."""
    return [key for (key,) in store.query(f"SELECT id FROM articles WHERE url {_AMONG} ORDER BY number", (json.dumps(urls),))]


def articles(store: Store, after_id: str | None, limit: int) -> list[Article]:
    """Articles in the order of their ids, from behind `after_id`."""
    rows = store.query(f"SELECT {ARTICLE} FROM articles WHERE id > ? ORDER BY id LIMIT ?", (after_id or "", limit))
    return [article_from(row) for row in rows]


def all_articles(store: Store) -> Iterator[Article]:
    """Every article in the order of adding, one at a time."""
    for row in store.stream(f"SELECT {ARTICLE} FROM articles ORDER BY number"):
        yield article_from(row)


def passages(store: Store, rows: Sequence[int]) -> dict[int, Passage]:
    """Passages with their articles; a row that is gone is left out."""
    with store.snapshot():
        found = store.query(f'SELECT {PASSAGE} FROM passages WHERE "row" {_AMONG}', (_json(rows),))
        held = articles_by_number(store, sorted({row[1] for row in found}))
    return {row[0]: passage_from(row, held[row[1]]) for row in found}


def passages_of(store: Store, key: str) -> list[tuple[int, Passage]]:
    """An article's passages in order, with their rows."""
    with store.snapshot():
        whole = article(store, key)
        found = store.query(
            f"SELECT {PASSAGE} FROM passages WHERE article = (SELECT number FROM articles WHERE id = ?) ORDER BY ordinal", (key,)
        )
    return [(row[0], passage_from(row, whole)) for row in found] if whole else []


def articles_by_number(store: Store, numbers: Sequence[int]) -> dict[int, Article]:
    """Articles by the store's own number."""
    rows = store.query(f"SELECT {ARTICLE} FROM articles WHERE number {_AMONG}", (_json(numbers),))
    return {row[0]: article_from(row) for row in rows}


def sentence_vectors(store: Store, rows: Sequence[int], dimension: int) -> dict[int, Vectors]:
    """float32 unit rows, one a sentence of the passage."""
    found = store.query(f'SELECT "row", sentences FROM vectors WHERE "row" {_AMONG}', (_json(rows),))
    whole = dequantised(b"".join(blob for _, blob in found), dimension)
    ends = np.cumsum([len(blob) // dimension for _, blob in found])
    return {row: whole[end - len(blob) // dimension : end] for (row, blob), end in zip(found, ends, strict=True)}


def _json(numbers: Sequence[int]) -> str:
    return json.dumps([int(number) for number in numbers])
