"""A list of articles as sent over HTTP → the library, a verdict an item."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from api.requests import ArticleIn
from api.schemas_add import AddedOut, VerdictOut
from index.cleaning.prepare import prepare
from index.errors import SourceError
from index.library import Library
from index.types import Added, Article


def send(library: Library, items: Sequence[Any], now: datetime) -> AddedOut:
    """Add what can be added.

    Raises:
        LibraryBusy: If another process is writing; nothing was added.
    """
    job = _Job(items, now)
    added: defaultdict[str, deque[Added]] = defaultdict(deque)
    for one in library.add(job.articles()):
        added[one.article_id].append(one)
    verdicts = [job.refused.get(n) or _verdict(n, added[job.ids[n]].popleft()) for n in range(1, len(items) + 1)]
    counts = Counter(verdict.verdict for verdict in verdicts)
    return AddedOut(
        verdicts=verdicts,
        added=counts["added"],
        unchanged=counts["unchanged"],
        replaced=counts["replaced"],
        refused=counts["refused"],
    )


class _Job:
    """One list: which items became which article, and which were refused."""

    def __init__(self, items: Sequence[Any], now: datetime) -> None:
        self._items = items
        self._now = now
        self.ids: dict[int, str] = {}
        self.refused: dict[int, VerdictOut] = {}

    def articles(self) -> Iterator[Article]:
        """Those that can be added, as they are asked for."""
        for n, item in enumerate(self._items, start=1):
            try:
                article = prepare(ArticleIn.model_validate(item).raw(f"item {n}"), now=self._now)
            except ValidationError as error:
                self._refuse(n, item, _words(error))
                continue
            except SourceError as error:
                self._refuse(n, item, error.reason)
                continue
            self.ids[n] = article.id
            yield article

    def _refuse(self, n: int, item: Any, reason: str) -> None:
        given = item.get("id") if isinstance(item, dict) else None
        self.refused[n] = VerdictOut(n=n, id=given if isinstance(given, str) else None, verdict="refused", reason=reason)


def _verdict(n: int, added: Added) -> VerdictOut:
    return VerdictOut(n=n, id=added.article_id, verdict=added.verdict.value, passages=added.passages)


def _words(error: ValidationError) -> str:
    faults = error.errors(include_url=False, include_input=False)
    return "; ".join(
        ": ".join(filter(None, (".".join(str(step) for step in fault["loc"]), str(fault["msg"])))) for fault in faults
    )
