"""Which network addresses are public: the only ones that articles are fetched from unless the operator says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")
_ASSIGNMENTS = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
"""IETF protocol assignments and the 6to4 relays: not on the internet, though some Python releases call parts of them global."""

_LOW_32_BITS = 0xFFFF_FFFF


def private(address: str) -> str | None:
    """What is wrong with an address that is not public ("a loopback address"), or `None` for a public one.

    One that carries an IPv4 address (mapped, translated, NAT64, 6to4) is judged by that: a gateway would deliver there.
    """
    address = address.partition("%")[0]
    parsed = ip_address(address)
    carried = _carried(parsed) if isinstance(parsed, IPv6Address) else None
    if carried is not None:
        wrong = _wrong(carried)
        return wrong and f"which carries {carried}, {wrong}"
    return _wrong(parsed)


def inside(address: str, networks: Iterable[Network]) -> bool:
    """Whether an address belongs to one of these networks."""
    return any(ip_address(address.partition("%")[0]) in network for network in networks)


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64 or address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & _LOW_32_BITS)
    return None


def _wrong(address: Address) -> str | None:
    if address.is_unspecified:
        return "the unspecified address"
    if address.is_loopback:
        return "a loopback address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if isinstance(address, IPv6Address) and (address.is_site_local or address in _LOCAL_NAT64):
        return "a private address"
    if not address.is_global or (isinstance(address, IPv4Address) and any(address in network for network in _ASSIGNMENTS)):
        return "a private address"
    return "a reserved address" if address.is_reserved else None
