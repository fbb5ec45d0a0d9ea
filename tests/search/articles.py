"""Articles, passages and hits made by hand for the tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime

from index.types import Article, Passage, Precision, Published
from search.types import Citation, Hit

ADDED = datetime(2023, 5, 1, tzinfo=UTC)


def article(text: str, **fields: object) -> Article:
    """An article of 16 May 2022 with the given text; any field can be given."""
    values: dict[str, object] = {
        "id": "a1",
        "url": "https://daily.example/war/1",
        "title": "Day 82: What We Know",
        "outlet": "The Daily Example",
        "authors": ("Ada Byron",),
        "published": Published(when=datetime(2022, 5, 16, tzinfo=UTC), precision=Precision.DAY, found="given"),
        "language": "en",
        "added_at": ADDED,
    }
    return Article(text=text, **(values | fields))  # type: ignore[arg-type]


def passage(source: Article, start: int = 0, end: int | None = None) -> Passage:
    """A passage over the given span, one sentence."""
    stop = len(source.text) if end is None else end
    return Passage(article=source, ordinal=0, start=start, end=stop, heading=None, sentences=((start, stop),))


def hit(source: Article, start: int = 0, end: int | None = None) -> Hit:
    """A hit of rank 1."""
    return Hit(passage=passage(source, start, end), score=1.0, rank=1)


def citation(source: Article, words: str, n: int = 1, speaker: str | None = None) -> Citation:
    """A citation of `words`, built by the one function that may."""
    from search.citations import cite

    at = source.text.index(words)
    return cite(n, hit(source), at, at + len(words), source, speaker=speaker)
