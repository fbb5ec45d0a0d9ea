"""One long order → pages: no article crowds the first, and a cursor holds only for the library and the query it was given for."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from index.errors import CursorExpired

_T = TypeVar("_T")


def spread(order: Sequence[_T], articles: Sequence[int], page: int, per_article: int | None) -> list[_T]:
    """The same items; on the first page at most `per_article` of one article, the others moved directly behind it.

    Args:
        articles: What article each item belongs to, in the order of `order`.
        page: Length of a page.
        per_article: `None` leaves the order as it is.
    """
    if per_article is None:
        return list(order)
    seen: Counter[int] = Counter()
    first: list[_T] = []
    later: list[_T] = []
    for item, article in zip(order, articles, strict=True):
        if len(first) < page and seen[article] < per_article:
            seen[article] += 1
            first.append(item)
        else:
            later.append(item)
    return first + later


def digest(*parts: object) -> str:
    """What a cursor remembers of its query."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=9).hexdigest()


def cursor(generation: int, query: str, at: int) -> str:
    """An opaque word for "go on from item `at`"."""
    return base64.urlsafe_b64encode(json.dumps([generation, query, at]).encode()).decode().rstrip("=")


def position(word: str, generation: int, query: str) -> int:
    """Where a cursor goes on.

    Raises:
        CursorExpired: If it is not one of ours, was given for another query, or the library has changed since.
    """
    was, asked, at = _read(word)
    if asked != query:
        raise CursorExpired("the cursor was given for another query")
    if was != generation:
        raise CursorExpired("the library has changed since the cursor was given")
    return at


def _read(word: str) -> tuple[int, str, int]:
    try:
        given = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    except (ValueError, RecursionError):
        given = None
    match given:
        case [int(was), str(asked), int(at)] if at >= 0:
            return was, asked, at
        case _:
            raise CursorExpired("the cursor cannot be read")
