"""Which article an article is: its canonical URL, and the id made from it."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

ID_LENGTH = 16
"""Hexadecimal digits of SHA-256: 64 bits, one chance in 10^7 of any clash among two million articles."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"(?:utm_\w+|[a-z]*clid|mc_[ce]id|_hs(?:enc|mi)|ref(?:_src|_url|errer)?|cmpid?|ns_(?:campaign|mchannel|source|linkname|fee)"
    r"|at_(?:medium|campaign|custom\d|link_\w+)|icid|ito|smid|smtyp|igsh(?:id)?|spm|yclid|wt\.mc_id|cid|ocid|ftag|sh|amp)",
    re.IGNORECASE,
)


def canonical_url(url: str | None, base: str | None = None) -> str | None:
    """The one spelling of an http(s) address: absolute, without fragment, tracking parameters, default port or last slash.

    Args:
        url: As found; may be relative.
        base: The page's own address, against which a relative one is resolved.

    Returns:
        `None` where no absolute http(s) address can be made of it.
    """
    try:
        parts = urlsplit(urljoin((base or "").strip(), (url or "").strip()))
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in _DEFAULT_PORTS or not host:
        return None
    if ":" in host:
        host = f"[{host}]"
    place = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    # What is escaped already stays so; a bare space or letter outside ASCII is escaped, so that both spellings meet.
    path = quote(parts.path.rstrip("/") or "/", safe="/%:@!$&'()*+,;=~")
    return urlunsplit((scheme, place, path, _parameters(parts.query), ""))


def article_id(url: str | None, text: str) -> str:
    """The id of an article whose source gave none.

    Args:
        url: Canonical, as from `canonical_url`; http and https are the same article.
        text: The cleaned text, used where there is no URL.
    """
    key = url.split("://", 1)[1] if url else text
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def _parameters(query: str) -> str:
    # Bytes that are no UTF-8 come back as they were: replaced, two addresses would become one.
    typed = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = [(name, value) for name, value in typed if not _TRACKING.fullmatch(name)]
    return urlencode(sorted(kept), errors="surrogateescape")
