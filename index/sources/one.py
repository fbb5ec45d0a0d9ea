"""One opened input of a known kind → its articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from index.sources import html, jsonl, text
from index.sources.gz import readable
from index.sources.kinds import Kind
from index.sources.limits import MAX_ARTICLE_BYTES, whole
from index.types import RawArticle, Refusal


def articles(
    kind: Kind, stream: BinaryIO, origin: str, *, url: str | None = None, charset: str | None = None
) -> Iterator[RawArticle | Refusal]:
    """What a stream of this kind holds.

    Raises:
        SourceError: If it cannot be read as that kind.
    """
    if kind is Kind.JSONL:
        yield from jsonl.articles(stream, origin)
        return
    with readable(origin):
        data = whole(stream, origin, MAX_ARTICLE_BYTES)
    reader = html.article if kind is Kind.HTML else text.article
    yield reader(data, origin, url=url, charset=charset)
