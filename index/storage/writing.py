"""Articles into the store: what is new is cut and encoded first, then written in one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.cutting.passages import PassageRules, encoder_input, split
from index.storage.codec import article_columns, article_digest, quantised, spans_to, vector_to
from index.storage.repeats import Repeats, place_of
from index.storage.store import Store
from index.types import Added, Article, Encoded, Encoder, Passage, Verdict


@dataclass(frozen=True, slots=True)
class _Held:
    """What the store has under an id."""

    number: int
    digest: bytes
    passages: int


@dataclass(frozen=True, slots=True)
class _Ready:
    """An article, cut and encoded, with the paragraphs that stand in its passages."""

    article: Article
    passages: list[Passage]
    encoded: Sequence[Encoded]
    paragraphs: set[int]


def groups(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    """Up to `size` articles at a time, never two of one id: the second of them waits, so that it replaces the first."""
    group: dict[str, Article] = {}
    for article in articles:
        if len(group) >= size or article.id in group:
            yield list(group.values())
            group = {}
        group[article.id] = article
    if group:
        yield list(group.values())


def take(store: Store, articles: Sequence[Article], encoder: Encoder, rules: PassageRules) -> list[Added]:
    """Write articles of different ids, those that changed; the caller is the only writer.

    Returns:
        One an article, in order, all of it on disk.
    """
    held = _held(store, [article.id for article in articles])
    fresh = [one for one in articles if one.id not in held or held[one.id].digest != article_digest(one)]
    ready = _prepared(store, fresh, [held[one.id].number for one in fresh if one.id in held], encoder, rules)
    if ready:
        with store.transaction() as (connection, generation):
            for one in ready:
                if one.article.id in held:
                    delete(connection, generation, held[one.article.id].number)
                _insert(connection, generation, one)
    counts = {one.article.id: len(one.passages) for one in ready}
    return [_verdict(article.id, held.get(article.id), counts.get(article.id)) for article in articles]


def remove(store: Store, article_id: str) -> bool:
    """Take an article away with all that was made of it; whether it was there."""
    held = _held(store, [article_id])
    if article_id not in held:
        return False
    with store.transaction() as (connection, generation):
        delete(connection, generation, held[article_id].number)
    return True


def delete(connection: sqlite3.Connection, generation: int, number: int) -> None:
    """Within a transaction: delete an article and note its numbers for those who keep caches."""
    connection.execute('INSERT INTO removed_passages SELECT "row", ? FROM passages WHERE article = ?', (generation, number))
    connection.execute("INSERT INTO removed_articles VALUES (?, ?)", (number, generation))
    connection.execute("DELETE FROM articles WHERE number = ?", (number,))


def _verdict(key: str, before: _Held | None, written: int | None) -> Added:
    if written is None:
        return Added(article_id=key, verdict=Verdict.UNCHANGED, passages=before.passages if before else 0)
    return Added(article_id=key, verdict=Verdict.REPLACED if before else Verdict.ADDED, passages=written)


def _held(store: Store, keys: Sequence[str]) -> dict[str, _Held]:
    rows = store.query(
        "SELECT id, number, digest, (SELECT count(*) FROM passages WHERE article = number)"
        " FROM articles WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    return {key: _Held(number, digest, count) for key, number, digest, count in rows}


def _prepared(
    store: Store, articles: Sequence[Article], leaving: Sequence[int], encoder: Encoder, rules: PassageRules
) -> list[_Ready]:
    repeats = Repeats(store, rules.repeats, leaving)
    cut: list[tuple[Article, list[Passage], set[int]]] = []
    for article in articles:
        without, kept = repeats.take(article)
        cut.append((article, split(article, rules, encoder.count, without), kept))
    inputs = [encoder_input(passage) for _, passages, _ in cut for passage in passages]
    encoded = encoder.encode_passages([text for text, _ in inputs], [spans for _, spans in inputs]) if inputs else []
    ready, at = [], 0
    for article, passages, kept in cut:
        ready.append(_Ready(article, passages, encoded[at : at + len(passages)], kept))
        at += len(passages)
    return ready


def _insert(connection: sqlite3.Connection, generation: int, one: _Ready) -> None:
    columns = article_columns(one.article)
    names = ", ".join(columns)
    marks = ", ".join(f":{name}" for name in columns)
    number = connection.execute(
        f"INSERT INTO articles ({names}, generation) VALUES ({marks}, :generation)", columns | {"generation": generation}
    ).lastrowid
    for passage, encoded in zip(one.passages, one.encoded, strict=True):
        row = connection.execute(
            'INSERT INTO passages (article, ordinal, start, "end", heading, sentences, generation) VALUES (?, ?, ?, ?, ?, ?, ?)',
            (number, passage.ordinal, passage.start, passage.end, passage.heading, spans_to(passage.sentences), generation),
        ).lastrowid
        blobs = vector_to(encoded.vector), quantised(encoded.spans)
        connection.execute("INSERT INTO vectors VALUES (?, ?, ?)", (row, *blobs))
    place = place_of(one.article)
    connection.executemany("INSERT INTO paragraphs VALUES (?, ?, ?)", [(place, digest, number) for digest in one.paragraphs])
