"""Which addresses are public."""

from __future__ import annotations

import pytest

from index.sources.addresses import private


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_addresses_pass(address: str) -> None:
    """Version 4, version 6, and version 6 that carries a public version 4 address."""
    assert private(address) is None


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1", "loopback"),
        ("127.9.9.9", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "private"),
        ("169.254.169.254", "link-local"),
        ("192.0.0.8", "private"),
        ("192.88.99.1", "private"),
        ("198.18.0.1", "private"),
        ("203.0.113.5", "private"),
        ("224.0.0.1", "multicast"),
        ("239.1.1.1", "multicast"),
        ("240.0.0.1", "private"),
        ("255.255.255.255", "private"),
        ("::1", "loopback"),
        ("::", "unspecified"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("fc00::1", "private"),
        ("fd12:3456::1", "private"),
        ("fec0::1", "private"),
        ("ff02::1", "multicast"),
        ("2001:db8::1", "private"),
        ("2001::1", "private"),
        ("100::1", "private"),
        ("64:ff9b:1::7f00:1", "private"),
        ("::ffff:127.0.0.1", "carries 127.0.0.1, a loopback"),
        ("::ffff:0:127.0.0.1", "carries 127.0.0.1, a loopback"),
        ("::10.0.0.1", "carries 10.0.0.1, a private"),
        ("64:ff9b::a00:1", "carries 10.0.0.1, a private"),
        ("64:ff9b::a9fe:a9fe", "carries 169.254.169.254, a link-local"),
        ("2002:7f00:1::", "carries 127.0.0.1, a loopback"),
        ("2002:c0a8:101::1", "carries 192.168.1.1, a private"),
    ],
)
def test_every_other_address_is_named_for_what_it_is(address: str, reason: str) -> None:
    """Each range that leads into this machine, its neighbours, or nowhere."""
    assert reason in (private(address) or "public")
