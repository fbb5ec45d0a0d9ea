"""Articles in: files, folders, web addresses and feeds → raw articles, or named refusals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.sources import folder
from index.types import RawArticle, Refusal

__all__ = ["read"]


def read(place: str) -> Iterator[RawArticle | Refusal]:
    """Everything that a file, a folder or a web address holds, one article in memory at a time."""
    yield from folder.articles(Path(place))
