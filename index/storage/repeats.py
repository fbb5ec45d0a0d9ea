"""Paragraphs that an outlet prints again and again: a few days' worth is news, the rest is furniture."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from urllib.parse import urlsplit

from index.cutting.passages import paragraphs
from index.storage.store import Store
from index.types import Article, Span

_DIGEST_BYTES = 8  # what SQLite holds as an integer


def place_of(article: Article) -> str:
    """Whose repetitions count together: the outlet, else the host of the URL, else nobody's ("")."""
    if article.outlet:
        return article.outlet.casefold()
    return (urlsplit(article.url).hostname or "") if article.url else ""


def digests(article: Article) -> dict[Span, int]:
    """Each paragraph's span and a 64-bit number that is equal for equal words, whatever their case and white space."""
    return {span: _digest(article.text[slice(*span)]) for span in paragraphs(article.text)}


class Repeats:
    """In how many articles of a place a paragraph stands, the store and the articles about to enter it taken together."""

    def __init__(self, store: Store, limit: int, leaving: Sequence[int] = ()) -> None:
        """Begin.

        Args:
            limit: A paragraph in this many articles is left out of the next.
            leaving: Numbers of the articles that are about to be replaced: they no longer count.
        """
        self._store = store
        self._limit = limit
        self._leaving = json.dumps(list(leaving))
        self._entering: dict[tuple[str, int], int] = {}

    def take(self, article: Article) -> tuple[set[Span], set[int]]:
        """The paragraphs to leave out, and the digests of those that stay, which count from now on."""
        place, found = place_of(article), digests(article)
        if not place:
            return set(), set()
        held = self._held(place, set(found.values()))
        full = {one for one in found.values() if held.get(one, 0) + self._entering.get((place, one), 0) >= self._limit}
        kept = set(found.values()) - full
        for one in kept:
            self._entering[place, one] = self._entering.get((place, one), 0) + 1
        return {span for span, one in found.items() if one in full}, kept

    def _held(self, place: str, wanted: set[int]) -> dict[int, int]:
        rows = self._store.query(
            # CROSS JOIN keeps this order: otherwise SQLite reads every paragraph of the place.
            "SELECT digest, count(*) FROM json_each(?) CROSS JOIN paragraphs ON digest = value"
            " WHERE place = ? AND article NOT IN (SELECT value FROM json_each(?)) GROUP BY digest",
            (json.dumps(list(wanted)), place, self._leaving),
        )
        return {digest: count for digest, count in rows}  # noqa: C416 (rows are typed loosely, this is not)


def _digest(words: str) -> int:
    folded = " ".join(words.casefold().split()).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(folded, digest_size=_DIGEST_BYTES).digest(), "big", signed=True)
