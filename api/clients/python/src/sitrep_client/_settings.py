"""Where the server is, with which key, how patiently. The environment is read here and nowhere else."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address

import httpx2

from sitrep_client._errors import ArgumentInvalid
from sitrep_client._retries import Retries
from sitrep_client._version import __version__

DEFAULT_URL = "http://127.0.0.1:8000"
DEFAULT_TIMEOUT = httpx2.Timeout(60.0, connect=5.0)
"""Seconds. An answer that a language model writes takes tens of them; a server that is there accepts at once."""

USER_AGENT = f"sitrep-client/{__version__} python/{sys.version_info[0]}.{sys.version_info[1]} httpx2/{httpx2.__version__}"

_KEY = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What every request of a client has in common."""

    url: httpx2.URL
    key: str | None = field(repr=False)
    timeout: httpx2.Timeout
    retries: Retries
    headers: Mapping[str, str] = field(repr=False)

    @property
    def is_local(self) -> bool:
        """Whether the server is on this machine; a proxy of the environment has no business in between then."""
        if self.url.host == "localhost":
            return True
        try:
            return ip_address(self.url.host).is_loopback
        except ValueError:
            return False


def settings(
    base_url: str | None,
    api_key: str | None,
    timeout: float | httpx2.Timeout | None,
    retries: Retries | None,
    headers: Mapping[str, str] | None,
) -> Settings:
    """The settings from arguments, else from SITREP_URL and SITREP_API_KEY, else the defaults.

    Raises:
        ArgumentInvalid: If the address or the key cannot be used.
    """
    return Settings(
        url=_url(base_url or os.environ.get("SITREP_URL") or DEFAULT_URL),
        key=_key(api_key if api_key is not None else os.environ.get("SITREP_API_KEY")),
        timeout=DEFAULT_TIMEOUT if timeout is None else httpx2.Timeout(timeout),
        retries=retries or Retries(),
        headers=dict(headers or {}),
    )


def _url(text: str) -> httpx2.URL:
    try:
        url = httpx2.URL(text.strip().rstrip("/"))
    except httpx2.InvalidURL as error:
        raise ArgumentInvalid(f"base_url cannot be read: {error}") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise ArgumentInvalid("base_url must begin with http:// or https:// and a host")
    if url.query or url.fragment or url.userinfo:
        raise ArgumentInvalid("base_url may not hold a query, a fragment or a password: send credentials as api_key or headers")
    return url


def _key(text: str | None) -> str | None:
    if not text or not text.strip():
        return None
    if not _KEY.fullmatch(text.strip()):
        raise ArgumentInvalid("api_key may hold visible ASCII characters only")
    return text.strip()
