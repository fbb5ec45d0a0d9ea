"""Plain text: one article a file."""

from __future__ import annotations

from index.sources.charset import decoded
from index.types import RawArticle


def article(data: bytes, origin: str, *, url: str | None = None, charset: str | None = None) -> RawArticle:
    """One article, its text as decoded.

    Raises:
        SourceError: If it is a binary file, or blank.
    """
    return RawArticle(origin=origin, text=decoded(data, origin, charset=charset), url=url)
