"""One opened input that is no feed → its articles."""

from __future__ import annotations

from collections.abc import Iterator

from index.sources import html, jsonl, markdown, pdf, text
from index.sources.gz import readable
from index.sources.kinds import Kind
from index.sources.limits import MAX_ARTICLE_BYTES, MAX_PDF_BYTES, ByteStream, whole
from index.types import RawArticle, Refusal

_READERS = {Kind.TEXT: text.article, Kind.MARKDOWN: markdown.article, Kind.HTML: html.article}


def articles(
    kind: Kind, stream: ByteStream, origin: str, *, url: str | None = None, charset: str | None = None
) -> Iterator[RawArticle | Refusal]:
    """What a stream of this kind holds.

    Raises:
        SourceError: If it cannot be read as that kind.
    """
    if kind is Kind.JSONL:
        yield from jsonl.articles(stream, origin)
        return
    with readable(origin):
        data = whole(stream, origin, MAX_PDF_BYTES if kind is Kind.PDF else MAX_ARTICLE_BYTES)
    if kind is Kind.PDF:
        yield pdf.article(data, origin, url=url)
    else:
        yield _READERS[kind](data, origin, url=url, charset=charset)
