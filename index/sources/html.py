"""HTML: bytes of the right encoding → one article, still with its page around it."""

from __future__ import annotations

import re

from index.sources.charset import decoded
from index.types import RawArticle

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>\s*", re.IGNORECASE)

_PRESCAN_BYTES = 4096
"""Where a page names its own encoding: browsers look at 1024 bytes; pages in the wild put it later."""


def article(data: bytes, origin: str, *, url: str | None = None, charset: str | None = None) -> RawArticle:
    """One article whose `html` is the whole page.

    Args:
        charset: What the server's header says; it goes before what the page says of itself.

    Raises:
        SourceError: If it is a binary file, or blank.
    """
    page = decoded(data, origin, charset=charset or _declared(data))
    # A decoded page must not claim an encoding any more: lxml refuses a str that does.
    return RawArticle(origin=origin, html=_DECLARATION.sub("", page), url=url)


def _declared(data: bytes) -> str | None:
    head = data[:_PRESCAN_BYTES]
    found = _META.search(head) or _XML.search(head)
    return found[1].decode("ascii") if found else None
