"""What a server sent → its kind, by its content type, its name and its first bytes."""

from __future__ import annotations

import io
import re

from index.errors import SourceError
from index.sources.gz import Capped, unpacked
from index.sources.kinds import VAGUE_TYPES, Kind, by_type
from index.sources.limits import ByteStream
from index.sources.url import Fetched

_HEAD_BYTES = 1024
_SIGNS = (
    (re.compile(rb"\A%PDF-"), Kind.PDF),
    (re.compile(rb"<(rss|feed|rdf:RDF)[\s>]"), Kind.FEED),
    (re.compile(rb"\A\W{0,8}(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)?<(!doctype html|html)[\s>]", re.IGNORECASE), Kind.HTML),
)


def kind(fetched: Fetched) -> Kind:
    """Which kind was sent. A page, PDF or feed is known by its first bytes where the server calls it text, HTML or XML.

    Raises:
        SourceError: If it is none that is read.
    """
    announced, _ = by_type(fetched.content_type, fetched.url) or (None, False)
    seen = next((kind for sign, kind in _SIGNS if sign.search(fetched.body[:_HEAD_BYTES])), None)
    if seen and (announced in (Kind.HTML, Kind.FEED, Kind.TEXT) or (announced is None and fetched.content_type in VAGUE_TYPES)):
        return seen
    if announced is None:
        raise SourceError(fetched.url, f"is sent as {fetched.content_type or 'something unnamed'}, which is not read")
    return announced


def opened(fetched: Fetched, limit: int) -> ByteStream:
    """The body, decompressed where it is a .gz file: then at most `limit` bytes are given.

    Raises:
        SourceError: While it is read, once it exceeds the limit.
    """
    body = io.BytesIO(fetched.body)
    _, packed = by_type(fetched.content_type, fetched.url) or (None, False)
    if not packed:
        return body
    return Capped(unpacked(body), fetched.url, limit)
