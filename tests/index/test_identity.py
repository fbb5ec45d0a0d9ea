"""Ids and canonical URLs."""

from __future__ import annotations

import hashlib

import pytest

from index.cleaning.identity import article_id, canonical_url


@pytest.mark.parametrize(
    ("found", "canonical"),
    [
        ("https://Example.org/a/#comments", "https://example.org/a"),
        ("https://example.org:443/a?utm_source=x&id=7&fbclid=q", "https://example.org/a?id=7"),
        ("http://example.org:80", "http://example.org/"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
        ("https://example.org/Київ", "https://example.org/%D0%9A%D0%B8%D1%97%D0%B2"),
        ("https://example.org/%D0%9A", "https://example.org/%D0%9A"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("https://example.org/?t=%CF%F0", "https://example.org/?t=%CF%F0"),
    ],
)
def test_one_article_has_one_spelling_of_its_address(found: str, canonical: str) -> None:
    """Fragment, tracking, default port, last slash and the order of parameters make no other article."""
    assert canonical_url(found) == canonical
    assert canonical_url(canonical) == canonical


def test_a_relative_address_is_resolved_against_the_page_and_without_one_is_none() -> None:
    """A canonical link is often only a path."""
    assert canonical_url("/reports/may-15", "https://example.org/x/y") == "https://example.org/reports/may-15"
    assert canonical_url("/reports/may-15") is None


@pytest.mark.parametrize(
    "found", [None, "", "ftp://example.org/a", "https://", "https://example.org:port/", "mailto:a@example.org"]
)
def test_what_is_no_web_address_is_none(found: str | None) -> None:
    """Nothing is guessed."""
    assert canonical_url(found) is None


def test_an_id_is_sixteen_digits_of_the_address_whatever_its_scheme() -> None:
    """The same page over http and https is one article."""
    expected = hashlib.sha256(b"example.org/a").hexdigest()[:16]
    assert article_id("https://example.org/a", "text") == expected == article_id("http://example.org/a", "other text")


def test_without_an_address_the_id_is_made_from_the_text() -> None:
    """The same text gives the same id, another text another."""
    assert article_id(None, "one") == hashlib.sha256(b"one").hexdigest()[:16] != article_id(None, "two")
