"""Raw articles into the library, each with its verdict: the same road for the command line and for HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from index.cleaning.prepare import prepare
from index.errors import SourceError
from index.library import Library
from index.types import Added, Article, RawArticle, Refusal


def add(
    library: Library, raw: Iterable[RawArticle | Refusal], now: datetime, refuse: Callable[[Refusal], None]
) -> Iterator[Added]:
    """Clean and add, one article in memory at a time; what cannot be taken goes to `refuse` and the rest goes on.

    Args:
        now: Aware; becomes `added_at`, and dates in plain words are read from it.
    """
    yield from library.add(_prepared(raw, now, refuse))


def _prepared(raw: Iterable[RawArticle | Refusal], now: datetime, refuse: Callable[[Refusal], None]) -> Iterator[Article]:
    for one in raw:
        if isinstance(one, Refusal):
            refuse(one)
            continue
        try:
            article = prepare(one, now=now)
        except SourceError as error:
            refuse(Refusal(origin=error.origin, reason=error.reason))
            continue
        yield article
