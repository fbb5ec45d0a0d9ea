"""One opened input of a known kind, feeds included → its articles."""

from __future__ import annotations

from collections.abc import Iterator

from index.errors import SourceError
from index.sources import feed, single, web
from index.sources.gz import readable
from index.sources.kinds import Kind
from index.sources.limits import MAX_FEED_BYTES, ByteStream, whole
from index.sources.url import Fetcher
from index.types import RawArticle, Refusal


def articles(
    kind: Kind, stream: ByteStream, origin: str, fetch: Fetcher, *, url: str | None = None, charset: str | None = None
) -> Iterator[RawArticle | Refusal]:
    """What a stream of this kind holds.

    Raises:
        SourceError: If it cannot be read as that kind.
    """
    if kind is Kind.FEED:
        with readable(origin):
            data = whole(stream, origin, MAX_FEED_BYTES)
        yield from feed.articles(data, url or origin, fetch, charset=charset)
    else:
        yield from single.articles(kind, stream, origin, url=url, charset=charset)


def fetched(url: str, fetch: Fetcher) -> Iterator[RawArticle | Refusal]:
    """What a web address holds: an article, or those of a feed or of JSON lines."""
    try:
        sent = fetch.fetch(url)
        stream = web.opened(sent, fetch.rules.max_bytes)
        yield from articles(web.kind(sent), stream, url, fetch, url=sent.url, charset=sent.charset)
    except SourceError as error:
        yield Refusal(origin=error.origin, reason=error.reason)
