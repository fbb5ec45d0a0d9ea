"""Which kind of input a name or a content type announces."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit


class Kind(StrEnum):
    """The kinds of input that are read; each value is the word used in messages."""

    TEXT = "plain text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    JSONL = "JSON lines"
    FEED = "feed"


_SUFFIXES = {
    ".txt": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".pdf": Kind.PDF,
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".xml": Kind.FEED,
    ".rss": Kind.FEED,
    ".atom": Kind.FEED,
}

_TYPES = {
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.MARKDOWN,
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "application/pdf": Kind.PDF,
    "application/x-pdf": Kind.PDF,
    "application/jsonl": Kind.JSONL,
    "application/jsonlines": Kind.JSONL,
    "application/x-jsonlines": Kind.JSONL,
    "application/ndjson": Kind.JSONL,
    "application/x-ndjson": Kind.JSONL,
    "application/rss+xml": Kind.FEED,
    "application/atom+xml": Kind.FEED,
    "application/rdf+xml": Kind.FEED,
    "application/xml": Kind.FEED,
    "text/xml": Kind.FEED,
}

VAGUE_TYPES = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream", "application/json"})
_PACKED_TYPES = frozenset({"application/gzip", "application/x-gzip"})

READABLE = ".txt, .md, .html, .pdf, .jsonl, .xml (a feed), each also .gz"


def by_name(name: str) -> tuple[Kind, bool] | None:
    """The kind that a file name announces and whether it is gzipped, or `None`."""
    path = PurePosixPath(name.lower())
    packed = path.suffix == ".gz"
    kind = _SUFFIXES.get(PurePosixPath(path.stem).suffix if packed else path.suffix)
    return None if kind is None else (kind, packed)


def by_type(content_type: str, url: str) -> tuple[Kind, bool] | None:
    """The kind that a server announces and whether it is gzipped, or `None`.

    Servers send much as `text/plain` or `application/octet-stream`: there the name in the URL decides.
    """
    named = by_name(unquote(urlsplit(url).path))
    if content_type in _PACKED_TYPES:
        return named if named and named[1] else None
    if named and content_type in VAGUE_TYPES:
        return named
    kind = _TYPES.get(content_type)
    return None if kind is None else (kind, False)
