"""What a source itself says of its article, checked once: the fields of a JSON line and of Markdown's front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from index.errors import SourceError
from index.types import RawArticle

Fields = Mapping[str, object]

_SURROGATE = re.compile("[\ud800-\udfff]")


def described(fields: Fields, origin: str, *, text: str | None = None, html: str | None = None) -> RawArticle:
    """An article with the id, url, title, outlet, authors, published and language that `fields` give; others are ignored.

    A field that is absent, null or blank counts as not given.

    Raises:
        SourceError: If a field has the wrong type or cannot be printed.
    """
    return RawArticle(
        origin=origin,
        text=text,
        html=html,
        id=words(fields, "id", origin),
        url=_address(fields, origin),
        title=words(fields, "title", origin),
        outlet=words(fields, "outlet", origin),
        authors=_authors(fields, origin),
        published=words(fields, "published", origin),
        language=words(fields, "language", origin),
    )


def words(fields: Fields, name: str, origin: str) -> str | None:
    """One field that must be text: without white space around it, or `None` where nothing is given."""
    return _words(fields.get(name), f"`{name}`", origin)


def _words(value: object, name: str, origin: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise SourceError(origin, f"{name} must be text, not {_kind(value)}")
    if broken := _SURROGATE.search(value):
        raise SourceError(origin, f"{name} holds \\u{ord(broken[0]):04x}, half a character, at offset {broken.start()}")
    return value.strip() or None


def _address(fields: Fields, origin: str) -> str | None:
    url = words(fields, "url", origin)
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise SourceError(origin, f"`url` is no web address ({error})") from error
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise SourceError(origin, "`url` must be a web address that starts with http:// or https://")
    return url


def _authors(fields: Fields, origin: str) -> tuple[str, ...]:
    value = fields.get("authors")
    listed = value if isinstance(value, list) else [value]
    name = "an entry of `authors`" if isinstance(value, list) else "`authors`"
    if isinstance(value, dict):
        raise SourceError(origin, "`authors` must be text or a list of texts, not an object")
    return tuple(author for entry in listed if (author := _words(entry, name, origin)))


def _kind(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case _:
            return "an object"
