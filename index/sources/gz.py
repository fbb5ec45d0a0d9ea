"""gzip, whose damage is told in words."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from index.errors import SourceError
from index.sources.limits import ByteStream, in_words


def unpacked(stream: IO[bytes]) -> ByteStream:
    """The decompressed bytes of a gzip stream; read it inside `readable`."""
    return gzip.GzipFile(fileobj=stream, mode="rb")


class Capped:
    """A stream that refuses to give more than `limit` bytes: a small file may unpack to terabytes.

    Each read raises `SourceError` once the limit is exceeded.
    """

    def __init__(self, stream: ByteStream, origin: str, limit: int) -> None:
        self._stream = stream
        self._origin = origin
        self._limit = limit
        self._given = 0

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, fewer only at the end."""
        return self._counted(self._stream.read(size))

    def readline(self, size: int, /) -> bytes:
        """The bytes up to a line's end, at most `size`."""
        return self._counted(self._stream.readline(size))

    def _counted(self, data: bytes) -> bytes:
        self._given += len(data)
        if self._given > self._limit:
            raise SourceError(self._origin, f"larger than {in_words(self._limit)} when decompressed")
        return data


def unpack(data: bytes, origin: str, limit: int) -> bytes:
    """Decompressed bytes, never holding more than `limit` of them.

    Raises:
        SourceError: If they are more, or the data is damaged or breaks off.
    """
    with readable(origin):
        plain = unpacked(io.BytesIO(data)).read(limit + 1)
    if len(plain) > limit:
        raise SourceError(origin, f"larger than {in_words(limit)} when decompressed")
    return plain


@contextmanager
def readable(origin: str) -> Iterator[None]:
    """Turn the ways in which reading breaks down into a `SourceError` that names them."""
    try:
        yield
    except EOFError as error:
        raise SourceError(origin, "the gzip data breaks off before its end: copy the file again") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise SourceError(origin, f"damaged gzip data ({_lower(str(error))})") from error
    except OSError as error:
        raise SourceError(origin, f"cannot be read: {_lower(error.strerror or str(error))}") from error


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
