"""How much of one input is read. Larger ones are refused whole: nothing is ever cut off unseen."""

from __future__ import annotations

from typing import Protocol

from index.errors import SourceError

MEBIBYTE = 1024 * 1024

MAX_ARTICLE_BYTES = 16 * MEBIBYTE
"""Bytes of one article as text, Markdown, HTML or one line of JSON lines, after decompression.

The longest novels stay below 4 MiB; a page above 16 MiB is no reporting, and parsing it would take gigabytes.
"""

MAX_PDF_BYTES = 128 * MEBIBYTE
"""Bytes of one PDF, after decompression: mostly its images, which are not read."""

MAX_FEED_BYTES = 32 * MEBIBYTE
"""Bytes of one feed, after decompression."""


class ByteStream(Protocol):
    """What is read from: an open file, bytes in memory, or either decompressed."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, fewer only at the end."""
        ...

    def readline(self, size: int, /) -> bytes:
        """The bytes up to a line's end, at most `size`; none at the end."""
        ...


def in_words(count: int) -> str:
    """A number of bytes in words: `16 MiB`, or `700 bytes`."""
    return f"{count / MEBIBYTE:g} MiB" if count >= MEBIBYTE else f"{count} bytes"


def whole(stream: ByteStream, origin: str, limit: int) -> bytes:
    """All of a stream.

    Raises:
        SourceError: If it is empty, or holds more than `limit` bytes; no more than one byte above it is ever read.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise SourceError(origin, f"larger than {in_words(limit)}, the most that is read at once: split it")
    if not data.strip():
        raise SourceError(origin, "empty")
    return data
