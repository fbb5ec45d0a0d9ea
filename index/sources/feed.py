"""RSS and Atom feeds: the articles that their entries point to. The only file that knows feedparser."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import Any
from xml.sax import SAXParseException

import feedparser

from index.errors import SourceError
from index.sources import single, web
from index.sources.kinds import Kind
from index.sources.url import Fetcher
from index.types import RawArticle, Refusal

logger = logging.getLogger(__name__)

MAX_ENTRIES = 1_000
"""Entries of one feed that are followed. Feeds carry 10 to 100; more is an archive, which is better added as JSON lines."""

_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_Entry = Mapping[str, Any]


def articles(data: bytes, origin: str, fetch: Fetcher, *, charset: str | None = None) -> Iterator[RawArticle | Refusal]:
    """The article behind every entry, fetched from its link, with the title, date and authors that the feed gives.

    Where a link cannot be fetched and the feed carries the whole article, that is taken and `origin` says so.

    Args:
        origin: Path or URL of the feed; links are relative to it.

    Raises:
        SourceError: If it is no feed, or one without entries.
    """
    parsed = _parsed(data, origin, charset)
    followed: set[str] = set()
    for number, entry in enumerate(parsed.entries[:MAX_ENTRIES], 1):
        link = entry.get("link") or ""
        if link and link in followed:
            continue
        followed.add(link)
        given = _given(entry, parsed, f"{origin} entry {number}")
        yield _followed(link, _described(given, entry), fetch)
    yield from _left(parsed, origin)


def _parsed(data: bytes, origin: str, charset: str | None) -> Any:
    headers = {"content-location": origin}
    if charset:
        headers["content-type"] = f"application/xml; charset={charset}"
    try:
        # A stream, never a str: feedparser would fetch or open what a str names.
        parsed = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    # feedparser's lenient parser lets any error through on malformed markup.
    except Exception as error:
        raise SourceError(origin, f"a damaged feed ({type(error).__name__}: {error})") from error
    if not parsed.get("version") and not parsed.entries:
        raise SourceError(origin, "no RSS or Atom feed")
    if not parsed.entries:
        raise SourceError(origin, "a feed without entries")
    return parsed


def _left(parsed: Any, origin: str) -> Iterator[Refusal]:
    """What of the feed was not read."""
    if len(parsed.entries) > MAX_ENTRIES:
        yield Refusal(origin=origin, reason=f"has {len(parsed.entries)} entries; the first {MAX_ENTRIES} were followed")
    if (broken := _broken(parsed)) is not None:
        reason = f"not well-formed XML ({broken.getMessage()}): entries below this line may be missing"
        yield Refusal(origin=f"{origin}:{broken.getLineNumber()}", reason=reason)


def _broken(parsed: Any) -> SAXParseException | None:
    error = parsed.get("bozo_exception")
    return error if isinstance(error, SAXParseException) else None


def _followed(link: str, given: RawArticle, fetch: Fetcher) -> RawArticle | Refusal:
    """The page behind a link under the feed's description, else the feed's own words, else the reason why not."""
    try:
        page = _page(link, given.origin, fetch)
    except SourceError as error:
        if not given.text and not given.html:
            return Refusal(origin=error.origin, reason=error.reason)
        logger.warning("%s: %s; the article is taken from the feed itself", error.origin, error.reason)
        return replace(given, origin=f"{given.origin} (the feed's own words; {error.origin}: {error.reason})")
    return replace(
        page,
        url=link,
        title=given.title or page.title,
        authors=given.authors or page.authors,
        published=given.published or page.published,
    )


def _page(link: str, origin: str, fetch: Fetcher) -> RawArticle:
    if not link:
        raise SourceError(origin, "has no link")
    fetched = fetch.fetch(link)
    kind = web.kind(fetched)
    if kind in (Kind.FEED, Kind.JSONL):
        raise SourceError(link, f"leads to {kind}, not to an article")
    stream = web.opened(fetched, fetch.rules.max_bytes)
    for read in single.articles(kind, stream, link, url=link, charset=fetched.charset):
        if isinstance(read, RawArticle):
            return read
    raise SourceError(link, "holds no article")


def _given(entry: _Entry, parsed: Any, origin: str) -> RawArticle:
    """The whole article as the feed carries it, if it does: its `content`, never its summary.

    feedparser gives a content only when its element was closed, so an entry at which a feed breaks off has none.
    """
    contents = [content for content in entry.get("content", ()) if (content.get("value") or "").strip()]
    if not contents:
        return RawArticle(origin=origin)
    content = max(contents, key=lambda content: len(content["value"]))
    plain = content.get("type") == "text/plain"
    link = entry.get("link") or ""
    return RawArticle(
        origin=origin,
        text=content["value"] if plain else None,
        html=None if plain else content["value"],
        url=link if link.lower().startswith(("http://", "https://")) else None,
        outlet=_plain(parsed.feed.get("title")),
        language=content.get("language") or parsed.feed.get("language") or None,
    )


def _described(article: RawArticle, entry: _Entry) -> RawArticle:
    names = [author.get("name") for author in entry.get("authors", ()) if author] or [entry.get("author")]
    return replace(
        article,
        title=_plain(entry.get("title")),
        authors=tuple(plain for name in names if (plain := _plain(name))),
        published=entry.get("published") or entry.get("updated") or None,
    )


def _plain(words: str | None) -> str | None:
    """A line without markup; feeds escape it once or twice."""
    return " ".join(unescape(_TAG.sub("", words)).split()) or None if words else None
