"""Whether a request comes from Slack: an HMAC over the raw body, no older than five minutes. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

OLDEST_S = 300
"""Seconds; what Slack recommends. An older request may be one that somebody recorded."""


def is_from_slack(secret: str, body: bytes, headers: Mapping[str, str], now: float) -> bool:
    """Check `X-Slack-Signature` over the body as it came, before anything reads it.

    Args:
        headers: Looked up by any case that the mapping allows.
        now: Seconds since 1970.
    """
    told = headers.get("X-Slack-Request-Timestamp", "")
    if not (told.isascii() and told.isdigit() and len(told) <= 12):
        return False
    if abs(now - int(told)) > OLDEST_S:
        return False
    expected = signature(secret, told, body)
    return hmac.compare_digest(expected.encode(), headers.get("X-Slack-Signature", "").encode("utf-8", "replace"))


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`v0=` and the hexadecimal HMAC-SHA256 of `v0:timestamp:body`."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
