"""API keys: who may read, who may write. Kept and compared as SHA-256, in constant time."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.errors import Forbidden, SettingsInvalid, Unauthenticated

_HEX = 64


class Scope(StrEnum):
    """What a key may do; writing includes reading."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Key:
    """One key that the server knows: its SHA-256 and what it may do."""

    digest: bytes
    scope: Scope


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request: a short name for counting, never the key itself."""

    name: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys that a server knows. None: open to whoever reaches it."""

    known: tuple[Key, ...] = ()

    def __bool__(self) -> bool:
        """Whether any key is needed."""
        return bool(self.known)

    def admit(self, authorization: str | None, needed: Scope, address: str = "") -> Caller:
        """The caller, if it may do what it asks for.

        Raises:
            Unauthenticated: If a key is needed and the one sent is missing or unknown.
            Forbidden: If the key may read only and writing is asked for.
        """
        if not self.known:
            return Caller(address, Scope.WRITE)
        scheme, _, secret = (authorization or "").partition(" ")
        key = self._find(hashlib.sha256(secret.strip().encode()).digest()) if scheme.lower() == "bearer" else None
        if key is None:
            raise Unauthenticated
        if needed is Scope.WRITE and key.scope is Scope.READ:
            raise Forbidden(needed)
        return Caller(key.digest.hex()[:12], key.scope)

    def _find(self, digest: bytes) -> Key | None:
        # every key is compared, so that time tells nothing about which one was near
        found = [key for key in self.known if hmac.compare_digest(key.digest, digest)]
        return found[0] if found else None


def parse_keys(configured: str) -> Keys:
    """Keys from the setting: `KEY`, `KEY:read`, `KEY:write`, `sha256:HEX`, `sha256:HEX:read`, comma separated.

    Raises:
        SettingsInvalid: If an entry is malformed; it is named by its place, never by its text.
    """
    entries = [entry.strip() for entry in configured.split(",")]
    return Keys(tuple(_key(entry, place) for place, entry in enumerate(entries, start=1) if entry))


def _key(entry: str, place: int) -> Key:
    secret, scope = entry, Scope.WRITE
    head, _, tail = entry.rpartition(":")
    if head and tail in tuple(Scope):
        secret, scope = head, Scope(tail)
    if not secret.startswith("sha256:"):
        return Key(hashlib.sha256(secret.encode()).digest(), scope)
    digest = secret.removeprefix("sha256:").lower()
    if len(digest) != _HEX or not all(letter in "0123456789abcdef" for letter in digest):
        raise SettingsInvalid(
            f"SITREP_API_KEYS: entry {place}: after sha256: come 64 hexadecimal digits, then nothing or :read or :write"
        )
    return Key(bytes.fromhex(digest), scope)


def is_loopback(host: str) -> bool:
    """Whether a server bound to `host` can be reached from its own machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_plain_host(header: str, allowed: Sequence[str]) -> bool:
    """Whether a Host header is safe for a server without keys: an address, a name without a dot, or one that is allowed.

    A page on the web can point a name of its own at this machine and then read what an open server says to it; it cannot
    do so with an address or with a name that has no dot.
    """
    name = header.rpartition(":")[0] if header.rpartition(":")[2].isdigit() and not header.endswith("]") else header
    name = name.strip("[]").lower()
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return "." not in name or name in allowed
    return True
